/** Made by scripts/build-ts.mjs from engine.wasm, geometry.wasm and worker.js. */

/** Base64. */
export const wasm: string;
export const geometry: string;
/** A classic script without imports. */
export const worker: string;
