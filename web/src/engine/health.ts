// How well the columns of a table are filled. The engine's profile counts every row of the group; without one, the rows
// at hand are counted, and `scope` says so.
import type { ColumnHealth, EmptyRows, Preview, Profile } from "./types";

/** The part of a column's profile that can be counted from the rows at hand too. */
export type ShownHealth = Pick<ColumnHealth, "name" | "dataType" | "filled" | "nulls" | "whyNull" | "wins">;

export interface Health {
  scope: "all rows" | "rows shown";
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
  return { scope: "all rows", rowCount: profile.rowCount, columns };
}

function countShown(table: Preview): Health {
  const known = counted.get(table);
  if (known) return known;
  const rowCount = Math.min(table.rowCount, mostCounted);
  const columns = table.columns.map((_, column) => countColumn(table, column, rowCount));
  const health: Health = { scope: "rows shown", rowCount, columns };
  counted.set(table, health);
  return health;
}

function countColumn(table: Preview, column: number, rowCount: number): ShownHealth {
  const { name = "", dataType = "String" } = table.columns[column] ?? {};
  let nulls = 0;
  for (let row = 0; row < rowCount; row += 1) if (table.cell(row, column) === null) nulls += 1;
  // Why each cell is as it is takes ten times as long, and of most columns nobody asks.
  let told: Told | undefined;
  const tell = () => (told ??= countVerdicts(table, column, rowCount));
  return {
    ...{ name, dataType, filled: rowCount - nulls, nulls },
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
