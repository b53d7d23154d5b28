// What rows are filtered by, each with the words of its chip. The engine finds the rows: a filter asks for what it has counted.
import type { Cell, HistogramBar, Reason, RowCondition } from "premap";

export interface RowsFilter {
  condition: RowCondition;
  /** What it asks for: "Length: 2 to below 3". */
  words: string;
  /** Of filters that ask about the same the newest counts. */
  about: string;
}

/** More of a value than this is not read on a chip. */
const mostLetters = 40;

/** A value as words: of all kinds, and no longer than can be read at a glance. */
export function valueWords(value: Cell): string {
  if (value === null) return "no value";
  if (value === "") return "empty text";
  const text = String(value).replaceAll(/\s+/g, " ");
  return text.length > mostLetters ? `${text.slice(0, mostLetters - 1)}…` : text;
}

const valueOf = (column: string): string => `value of ${column}`;

/** Rows whose cell is one of these values. */
export function byValues(column: string, values: readonly Cell[]): RowsFilter {
  const shown = values.slice(0, 3).map(valueWords).join(", ");
  const words = `${column}: ${shown}${values.length > 3 ? ` and ${values.length - 3} more` : ""}`;
  return { condition: { column, values }, words, about: valueOf(column) };
}

/** Rows whose cell is in neighbouring bars of a histogram. */
export function byBars(column: string, bars: readonly HistogramBar[], words: string): RowsFilter {
  const from = bars[0]?.from ?? 0;
  const below = bars.at(-1)?.below ?? 0;
  return { condition: { column, from, below }, words: `${column}: ${words}`, about: valueOf(column) };
}

/** Rows whose cell is empty, for a reason or for any. */
export function byEmptiness(column: string, why?: { reason: Reason; words: { short: string } }): RowsFilter {
  const reason = why ? { reason: why.reason } : {};
  const words = `${column}: ${why?.words.short ?? "no value"}`;
  return { condition: { column, empty: true, ...reason }, words, about: valueOf(column) };
}

export const byFill = (column: string): RowsFilter => ({
  condition: { column, filled: true },
  words: `${column}: filled`,
  about: valueOf(column),
});

/** Rows whose value came from an entry of the column. */
export const byEntry = (column: string, entry: number): RowsFilter => ({
  condition: { column, filled: true, entry },
  words: `${column}: from entry ${entry + 1}`,
  about: `source of ${column}`,
});

export const byLoss = (column: string): RowsFilter => ({
  condition: { column, filled: true, lossy: true },
  words: `${column}: lost digits`,
  about: `loss of ${column}`,
});

export const byClass = (name: string): RowsFilter => ({
  condition: { classes: [name] },
  words: `Class: ${name}`,
  about: "class",
});

/** Rows whose id an earlier row has. */
export const byRepeatedId: RowsFilter = {
  condition: { repeatedId: true },
  words: "Repeats an id",
  about: "repeated ids",
};

export const byNoElement: RowsFilter = { condition: { element: false }, words: "No element", about: "elements" };

/** Elements, each once. */
export const byElements: readonly RowsFilter[] = [
  { condition: { element: true }, words: "Elements", about: "elements" },
  { condition: { repeatedId: false }, words: "Each id once", about: "repeated ids" },
];

/** Rows whose element is in the table of another group too. */
export const byGroup = (group: string): RowsFilter => ({
  condition: { inGroup: group },
  words: `Also in ${group || "Unnamed group"}`,
  about: `group ${group}`,
});

export const isSameFilter = (a: RowsFilter, b: RowsFilter): boolean => keyOf(a) === keyOf(b);

const keyOf = ({ condition }: RowsFilter): string =>
  JSON.stringify(condition, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));

/** The filters with one more; where it is there already, without it. */
export function toggled(filters: readonly RowsFilter[], filter: RowsFilter): readonly RowsFilter[] {
  const others = filters.filter(({ about }) => about !== filter.about);
  return filters.some((each) => isSameFilter(each, filter)) ? others : [...others, filter];
}

/** The column that a filter asks about, by name. */
export const columnOfFilter = ({ condition }: RowsFilter): string | undefined =>
  "column" in condition ? String(condition.column) : undefined;
