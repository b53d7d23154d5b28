/**
 * The text of a page, part by part as its reader takes it: one part is ready while another is on its way, so that a slow reader holds
 * little of the service's memory.
 */

import type { QueryAnswer, QueryJob } from "./query_job.js";
import type { QueryPool } from "./query_pool.js";
import type { PageEnd, RowsRequest } from "./rows_request.js";

/** Rows of a part. */
const partRows = 1000;
/** A page ends behind the part that reaches it. */
const mostBytes = 16 * 1024 * 1024;

const encoder = new TextEncoder();
const comma = encoder.encode(",\n");

export interface Page {
  /** The first part, with what was counted. */
  first: QueryAnswer;
  /** There is nothing but the first part. */
  isWhole: boolean;
  /** What stands before the rows, and behind them. */
  text(head: string, foot: (end: PageEnd) => string): AsyncGenerator<Uint8Array, void, undefined>;
}

export async function readPage(pool: QueryPool, wanted: RowsRequest, signal: AbortSignal): Promise<Page> {
  const { most, isDivisible } = wanted;
  const begin = wanted.job(undefined, isDivisible ? Math.min(most, partRows) : most);
  const first = asksNothing(begin) ? nothing : await pool.run(begin, signal);
  return {
    first,
    isWhole: !first.hasMore || first.rowCount >= most,
    text: (head, foot) => pageText(pool, wanted, first, signal, head, foot),
  };
}

const nothing: QueryAnswer = { bytes: new Uint8Array(), rowCount: 0, last: 0, hasMore: false };
const asksNothing = ({ page, count, order }: QueryJob): boolean => !page && !count && !order;

async function* pageText(
  pool: QueryPool,
  wanted: RowsRequest,
  first: QueryAnswer,
  signal: AbortSignal,
  head: string,
  foot: (end: PageEnd) => string,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield encoder.encode(head);
  let part = first;
  let place = wanted.placeBehind(undefined, first);
  let rowCount = first.rowCount;
  let bytes = first.bytes.byteLength;
  for (;;) {
    const isOver = !part.hasMore || rowCount >= wanted.most || bytes >= mostBytes;
    const most = Math.min(wanted.most - rowCount, partRows);
    const coming = isOver ? undefined : pool.run(wanted.job(place, most), signal);
    coming?.catch(() => {}); // told when its turn comes
    yield part.bytes;
    if (!coming) break;
    part = await coming;
    if (part.rowCount > 0) yield comma;
    place = wanted.placeBehind(place, part);
    rowCount += part.rowCount;
    bytes += part.bytes.byteLength;
  }
  yield encoder.encode(foot({ rowCount, place, hasMore: part.hasMore }));
}
