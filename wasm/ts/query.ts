/** A query is a recipe: each iteration opens a cursor of its own and closes it however it ends. */
import { QueryCalls } from "./calls.js";
import type { SessionClient } from "./session_client.js";
import { itemsLater, later } from "./steps.js";
import type { Batch, ColumnInfo, IndexRow, NamedRow, Query, QueryOptions } from "./types.js";

/** A query that runs anew for each iteration; see {@link Query}. */
export class SnapshotQuery<Row extends IndexRow | NamedRow> implements Query<Row> {
  private readonly calls: QueryCalls<Row>;
  private described: Promise<ColumnInfo[]> | undefined;

  constructor(session: SessionClient, ecsql: string, options: QueryOptions | undefined) {
    this.calls = new QueryCalls(session, ecsql, options);
  }

  columns(): Promise<ColumnInfo[]> {
    this.described ??= later(this.calls.columns());
    return this.described;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
    const { cursor, signal, make } = await later(this.calls.open());
    for await (const batch of itemsLater(cursor.batches((read) => [read], signal)))
      for (let row = 0; row < batch.rowCount; row++) yield make(batch, row);
  }

  toArray(): Promise<Row[]> {
    return later(this.calls.toArray());
  }

  batches(): AsyncGenerator<Batch, void, undefined> {
    return itemsLater(this.calls.batches());
  }
}
