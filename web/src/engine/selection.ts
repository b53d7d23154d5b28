// The cell and the rows that are chosen, and the column to choose once its table is there.
import { Store } from "../lib/store";
import type { Preview } from "./types";

/** A cell of the table; row -1 is the column's header. */
export interface CellPlace {
  row: number;
  column: number;
}

/** Emptiness that the mapping could mend. */
const mendable = ["aspect-multiple", "aspect-none"];

interface Chosen {
  cell: CellPlace | null;
  /** The column that was asked for: two may have one name, and not every column has a table to be chosen in. */
  column: { name: string; pointer?: string | undefined } | null;
  /** Rows by their numbers in the table, to do something with them. */
  rows: ReadonlySet<number>;
}

const noRows: ReadonlySet<number> = new Set();

export class Selection extends Store<Chosen> {
  #wanted: string | null = null;

  constructor() {
    super({ cell: null, column: null, rows: noRows });
  }

  /** What is chosen by hand is not taken back by a column that was wanted before. */
  choose(cell: CellPlace | null): void {
    this.#wanted = null;
    if (cell !== this.state.cell || this.state.column !== null) this.change({ cell, column: null });
  }

  chooseRows(rows: ReadonlySet<number>): void {
    this.change({ rows });
  }

  /** Chooses a column as soon as the next table is there. */
  want(column: string): void {
    this.#wanted = column;
    this.change({ column: { name: column } });
  }

  /** A new table comes: the wanted column is chosen, or the cell that was, as far as there is one. */
  arrive(table: Preview): void {
    // Numbers are those of the table before.
    if (this.state.rows.size > 0) this.change({ rows: noRows });
    const { cell } = this.state;
    const wanted = this.#wanted === null ? -1 : columnIndex(table, this.#wanted);
    this.#wanted = null;
    if (wanted >= 0) this.change({ cell: { row: -1, column: wanted } });
    else if (cell && (cell.row >= table.rowCount || cell.column >= table.columns.length)) this.choose(null);
  }

  /** Chooses a column of the table or, where that has none of the name, of the next one; keeps the row. */
  chooseColumn(name: string | undefined, table: Preview | undefined, pointer?: string): void {
    const column = table && name ? columnIndex(table, name) : -1;
    if (column >= 0) this.choose({ row: this.state.cell?.row ?? -1, column });
    else this.#wanted = name ?? null;
    this.change({ column: name === undefined ? null : { name, pointer } });
  }

  /** Of the column that is chosen; a column that is wanted comes with its header anyway. */
  chooseHeader(): void {
    const { cell } = this.state;
    if (cell && this.#wanted === null) this.choose({ row: -1, column: cell.column });
  }

  /** Chooses the first cell whose emptiness the mapping could mend, so that a newcomer sees an answer before asking. */
  showReason(table: Preview | undefined): void {
    if (!table || this.state.cell) return;
    for (const reason of mendable) {
      for (let column = 0; column < table.columns.length; column += 1) {
        for (let row = 0; row < Math.min(table.rowCount, 20); row += 1) {
          if (table.verdict(row, column)?.reason === reason) return this.choose({ row, column });
        }
      }
    }
  }
}

const columnIndex = (table: Preview, name: string): number =>
  table.columns.findIndex((c) => !c.isDefault && c.name === name);
