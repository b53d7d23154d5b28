import { encodeBindings } from "../bindings.js";
import { type OpenedPreview, previewOf } from "../preview.js";
import { rowMaker } from "../rows.js";
import { defaultLimit, mappingText, answerOf } from "../snapshot.js";
import type {
  Batch,
  ColumnInfo,
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
  SchemaInfo,
  SnapshotInfo,
  SnapshotStats,
  ValidateOptions,
  ValidationReport,
  Verdict,
} from "../types.js";
import type { SyncSession } from "./session.js";
import type { SyncQuery, SyncQueryOptions, SyncSnapshot } from "./types.js";

export class SyncSnapshotOnSession implements SyncSnapshot {
  constructor(
    private readonly session: SyncSession,
    readonly info: SnapshotInfo,
  ) {}

  schemas(): SchemaInfo[] {
    return this.session.call<SchemaInfo[]>("schemas");
  }

  query(ecsql: string, options?: SyncQueryOptions & { rowFormat?: "indexes" }): SyncQuery<IndexRow>;
  query(ecsql: string, options: SyncQueryOptions & { rowFormat: "names" | "jsNames" }): SyncQuery<NamedRow>;
  query(ecsql: string, options?: SyncQueryOptions): SyncQuery<IndexRow | NamedRow>;
  query(ecsql: string, options: SyncQueryOptions = {}): SyncQuery<never> {
    return new SyncQueryOnSession<never>(this.session, ecsql, options);
  }

  nativeSql(ecsql: string): string {
    return this.session.call<{ sql: string }>("nativeSql", { ecsql }).sql;
  }

  validate(mapping: MappingInput, { api, rows }: Pick<ValidateOptions, "api" | "rows"> = {}): ValidationReport {
    return this.session.call<ValidationReport>("validate", { mapping: mappingText(mapping), api, rows });
  }

  fix(mapping: MappingInput, { api }: Pick<ValidateOptions, "api"> = {}): FixedMapping {
    return this.session.call<FixedMapping>("fix", { mapping: mappingText(mapping), api });
  }

  preview(mapping: MappingInput, preview: Omit<PreviewOptions, "signal" | "onProgress"> = {}): Preview {
    const { group, offset, verdicts: withVerdicts, options, limit = defaultLimit } = preview;
    const wanted = { group, offset, verdicts: withVerdicts, options };
    const params = { mapping: mappingText(mapping), ...wanted, limit: limit === null ? null : limit + 1 };
    const opened = this.session.call<OpenedPreview>("openPreview", params);
    const batches: Batch[] = [];
    let verdicts: Verdict[] = [];
    for (const batch of this.session.batches(opened.cursor)) {
      batches.push(batch);
      verdicts = this.session.call<Verdict[]>("verdicts", { cursor: opened.cursor });
    }
    return previewOf(opened, batches, verdicts, limit);
  }

  explain(mapping: MappingInput, options: Omit<ExplainOptions, "signal">): Explanation {
    return this.session.call<Explanation>("explain", { mapping: mappingText(mapping), ...options });
  }

  profile(mapping: MappingInput, options: Omit<ProfileOptions, "signal" | "onProgress"> = {}): Profile {
    const params = { mapping: mappingText(mapping), ...options };
    const { cursor } = this.session.call<{ cursor: number }>("openProfile", params);
    let profile: Profile | undefined;
    for (const slice of this.session.batches(cursor)) profile = answerOf<Profile>(slice);
    return profile as Profile; // the last slice has it
  }

  groupFacts(mapping: MappingInput, options: Omit<GroupFactsOptions, "signal"> = {}): GroupFacts {
    return this.session.call<GroupFacts>("groupFacts", { mapping: mappingText(mapping), ...options });
  }

  *extract(
    mapping: MappingInput,
    options: Omit<ExtractOptions, "signal" | "onProgress" | "workers">,
  ): Generator<Uint8Array, void, undefined> {
    const { cursor } = this.session.call<{ cursor: number }>("openExtract", {
      mapping: mappingText(mapping),
      ...options,
    });
    for (const batch of this.session.batches(cursor))
      for (let row = 0; row < batch.rowCount; row++) yield batch.columns[0]?.get(row) as Uint8Array;
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
    private readonly options: SyncQueryOptions,
  ) {}

  columns(): ColumnInfo[] {
    const { cursor, columns } = this.open();
    this.session.closeCursor(cursor);
    return columns;
  }

  *[Symbol.iterator](): Generator<Row, void, undefined> {
    const { cursor, columns } = this.open();
    const make = rowMaker(this.options.rowFormat ?? "indexes", columns);
    for (const batch of this.session.batches(cursor))
      for (let row = 0; row < batch.rowCount; row++) yield make(batch, row) as Row;
  }

  toArray(): Row[] {
    return [...this];
  }

  *batches(): Generator<Batch, void, undefined> {
    yield* this.session.batches(this.open().cursor);
  }

  private open(): Opened {
    const { bindings, ...plain } = this.options;
    return this.session.call<Opened>("openQuery", {
      ecsql: this.ecsql,
      ...plain,
      bindings: encodeBindings(bindings),
    });
  }
}
