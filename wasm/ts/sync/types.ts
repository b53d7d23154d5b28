// The public types of premap/sync: those of the package, without promises.
/// <reference lib="esnext.disposable" preserve="true" />
import type {
  Batch,
  BoxBatch,
  ColumnInfo,
  Diagnostic,
  ElementChoice,
  EngineVersion,
  ExplainOptions,
  Explanation,
  ExtractOptions,
  FixedMapping,
  GeometryBatch,
  GeometryOptions,
  GroupFacts,
  GroupFactsOptions,
  IndexRow,
  MappingInput,
  MembersOptions,
  MappingOutline,
  NamedRow,
  OpenOptions,
  PatchedMapping,
  PatchStep,
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
  View,
  ViewOptions,
  ViewRows,
  ViewRowsOptions,
} from "../types.js";

/** As `Engine`, at once. It throws what the other rejects with. */
export interface SyncEngine {
  readonly version: EngineVersion;
  /** A `File` or `Blob` only in a worker, where it can be read in place. */
  open(source: SnapshotSource, options?: OpenOptions): SyncSnapshot;
  validate(mapping: MappingInput, options?: Omit<ValidateOptions, "rows" | "onProgress">): ValidationReport;
  fix(mapping: MappingInput, options?: Omit<ValidateOptions, "rows" | "onProgress">): FixedMapping;
  outline(mapping: MappingInput, options?: Pick<ValidateOptions, "api" | "signal">): MappingOutline;
  apply(mapping: MappingInput, patch: readonly PatchStep[]): PatchedMapping;
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
  validate(mapping: MappingInput, options?: ValidateOptions): ValidationReport;
  fix(mapping: MappingInput, options?: Omit<ValidateOptions, "rows" | "onProgress">): FixedMapping;
  preview(mapping: MappingInput, options?: PreviewOptions): Preview;
  view(mapping: MappingInput, options?: ViewOptions): SyncView;
  explain(mapping: MappingInput, options: ExplainOptions): Explanation;
  profile(mapping: MappingInput, options?: ProfileOptions): Profile;
  groupFacts(mapping: MappingInput, options?: GroupFactsOptions): GroupFacts;
  /** `workers` is of no use here: there is one engine, and the bytes are the same. */
  extract(mapping: MappingInput, options: ExtractOptions): SyncExtract;
  geometry(options?: GeometryOptions): Iterable<GeometryBatch>;
  boxes(options?: ElementChoice): Iterable<BoxBatch>;
  members(mapping: MappingInput, options?: MembersOptions): Iterable<BigUint64Array<ArrayBuffer>>;
  stats(): SnapshotStats;
  close(): void;
  [Symbol.dispose](): void;
}

/** As `View`, at once. */
export interface SyncView extends Omit<View, "rows"> {
  rows(options?: ViewRowsOptions): ViewRows;
}

/** The bytes of the table, piece by piece, and what is to be said of it; see `Extract`. */
export interface SyncExtract extends Generator<Uint8Array, void, undefined> {
  diagnostics(): readonly Diagnostic[];
}

/** The same: a signal is looked at between batches, which only `onProgress` or the loop over the rows can make use of. */
export type SyncQueryOptions = QueryOptions;

export interface SyncQuery<Row> extends Iterable<Row> {
  columns(): ColumnInfo[];
  toArray(): Row[];
  batches(): Iterable<Batch>;
}
