import { jsonable, mappingText, taken } from "../arguments.js";
import { type FixAnswer, withText } from "../edits.js";
import { encodeBindings } from "../bindings.js";
import { throwIfAborted } from "../errors.js";
import type { ExtractPlan } from "../extract/extract.js";
import type { ExtractOpened, Listener } from "../extract/pieces.js";
import { type Dictionary, noVerdicts, type OpenedPreview, previewOf } from "../preview.js";
import { rowMaker } from "../rows.js";
import { answerOf, previewParams } from "../snapshot.js";
import type {
  Batch,
  ColumnInfo,
  Diagnostic,
  ExplainOptions,
  Explanation,
  ExtractOptions,
  FixedMapping,
  GroupFacts,
  GroupFactsOptions,
  IndexRow,
  MappingInput,
  NamedRow,
  Preview,
  PreviewOptions,
  Profile,
  ProfileOptions,
  QueryOptions,
  SchemaInfo,
  SnapshotInfo,
  SnapshotStats,
  ValidateOptions,
  ValidationReport,
} from "../types.js";
import type { SyncSession } from "./session.js";
import type { SyncExtract, SyncQuery, SyncSnapshot } from "./types.js";

export class SyncSnapshotOnSession implements SyncSnapshot {
  constructor(
    private readonly session: SyncSession,
    readonly info: SnapshotInfo,
  ) {}

  schemas(): SchemaInfo[] {
    return this.session.call<SchemaInfo[]>("schemas");
  }

  query(ecsql: string, options?: QueryOptions & { rowFormat?: "indexes" }): SyncQuery<IndexRow>;
  query(ecsql: string, options: QueryOptions & { rowFormat: "names" | "jsNames" }): SyncQuery<NamedRow>;
  query(ecsql: string, options?: QueryOptions): SyncQuery<IndexRow | NamedRow>;
  query(ecsql: string, options?: QueryOptions): SyncQuery<never> {
    return new SyncQueryOnSession<never>(this.session, ecsql, options);
  }

  nativeSql(ecsql: string): string {
    return this.session.call<{ sql: string }>("nativeSql", { ecsql: jsonable(ecsql) }).sql;
  }

  validate(mapping: MappingInput, options?: ValidateOptions): ValidationReport {
    return this.inSlices<ValidationReport>("openValidation", mapping, options);
  }

  fix(mapping: MappingInput, options?: ValidateOptions): FixedMapping {
    const text = mappingText(mapping);
    return withText(text, this.atOnce<FixAnswer>("fix", text, options));
  }

  preview(mapping: MappingInput, options?: PreviewOptions): Preview {
    const { signal, onProgress, plain } = taken(options, "signal", "onProgress");
    throwIfAborted(signal);
    const { params, limit } = previewParams(plain);
    const opened = this.session.call<OpenedPreview>("openPreview", { ...params, mapping: mappingText(mapping) });
    const batches: Batch[] = [];
    let dictionary = noVerdicts;
    let rows = 0;
    for (const batch of this.session.batches(opened.cursor, signal)) {
      batches.push(batch);
      dictionary = this.session.call<Dictionary>("verdicts", { cursor: opened.cursor });
      onProgress?.({ rows: (rows += batch.rowCount) });
    }
    return previewOf(opened, batches, dictionary, limit);
  }

  explain(mapping: MappingInput, options: ExplainOptions): Explanation {
    return this.atOnce<Explanation>("explain", mapping, options);
  }

  profile(mapping: MappingInput, options?: ProfileOptions): Profile {
    return this.inSlices<Profile>("openProfile", mapping, options);
  }

  groupFacts(mapping: MappingInput, options?: GroupFactsOptions): GroupFacts {
    return this.atOnce<GroupFacts>("groupFacts", mapping, options);
  }

  extract(mapping: MappingInput, options: ExtractOptions): SyncExtract {
    let told: readonly Diagnostic[] | undefined;
    const table = this.pieces(mapping, options, (diagnostics) => (told = diagnostics));
    return Object.assign(table, { diagnostics: () => (told ??= this.planned(mapping, options).diagnostics) });
  }

