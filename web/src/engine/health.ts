// How well the columns of a table are filled. The engine's profile counts every row of the group; without one, the rows
// at hand are counted, and `scope` says so.
import type { Drawable } from "../lib/column_picture";
import type { ColumnHealth, EmptyRows, Preview, Profile } from "./types";

/** The part of a column's profile that can be counted from the rows at hand too, and what is drawn of it once all are. */
export type ShownHealth = Pick<ColumnHealth, "name" | "dataType" | "filled" | "nulls" | "whyNull" | "wins"> & Drawable;

export interface Health {
  scope: "all rows" | "rows shown";
  /** The same of the columns that every table has, which no profile counts. */
  scopeOfDefaults: "all rows" | "rows shown";
  rowCount: number;
  columns: ShownHealth[];
}

/** More rows than this are not counted on the page's own thread. */
const mostCounted = 2000;
const counted = new WeakMap<Preview, Health>();

export function healthOf(table: Preview, profile: Profile | undefined): Health {
  const shown = countShown(table);
  if (!profile) return shown;
  const byName = new Map(profile.columns.map((column) => [column.name, column]));
  const columns = shown.columns.map((column, index) =>
    table.columns[index]?.isDefault ? column : (byName.get(column.name) ?? column),
  );
  return { ...shown, scope: "all rows", rowCount: profile.rowCount, columns };
}

function countShown(table: Preview): Health {
  const known = counted.get(table);
  if (known) return known;
  const rowCount = Math.min(table.rowCount, mostCounted);
  const columns = table.columns.map((_, column) => countColumn(table, column, rowCount));
  const scopeOfDefaults = table.complete && rowCount === table.rowCount ? "all rows" : "rows shown";
  const health: Health = { scope: "rows shown", scopeOfDefaults, rowCount, columns };
  counted.set(table, health);
  return health;
}

function countColumn(table: Preview, column: number, rowCount: number): ShownHealth {
  const { name = "", dataType = "String", isDefault = false } = table.columns[column] ?? {};
  const whyNull = new Map<string, EmptyRows>();
  const wins = new Map<string, ColumnHealth["wins"][number]>();
  let nulls = 0;
  for (let row = 0; row < rowCount; row += 1) {
    const isNull = table.cell(row, column) === null;
    if (isNull) nulls += 1;
    const verdict = isDefault ? undefined : table.verdict(row, column);
    if (!verdict) continue;
    const { reason, words, decidedBy = null, entry, source } = verdict;
    if (!isNull) {
      const what = table.words.sources[source] ?? source;
      countOne(wins, `${entry}|${source}`, () => ({ entry, source, what, count: 0 }));
    } else if (reason && words) {
      countOne(whyNull, `${reason}|${decidedBy}`, () => ({ reason, entry: decidedBy, count: 0, words }));
    }
  }
  return { name, dataType, filled: rowCount - nulls, nulls, whyNull: byCount(whyNull), wins: byCount(wins) };
}

function countOne<T extends { count: number }>(counts: Map<string, T>, key: string, first: () => T): void {
  const item = counts.get(key) ?? first();
  item.count += 1;
  counts.set(key, item);
}

const byCount = <T extends { count: number }>(counts: Map<string, T>): T[] =>
  [...counts.values()].sort((a, b) => b.count - a.count);
