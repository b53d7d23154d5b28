/**
 * Ranges of ids: a worker takes the next one when it is done with one, so that all are busy to the end. Ranges without rows are no
 * hindrance: ids may have large gaps.
 */

import type { SessionClient } from "../session_client.js";
import type { Piece, Range } from "./pieces.js";
import { Lane, mostBytes, WorkerPool } from "./pool.js";

export class RangePool extends WorkerPool {
  private readonly lanes: readonly { range: Range; lane: Lane }[];
  private taken = 0; // those before it have a worker, or had one

  constructor(ranges: readonly Range[], params: object) {
    super(params);
    this.lanes = ranges.map((range) => ({ range, lane: new Lane() }));
  }

  protected async *inOrder(): AsyncGenerator<Piece, void, undefined> {
    for (const { lane } of this.lanes)
      for (;;) {
        await this.until(() => this.isReady(lane));
        const piece = this.take(lane);
        if (!piece) break;
        yield piece;
      }
  }

  protected async work(session: SessionClient): Promise<void> {
    for (;;) {
      await this.until(() => this.held < mostBytes * this.workerCount || this.taken >= this.lanes.length);
      const next = this.lanes[this.taken++];
      if (!next) return;
      await this.read(session, { range: next.range }, next.lane);
    }
  }
}
