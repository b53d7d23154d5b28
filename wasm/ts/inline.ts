/**
 * premap/inline: premap with its WebAssembly and its worker inside the JavaScript, for bundlers and hosts that cannot place files
 * beside it. The same exports as `premap`; a third larger to fetch, and a page's policy must allow `worker-src blob:`.
 *
 * ```ts
 * import { createEngine } from "premap/inline";
 * ```
 */

import { type EngineParts, startEngine } from "./engine.js";
import { engineError } from "./errors.js";
import { parts as partTexts, wasm as wasmText, worker as workerText } from "./inline_data.js";
import { nodePort, nodeThreads, webPort, workerOptions } from "./ports.js";
import type { Port } from "./rpc.js";
import type { Engine, EngineOptions, EnginePartName } from "./types.js";
import { partNames } from "./wasm_source.js";

export { CrashedError, EngineError } from "./errors.js";
export type * from "./types.js";

const bytesOf = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
let engineBytes: Uint8Array<ArrayBuffer> | undefined;
const partBytes = new Map<EnginePartName, Uint8Array<ArrayBuffer>>();

/** The bytes of engine.wasm: also for `initSqlJs({ wasm: engineWasm(), partsWasm: partsWasm() })`. */
export function engineWasm(): Uint8Array<ArrayBuffer> {
  return (engineBytes ??= bytesOf(wasmText));
}

function partWasm(name: EnginePartName): Uint8Array<ArrayBuffer> {
  const bytes = partBytes.get(name) ?? bytesOf(partTexts[name]);
  partBytes.set(name, bytes);
  return bytes;
}

/** The bytes of the parts that an engine loads when a call needs them. */
export function partsWasm(): Record<EnginePartName, Uint8Array<ArrayBuffer>> {
  return Object.fromEntries(partNames.map((name) => [name, partWasm(name)])) as ReturnType<typeof partsWasm>;
}

function spawnWorker(): Port {
  if (typeof Worker === "function") {
    const address = URL.createObjectURL(new Blob([workerText], { type: "text/javascript" }));
    return webPort(new Worker(address));
  }
  const threads = nodeThreads();
  if (threads) return nodePort(new threads.Worker(workerText, { ...workerOptions, eval: true }));
  throw engineError("worker-unsupported", "there are no workers here", "leave out the `worker` option");
}

const parts: EngineParts = { wasm: engineWasm, part: partWasm, spawnWorker, workerNeedsWasm: true };

/** As `createEngine` of `premap`. */
export function createEngine(options?: EngineOptions): Promise<Engine> {
  return startEngine(parts, options);
}
