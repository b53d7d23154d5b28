/** Rows of a group's table in another order, or those that fit a filter: the engine knows which, and reads those that are asked for. */

import { taken } from "./arguments.js";
import { engineError } from "./errors.js";
import { BatchRows, type Dictionary, noVerdicts, type OpenedPreview, PreviewTable, withWords } from "./preview.js";
import type { CursorClient, SessionClient } from "./session_client.js";
import type { Answer, Steps } from "./steps.js";
import type {
  Batch,
  Diagnostic,
  Id64String,
  PreviewColumn,
  RowCondition,
  Verdict,
  VerdictWords,
  ViewIds,
  ViewOptions,
  ViewRows,
  ViewRowsOptions,
} from "./types.js";

export type OpenedView = OpenedPreview & { rowCount?: number };

/** What was found: rows of the view, and of the table they were looked for in. */
export type FoundRows = { rowCount: number; tableRowCount: number };

const defaultLimit = 100;

/** Cells beyond 2^53 that a filter asks for, as the engine takes them. */
export function withDigits(options: ViewOptions | undefined): ViewOptions | undefined {
  const where: unknown = options?.filter?.where;
  if (!Array.isArray(where)) return options;
  const digits = (value: unknown) => (typeof value === "bigint" ? { $integer: String(value) } : value);
  const told = (condition: unknown) =>
    isWithValues(condition) ? { ...condition, values: condition.values.map(digits) } : condition;
  return { ...options, filter: { ...options?.filter, where: where.map(told) as RowCondition[] } };
}

const isWithValues = (condition: unknown): condition is { values: unknown[] } =>
  typeof condition === "object" && condition !== null && "values" in condition && Array.isArray(condition.values);

/** A view of an API whose steps `run` runs: it has the members of `View`, and of `SyncView`. */
export class FoundView {
  readonly group: string;
  readonly tableName: string;
  readonly columns: readonly PreviewColumn[];
  readonly diagnostics: readonly Diagnostic[];
  readonly rowCount: number;
  readonly tableRowCount: number;
  private closed = false;

  constructor(
    private readonly session: SessionClient,
    private readonly run: <T>(steps: Steps<T>) => Answer<T>,
    private readonly cursor: CursorClient<OpenedView>,
    found: FoundRows,
  ) {
    const { group, tableName, columns, diagnostics } = cursor.answer;
    [this.group, this.tableName, this.columns, this.diagnostics] = [group, tableName, columns, diagnostics];
    [this.rowCount, this.tableRowCount] = [found.rowCount, found.tableRowCount];
  }

  rows(options?: ViewRowsOptions): Answer<ViewRows> {
    return this.run(this.rowSteps(options));
  }

  ids(options?: Omit<ViewRowsOptions, "verdicts">): Answer<ViewIds> {
    return this.run(this.idSteps(options));
  }

  close(): void {
    if (!this.closed) this.cursor.close();
    this.closed = true;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  private assertThere(): void {
    this.session.assertOpen();
    if (this.closed) throw engineError("cursor-unknown", "the view is closed");
    this.cursor.assertThere();
  }

  private *idSteps(options?: Omit<ViewRowsOptions, "verdicts">): Steps<ViewIds> {
    const { signal, plain } = taken(options, "signal");
    this.assertThere();
    const params = { ...plain, view: this.cursor.answer.cursor };
    const ids = yield* this.session.openCursor<{ cursor: number }>("openViewIds", params, signal);
    const batches: Batch[] = [];
    yield* ids.batches((batch) => void batches.push(batch), signal);
    return new IdList(batches);
  }

  private *rowSteps(options?: ViewRowsOptions): Steps<ViewRows> {
    const { signal, plain } = taken(options, "signal");
    this.assertThere();
    const params = { limit: defaultLimit, ...plain, view: this.cursor.answer.cursor };
    const rows = yield* this.session.openCursor<{ cursor: number }>("openViewRows", params, signal);
    const batches: Batch[] = [];
    let dictionary = noVerdicts;
    const { session } = this;
    const readVerdicts = function* (): Steps<void> {
      dictionary = yield* session.call<Dictionary>("verdicts", { cursor: rows.answer.cursor });
    };
    yield* rows.batches((batch) => void batches.push(batch), signal, readVerdicts);
    const { verdicts, words } = withWords(dictionary);
    const offset = Math.min((plain.offset as number | undefined) ?? 0, this.rowCount);
    return new ViewTable(this.cursor.answer, batches, verdicts, words, offset, this.rowCount);
  }
}

/** Ids and numbers as they came, batch by batch. */
class IdList extends BatchRows implements ViewIds {
  id(row: number): Id64String | null {
    return (this.value(0, row) as Id64String | null | undefined) ?? null;
  }

  number(row: number): number {
    return (this.value(1, row) as number | undefined) ?? -1;
  }

  private value(column: number, row: number): unknown {
    const [batch, local] = this.locate(row);
    return batch?.columns[column]?.get(local);
  }
}

/** A window of a view, which knows where it stands. */
class ViewTable extends PreviewTable implements ViewRows {
  constructor(
    opened: OpenedPreview,
    batches: readonly Batch[],
    verdicts: readonly Verdict[],
    words: VerdictWords,
    readonly offset: number,
    private readonly inView: number,
  ) {
    super(opened, batches, verdicts, words, Number.POSITIVE_INFINITY);
  }

  override get complete(): boolean {
    return this.offset + this.rowCount >= this.inView;
  }

  number(row: number): number {
    const [batch, local] = this.locate(row);
    return (batch?.columns.at(-1)?.get(local) as number | undefined) ?? -1;
  }
}
