/** Where engine.wasm lies: beside this file. Bundlers follow this very expression, so it has a file of its own. */
export function defaultWasm(): string {
  return new URL("./engine.wasm", import.meta.url).href;
}
