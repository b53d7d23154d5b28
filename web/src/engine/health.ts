// How well the columns of a table are filled. The engine's profile counts every row of the group; without one, the rows
// at hand are counted, and `scope` says so.
import type { ColumnFacts, Preview, Profile, VerdictSource } from "./types";

/** The part of a column's profile that can be counted from the rows at hand too. */
export type ColumnHealth = Pick<ColumnFacts, "name" | "dataType" | "filled" | "nulls" | "nullReasons" | "wins">;

export interface Health {
  scope: "all rows" | "rows shown";
  rowCount: number;
  columns: ColumnHealth[];
}

/** More rows than this are not counted on the page's own thread. */
const mostCounted = 2000;
const counted = new WeakMap<Preview, Health>();

export function healthOf(table: Preview, profile: Profile | null): Health {
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

function countColumn(table: Preview, column: number, rowCount: number): ColumnHealth {
  const { name = "", dataType = "String", isDefault = false } = table.columns[column] ?? {};
  const nullReasons: Record<string, number> = {};
  const wins = new Map<string, { entry: number | null; source: VerdictSource; count: number }>();
  let nulls = 0;
  for (let row = 0; row < rowCount; row += 1) {
    const isNull = table.cell(row, column) === null;
    if (isNull) nulls += 1;
    const verdict = isDefault ? undefined : table.verdict(row, column);
    if (!verdict) continue;
    if (isNull) {
      const reason = verdict.skipped.at(-1)?.reason ?? verdict.reason ?? "value-null";
      nullReasons[reason] = (nullReasons[reason] ?? 0) + 1;
    } else {
      const key = `${verdict.entry}|${verdict.source}`;
      const win = wins.get(key) ?? { entry: verdict.entry, source: verdict.source, count: 0 };
      win.count += 1;
      wins.set(key, win);
    }
  }
  return {
    name,
    dataType,
    filled: rowCount - nulls,
    nulls,
    nullReasons,
    wins: [...wins.values()].sort((a, b) => b.count - a.count),
  };
}
