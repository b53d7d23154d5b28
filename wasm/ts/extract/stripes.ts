/**
 * Stripes: every worker steps through the ids of the group's query, whatever their order, and fills the columns of every so many-th
 * few thousand rows. For queries whose rows do not come by id.
 */

import type { SessionClient } from "../session_client.js";
import type { Piece } from "./pieces.js";
import { Lane, WorkerPool } from "./pool.js";

export class StripePool extends WorkerPool {
  private readonly lanes: readonly Lane[];

  constructor(count: number, params: object) {
    super(params);
    this.lanes = Array.from({ length: count }, () => new Lane());
  }

  /** The stripes of each worker ascend: of those at hand the lowest is the next. */
  protected async *inOrder(): AsyncGenerator<Piece, void, undefined> {
    for (;;) {
      await this.until(() => this.lanes.every((lane) => this.isReady(lane)));
      const waiting = this.lanes.filter(({ pieces }) => pieces.length > 0);
      if (waiting.length === 0) return;
      const stripeOf = ({ pieces }: Lane) => pieces[0]?.stripe ?? 0;
      const next = waiting.reduce((lowest, lane) => (stripeOf(lane) < stripeOf(lowest) ? lane : lowest));
      yield this.take(next) as Piece;
    }
  }

  protected work(session: SessionClient, index: number): Promise<void> {
    return this.read(session, { stripes: { index, count: this.lanes.length } }, this.lanes[index] as Lane);
  }
}
