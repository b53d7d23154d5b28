/** A snapshot without promises: the same calls and batches, read in one go. */
import { QueryCalls, SnapshotCallsNow } from "../calls.js";
import { extract } from "../extract/extract.js";
import { boxes, members, shapes } from "../geometry.js";
import type { SessionClient } from "../session_client.js";
import { itemsNow, now } from "../steps.js";
import type {
  Batch,
  BoxBatch,
  ColumnInfo,
  ElementChoice,
  ExtractOptions,
  GeometryBatch,
  GeometryOptions,
  IndexRow,
  MappingInput,
  MembersOptions,
  NamedRow,
  QueryOptions,
  SchemaInfo,
  SnapshotInfo,
} from "../types.js";
import type { SyncExtract, SyncQuery, SyncSnapshot } from "./types.js";

export class SyncSnapshotOnSession extends SnapshotCallsNow implements SyncSnapshot {
  constructor(
    private readonly own: SessionClient,
    readonly info: SnapshotInfo,
    private readonly onClose: (session: SessionClient) => void,
  ) {
    super(own, now);
  }

  schemas(): SchemaInfo[] {
    return now(this.own.call<SchemaInfo[]>("schemas"));
  }

  query(ecsql: string, options?: QueryOptions & { rowFormat?: "indexes" }): SyncQuery<IndexRow>;
  query(ecsql: string, options: QueryOptions & { rowFormat: "names" | "jsNames" }): SyncQuery<NamedRow>;
  query(ecsql: string, options?: QueryOptions): SyncQuery<IndexRow | NamedRow>;
  query(ecsql: string, options?: QueryOptions): SyncQuery<never> {
    return new SyncQueryOnSession<never>(new QueryCalls(this.own, ecsql, options));
  }

  extract(mapping: MappingInput, options: ExtractOptions): SyncExtract {
    const from = { session: this.own, startReadWorker: undefined, running: new Set<never>() };
    const { pieces, diagnostics } = extract(from, mapping, options);
    return Object.assign(itemsNow(pieces), { diagnostics: () => now(diagnostics()) });
  }

  geometry(options?: GeometryOptions): Generator<GeometryBatch, void, undefined> {
    return itemsNow(shapes(this.own, options));
  }

  boxes(options?: ElementChoice): Generator<BoxBatch, void, undefined> {
    return itemsNow(boxes(this.own, options));
  }

  members(mapping: MappingInput, options?: MembersOptions): Generator<BigUint64Array<ArrayBuffer>, void, undefined> {
    return itemsNow(members(this.own, mapping, options));
  }

  close(): void {
    this.own.close();
    this.onClose(this.own);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

class SyncQueryOnSession<Row extends IndexRow | NamedRow> implements SyncQuery<Row> {
  constructor(private readonly calls: QueryCalls<Row>) {}

  columns(): ColumnInfo[] {
    return now(this.calls.columns());
  }

  *[Symbol.iterator](): Generator<Row, void, undefined> {
    const { cursor, signal, make } = now(this.calls.open());
    for (const batch of itemsNow(cursor.batches((read) => [read], signal)))
      for (let row = 0; row < batch.rowCount; row++) yield make(batch, row);
  }

  toArray(): Row[] {
    return now(this.calls.toArray());
  }

  batches(): Generator<Batch, void, undefined> {
    return itemsNow(this.calls.batches());
  }
}
