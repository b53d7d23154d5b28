import { jsonable, taken } from "./arguments.js";
import { encodeBindings } from "./bindings.js";
import { rowMaker } from "./rows.js";
import type { Cursor, Session } from "./session.js";
import type { Batch, ColumnInfo, IndexRow, NamedRow, Query, QueryOptions } from "./types.js";

type Opened = { cursor: number; columns: ColumnInfo[] };

interface Running<Row> {
  cursor: Cursor<Opened>;
  signal: AbortSignal | undefined;
  make(batch: Batch, row: number): Row;
}

/** A query that runs anew for each iteration; see {@link Query}. */
export class SnapshotQuery<Row extends IndexRow | NamedRow> implements Query<Row> {
  private described: Promise<ColumnInfo[]> | undefined;

  constructor(
    private readonly session: Session,
    private readonly ecsql: string,
    private readonly options: QueryOptions | undefined,
  ) {}

  columns(): Promise<ColumnInfo[]> {
    this.described ??= this.open().then(({ cursor }) => {
      cursor.close();
      return cursor.answer.columns;
    });
    return this.described;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
    const { cursor, signal, make } = await this.open();
    for await (const batch of cursor.batches(signal))
      for (let row = 0; row < batch.rowCount; row++) yield make(batch, row);
  }

  async toArray(): Promise<Row[]> {
    const { cursor, signal, make } = await this.open();
    const rows: Row[] = [];
    for await (const batch of cursor.batches(signal))
      for (let row = 0; row < batch.rowCount; row++) rows.push(make(batch, row));
    return rows;
  }

  async *batches(): AsyncGenerator<Batch, void, undefined> {
    const { cursor, signal } = await this.open();
    yield* cursor.batches(signal);
  }

  private async open(): Promise<Running<Row>> {
    const { signal, bindings, plain } = taken(this.options, "signal", "bindings");
    const params = { ...plain, ecsql: jsonable(this.ecsql), bindings: encodeBindings(bindings) };
    const cursor = await this.session.openCursor<Opened>("openQuery", params, signal);
    // The row type follows from options.rowFormat; Snapshot.query's overloads hold callers to it.
    const make = rowMaker(this.options?.rowFormat ?? "indexes", cursor.answer.columns) as Running<Row>["make"];
    return { cursor, signal, make };
  }
}
