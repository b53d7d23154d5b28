// What the page asks about the mapping on screen and the snapshot that is open, each question a job: the table, its rows in another
// order, the count of them, the check, the export. And when each is asked, put off, or its answer out of date.
import type { ValidateOptions } from "premap";
import { columnKeys } from "../lib/column_view";
import { byElement, conditionIn } from "../lib/filters";
import { nowAndThen } from "../lib/pace";
import { Arranging, isFiltering, type RowAtHand, type RowProgress, type RowWish } from "./arranging";
import { type Documents, groupOf, type Outline } from "./documents";
import type { EngineRoom } from "./engine";
import { Exporting } from "./exporting";
import type { Files } from "./files";
import { Job, valueOf } from "./jobs";
import type { Selection } from "./selection";
import type { Diagnostic, Preview, Profile, ValidationReport, View } from "./types";

/** Of more rows that repeat an id the others are not marked; the filter finds them. */
const mostMarked = 200_000;

/** Rows asked for at first; enough to scroll through, quick on any file. */
const firstRows = 1000;

export interface PreviewData {
  table: Preview;
  groupName: string;
  milliseconds: number;
}

/** A text that something was found in. */
export interface FoundIn {
  text: string;
  outline: Outline | undefined;
}

export interface Judged extends FoundIn {
  report: ValidationReport;
}

