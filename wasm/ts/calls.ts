/** What both APIs ask of an engine, with a snapshot or without: each call's options, parameters and way of reading the answer, once. */

import { jsonable, mappingText, patchParams, taken } from "./arguments.js";
import { encodeBindings } from "./bindings.js";
import { type EditsAnswer, type FixAnswer, withText } from "./edits.js";
import { parseAnswer, throwIfAborted } from "./errors.js";
import { type Dictionary, noVerdicts, type OpenedPreview, previewOf } from "./preview.js";
import { rowMaker } from "./rows.js";
import type { CursorClient, SessionClient } from "./session_client.js";
import type { Answer, later, now, Steps } from "./steps.js";
import type { SyncEngine, SyncSnapshot } from "./sync/types.js";
import type {
  Batch,
  ColumnInfo,
  Engine,
  ExplainOptions,
  Explanation,
  FixedMapping,
  GroupFacts,
  GroupFactsOptions,
  IndexRow,
  MappingInput,
  MappingOutline,
  NamedRow,
  PatchedMapping,
  PatchStep,
  Preview,
  PreviewOptions,
  Profile,
  ProfileOptions,
  QueryOptions,
  RequestName,
  Snapshot,
  SnapshotStats,
  ValidateOptions,
  ValidationReport,
  View,
  ViewOptions,
} from "./types.js";
import { FoundView, type FoundRows, type OpenedView, withDigits } from "./view.js";

export const defaultLimit = 100;

/** Preview's options for the engine: one row more than asked for tells whether there are more. */
function previewParams(plain: Record<string, unknown>): { params: object; limit: number | null } {
  const { limit = defaultLimit } = plain;
  const isCount = Number.isSafeInteger(limit) && (limit as number) >= 0; // anything else the engine refuses
  return { params: { ...plain, limit: isCount ? (limit as number) + 1 : limit }, limit: limit as number | null };
}

/** The answer of a call that works in slices; undefined in all but the last. */
function answerOf<T>(slice: Batch): T | undefined {
  const text = slice.columns[1]?.get(0) as string | null;
  return text === null ? undefined : (parseAnswer(text) as T);
}

type OpenedQuery = { cursor: number; columns: ColumnInfo[] };

export interface RunningQuery<Row> {
  cursor: CursorClient<OpenedQuery>;
  signal: AbortSignal | undefined;
  make(batch: Batch, row: number): Row;
}

/** The calls of an API, with answers that are values or promises. */
type Either<Api> = {
  [Name in keyof Api]: Api[Name] extends (...given: infer Given) => Promise<infer T>
    ? (...given: Given) => Answer<T>
    : never;
};
type Run = <T>(steps: Steps<T>) => Answer<T>;

class Calls {
  constructor(
    protected readonly session: SessionClient,
    protected readonly run: Run,
  ) {}

  fix(mapping: MappingInput, options?: ValidateOptions): Answer<FixedMapping> {
    return this.run(this.fixSteps(mapping, options));
  }

  outline(mapping: MappingInput, options?: Pick<ValidateOptions, "api" | "signal">): Answer<MappingOutline> {
    return this.run(this.atOnce<MappingOutline>("outline", mapping, options));
  }

  apply(mapping: MappingInput, patch: readonly PatchStep[]): Answer<PatchedMapping> {
    return this.run(this.applySteps(mapping, patch));
  }

  /** A call that answers at once about a mapping. */
  protected *atOnce<T>(method: string, mapping: MappingInput, options?: { signal?: AbortSignal }): Steps<T> {
    this.session.assertOpen();
    const { signal, plain } = taken(options, "signal");
    throwIfAborted(signal);
    return yield* this.session.call<T>(method, { ...plain, mapping: mappingText(mapping) }, signal);
  }

  private *fixSteps(mapping: MappingInput, options?: ValidateOptions): Steps<FixedMapping> {
    const text = mappingText(mapping);
    return withText(text, yield* this.atOnce<FixAnswer>("fix", text, options));
  }

  private *applySteps(mapping: MappingInput, patch: readonly PatchStep[]): Steps<PatchedMapping> {
    this.session.assertOpen();
    const params = patchParams(mapping, patch);
    return withText(params.mapping, yield* this.session.call<EditsAnswer>("apply", params));
  }
}

type EngineCall = "validate" | "fix" | "outline" | "apply" | "validateRequest";

class EngineCalls extends Calls implements Either<Pick<Engine, EngineCall>> {
  validate(mapping: MappingInput, options?: ValidateOptions): Answer<ValidationReport> {
    return this.run(this.atOnce<ValidationReport>("validate", mapping, options));
  }

  validateRequest(request: RequestName, fields: Readonly<Record<string, unknown>>): Answer<ValidationReport> {
    const params = { request: jsonable(request), fields: jsonable(fields) };
    return this.run(this.session.call<ValidationReport>("validateRequest", params));
  }
}

type SnapshotCall =
  "nativeSql" | "validate" | "fix" | "preview" | "view" | "explain" | "profile" | "groupFacts" | "stats";

class SnapshotCalls extends Calls implements Either<Pick<Snapshot, SnapshotCall>> {
  nativeSql(ecsql: string): Answer<string> {
    return this.run(this.sqlSteps(ecsql));
  }

  validate(mapping: MappingInput, options?: ValidateOptions): Answer<ValidationReport> {
    return this.run(this.inSlices<ValidationReport>("openValidation", mapping, options));
  }

  preview(mapping: MappingInput, options?: PreviewOptions): Answer<Preview> {
    return this.run(this.previewSteps(mapping, options));
  }

  view(mapping: MappingInput, options?: ViewOptions): Answer<View> {
    // Its rows come as those of the API that runs its steps.
    return this.run(this.viewSteps(mapping, options)) as unknown as Answer<View>;
  }

