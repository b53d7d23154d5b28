// What there is to draw of a column: its values, or how they are spread. From the engine's profile alone; nothing is counted here.
import type { Cell, ColumnHealth, HistogramBar } from "premap";
import { timeBars, unitsWords } from "./time_bars";
import { byBars, byValues, type FilteredColumn, type RowsFilter, valueWords } from "./filters";

/** The part of a profile that is drawn; a column that is only counted on the page has none. */
export type Drawable = Pick<ColumnHealth, "name" | "dataType"> &
  FilteredColumn &
  Partial<Pick<ColumnHealth, "filled" | "top" | "bars" | "distinct" | "distinctIsCapped">>;

export interface PictureBar {
  words: string;
  count: number;
  /** It may be in more rows. */
  isAtLeast?: true;
}

export interface ColumnPicture {
  /** Values one by one, or stretches of numbers or of time. */
  kind: "values" | "spread";
  bars: readonly PictureBar[];
  /** Different values that have no bar. */
  others: number;
  /** The filter for neighbouring bars, both ends with them. */
  filterOf: (first: number, last: number) => RowsFilter;
}

/** So many different numbers or times stand one by one. */
const mostSingle = 10;

/** Each value is in one row, and there are more of them than stand one by one. */
export const isAllDifferent = ({ filled, distinct = 0, distinctIsCapped = false }: Drawable): boolean =>
  !distinctIsCapped && distinct === filled && distinct > mostSingle;

/** Nothing: there are no values, or many texts of which none stands out. */
export function pictureOf(column: Drawable): ColumnPicture | undefined {
  const { top = [], bars = [], distinct = 0, distinctIsCapped = false } = column;
  const isAllShown = !distinctIsCapped && top.length === distinct && distinct <= mostSingle;
  if (bars.length > 0 && !isAllShown) return spreadOf(column, bars, column.dataType === "Integer");
  if (top.length === 0 || isAllDifferent(column)) return undefined;
  const values = bars.length > 0 ? [...top].sort((a, b) => ascending(a.value, b.value)) : top;
  return {
    kind: "values",
    bars: values.map(({ value, ...counted }) => ({ ...counted, words: valueWords(value) })),
    others: distinct - top.length,
    filterOf: (first, last) =>
      byValues(
        column,
        values.slice(first, last + 1).map(({ value }) => value),
      ),
  };
}

function spreadOf(column: FilteredColumn, told: readonly HistogramBar[], isWhole: boolean): ColumnPicture {
  const bars = typeof told[0]?.from === "string" ? timeBars(told) : told;
  const wordsOf = (first: number, last: number) => rangeWords(bars[first], bars[last], isWhole);
  return {
    kind: "spread",
    bars: bars.map(({ count }, at) => ({ words: wordsOf(at, at), count })),
    others: 0,
    filterOf: (first, last) => byBars(column, bars.slice(first, last + 1), wordsOf(first, last)),
  };
}

const ascending = (a: Cell, b: Cell): number => (a === null || b === null || a === b ? 0 : a < b ? -1 : 1);

/** "2 to below 2.5", "20 to 29", "2017-09", "2017-09 to 2018-01" */
function rangeWords(first: HistogramBar | undefined, last: HistogramBar | undefined, isWhole: boolean): string {
  if (!first || !last) return "";
  const [from, below] = [first.from, last.below];
  if (typeof from === "number" && typeof below === "number") {
    if (!isWhole) return `${from} to below ${below}`;
    return below - from === 1 ? String(from) : `${from} to ${below - 1}`;
  }
  return unitsWords(String(from), String(below));
}
/** Does a filter find what a bar stands for? */
export function isBarFound(column: Drawable, picture: ColumnPicture, bar: number, filter: RowsFilter): boolean {
  const own = picture.filterOf(bar, bar).condition;
  const { condition } = filter;
  if (!("column" in condition) || condition.column !== column.key) return false;
  if ("values" in condition && "values" in own) return own.values.every((value) => condition.values.includes(value));
  if (!("below" in condition && "below" in own)) return false;
  return !isBefore(own.from, condition.from) && !isBefore(condition.below, own.below);
}

const isBefore = (a: number | string | undefined, b: number | string | undefined): boolean =>
  a !== undefined && b !== undefined && typeof a === typeof b && a < b;
