/** What a worker is asked: one request's SQL, and what comes back. Everything can be posted. */

import type { TableBinding, TableQuery } from "premap/tables";

export interface Statement {
  sql: string;
  bindings: readonly TableBinding[];
}

export interface QueryJob {
  /** The table's file. */
  file: string;
  /** `@odata.count`: a statement of one row and column; not run where the page has all rows. */
  count?: Statement & { isOfWholePage: boolean };
  /** The rows' numbers in an order of their own: kept, so that the next page need not sort again. The page then takes a slice. */
  order?: Statement & { from: number; take: number };
  page?: TableQuery;
}

export interface QueryAnswer {
  bytes: Uint8Array<ArrayBuffer>;
  rowCount: number;
  last: number;
  hasMore: boolean;
  count?: number;
}

export type FromWorker = { answer: QueryAnswer } | { failure: { code: string; message: string } };

export interface WorkerSetup {
  wasm: WebAssembly.Module;
  /** One number: not 0 while the running query is to end. */
  stop: SharedArrayBuffer;
}
