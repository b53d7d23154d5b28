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
  private ahead: SortedRow | undefined;

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

  /** The next row, without taking it. */
  async peek(): Promise<SortedRow | undefined> {
    return (this.ahead ??= await this.following());
  }

  /** All rows whose keys are sorted alike: nearly always one. */
  async takeAlike(): Promise<SortedRow[]> {
    const first = await this.peek();
    if (!first) return [];
    const rows = [first];
    for (;;) {
      this.ahead = undefined;
      const next = await this.peek();
      if (next?.sortText !== first.sortText) return rows;
      rows.push(next);
    }
  }

  private async following(): Promise<SortedRow | undefined> {
    for (;;) {
      if (!this.window || this.at >= this.window.rowCount) {
        if (this.read >= this.view.rowCount) return undefined;
        const options = { offset: this.read, limit: windowSize, verdicts: false };
        this.window = await this.view.rows(this.signal ? { ...options, signal: this.signal } : options);
        this.at = 0;
        if (this.window.rowCount === 0) return undefined;
      }
      const row = this.next(this.window);
      if (row) return row;
    }
  }

  private next(window: ViewRows): SortedRow | undefined {
    const row = this.at;
    this.at += 1;
    this.read += 1;
    const cells = this.columns.map((column) => window.cell(row, column));
    for (const [index, cell] of cells.entries()) if (cell !== null) this.filled[index] = (this.filled[index] ?? 0) + 1;
    const key = window.cell(row, this.keyColumn);
    if (key === null) {
      this.withoutKey += 1;
      return undefined;
    }
    const text = String(key);
    return { key: text, sortText: sortTextOf(this.kind, text), id: String(window.cell(row, 0)), cells };
  }
}
