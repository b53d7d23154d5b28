/** Made by scripts/build-ts.mjs from engine.wasm, extras.wasm and worker.js. */

/** Base64. */
export const wasm: string;
export const extras: string;
/** A classic script without imports. */
export const worker: string;
