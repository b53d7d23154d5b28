/** Rows of a group's table in another order, or those that fit a filter: the engine knows which, and reads those that are asked for. */

import { taken } from "./arguments.js";
import { engineError } from "./errors.js";
import { type Dictionary, noVerdicts, type OpenedPreview, PreviewTable, withWords } from "./preview.js";
import type { CursorClient, SessionClient } from "./session_client.js";
import type { Answer, Steps } from "./steps.js";
import type { Batch, Diagnostic, PreviewColumn, Verdict, VerdictWords, ViewRows, ViewRowsOptions } from "./types.js";

export type OpenedView = OpenedPreview & { rowCount?: number };

/** What was found: rows of the view, and of the table they were looked for in. */
export type FoundRows = { rowCount: number; tableRowCount: number };

const defaultLimit = 100;

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

  close(): void {
    if (!this.closed) this.cursor.close();
    this.closed = true;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  private *rowSteps(options?: ViewRowsOptions): Steps<ViewRows> {
    const { signal, plain } = taken(options, "signal");
    this.session.assertOpen();
    if (this.closed) throw engineError("cursor-unknown", "the view is closed");
    this.cursor.assertThere();
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
