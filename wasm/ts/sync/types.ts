/// <reference lib="esnext.disposable" preserve="true" />
import type {
  Batch,
  ColumnInfo,
  EngineVersion,
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
  RequestName,
  SchemaInfo,
  SnapshotInfo,
  SnapshotSource,
  SnapshotStats,
  ValidateOptions,
  ValidationReport,
} from "../types.js";

/** As `Engine`, at once. It throws what the other rejects with. */
export interface SyncEngine {
  readonly version: EngineVersion;
  /** A `File` or `Blob` only in a worker, where it can be read in place. */
  open(source: SnapshotSource): SyncSnapshot;
  validate(mapping: MappingInput, options?: Pick<ValidateOptions, "api">): ValidationReport;
  fix(mapping: MappingInput, options?: Pick<ValidateOptions, "api">): FixedMapping;
  validateRequest(request: RequestName, fields: Readonly<Record<string, unknown>>): ValidationReport;
  close(): void;
  [Symbol.dispose](): void;
}

/** As `Snapshot`, at once. */
export interface SyncSnapshot {
  readonly info: SnapshotInfo;
  schemas(): SchemaInfo[];
  query(ecsql: string, options?: SyncQueryOptions & { rowFormat?: "indexes" }): SyncQuery<IndexRow>;
  query(ecsql: string, options: SyncQueryOptions & { rowFormat: "names" | "jsNames" }): SyncQuery<NamedRow>;
  query(ecsql: string, options?: SyncQueryOptions): SyncQuery<IndexRow | NamedRow>;
  nativeSql(ecsql: string): string;
  validate(mapping: MappingInput, options?: Pick<ValidateOptions, "api" | "rows">): ValidationReport;
  fix(mapping: MappingInput, options?: Pick<ValidateOptions, "api">): FixedMapping;
  preview(mapping: MappingInput, options?: Omit<PreviewOptions, "signal" | "onProgress">): Preview;
  explain(mapping: MappingInput, options: Omit<ExplainOptions, "signal">): Explanation;
  profile(mapping: MappingInput, options?: Omit<ProfileOptions, "signal" | "onProgress">): Profile;
  groupFacts(mapping: MappingInput, options?: Omit<GroupFactsOptions, "signal">): GroupFacts;
  extract(
    mapping: MappingInput,
    options: Omit<ExtractOptions, "signal" | "onProgress" | "workers">,
  ): Iterable<Uint8Array>;
  stats(): SnapshotStats;
  close(): void;
  [Symbol.dispose](): void;
}

export type SyncQueryOptions = Omit<QueryOptions, "signal">;

export interface SyncQuery<Row> extends Iterable<Row> {
  columns(): ColumnInfo[];
  toArray(): Row[];
  batches(): Iterable<Batch>;
}
