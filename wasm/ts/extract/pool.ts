/**
 * A table read by several workers and handed out in its order. A worker does not run many bytes ahead of the caller. What each of
 * them reads, and in which order it is handed out, say the two kinds of pools: ranges.ts and stripes.ts.
 */

import { engineError } from "../errors.js";
import type { ReadWorker } from "../read_worker.js";
import type { SessionClient } from "../session_client.js";
import { itemsLater } from "../steps.js";
import { type Piece, readPieces } from "./pieces.js";

/** Of one lane, waiting for the caller. */
export const mostBytes = 8 * 1024 * 1024;

/** What one worker has read of one share of the table. */
export class Lane {
  readonly pieces: Piece[] = [];
  bytes = 0;
  isComplete = false;
}

export abstract class WorkerPool {
  protected held = 0; // bytes of all lanes
  protected workerCount = 0;
  private readonly workers: ReadWorker[] = [];
  private failure: { error: unknown } | undefined;
  private waiting: (() => void)[] = [];

  constructor(private readonly params: object) {}

  /** All pieces, in the order of the table. However the iteration ends, each worker is ended. */
  async *pieces(start: () => ReadWorker, count: number): AsyncGenerator<Piece, void, undefined> {
    this.workerCount = count;
    try {
      for (let index = 0; !this.failure && index < count; index++) this.employ(start(), index);
      yield* this.inOrder();
    } finally {
      this.stop(engineError("engine-closed", "the extract has ended"));
    }
  }

  /** Ends every worker now; whoever waits for pieces hears of the error. */
  stop(error: unknown): void {
    this.failure ??= { error };
    for (const worker of this.workers) worker.end();
    this.changed();
  }

  protected abstract inOrder(): AsyncGenerator<Piece, void, undefined>;
  /** All that the worker of this number reads. */
  protected abstract work(session: SessionClient, index: number): Promise<void>;

  /** Reads one share of the table into a lane. */
  protected async read(session: SessionClient, share: object, lane: Lane): Promise<void> {
    const read = readPieces(session, { ...this.params, ...share }, (piece) => [piece]);
    for await (const piece of itemsLater(read)) {
      if (this.failure) return; // an engine that goes on after its end gives up its cursor here
      lane.pieces.push(piece);
      lane.bytes += piece.bytes.byteLength;
      this.held += piece.bytes.byteLength;
      this.changed();
      if (lane.bytes >= mostBytes) await this.until(() => lane.bytes < mostBytes);
    }
    lane.isComplete = true;
    this.changed();
  }

  protected isReady(lane: Lane): boolean {
    return lane.pieces.length > 0 || lane.isComplete;
  }

  /** The next piece of a lane that is ready; undefined after its last. */
  protected take(lane: Lane): Piece | undefined {
    const piece = lane.pieces.shift();
    if (!piece) return undefined;
    lane.bytes -= piece.bytes.byteLength;
    this.held -= piece.bytes.byteLength;
    this.changed();
    return piece;
  }

  /** Waits for a change that makes it so. Errors: what stopped the pool. */
  protected async until(isSo: () => boolean): Promise<void> {
    while (!this.failure && !isSo()) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.failure) throw this.failure.error;
  }

  protected changed(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resume of waiting) resume();
  }

  private employ(worker: ReadWorker, index: number): void {
    this.workers.push(worker);
    const work = async () => {
      await this.work(await worker.session, index);
      worker.end();
    };
    work().catch((error: unknown) => this.stop(error));
  }
}
