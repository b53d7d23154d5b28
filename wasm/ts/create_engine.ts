// The package's usual entry: the engine's WebAssembly and worker as files beside this one.
import { defaultPart, defaultWasm } from "./default_wasm.js";
import { type EngineParts, startEngine } from "./engine.js";
import { spawnWorker } from "./spawn_worker.js";
import type { Engine, EngineOptions } from "./types.js";

const parts: EngineParts = { wasm: defaultWasm, part: defaultPart, spawnWorker, workerNeedsWasm: false };

/**
 * Starts an engine: in a worker of its own on a web page, in this thread elsewhere (see {@link EngineOptions.worker}).
 *
 * ```ts
 * const engine = await createEngine();
 * const snapshot = await engine.open("building.bim");
 * ```
 *
 * Errors: `engine-unreachable` (its WebAssembly could not be fetched), `worker-unsupported`; CrashedError when it cannot start.
 */
export function createEngine(options?: EngineOptions): Promise<Engine> {
  return startEngine(parts, options);
}
