/** Pages read for no one: WebAssembly is several times as fast once it has done a thing for a while, and no client should wait for that. */

import { setTimeout as delay } from "node:timers/promises";
import type { EntitySet } from "./catalogue.js";
import type { QueryPool } from "./query_pool.js";
import { representationOf } from "./representation.js";
import { rowsRequest } from "./rows_request.js";

const partRows = 1000;
/** After so many parts of a table of twelve columns no part is quicker than the one before. */
const parts = 50;
/** Milliseconds. */
const pause = 10;

export class Rehearsal {
  private isBegun = false;

  constructor(private readonly pool: QueryPool) {}

  /** The pages of a table, the first time it is called. Whoever asks for rows goes first, and waits for a part at most. */
  begin(set: EntitySet): void {
    if (this.isBegun) return;
    this.isBegun = true;
    this.run(set).catch(() => {}); // told to whoever asks for rows
  }

  private async run(set: EntitySet): Promise<void> {
    const plain = { system: {}, aliases: new Map(), plain: new Map(), sent: [] } as const;
    const wanted = rowsRequest(set, plain, representationOf({}, undefined));
    const { signal } = new AbortController();
    let place: number | undefined;
    for (let part = 0; part < parts; part++) {
      while (!this.pool.isIdle) await delay(pause, undefined, { ref: false });
      const answer = await this.pool.run(wanted.job(place, partRows), signal);
      place = answer.hasMore ? wanted.placeBehind(place, answer) : undefined;
    }
  }
}
