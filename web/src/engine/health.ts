// How well the columns of a table are filled. The engine's profile counts every row of the group; without one, the rows
// at hand are counted, and `scope` says so.
import type { Drawable } from "../lib/column_picture";
import { columnKeys } from "../lib/column_view";
import type { ColumnHealth, EmptyRows, Preview, Profile } from "./types";

/** The part of a column's profile that can be counted from the rows at hand too, and what is drawn of it once all are. */
export type ShownHealth = Pick<ColumnHealth, "name" | "dataType" | "filled" | "nulls" | "whyNull" | "wins"> & Drawable;

/** A column's whole profile. */
export type ProfiledColumn = ColumnHealth & { key: string };

export interface Health {
  scope: "all rows" | "rows shown";
  /** The same of the columns that every table has, which no profile counts. */
  scopeOfDefaults: "all rows" | "rows shown";
  rowCount: number;
  /** By the columns' numbers in the table. */
  columns: ShownHealth[];
  /** What the engine has counted, by the columns' keys. */
  profiled: ReadonlyMap<string, ProfiledColumn>;
}

/** More rows than this are not counted on the page's own thread. */
const mostCounted = 2000;
const counted = new WeakMap<Preview, Health>();
const keyed = new WeakMap<Profile, Health["profiled"]>();

export function healthOf(table: Preview, profile: Profile | undefined): Health {
  const shown = countShown(table);
  if (!profile) return shown;
  const profiled = keyed.get(profile) ?? byKey(profile);
  keyed.set(profile, profiled);
  const columns = shown.columns.map((column) => profiled.get(column.key) ?? column);
  return { ...shown, scope: "all rows", rowCount: profile.rowCount, columns, profiled };
}

function byKey({ columns }: Profile): Health["profiled"] {
  const keys = columnKeys(columns);
  return new Map(columns.map((column, index) => [keys[index] ?? "", { ...column, key: keys[index] ?? "" }]));
}

function countShown(table: Preview): Health {
  const known = counted.get(table);
  if (known) return known;
  const rowCount = Math.min(table.rowCount, mostCounted);
  const keys = columnKeys(table.columns);
  const columns = keys.map((key, column) => countColumn(table, column, key, rowCount));
  const scopeOfDefaults = table.complete && rowCount === table.rowCount ? "all rows" : "rows shown";
  const health: Health = { scope: "rows shown", scopeOfDefaults, rowCount, columns, profiled: new Map() };
  counted.set(table, health);
  return health;
}

function countColumn(table: Preview, column: number, key: string, rowCount: number): ShownHealth {
  const { name = "", dataType = "String" } = table.columns[column] ?? {};
  let nulls = 0;
  for (let row = 0; row < rowCount; row += 1) if (table.cell(row, column) === null) nulls += 1;
  // Why each cell is as it is takes ten times as long, and of most columns nobody asks.
  let told: Told | undefined;
  const tell = () => (told ??= countVerdicts(table, column, rowCount));
  return {
    ...{ name, key, dataType, filled: rowCount - nulls, nulls },
    get whyNull() {
      return tell().whyNull;
    },
    get wins() {
      return tell().wins;
    },
  };
}

type Told = Pick<ShownHealth, "whyNull" | "wins">;

function countVerdicts(table: Preview, column: number, rowCount: number): Told {
  const whyNull = new Map<string, EmptyRows>();
  const wins = new Map<string, ColumnHealth["wins"][number]>();
  for (let row = 0; row < (table.columns[column]?.isDefault ? 0 : rowCount); row += 1) {
    const verdict = table.verdict(row, column);
    if (!verdict) continue;
    const { reason, words, decidedBy = null, entry, source } = verdict;
    if (table.cell(row, column) !== null) {
      const what = table.words.sources[source] ?? source;
      countOne(wins, `${entry}|${source}`, () => ({ entry, source, what, count: 0 }));
    } else if (reason && words) {
      countOne(whyNull, `${reason}|${decidedBy}`, () => ({ reason, entry: decidedBy, count: 0, words }));
    }
  }
  return { whyNull: byCount(whyNull), wins: byCount(wins) };
}

function countOne<T extends { count: number }>(counts: Map<string, T>, key: string, first: () => T): void {
  const item = counts.get(key) ?? first();
  item.count += 1;
  counts.set(key, item);
}

const byCount = <T extends { count: number }>(counts: Map<string, T>): T[] =>
  [...counts.values()].sort((a, b) => b.count - a.count);
