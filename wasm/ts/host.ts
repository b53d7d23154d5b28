/** What the public classes need of an engine, wherever it runs: in this thread (local_host.ts) or in a worker (worker_host.ts). */

import type { PlatformAbortSignal } from "./platform.js";
import type { PlainSource } from "./sources/open.js";
import type { Answer } from "./steps.js";

/** How much one `next` may do before it answers with what it has. */
export interface Budget {
  maxRows: number;
  maxBytes: number;
  milliseconds: number;
}

/** A mapping's text may be megabytes: it goes beside the JSON of the other parameters. */
export interface CallParams {
  json: string;
  mapping?: string;
}

export interface EngineHost {
  /** True when the host works while we wait: then asking for the next batch early pays. */
  readonly parallel: boolean;
  /** Counts the engine's restarts: cursors of an earlier epoch are gone. */
  readonly epoch: number;
  open(source: PlainSource, signal?: PlatformAbortSignal): Promise<number>;
  /** The envelope's text. Session 0 stands for no snapshot. */
  call(session: number, method: string, params: CallParams, signal?: PlatformAbortSignal): Promise<string>;
  next(session: number, cursor: number, budget: Budget, signal?: PlatformAbortSignal): Promise<Uint8Array>;
  /** Closes a snapshot; nothing is awaited and nothing fails. */
  close(session: number): void;
  shutdown(): void;
}

/** An engine whose answers are promises, or values: that of premap/sync (sync/host.ts). */
export interface Host extends Pick<EngineHost, "parallel" | "epoch" | "close" | "shutdown"> {
  call(...given: Parameters<EngineHost["call"]>): Answer<string>;
  next(...given: Parameters<EngineHost["next"]>): Answer<Uint8Array>;
}
