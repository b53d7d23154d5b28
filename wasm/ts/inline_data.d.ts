/** Made by scripts/build-ts.mjs from engine.wasm, its parts and worker.js. */
import type { EnginePartName } from "./types.js";

/** Base64. */
export const wasm: string;
export const parts: Readonly<Record<EnginePartName, string>>;
/** A classic script without imports. */
export const worker: string;
