// What there is to draw of a column: its values, or how they are spread. From the engine's profile alone; nothing is counted here.
import type { Cell, ColumnHealth, HistogramBar } from "premap";
import { byBars, byValues, type RowsFilter, valueWords } from "./filters";

/** The part of a profile that is drawn; a column that is only counted on the page has none. */
export type Drawable = Pick<ColumnHealth, "name" | "dataType"> &
  Partial<Pick<ColumnHealth, "top" | "bars" | "distinct" | "distinctIsCapped">>;

export interface PictureBar {
  words: string;
  count: number;
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

/** Nothing: there are no values, or too many different texts. */
export function pictureOf(column: Drawable): ColumnPicture | undefined {
  const { name, top = [], bars = [], distinct = 0, distinctIsCapped = false } = column;
  const isAllShown = !distinctIsCapped && top.length === distinct && distinct <= mostSingle;
  if (bars.length > 0 && !isAllShown) return spreadOf(name, bars, column.dataType === "Integer");
  if (top.length === 0) return undefined;
  const values = bars.length > 0 ? [...top].sort((a, b) => ascending(a.value, b.value)) : top;
  return {
    kind: "values",
    bars: values.map(({ value, count }) => ({ words: valueWords(value), count })),
    others: distinct - top.length,
    filterOf: (first, last) =>
      byValues(
        name,
        values.slice(first, last + 1).map(({ value }) => value),
      ),
  };
}

function spreadOf(name: string, bars: readonly HistogramBar[], isWhole: boolean): ColumnPicture {
  const wordsOf = (first: number, last: number) => rangeWords(bars[first], bars[last], isWhole);
  return {
    kind: "spread",
    bars: bars.map(({ count }, at) => ({ words: wordsOf(at, at), count })),
    others: 0,
    filterOf: (first, last) => byBars(name, bars.slice(first, last + 1), wordsOf(first, last)),
  };
}

const ascending = (a: Cell, b: Cell): number => (a === null || b === null || a === b ? 0 : a < b ? -1 : 1);

/** "2 to below 2.5", "20 to 29", "2017-09", "2017-09 to before 2018-01" */
function rangeWords(first: HistogramBar | undefined, last: HistogramBar | undefined, isWhole: boolean): string {
  if (!first || !last) return "";
  const [from, below] = [first.from, last.below];
  if (typeof from === "number" && typeof below === "number") {
    if (!isWhole) return `${from} to below ${below}`;
    return below - from === 1 ? String(from) : `${from} to ${below - 1}`;
  }
  const [begin, end] = [timeWords(String(from)), timeWords(String(below))];
  return isNext(String(from), String(below)) ? begin : `${begin} to before ${end}`;
}

/** "201" is a decade, ":" stands behind all that begins with a digit. */
function timeWords(text: string): string {
  if (text === ":") return "10000";
  return text.length < 4 ? `${text.padEnd(4, "0")}s` : text.replace("T", " ");
}

/** Is it the very next decade, year, month, day, hour or minute? */
function isNext(from: string, below: string): boolean {
  if (from.length !== below.length) return false;
  if (from.length <= 4) return Number(below) - Number(from) === 1;
  if (from.length === 7) return monthOf(below) - monthOf(from) === 1;
  const size = { 10: 86_400_000, 13: 3_600_000, 16: 60_000 }[from.length];
  return timeOf(below) - timeOf(from) === size;
}

const monthOf = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
const timeOf = (text: string): number => Date.parse(`${text.padEnd(16, text.length === 10 ? "T00:00" : ":00")}Z`);

/** Does a filter find what a bar stands for? */
export function isBarFound(column: Drawable, picture: ColumnPicture, bar: number, filter: RowsFilter): boolean {
  const own = picture.filterOf(bar, bar).condition;
  const { condition } = filter;
  if (!("column" in condition) || condition.column !== column.name) return false;
  if ("values" in condition && "values" in own) return own.values.every((value) => condition.values.includes(value));
  if (!("below" in condition && "below" in own)) return false;
  return !isBefore(own.from, condition.from) && !isBefore(condition.below, own.below);
}

const isBefore = (a: number | string | undefined, b: number | string | undefined): boolean =>
  a !== undefined && b !== undefined && typeof a === typeof b && a < b;
