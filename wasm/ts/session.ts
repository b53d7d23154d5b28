/** One open snapshot on some host: typed control calls and cursors. The public classes are built on it. */

import { callParams } from "./arguments.js";
import { decodeBatch } from "./batch.js";
import { abortable, engineError, throwIfAborted, unwrap } from "./errors.js";
import type { Budget, EngineHost } from "./host.js";
import type { Batch } from "./types.js";

// The first batch comes soon, for the eye; later ones are large, for speed.
const firstBudget: Budget = { maxRows: 65536, maxBytes: 64 * 1024, milliseconds: 16 };
const laterBudget: Budget = { maxRows: 65536, maxBytes: 512 * 1024, milliseconds: 50 };

export class Session {
  private closed = false;

  constructor(
    private readonly host: EngineHost,
    private readonly id: number,
  ) {}

  async call<T>(method: string, params: object = {}, signal?: AbortSignal): Promise<T> {
    this.assertOpen();
    return unwrap<T>(await this.host.call(this.id, method, callParams(params), signal));
  }

  /** Opens a cursor. A cursor is a fact in the engine: when the caller gives it up, it is closed once it is open. */
  async openCursor<T extends { cursor: number }>(
    method: string,
    params: object,
    signal?: AbortSignal,
  ): Promise<Cursor<T>> {
    throwIfAborted(signal);
    const opening = this.call<T>(method, params).then((answer) => new Cursor(this, this.host, this.id, answer));
    return abortable(opening, signal).catch((error: unknown) => {
      opening.then((cursor) => cursor.close()).catch(() => {});
      throw error;
    });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.host.close(this.id);
  }

  assertOpen(): void {
    if (this.closed) throw engineError("snapshot-closed", "the snapshot is closed");
  }
}

/** A running result. `answer` is what the call that opened it said. */
export class Cursor<T extends { cursor: number }> {
  private readonly epoch: number;

  constructor(
    private readonly session: Session,
    private readonly host: EngineHost,
    private readonly sessionId: number,
    readonly answer: T,
  ) {
    this.epoch = host.epoch;
  }

  /**
   * The batches that have rows. The cursor is closed when the iteration ends, however it ends; `atEnd` is called before,
   * when all was read.
   */
  async *batches(signal?: AbortSignal, atEnd?: () => Promise<void>): AsyncGenerator<Batch, void, undefined> {
    let coming: Promise<Uint8Array> | undefined;
    try {
      coming = this.next(firstBudget, signal);
      while (coming) {
        const { batch, last } = decodeBatch(await coming);
        coming = undefined;
        // While the caller works on this batch a worker can make the next one.
        if (!last && this.host.parallel) coming = quiet(this.next(laterBudget, signal));
        if (batch.rowCount > 0) yield batch;
        if (!last) coming ??= this.next(laterBudget, signal);
      }
      await atEnd?.();
    } finally {
      coming?.catch(() => {});
      this.close();
    }
  }

  close(): void {
    if (this.epoch !== this.host.epoch) return;
    this.host.call(this.sessionId, "closeCursor", callParams({ cursor: this.answer.cursor })).catch(() => {});
  }

  private async next(budget: Budget, signal?: AbortSignal): Promise<Uint8Array> {
    this.session.assertOpen();
    throwIfAborted(signal);
    if (this.epoch !== this.host.epoch)
      throw engineError("cursor-lost", "the engine was restarted; run the query again");
    return this.host.next(this.sessionId, this.answer.cursor, budget, signal);
  }
}

/** A promise that may be left alone when it fails; whoever awaits it still hears of the failure. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
