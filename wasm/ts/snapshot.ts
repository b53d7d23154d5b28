import { jsonable, mappingText, patchParams, taken } from "./arguments.js";
import { engineError, parseAnswer } from "./errors.js";
import { type Asked, SnapshotTextDocument } from "./document.js";
import { type EditsAnswer, type FixAnswer, withText } from "./edits.js";
import { extract } from "./extract/extract.js";
import type { SlicePool } from "./extract/pool.js";
import { type Dictionary, type OpenedPreview, readPreview } from "./preview.js";
import { SnapshotQuery } from "./query.js";
import type { Reader } from "./reader.js";
import type { Session } from "./session.js";
import type {
  Batch,
  ExplainOptions,
  Explanation,
  Extract,
  FixedMapping,
  ExtractOptions,
  GroupFacts,
  GroupFactsOptions,
  IndexRow,
  MappingInput,
  NamedRow,
  Preview,
  PreviewOptions,
  Profile,
  ProfileOptions,
  Query,
  QueryOptions,
  SchemaInfo,
  Snapshot,
  SnapshotInfo,
  SnapshotMappingDocument,
  SnapshotStats,
  ValidateOptions,
  ValidationReport,
} from "./types.js";

export const defaultLimit = 100;

/** Preview's options for the engine: one row more than asked for tells whether there are more. */
export function previewParams(plain: Record<string, unknown>): { params: object; limit: number | null } {
  const { limit = defaultLimit } = plain;
  const isCount = Number.isSafeInteger(limit) && (limit as number) >= 0; // anything else the engine refuses
  return { params: { ...plain, limit: isCount ? (limit as number) + 1 : limit }, limit: limit as number | null };
}

/** The answer of a call that works in slices; undefined in all but the last. */
export function answerOf<T>(slice: Batch): T | undefined {
  const text = slice.columns[1]?.get(0) as string | null;
  return text === null ? undefined : (parseAnswer(text) as T);
}

/** A snapshot on its session; see {@link Snapshot}. */
export class OpenSnapshot implements Snapshot {
  private described: Promise<SchemaInfo[]> | undefined;
  private readonly extracts = new Set<SlicePool>();

  constructor(
    private readonly session: Session,
    readonly info: SnapshotInfo,
    private readonly onClose: (snapshot: OpenSnapshot) => void,
    private readonly startReader: (() => Reader) | undefined,
  ) {}

  async schemas(): Promise<SchemaInfo[]> {
    this.session.assertOpen();
    this.described ??= this.session.call<SchemaInfo[]>("schemas");
    return this.described;
  }

  query(ecsql: string, options?: QueryOptions & { rowFormat?: "indexes" }): Query<IndexRow>;
  query(ecsql: string, options: QueryOptions & { rowFormat: "names" | "jsNames" }): Query<NamedRow>;
  query(ecsql: string, options?: QueryOptions): Query<IndexRow | NamedRow>;
  query(ecsql: string, options?: QueryOptions): Query<never> {
    return new SnapshotQuery<never>(this.session, ecsql, options);
  }

  async nativeSql(ecsql: string): Promise<string> {
    return (await this.session.call<{ sql: string }>("nativeSql", { ecsql: jsonable(ecsql) })).sql;
  }

  validate(mapping: MappingInput, options?: ValidateOptions): Promise<ValidationReport> {
    return this.inSlices<ValidationReport>("openValidation", mapping, options);
  }

  async fix(mapping: MappingInput, options?: ValidateOptions): Promise<FixedMapping> {
    const text = mappingText(mapping);
    return withText(text, await this.atOnce<FixAnswer>("fix", text, options));
  }

  openMapping(mapping: MappingInput): SnapshotMappingDocument {
    const asked: Asked = {
      outline: (text, options) => this.atOnce("outline", text, options),
      apply: async (text, patch) => {
        const params = patchParams(text, patch);
        return withText(params.mapping, await this.session.call<EditsAnswer>("apply", params));
      },
      validate: (text, options) => this.validate(text, options),
      fix: (text, options) => this.fix(text, options),
    };
    return new SnapshotTextDocument(asked, this, mapping);
  }

  async preview(mapping: MappingInput, options?: PreviewOptions): Promise<Preview> {
    const { signal, onProgress, plain } = taken(options, "signal", "onProgress");
    const { params, limit } = previewParams(plain);
    const given = { ...params, mapping: mappingText(mapping) };
    const cursor = await this.session.openCursor<OpenedPreview>("openPreview", given, signal);
    const dictionary = () => this.session.call<Dictionary>("verdicts", { cursor: cursor.answer.cursor });
    return readPreview(cursor, dictionary, { signal, onProgress, limit });
  }

  explain(mapping: MappingInput, options: ExplainOptions): Promise<Explanation> {
    return this.atOnce<Explanation>("explain", mapping, options);
  }

  profile(mapping: MappingInput, options?: ProfileOptions): Promise<Profile> {
    return this.inSlices<Profile>("openProfile", mapping, options);
  }

  groupFacts(mapping: MappingInput, options?: GroupFactsOptions): Promise<GroupFacts> {
    return this.atOnce<GroupFacts>("groupFacts", mapping, options);
  }

  extract(mapping: MappingInput, options: ExtractOptions): Extract {
    const { session, startReader, extracts: running } = this;
    return extract({ session, startReader, running }, mapping, options);
  }

  stats(): Promise<SnapshotStats> {
    return this.session.call<SnapshotStats>("stats");
  }

  private async atOnce<T>(method: string, mapping: MappingInput, options?: { signal?: AbortSignal }): Promise<T> {
    const { signal, plain } = taken(options, "signal");
    return this.session.call<T>(method, { ...plain, mapping: mappingText(mapping) }, signal);
  }

  /** A call whose cursor has a row for each slice: rows read so far, and the answer once all are read. */
  private async inSlices<T>(
    method: string,
    mapping: MappingInput,
    options?: ValidateOptions | ProfileOptions,
  ): Promise<T> {
    const { signal, onProgress, plain } = taken(options, "signal", "onProgress");
    const params = { ...plain, mapping: mappingText(mapping) };
    const cursor = await this.session.openCursor<{ cursor: number; rowCount?: number }>(method, params, signal);
    const { cursor: _, ...known } = cursor.answer;
    let answer: T | undefined;
    for await (const slice of cursor.batches(signal)) {
      answer = answerOf<T>(slice);
      onProgress?.({ rows: slice.columns[0]?.get(0) as number, ...known });
    }
    return answer as T; // the last slice has it
  }

  close(): void {
    this.session.close();
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
