// The rows of one snapshot's table in the order of a key, a window of them at a time: what is held does not grow with the table.
import type { Cell, View, ViewRows } from "../types.js";
import { sortTextOf } from "./order.js";
import type { CompareKey } from "./types.js";

export interface SortedRow {
  key: string;
  sortText: string;
  id: string;
  cells: readonly Cell[];
}

const windowSize = 8000;

export class SortedRows {
  /** Rows read so far; of them those without a key, which come last and are passed over. */
  read = 0;
  withoutKey = 0;
  /** For each column, rows with a value. */
  readonly filled: number[];
  private window: ViewRows | undefined;
  private at = 0;
  /** The next row; undefined at the end, and where more has to be read. */
  ahead: SortedRow | undefined;

  constructor(
    private readonly view: View,
    private readonly kind: CompareKey,
    private readonly keyColumn: number,
    /** Of the view, those that are compared. */
    private readonly columns: readonly number[],
    private readonly signal: AbortSignal | undefined,
  ) {
    this.filled = columns.map(() => 0);
  }

  /** There may be a next row, and it is not known yet: `fill` reads it. */
  get needsMore(): boolean {
    return this.ahead === undefined && this.read < this.view.rowCount;
  }

  /** Reads on until the next row is known, or there is none. */
  async fill(): Promise<void> {
    while (this.needsMore) {
      const options = { offset: this.read, limit: windowSize, verdicts: false };
      this.window = await this.view.rows(this.signal ? { ...options, signal: this.signal } : options);
      this.at = 0;
      this.ahead = this.following(this.window);
    }
  }

  /** The next row, which the one after it then is, as far as that has been read. */
  take(): SortedRow {
    const row = this.ahead as SortedRow;
    this.ahead = this.window && this.following(this.window);
    return row;
  }

  /** All rows that are sorted as the next one is. */
  async takeAlike(): Promise<SortedRow[]> {
    const rows = [this.take()];
    for (;;) {
      if (this.needsMore) await this.fill();
      if (this.ahead?.sortText !== rows[0]?.sortText) return rows;
      rows.push(this.take());
    }
  }

  private following(window: ViewRows): SortedRow | undefined {
    while (this.at < window.rowCount) {
      const row = this.next(window);
      if (row) return row;
    }
    return undefined;
  }

  private next(window: ViewRows): SortedRow | undefined {
    const row = this.at;
    this.at += 1;
    this.read += 1;
    const { columns, filled } = this;
    const cells: Cell[] = new Array(columns.length);
    for (let index = 0; index < columns.length; index += 1) {
      const cell = window.cell(row, columns[index] as number);
      cells[index] = cell;
      if (cell !== null) filled[index] = (filled[index] as number) + 1;
    }
    const key = window.cell(row, this.keyColumn);
    if (key === null) {
      this.withoutKey += 1;
      return undefined;
    }
    const text = String(key);
    return { key: text, sortText: sortTextOf(this.kind, text), id: String(window.cell(row, 0)), cells };
  }
}
