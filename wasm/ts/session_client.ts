/** One open snapshot on some host, or none: typed control calls and cursors. The public classes are built on it. */

import { callParams } from "./arguments.js";
import { decodeBatch } from "./batch.js";
import { abortable, engineError, throwIfAborted, unwrap } from "./errors.js";
import type { Budget, Host } from "./host.js";
import { type Answer, ask, type Steps } from "./steps.js";
import type { Batch } from "./types.js";

// The first batch comes soon, for the eye; later ones are large, for speed.
const firstBudget: Budget = { maxRows: 65536, maxBytes: 64 * 1024, milliseconds: 16 };
const laterBudget: Budget = { maxRows: 65536, maxBytes: 512 * 1024, milliseconds: 50 };

export class SessionClient {
  private closed = false;

  /** `id` 0 stands for no snapshot: what the engine answers without one. */
  constructor(
    private readonly host: Host,
    private readonly id: number,
  ) {}

  /** False: in a worker, which answers others in between, and is replaced when a long call of theirs is given up. */
  get isInThisThread(): boolean {
    return !this.host.parallel;
  }

  *call<T>(method: string, params: object = {}, signal?: AbortSignal): Steps<T> {
    this.assertOpen();
    return unwrap<T>(yield* ask(this.host.call(this.id, method, callParams(params), signal)));
  }

  /** Opens a cursor. A cursor is a fact in the engine: when the caller gives it up, it is closed once it is open. */
  *openCursor<T extends { cursor: number }>(
    method: string,
    params: object,
    signal?: AbortSignal,
  ): Steps<CursorClient<T>> {
    throwIfAborted(signal);
    this.assertOpen();
    const opening = this.host.call(this.id, method, callParams(params));
    const cursorOf = (envelope: string) => new CursorClient(this, this.host, this.id, unwrap<T>(envelope));
    return cursorOf(yield* ask(opening instanceof Promise ? orClosed(opening, signal, cursorOf) : opening));
  }

  /** Ends the snapshot; nothing is awaited and nothing fails. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.id !== 0) this.host.close(this.id);
  }

  assertOpen(): void {
    if (!this.closed) return;
    throw this.id === 0
      ? engineError("engine-closed", "the engine is closed")
      : engineError("snapshot-closed", "the snapshot is closed");
  }
}

/** The envelope; given up, the cursor in it is closed when it comes. */
function orClosed(
  opening: Promise<string>,
  signal: AbortSignal | undefined,
  cursorOf: (envelope: string) => { close(): void },
): Promise<string> {
  return abortable(opening, signal).catch((error: unknown) => {
    opening.then((envelope) => cursorOf(envelope).close()).catch(() => {});
    throw error;
  });
}

/** A running result. `answer` is what the call that opened it said. */
export class CursorClient<T extends { cursor: number }> {
  private readonly epoch: number;

  constructor(
    private readonly session: SessionClient,
    private readonly host: Host,
    private readonly sessionId: number,
    readonly answer: T,
  ) {
    this.epoch = host.epoch;
  }

  /**
   * Hands out what `use` makes of each batch that has rows. The cursor is closed when the iteration ends, however it ends, unless
   * all was read and the caller wants to keep it; `atEnd` is called before, when all was read.
   */
  *batches<Out = never>(
    use: (batch: Batch) => Iterable<Out> | void,
    signal?: AbortSignal,
    atEnd?: () => Steps<void>,
    isKept = false,
  ): Steps<void, Out> {
    let isDone = false;
    let coming: Answer<Uint8Array> | undefined;
    try {
      coming = this.next(firstBudget, signal);
      while (coming) {
        const { batch, last } = decodeBatch(yield* ask(coming));
        coming = undefined;
        // While the caller works on this batch a worker can make the next one.
        if (!last && this.host.parallel) coming = quiet(this.next(laterBudget, signal));
        if (batch.rowCount > 0) yield* use(batch) ?? [];
        if (!last) coming ??= this.next(laterBudget, signal);
      }
      if (atEnd) yield* atEnd();
      isDone = true;
    } finally {
      quiet(coming);
      if (!isDone || !isKept) this.close();
    }
  }

  /** Error: `cursor-lost`. */
  assertThere(): void {
    if (this.epoch !== this.host.epoch)
      throw engineError("cursor-lost", "the engine was restarted; run the query again");
  }

  /** Nothing is awaited and nothing fails. */
  close(): void {
    if (this.epoch !== this.host.epoch) return;
    try {
      quiet(this.host.call(this.sessionId, "closeCursor", callParams({ cursor: this.answer.cursor })));
    } catch {
      // An engine that answers at once fails at once: it is broken or closed, and the cursor gone.
    }
  }

  private next(budget: Budget, signal?: AbortSignal): Answer<Uint8Array> {
    this.session.assertOpen();
    throwIfAborted(signal);
    this.assertThere();
    return this.host.next(this.sessionId, this.answer.cursor, budget, signal);
  }
}

/** An answer that may be left alone when it fails; whoever waits for it still hears of the failure. */
function quiet<T>(answer: Answer<T>): Answer<T> {
  if (answer instanceof Promise) answer.catch(() => {});
  return answer;
}
