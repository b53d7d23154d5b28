import { encodeBindings } from "./bindings.js";
import { rowMaker } from "./rows.js";
import type { Cursor, Session } from "./session.js";
import type { Batch, ColumnInfo, IndexRow, NamedRow, Query, QueryOptions } from "./types.js";

type Opened = { cursor: number; columns: ColumnInfo[] };

/** A query that runs anew for each iteration; see {@link Query}. */
export class SnapshotQuery<Row extends IndexRow | NamedRow> implements Query<Row> {
  private described: Promise<ColumnInfo[]> | undefined;

  constructor(
    private readonly session: Session,
    private readonly ecsql: string,
    private readonly options: QueryOptions,
  ) {}

  columns(): Promise<ColumnInfo[]> {
    this.described ??= this.open().then((cursor) => {
      cursor.close();
      return cursor.answer.columns;
    });
    return this.described;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
    const cursor = await this.open();
    const make = this.rowMaker(cursor);
    for await (const batch of cursor.batches(this.options.signal))
      for (let row = 0; row < batch.rowCount; row++) yield make(batch, row);
  }

  async toArray(): Promise<Row[]> {
    const cursor = await this.open();
    const make = this.rowMaker(cursor);
    const rows: Row[] = [];
    for await (const batch of cursor.batches(this.options.signal))
      for (let row = 0; row < batch.rowCount; row++) rows.push(make(batch, row));
    return rows;
  }

  async *batches(): AsyncGenerator<Batch, void, undefined> {
    const cursor = await this.open();
    yield* cursor.batches(this.options.signal);
  }

  // The row type follows from options.rowFormat; Snapshot.query's overloads hold callers to it.
  private rowMaker(cursor: Cursor<Opened>): (batch: Batch, row: number) => Row {
    return rowMaker(this.options.rowFormat ?? "indexes", cursor.answer.columns) as (batch: Batch, row: number) => Row;
  }

  private open(): Promise<Cursor<Opened>> {
    const { bindings, signal, ...plain } = this.options;
    const params = { ecsql: this.ecsql, ...plain, bindings: encodeBindings(bindings) };
    return this.session.openCursor<Opened>("openQuery", params, signal);
  }
}
