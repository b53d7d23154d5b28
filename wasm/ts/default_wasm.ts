/** Where the WebAssembly lies: beside this file. Bundlers follow these very expressions, so they have a file of their own. */
export function defaultWasm(): string {
  return new URL("./engine.wasm", import.meta.url).href;
}

/** The part that is loaded when a mapping first asks for a measure. */
export function defaultExtras(): string {
  return new URL("./extras.wasm", import.meta.url).href;
}
