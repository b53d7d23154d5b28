// The rows of one snapshot's table in the order of a key, one by one; a piece of them is held at a time.
import type { Cell } from "../types.js";
import { compareKeys, sortTextOf } from "./order.js";
import { NotInOrder, type RowPiece, type RowSource } from "./row_source.js";
import type { CompareKey } from "./types.js";

export interface SortedRow {
  key: string;
  sortText: string;
  id: string;
  cells: readonly Cell[];
}

const nothing: RowPiece = { rowCount: 0, cell: () => null };

export class SortedRows {
  /** Rows read so far; of them those without a key, which are passed over. */
  read = 0;
  withoutKey = 0;
  /** For each column, rows with a value. */
  readonly filled: number[];
  private readonly coming: AsyncIterator<RowPiece>;
  private piece = nothing;
  private at = 0;
  private isAtEnd = false;
  private last: string | undefined;
  /** The next row; undefined at the end, and where more has to be read. */
  ahead: SortedRow | undefined;

  constructor(
    private readonly source: RowSource,
    private readonly kind: CompareKey,
    private readonly keyColumn: number,
    /** Of the source, those that are compared. */
    private readonly columns: readonly number[],
  ) {
    this.filled = columns.map(() => 0);
    this.coming = source.pieces[Symbol.asyncIterator]();
  }

  /** There may be a next row, and it is not known yet: `fill` reads it. */
  get needsMore(): boolean {
    return this.ahead === undefined && !this.isAtEnd;
  }

  /** Reads on until the next row is known, or there is none. Error: `NotInOrder`. */
  async fill(): Promise<void> {
    while (this.needsMore) {
      const { done, value } = await this.coming.next();
      this.isAtEnd = done === true;
      this.piece = done ? nothing : value;
      this.at = 0;
      this.ahead = this.following();
    }
  }

  /** Reads no more of it. */
  async end(): Promise<void> {
    await this.coming.return?.();
  }

  /** The next row, which the one after it then is, as far as that has been read. */
  take(): SortedRow {
    const row = this.ahead as SortedRow;
    this.ahead = this.following();
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

  private following(): SortedRow | undefined {
    while (this.at < this.piece.rowCount) {
      const row = this.next();
      if (row) return row;
    }
    return undefined;
  }

  private next(): SortedRow | undefined {
    const { columns, filled, piece, at: row } = this;
    this.at += 1;
    this.read += 1;
    const cells: Cell[] = new Array(columns.length);
    for (let index = 0; index < columns.length; index += 1) {
      const cell = piece.cell(row, columns[index] as number);
      cells[index] = cell;
      if (cell !== null) filled[index] = (filled[index] as number) + 1;
    }
    const key = piece.cell(row, this.keyColumn);
    if (key === null) {
      this.withoutKey += 1;
      return undefined;
    }
    const text = String(key);
    const sortText = sortTextOf(this.kind, text);
    if (!this.source.isSorted && this.last !== undefined && compareKeys(this.kind, this.last, sortText) > 0)
      throw new NotInOrder();
    this.last = sortText;
    return { key: text, sortText, id: String(piece.cell(row, 0)), cells };
  }
}
