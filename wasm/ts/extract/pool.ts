/**
 * Ranges read by several workers and handed out in their order. A worker takes the next range when it is done with one; it does
 * not run many bytes ahead of the caller. Ranges without rows are no hindrance: ids may have large gaps.
 */

import { engineError } from "../errors.js";
import type { ReadWorker } from "../read_worker.js";
import { itemsLater } from "../steps.js";
import { type Piece, readPieces, type Range } from "./pieces.js";

/** Of one range, waiting for the caller; so much for each worker of all ranges before another one is begun. */
const mostBytes = 8 * 1024 * 1024;

/** What a worker has read of a range. */
interface Lane {
  range: Range;
  pieces: Piece[];
  bytes: number;
  isComplete: boolean;
}

export class RangePool {
  private readonly lanes: readonly Lane[];
  private readonly workers: ReadWorker[] = [];
  private taken = 0; // lanes before it have a worker, or had one
  private given = 0; // the lane the caller reads
  private held = 0; // bytes of all lanes
  private failure: { error: unknown } | undefined;
  private waiting: (() => void)[] = [];

  constructor(
    ranges: readonly Range[],
    private readonly params: object,
  ) {
    this.lanes = ranges.map((range) => ({ range, pieces: [], bytes: 0, isComplete: false }));
  }

  /** All pieces, in the order of the ranges. However the iteration ends, no worker is left. */
  async *pieces(start: () => ReadWorker, count: number): AsyncGenerator<Piece, void, undefined> {
    try {
      while (!this.failure && this.workers.length < count) this.employ(start());
      for (; this.given < this.lanes.length; this.given++, this.changed()) yield* this.drain();
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

  private async *drain(): AsyncGenerator<Piece, void, undefined> {
    const lane = this.lanes[this.given] as Lane;
    for (;;) {
      await this.until(() => lane.pieces.length > 0 || lane.isComplete);
      const piece = lane.pieces.shift();
      if (!piece) return;
      lane.bytes -= piece.bytes.byteLength;
      this.held -= piece.bytes.byteLength;
      this.changed();
      yield piece;
    }
  }

  private employ(worker: ReadWorker): void {
    this.workers.push(worker);
    this.work(worker).catch((error: unknown) => this.stop(error));
  }

  private async work(worker: ReadWorker): Promise<void> {
    const session = await worker.session;
    for (let lane = await this.take(); lane; lane = await this.take()) {
      const read = readPieces(session, { ...this.params, range: lane.range }, (piece) => [piece]);
      for await (const piece of itemsLater(read)) {
        lane.pieces.push(piece);
        lane.bytes += piece.bytes.byteLength;
        this.held += piece.bytes.byteLength;
        this.changed();
        const { bytes } = lane;
        if (bytes >= mostBytes) await this.until(() => (lane as Lane).bytes < mostBytes);
      }
      lane.isComplete = true;
      this.changed();
    }
    worker.end();
  }

  private async take(): Promise<Lane | undefined> {
    await this.until(() => this.held < mostBytes * this.workers.length || this.taken >= this.lanes.length);
    return this.lanes[this.taken++];
  }

  /** Waits for a change that makes it so. Errors: what stopped the pool. */
  private async until(isSo: () => boolean): Promise<void> {
    while (!this.failure && !isSo()) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.failure) throw this.failure.error;
  }

  private changed(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resume of waiting) resume();
  }
}
