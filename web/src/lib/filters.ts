// What rows are filtered by, each with the words of its chip. The engine finds the rows: a filter asks for what it has counted.
import type { Cell, HistogramBar, Reason, RowCondition } from "premap";
import { defaultKey } from "./column_view";

/** A column by its name, for the words, and by what it goes by in its table (`columnKeys`): two may have one name. */
export interface FilteredColumn {
  name: string;
  key: string;
}

export interface RowsFilter {
  /** A column in it goes by its key. */
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

const valueOf = (key: string): string => `value of ${key}`;

/** Rows whose cell is one of these values. */
export function byValues({ name, key }: FilteredColumn, values: readonly Cell[]): RowsFilter {
  const shown = values.slice(0, 3).map(valueWords).join(", ");
  const words = `${name}: ${shown}${values.length > 3 ? ` and ${values.length - 3} more` : ""}`;
  return { condition: { column: key, values }, words, about: valueOf(key) };
}

/** Rows whose cell is in neighbouring bars of a histogram. */
export function byBars({ name, key }: FilteredColumn, bars: readonly HistogramBar[], words: string): RowsFilter {
  const from = bars[0]?.from ?? 0;
  const below = bars.at(-1)?.below ?? 0;
  return { condition: { column: key, from, below }, words: `${name}: ${words}`, about: valueOf(key) };
}

/** Rows whose cell is empty, for a reason or for any. */
export function byEmptiness(
  { name, key }: FilteredColumn,
  why?: { reason: Reason; words?: { short: string } },
): RowsFilter {
  const reason = why ? { reason: why.reason } : {};
  const words = `${name}: ${why?.words?.short ?? "no value"}`;
  return { condition: { column: key, empty: true, ...reason }, words, about: valueOf(key) };
}

export const byFill = ({ name, key }: FilteredColumn): RowsFilter => ({
  condition: { column: key, filled: true },
  words: `${name}: filled`,
  about: valueOf(key),
});

/** Rows whose value came from an entry of the column. */
export const byEntry = ({ name, key }: FilteredColumn, entry: number): RowsFilter => ({
  condition: { column: key, filled: true, entry },
  words: `${name}: from entry ${entry + 1}`,
  about: `source of ${key}`,
});

/** Rows whose value was changed by its conversion, of one entry or of any. */
export const byLoss = ({ name, key }: FilteredColumn, entry?: number): RowsFilter => ({
  condition: { column: key, filled: true, lossy: true, ...(entry === undefined ? {} : { entry }) },
  words: `${name}: lost digits`,
  about: `loss of ${key}`,
});

export const byClass = (name: string): RowsFilter => ({
  condition: { classes: [name] },
  words: `Class: ${name}`,
  about: "class",
});

/** Rows of an element. */
export const byElement = (id: string): RowsFilter => ({
  condition: { column: defaultKey("ECInstanceId"), values: [id] },
  words: `Element: ${id}`,
  about: "element",
});

/** Rows whose id an earlier row has. */
export const byRepeatedId: RowsFilter = {
  condition: { repeatedId: true },
  words: "Repeats an id",
  about: "repeated ids",
};

export const byNoElement: RowsFilter = { condition: { element: false }, words: "No element", about: "elements" };

export type AspectInstances = "none" | "one" | "several";

/** Rows of elements that own so many instances of an aspect class, which an entry of the column names. */
export const byAspects = ({ key }: FilteredColumn, aspect: string, instances: AspectInstances): RowsFilter => ({
  condition: { column: key, aspect, instances },
  words: `${aspect.slice(aspect.indexOf(".") + 1)}: ${instances}`,
  about: `aspect ${aspect}`,
});

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

/** The column that a filter asks about, by its key. */
export const columnOfFilter = ({ condition }: RowsFilter): string | undefined =>
  "column" in condition ? String(condition.column) : undefined;

/** The condition as the engine takes it: a column by its number in a table with these keys. */
export function conditionIn(keys: readonly string[], { condition }: RowsFilter): RowCondition {
  if (!("column" in condition)) return condition;
  const column = keys.indexOf(String(condition.column));
  return { ...condition, column: column < 0 ? condition.column : column };
}
