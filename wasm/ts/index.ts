/**
 * premap: preview your mapping. Runs an Insights mapping, or any ECSQL query, on an iModel snapshot on this machine.
 * Start with {@link createEngine}; the shapes are in types.ts.
 */

export { createEngine } from "./create_engine.js";
export { CrashedError, EngineError } from "./errors.js";
export type * from "./types.js";
