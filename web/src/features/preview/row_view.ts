// Which loaded rows the table shows, in which order. Both are worked out in slices, so that a million rows do not hold up
// the page.
import { useEffect, useMemo, useState } from "react";
import type { Cell, Preview } from "../../engine";

export interface RowWish {
  /** By which column, by name; null: as the query gives them. */
  sort: { column: string; isDescending: boolean } | null;
  /** Only rows with this text in a cell; empty: all. */
  filter: string;
}

export type CellWords = (row: number, column: number) => string;

/** Work at a stretch before the page gets its turn (ms). */
const slice = 8;
/** Steps between two looks at the clock. */
const stride = 256;

/** The rows to show, by their place in the table; null: all in their own order. */
function* rowsOf(table: Preview, wish: RowWish, words: CellWords): Generator<void, Int32Array | null> {
  const column = wish.sort ? table.columns.findIndex((c) => c.name === wish.sort?.column) : -1;
  const wanted = wish.filter.trim().toLowerCase();
  if (wanted === "" && column < 0) return null;
  const rows = yield* filtered(table, wanted, words);
  if (column < 0) return rows;
  const sign = wish.sort?.isDescending ? -1 : 1;
  const values: Cell[] = new Array<Cell>(table.rowCount).fill(null);
  for (const [at, row] of rows.entries()) {
    values[row] = table.cell(row, column);
    if (at % stride === 0) yield;
  }
  const compare = (a: number, b: number) => compareCells(values[a] ?? null, values[b] ?? null, sign) || a - b;
  return yield* sorted(rows, compare);
}

function* filtered(table: Preview, wanted: string, words: CellWords): Generator<void, Int32Array> {
  const rows = new Int32Array(table.rowCount);
  let found = 0;
  for (let row = 0; row < table.rowCount; row += 1) {
    if (row % 32 === 31) yield;
    if (wanted === "" || table.columns.some((_, column) => words(row, column).toLowerCase().includes(wanted))) {
      rows[found] = row;
      found += 1;
    }
  }
  return rows.slice(0, found);
}

/** A merge sort, bottom up: its loops can be left at any step, which the built-in one cannot. */
function* sorted(rows: Int32Array, compare: (a: number, b: number) => number): Generator<void, Int32Array> {
  let from: Int32Array = rows;
  let to: Int32Array = new Int32Array(rows.length);
  for (let width = 1; width < rows.length; width *= 2) {
    for (let start = 0; start < rows.length; start += 2 * width) {
      const middle = Math.min(start + width, rows.length);
      const end = Math.min(start + 2 * width, rows.length);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at += 1) {
        const [a = 0, b = 0] = [from[left], from[right]];
        const takesLeft = left < middle && (right >= end || compare(a, b) <= 0);
        to[at] = takesLeft ? a : b;
        if (takesLeft) left += 1;
        else right += 1;
        if (at % stride === 0) yield;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

const collator = new Intl.Collator("en", { numeric: true });
const isId = (text: string): boolean => text.startsWith("0x");

/** Rows without a value come last either way. */
function compareCells(a: Cell, b: Cell, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "string" && typeof b === "string") {
    // Ids are hexadecimal numbers of any length.
    if (isId(a) && isId(b)) return sign * (a.length - b.length || (a < b ? -1 : Number(a > b)));
    return sign * collator.compare(a, b);
  }
  return sign * (Number(a) - Number(b));
}

export interface RowView {
  /** Null: all rows in their own order. */
  rows: Int32Array | null;
  /** False while the rows are being sorted or looked through. */
  isReady: boolean;
}

/** The rows of `table` in view: at once where that is quick, else a moment later. */
export function useRowView(table: Preview, wish: RowWish, words: CellWords): RowView {
  const { sort, filter } = wish;
  const work = useMemo(() => new Work(rowsOf(table, { sort, filter }, words)), [table, sort, filter, words]);
  const [, setDone] = useState<Work>();
  work.goOn();
  useEffect(() => {
    if (work.isDone) return;
    let timer = setTimeout(function next() {
      work.goOn();
      if (work.isDone) setDone(work);
      else timer = setTimeout(next);
    });
    return () => clearTimeout(timer);
  }, [work]);
  return { rows: work.rows, isReady: work.isDone };
}

/** The working out, as far as it has come. */
class Work {
  rows: Int32Array | null = null;
  isDone = false;
  readonly #steps: Generator<void, Int32Array | null>;

  constructor(steps: Generator<void, Int32Array | null>) {
    this.#steps = steps;
  }

  /** One slice of it. */
  goOn(): void {
    const end = performance.now() + slice;
    while (!this.isDone && performance.now() < end) {
      const step = this.#steps.next();
      if (!step.done) continue;
      this.rows = step.value;
      this.isDone = true;
    }
  }
}
