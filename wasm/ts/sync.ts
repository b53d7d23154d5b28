/**
 * premap/sync: the engine in this thread, without promises. Only starting it waits (its WebAssembly is compiled); everything
 * after that answers at once, so it blocks the thread for as long as it works. For scripts, worker threads and servers.
 *
 * ```ts
 * import { createEngine } from "premap/sync";
 *
 * const engine = await createEngine();
 * const snapshot = engine.open("building.bim");
 * for (const row of snapshot.query("SELECT ECInstanceId, CodeValue FROM bis.Element")) console.log(row);
 * ```
 */

import { only } from "./arguments.js";
import { throwIfAborted } from "./errors.js";
import { startSync } from "./sync/engine.js";
import type { SyncEngine } from "./sync/types.js";
import type { EngineOptions } from "./types.js";
import { plainFiles } from "./wasm_source.js";

export { CrashedError, EngineError } from "./errors.js";
export type * from "./sync/types.js";
export type * from "./types.js";

/** Starts an engine in this thread. The parts that are loaded when they are needed come with it, since no later call can wait for them. */
export async function createEngine(given?: Pick<EngineOptions, "wasm" | "partsWasm" | "signal">): Promise<SyncEngine> {
  const options = only(given, "wasm", "partsWasm", "signal");
  throwIfAborted(options.signal);
  const engine = await startSync(await plainFiles(options), ["geometry", "tools", "query", "formula", "sqlite"]);
  throwIfAborted(options.signal);
  return engine;
}