  private planned(mapping: MappingInput, options: ExtractOptions): ExtractPlan {
    const { plain } = taken(options, "signal", "onProgress", "workers");
    return this.session.call<ExtractPlan>("planExtract", { ...plain, mapping: mappingText(mapping) });
  }

  private *pieces(
    mapping: MappingInput,
    options: ExtractOptions,
    onOpened: Listener,
  ): Generator<Uint8Array, void, undefined> {
    // There is one engine and one thread: `workers` is checked, and the bytes are the same.
    const { signal, onProgress, workers: _, plain } = taken(options, "signal", "onProgress", "workers");
    throwIfAborted(signal);
    const params = { ...plain, mapping: mappingText(mapping) };
    const known: { rowCount?: number } = onProgress ? this.planned(mapping, options) : {};
    const { cursor, diagnostics } = this.session.call<ExtractOpened>("openExtract", params);
    onOpened(diagnostics ?? []);
    const done = { bytes: 0, rows: 0 };
    for (const batch of this.session.batches(cursor, signal))
      for (let row = 0; row < batch.rowCount; row++) {
        const bytes = batch.columns[0]?.get(row) as Uint8Array;
        done.bytes += bytes.byteLength;
        done.rows += batch.columns[1]?.get(row) as number;
        yield bytes;
        onProgress?.(known.rowCount === undefined ? { ...done } : { ...done, rowCount: known.rowCount });
      }
  }

  private atOnce<T>(method: string, mapping: MappingInput, options?: { signal?: AbortSignal }): T {
    const { signal, plain } = taken(options, "signal");
    throwIfAborted(signal);
    return this.session.call<T>(method, { ...plain, mapping: mappingText(mapping) });
  }

  /** See OpenSnapshot.inSlices. */
  private inSlices<T>(method: string, mapping: MappingInput, options?: ValidateOptions | ProfileOptions): T {
    const { signal, onProgress, plain } = taken(options, "signal", "onProgress");
    throwIfAborted(signal);
    const params = { ...plain, mapping: mappingText(mapping) };
    const { cursor, ...known } = this.session.call<{ cursor: number; rowCount?: number }>(method, params);
    let answer: T | undefined;
    for (const slice of this.session.batches(cursor, signal)) {
      answer = answerOf<T>(slice);
      onProgress?.({ rows: slice.columns[0]?.get(0) as number, ...known });
    }
    return answer as T; // the last slice has it
  }

  stats(): SnapshotStats {
    return this.session.call<SnapshotStats>("stats");
  }

  close(): void {
    this.session.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

type Opened = { cursor: number; columns: ColumnInfo[] };

class SyncQueryOnSession<Row extends IndexRow | NamedRow> implements SyncQuery<Row> {
  constructor(
    private readonly session: SyncSession,
    private readonly ecsql: string,
    private readonly options: QueryOptions | undefined,
  ) {}

  columns(): ColumnInfo[] {
    const { cursor, columns } = this.open();
    this.session.closeCursor(cursor);
    return columns;
  }

  *[Symbol.iterator](): Generator<Row, void, undefined> {
    const { cursor, columns, signal } = this.open();
    const make = rowMaker(this.options?.rowFormat ?? "indexes", columns);
    for (const batch of this.session.batches(cursor, signal))
      for (let row = 0; row < batch.rowCount; row++) yield make(batch, row) as Row;
  }

  toArray(): Row[] {
    return [...this];
  }

  *batches(): Generator<Batch, void, undefined> {
    const { cursor, signal } = this.open();
    yield* this.session.batches(cursor, signal);
  }

  private open(): Opened & { signal: AbortSignal | undefined } {
    const { signal, bindings, plain } = taken(this.options, "signal", "bindings");
    throwIfAborted(signal);
    const params = { ...plain, ecsql: jsonable(this.ecsql), bindings: encodeBindings(bindings) };
    return { ...this.session.call<Opened>("openQuery", params), signal };
  }
}
