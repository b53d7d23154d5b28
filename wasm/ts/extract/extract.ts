/** A group's whole table as a file: read by one engine, or shared by several. The bytes are the same. */

import { mappingText, taken } from "../arguments.js";
import { abortError, throwIfAborted } from "../errors.js";
import type { ReadWorker } from "../read_worker.js";
import type { SessionClient } from "../session_client.js";
import { coming, type Steps } from "../steps.js";
import type { Diagnostic, ExtractOptions, MappingInput } from "../types.js";
import { type Listener, type Piece, readPieces, type Range } from "./pieces.js";
import type { WorkerPool } from "./pool.js";
import { RangePool } from "./ranges.js";
import { StripePool } from "./stripes.js";
import { leastRows, workersFor } from "./workers.js";

/** What an extract needs of its snapshot. */
export interface Extractable {
  session: SessionClient;
  /** One more engine over the same file; undefined when the file can be read only here. */
  startReadWorker: (() => ReadWorker) | undefined;
  /** Pools that run, for the snapshot to stop when it is closed. */
  running: Set<WorkerPool>;
}

/** Of `extractRanges`. */
export interface ExtractRanges {
  rowCount?: number;
  ranges: Omit<Range, "isFirst">[];
  /** Where there are no ranges: whether the rows are shared in stripes. */
  hasStripes?: boolean;
  diagnostics: readonly Diagnostic[];
}

/** The pieces of the file, and what is to be said of it. */
export interface ExtractSteps {
  pieces: Steps<void, Uint8Array>;
  diagnostics(): Steps<readonly Diagnostic[]>;
}

export function extract(from: Extractable, mapping: MappingInput, options: ExtractOptions): ExtractSteps {
  let told: readonly Diagnostic[] | undefined;
  return {
    pieces: pieces(from, mapping, options, (diagnostics) => (told = diagnostics)),
    *diagnostics() {
      return (told ??= yield* diagnosticsOf(from, mapping, options));
    },
  };
}

/** Without reading rows. */
function* diagnosticsOf(
  { session }: Extractable,
  mapping: MappingInput,
  options: ExtractOptions,
): Steps<readonly Diagnostic[]> {
  const { signal, plain } = taken(options, "signal", "onProgress", "workers");
  const params = { ...plain, mapping: mappingText(mapping) };
  return (yield* session.call<ExtractRanges>("extractRanges", params, signal)).diagnostics;
}

function* pieces(
  from: Extractable,
  mapping: MappingInput,
  options: ExtractOptions,
  onOpened: Listener,
): Steps<void, Uint8Array> {
  const { signal, onProgress, workers = 1, plain } = taken(options, "signal", "onProgress", "workers");
  throwIfAborted(signal);
  const params = { ...plain, mapping: mappingText(mapping) };
  const isPlanned = onProgress !== undefined || (workers !== 1 && from.startReadWorker !== undefined);
  const ofMany = workers === "auto" ? { leastRows } : { workers };
  const plan = isPlanned
    ? yield* from.session.call<ExtractRanges>("extractRanges", { ...params, ...ofMany }, signal)
    : undefined;
  if (plan) onOpened(plan.diagnostics);
  const count = plan && canBeShared(from, plain) ? howMany(workers, plan) : 1;
  const done = { bytes: 0, rows: 0 };
  const counted = function* ({ bytes, rows }: Piece): Iterable<Uint8Array> {
    done.bytes += bytes.byteLength;
    done.rows += rows;
    yield bytes;
    onProgress?.(plan?.rowCount === undefined ? { ...done } : { ...done, rowCount: plan.rowCount });
  };
  if (plan && count > 1) yield* coming(readByMany(from, plan, params, count, signal), counted);
  else yield* readPieces(from.session, params, counted, signal, onOpened);
}

// What stands between two rows of JSON depends on the rows before.
function canBeShared(from: Extractable, { format }: { format?: unknown }): boolean {
  return from.startReadWorker !== undefined && format !== "json";
}

function howMany(workers: number | "auto", { rowCount = 0, ranges, hasStripes }: ExtractRanges): number {
  // Of stripes the engine has found that there are enough rows.
  if (hasStripes) return workers === "auto" ? workersFor(Infinity) : workers;
  return Math.min(workers === "auto" ? workersFor(rowCount) : workers, ranges.length);
}

async function* readByMany(
  { session, startReadWorker, running }: Extractable,
  plan: ExtractRanges,
  params: object,
  count: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Piece, void, undefined> {
  throwIfAborted(signal);
  const ranges = plan.ranges.map((range, index) => ({ ...range, isFirst: index === 0 }));
  const pool = plan.hasStripes ? new StripePool(count, params) : new RangePool(ranges, params);
  const abort = () => pool.stop(abortError(signal));
  signal?.addEventListener("abort", abort, { once: true });
  running.add(pool);
  try {
    // The snapshot's own engine, where nobody else needs it: it is there and quick, while others still start.
    const own: ReadWorker[] = session.isInThisThread ? [{ session: Promise.resolve(session), end: () => {} }] : [];
    yield* pool.pieces(() => own.pop() ?? (startReadWorker as () => ReadWorker)(), count);
  } finally {
    running.delete(pool);
    signal?.removeEventListener("abort", abort);
  }
}