  explain(mapping: MappingInput, options: ExplainOptions): Answer<Explanation> {
    return this.run(this.atOnce<Explanation>("explain", mapping, options));
  }

  profile(mapping: MappingInput, options?: ProfileOptions): Answer<Profile> {
    return this.run(this.inSlices<Profile>("openProfile", mapping, options));
  }

  groupFacts(mapping: MappingInput, options?: GroupFactsOptions): Answer<GroupFacts> {
    return this.run(this.atOnce<GroupFacts>("groupFacts", mapping, options));
  }

  stats(): Answer<SnapshotStats> {
    return this.run(this.session.call<SnapshotStats>("stats"));
  }

  /** A call whose cursor has a row for each slice: rows read so far, and the answer once all are read. */
  private *inSlices<T>(method: string, mapping: MappingInput, options?: ValidateOptions | ProfileOptions): Steps<T> {
    const { signal, onProgress, plain } = taken(options, "signal", "onProgress");
    const params = { ...plain, mapping: mappingText(mapping) };
    const opened = yield* this.session.openCursor<{ cursor: number; rowCount?: number }>(method, params, signal);
    const { cursor: _, ...known } = opened.answer;
    let answer: T | undefined;
    yield* opened.batches((slice) => {
      answer = answerOf<T>(slice);
      onProgress?.({ rows: slice.columns[0]?.get(0) as number, ...known });
    }, signal);
    return answer as T; // the last slice has it
  }

  private *viewSteps(mapping: MappingInput, options?: ViewOptions): Steps<FoundView> {
    const { signal, onProgress, plain } = taken(withDigits(options), "signal", "onProgress");
    const params = { ...plain, mapping: mappingText(mapping) };
    const opened = yield* this.session.openCursor<OpenedView>("openView", params, signal);
    const { rowCount } = opened.answer;
    let found: FoundRows | undefined;
    const use = (slice: Batch) => {
      found = answerOf<FoundRows>(slice);
      onProgress?.({ rows: slice.columns[0]?.get(0) as number, ...(rowCount === undefined ? {} : { rowCount }) });
    };
    yield* opened.batches(use, signal, undefined, true);
    return new FoundView(this.session, this.run, opened, found as FoundRows); // the last slice has it
  }

  private *sqlSteps(ecsql: string): Steps<string> {
    return (yield* this.session.call<{ sql: string }>("nativeSql", { ecsql: jsonable(ecsql) })).sql;
  }

  private *previewSteps(mapping: MappingInput, options?: PreviewOptions): Steps<Preview> {
    const { session } = this;
    const { signal, onProgress, plain } = taken(options, "signal", "onProgress");
    const { params, limit } = previewParams(plain);
    const given = { ...params, mapping: mappingText(mapping) };
    const cursor = yield* session.openCursor<OpenedPreview>("openPreview", given, signal);
    const batches: Batch[] = [];
    let rows = 0;
    let dictionary = noVerdicts;
    const keep = (batch: Batch) => {
      batches.push(batch);
      onProgress?.({ rows: (rows += batch.rowCount) });
    };
    // It is complete when the last batch is read.
    const readVerdicts = function* (): Steps<void> {
      dictionary = yield* session.call<Dictionary>("verdicts", { cursor: cursor.answer.cursor });
    };
    yield* cursor.batches(keep, signal, readVerdicts);
    return previewOf(cursor.answer, batches, dictionary, limit);
  }
}

// The same calls for each of the APIs, by what runs their steps.
type Of<Api, Runner> = new (session: SessionClient, run: Runner) => Api;
export const EngineCallsLater = EngineCalls as unknown as Of<Pick<Engine, EngineCall>, typeof later>;
export const EngineCallsNow = EngineCalls as unknown as Of<Pick<SyncEngine, EngineCall>, typeof now>;
export const SnapshotCallsLater = SnapshotCalls as unknown as Of<
  Pick<Snapshot, SnapshotCall> & Pick<Engine, "outline" | "apply">,
  typeof later
>;
export const SnapshotCallsNow = SnapshotCalls as unknown as Of<Pick<SyncSnapshot, SnapshotCall>, typeof now>;

/** A query that can be run: what `Query` and `SyncQuery` do but for the way they hand out rows. */
export class QueryCalls<Row extends IndexRow | NamedRow> {
  constructor(
    private readonly session: SessionClient,
    private readonly ecsql: string,
    private readonly options: QueryOptions | undefined,
  ) {}

  *open(): Steps<RunningQuery<Row>> {
    const { signal, bindings, plain } = taken(this.options, "signal", "bindings");
    const params = { ...plain, ecsql: jsonable(this.ecsql), bindings: encodeBindings(bindings) };
    const cursor = yield* this.session.openCursor<OpenedQuery>("openQuery", params, signal);
    // The row type follows from options.rowFormat; the overloads of `query` hold callers to it.
    const make = rowMaker(this.options?.rowFormat ?? "indexes", cursor.answer.columns) as RunningQuery<Row>["make"];
    return { cursor, signal, make };
  }

  *columns(): Steps<ColumnInfo[]> {
    const { cursor } = yield* this.open();
    cursor.close();
    return cursor.answer.columns;
  }

  *toArray(): Steps<Row[]> {
    const { cursor, signal, make } = yield* this.open();
    const rows: Row[] = [];
    yield* cursor.batches((batch) => {
      for (let row = 0; row < batch.rowCount; row++) rows.push(make(batch, row));
    }, signal);
    return rows;
  }

  *batches(): Steps<void, Batch> {
    const { cursor, signal } = yield* this.open();
    yield* cursor.batches((batch) => [batch], signal);
  }
}
