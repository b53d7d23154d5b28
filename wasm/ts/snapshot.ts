/** An open snapshot's calls, each a thin layer over its session: parameters checked and named for the engine, answers typed. */
import { SnapshotCallsLater } from "./calls.js";
import { SnapshotTextDocument } from "./document.js";
import { engineError } from "./errors.js";
import { extract } from "./extract/extract.js";
import { extractTable } from "./extract/table_file.js";
import type { WorkerPool } from "./extract/pool.js";
import { boxes, members, shapes } from "./geometry.js";
import { SnapshotQuery } from "./query.js";
import type { ReadWorker } from "./read_worker.js";
import type { SessionClient } from "./session_client.js";
import { itemsLater, later } from "./steps.js";
import { openTableRows } from "./table_rows.js";
import type {
  BoxBatch,
  ElementChoice,
  Extract,
  ExtractedTableFile,
  ExtractOptions,
  ExtractTableOptions,
  GeometryBatch,
  GeometryOptions,
  IndexRow,
  MappingInput,
  MembersOptions,
  NamedRow,
  Query,
  QueryOptions,
  SchemaInfo,
  Snapshot,
  SnapshotInfo,
  SnapshotMappingDocument,
  TableRows,
  TableRowsOptions,
} from "./types.js";

/** A snapshot on its session; see {@link Snapshot}. */
export class OpenSnapshot extends SnapshotCallsLater implements Snapshot {
  private described: Promise<SchemaInfo[]> | undefined;
  private readonly extracts = new Set<WorkerPool>();

  constructor(
    private readonly own: SessionClient,
    readonly info: SnapshotInfo,
    private readonly onClose: (snapshot: OpenSnapshot) => void,
    private readonly startReadWorker: (() => ReadWorker) | undefined,
  ) {
    super(own, later);
  }

  async schemas(): Promise<SchemaInfo[]> {
    this.own.assertOpen();
    this.described ??= later(this.own.call<SchemaInfo[]>("schemas"));
    return this.described;
  }

  query(ecsql: string, options?: QueryOptions & { rowFormat?: "indexes" }): Query<IndexRow>;
  query(ecsql: string, options: QueryOptions & { rowFormat: "names" | "jsNames" }): Query<NamedRow>;
  query(ecsql: string, options?: QueryOptions): Query<IndexRow | NamedRow>;
  query(ecsql: string, options?: QueryOptions): Query<never> {
    return new SnapshotQuery<never>(this.own, ecsql, options);
  }

  openMapping(mapping: MappingInput): SnapshotMappingDocument {
    return new SnapshotTextDocument(this, this, mapping);
  }

  async tableRows(mapping: MappingInput, options?: TableRowsOptions): Promise<TableRows> {
    return later(openTableRows(this.own, mapping, options));
  }

  extract(mapping: MappingInput, options: ExtractOptions): Extract {
    const { own: session, startReadWorker, extracts: running } = this;
    const { pieces, diagnostics } = extract({ session, startReadWorker, running }, mapping, options);
    return Object.assign(itemsLater(pieces), { diagnostics: () => later(diagnostics()) });
  }

  async extractTable(mapping: MappingInput, options: ExtractTableOptions): Promise<ExtractedTableFile> {
    return later(extractTable(this.own, mapping, options));
  }

  geometry(options?: GeometryOptions): AsyncIterable<GeometryBatch> {
    return itemsLater(shapes(this.own, options));
  }

  boxes(options?: ElementChoice): AsyncIterable<BoxBatch> {
    return itemsLater(boxes(this.own, options));
  }

  members(mapping: MappingInput, options?: MembersOptions): AsyncIterable<BigUint64Array<ArrayBuffer>> {
    return itemsLater(members(this.own, mapping, options));
  }

  close(): void {
    this.own.close();
    for (const pool of this.extracts) pool.stop(engineError("snapshot-closed", "the snapshot is closed"));
    this.onClose(this);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }
}