export class Questions {
  readonly preview: Job<PreviewData, { rows: number }>;
  /** Without it the page counts the rows it has, and says so. */
  readonly counting: Job<Profile, RowProgress>;
  /** Rows sorted and filtered. */
  readonly arranging: Arranging;
  /** Ids that several rows have, where the count has met any. */
  readonly repeatedIds: Job<ReadonlySet<string>>;
  readonly validation: Job<Judged>;
  readonly exporting: Exporting;
  /** The texts that problems were found in. */
  readonly #foundIn = new WeakMap<Diagnostic, FoundIn>();
  /** Settled when the newest table is on screen, or given up. */
  #shown: Promise<unknown> = Promise.resolve();
  /** Likewise when its rows are counted. */
  #counted: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly engine: EngineRoom,
    private readonly documents: Documents,
    private readonly files: Files,
    private readonly selection: Selection,
  ) {
    this.preview = new Job(engine);
    this.counting = new Job(engine, "background");
    const chosen = () => selection.state.cell?.row ?? -1;
    this.arranging = new Arranging(engine, (wish, options) => this.#find(wish, options), chosen);
    this.repeatedIds = new Job(engine, "background");
    this.validation = new Job(engine, "background");
    this.exporting = new Exporting(engine, documents, files);
  }

  get table(): Preview | undefined {
    return valueOf(this.preview.state)?.table;
  }

  /** The group on screen, as the engine takes it. */
  get group(): { group?: string } {
    const name = groupOf(this.documents.state)?.name;
    return name ? { group: name } : {};
  }

  /** The text a problem was found in; undefined: it is none of those that are told here. */
  foundIn(problem: Diagnostic): FoundIn | undefined {
    return this.#foundIn.get(problem);
  }

  /** What was answered, its problems known by the text it was asked about. */
  async #of<Told extends { readonly diagnostics: readonly Diagnostic[] }>(
    found: FoundIn,
    ask: (text: string) => Promise<Told>,
  ): Promise<Told> {
    const told = await ask(found.text);
    for (const problem of told.diagnostics) this.#foundIn.set(problem, found);
    return told;
  }

  // ------------------------------------------------------------------------------------------------------ the questions

  /** The rows of the group; all of them without a limit. */
  showTable(limit: number | null = firstRows): Promise<unknown> {
    this.counting.giveUp();
    this.#shown = this.#preview(limit);
    return this.#shown;
  }

  async #preview(limit: number | null): Promise<unknown> {
    const { snapshot } = this.files;
    if (!snapshot || this.documents.isBlank) return this.preview.forget();
    // From now on this table is behind the mapping, also while that is still being read.
    const before = valueOf(this.preview.state);
    return this.preview.run(
      async ({ signal, tell, show }) => {
        const outline = await this.documents.outlined;
        if (outline?.groups.length === 0) return undefined;
        const groupName = this.group.group ?? "";
        if (before?.groupName !== groupName) show(undefined);
        const started = performance.now();
        const options = { ...this.group, limit, signal, onProgress: tell };
        const table = await this.#of(this.documents.found, (text) => snapshot.preview(text, options));
        return { table, groupName, milliseconds: performance.now() - started };
      },
      { value: before, arrive: ({ table }) => this.#arrive(table) },
    );
  }

  /** Together with a new table. */
  #arrive(table: Preview): void {
    this.selection.arrive(table);
    const { arranged } = this.arranging.state;
    // Cells go by the number of their column: what has other columns is not shown below these.
    if (arranged && !hasColumnsOf(arranged.view, table)) this.arranging.forget(true);
    this.arranging.keepTo(columnKeys(table.columns));
    // Once the table is there, which is at once.
    queueMicrotask(() => void this.arranging.tableCame());
    this.countRows();
  }

  /** All rows of the group, as they are wanted; undefined when there is nothing to sort by and nothing to look for. */
  async #find(
    wish: RowWish,
    options: { signal: AbortSignal; onProgress: (progress: RowProgress) => void },
  ): Promise<View | undefined> {
    const { table } = this;
    const { snapshot } = this.files;
    const { sort, where } = wish;
    const keys = columnKeys(table?.columns ?? []);
    const column = sort ? keys.indexOf(sort.column) : -1;
    const text = wish.filter.trim();
    if (!snapshot || !table || (column < 0 && !isFiltering(wish))) return undefined;
    return snapshot.view(this.documents.now.text, {
      ...this.group,
      ...(column < 0 ? {} : { orderBy: { column, descending: sort?.isDescending === true } }),
      filter: { text, where: where.map((each) => conditionIn(keys, each)) },
      ...options,
    });
  }

  /** A row by its number, as far as it was read: of the rows on screen, which may be those of the table before. */
  rowAt(number: number): RowAtHand | undefined {
    const { table } = this;
    const found = this.arranging.state.arranged?.at(number);
    return found ?? (table && number < table.rowCount ? { table, row: number } : undefined);
  }

  /** The id of the element whose row that is. */
  elementAt(number: number): string | undefined {
    const at = this.rowAt(number);
    return at && idAt(at.table, at.row);
  }

  /** The elements of the rows that the table shows, in its order and as its filter has it. */
  async elementsShown(most: number): Promise<string[]> {
    const found = await this.arranging.rows(most);
    const table = found ?? this.table;
    if (!table) return [];
    const rows = Array.from({ length: Math.min(most, table.rowCount) }, (_, row) => idAt(table, row));
    return rows.filter((id) => id !== undefined);
  }

  /** Chooses the row of an element of this group: among those on screen, else by a filter that finds it. */
  async chooseElement(id: string): Promise<void> {
    await this.#shown;
    const { table, arranging } = this;
    if (!table) return;
    const now = this.selection.state.cell?.column;
    const column =
      now ??
      Math.max(
        0,
        table.columns.findIndex((each) => !each.isDefault),
      );
    const row = rowOf(table, id);
    const { arranged, wish } = arranging.state;
    if (row >= 0) {
      if (arranged && isFiltering(wish) && arranged.placeOf(row) === undefined)
        await arranging.want({ ...wish, filter: "", where: [] });
      return this.selection.choose({ row, column });
    }
    if (table.complete) return;
    await arranging.want({ ...wish, filter: "", where: [byElement(id)] });
    const number = arranging.state.arranged?.numberAt(0);
    if (number !== undefined && this.elementAt(number) === id) this.selection.choose({ row: number, column });
  }

  /** Every row of the group: takes as long as there are rows; what is done at once is not told of. */
  countRows(): void {
    const { snapshot } = this.files;
    if (!snapshot) return;
    this.repeatedIds.forget();
    const counted = this.counting.run(({ signal, tell }) =>
      this.#of(this.documents.found, (text) =>
        snapshot.profile(text, { ...this.group, signal, onProgress: nowAndThen(tell) }),
      ),
    );
    this.#counted = counted;
    void counted.then((outcome) => {
      if (outcome?.value && outcome.value.duplicateIds > 0) void this.#findRepeatedIds();
    });
  }

  /** For the table to mark them. */
  async #findRepeatedIds(): Promise<void> {
    const { snapshot } = this.files;
    if (!snapshot) return;
    await this.repeatedIds.run(async ({ signal }) => {
      const filter = { where: [{ repeatedId: true }] };
      const view = await snapshot.view(this.documents.now.text, { ...this.group, filter, signal });
      try {
        const ids = await view.ids({ limit: mostMarked, signal });
        return new Set(Array.from({ length: ids.count }, (_, row) => ids.id(row) ?? ""));
      } finally {
        view.close();
      }
    });
  }

  /** The mapping against its rules, the snapshot's schemas and its rows. */
  async check(): Promise<unknown> {
    const { snapshot } = this.files;
    const { text, api } = this.documents.now;
    if (this.documents.isBlank) return this.validation.forget();
    return this.validation.run(
      async ({ signal, show }) => {
        const outline = await this.documents.outlined;
        const options = { signal, ...(api ? { api } : {}) };
        const validate = async (asked: ValidateOptions) => {
          const checking = snapshot ?? (await this.engine.start());
          return { text, outline, report: await this.#of({ text, outline }, () => checking.validate(text, asked)) };
        };
        if (!snapshot) return validate(options);
        // What the text and the schemas tell comes at once; what the rows tell takes as long as there are rows.
        show(await validate({ ...options, rows: false }));
        // The count first: what it reads of the group on screen is not read again.
        await this.#shown;
        await this.#counted;
        return validate(options);
      },
      { value: valueOf(this.validation.state) },
    );
  }

  // ------------------------------------------------------------------------------- what other rooms tell, and the answer

  /** The text stands as it is for now. */
  settled(): Promise<unknown> {
    this.engine.forgive();
    return Promise.all([this.showTable(), this.check()]);
  }

  /** A snapshot is there. The table first: it is what one waits for, and the engine does one thing at a time. */
  async opened(): Promise<void> {
    await this.showTable();
    await Promise.all([this.check(), this.files.loadSchemas()]);
  }

  /** Somebody types: nothing that reads rows stands in the way of what comes next. */
  stirred(): void {
    this.counting.giveUp();
    this.repeatedIds.giveUp();
    this.arranging.finding.giveUp();
    this.validation.giveUp();
  }

  /** The snapshot is going: what runs on it has to end. */
  closing(): void {
    this.stirred();
    this.preview.giveUp();
    this.exporting.closing();
    this.arranging.forget(true);
  }

  /** Another group is on screen, or will be. */
  regrouped(): void {
    this.selection.choose(null);
    this.selection.chooseRows(new Set());
    this.counting.forget();
    this.repeatedIds.forget();
    this.arranging.forget();
    this.preview.forget();
  }

  /** Another mapping is on screen, or another snapshot is coming. */
  replaced(): void {
    this.regrouped();
    this.validation.forget();
  }
}

const idColumn = (table: Preview): number =>
  table.columns.findIndex(({ name, isDefault }) => isDefault && name === "ECInstanceId");

function idAt(table: Preview, row: number): string | undefined {
  const id = table.cell(row, idColumn(table));
  return typeof id === "string" ? id : undefined;
}

function rowOf(table: Preview, id: string): number {
  const column = idColumn(table);
  for (let row = 0; row < table.rowCount; row += 1) if (table.cell(row, column) === id) return row;
  return -1;
}

const hasColumnsOf = (view: View, table: Preview): boolean =>
  view.columns.length === table.columns.length &&
  view.columns.every(({ name }, index) => name === table.columns[index]?.name);
