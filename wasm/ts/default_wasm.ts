/** Where the WebAssembly lies: beside this file. Bundlers follow these very expressions, so they have a file of their own. */
import type { EnginePartName } from "./types.js";

export function defaultWasm(): string {
  return new URL("./engine.wasm", import.meta.url).href;
}

const parts: Readonly<Record<EnginePartName, () => string>> = {
  geometry: () => new URL("./geometry.wasm", import.meta.url).href,
  tools: () => new URL("./tools.wasm", import.meta.url).href,
  query: () => new URL("./query.wasm", import.meta.url).href,
  formula: () => new URL("./formula.wasm", import.meta.url).href,
  sqlite: () => new URL("./sqlite.wasm", import.meta.url).href,
};

/** The parts that are loaded when they are needed. */
export function defaultPart(name: EnginePartName): string {
  return parts[name]();
}
