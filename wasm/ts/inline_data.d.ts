/** Made by scripts/build-ts.mjs from engine.wasm and worker.js. */

/** Base64. */
export const wasm: string;
/** A classic script without imports. */
export const worker: string;
