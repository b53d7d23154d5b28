// The rows that a problem has counted, as the filters that find them.
import type { ColumnOutline, Diagnostic, EntryOutline, MappingOutline } from "premap";
import { columnKeys } from "./column_view";
import {
  byAspects,
  byEmptiness,
  byLoss,
  byNoElement,
  byRepeatedId,
  type FilteredColumn,
  type RowsFilter,
} from "./filters";
import { locate } from "./outline";

export interface ProblemRows {
  group: string;
  where: RowsFilter[];
}

/** A problem's place: what it is said of. */
interface Place {
  column: (ColumnOutline & FilteredColumn) | undefined;
  entry: EntryOutline | undefined;
}

/** By the codes that count rows; what is left out of the table, or is in none, has no rows to show. */
const filters: Readonly<Record<string, (place: Place) => RowsFilter | undefined>> = {
  "query-duplicate-ids": () => byRepeatedId,
  "query-not-element": () => byNoElement,
  "column-all-null": ({ column }) => column && byEmptiness(column),
  "column-mostly-null": ({ column }) => column && byEmptiness(column),
  "not-computable-offline": ({ column }) => column && byEmptiness(column, { reason: "not-computable-offline" }),
  "lossy-conversion": ({ column, entry }) => column && entry && byLoss(column, column.entries.indexOf(entry)),
  "aspect-multiple": ({ column, entry }) =>
    column && entry && byAspects(column, `${entry.schema}.${entry.class}`, "several"),
};

/** Nothing where a problem is not about rows, or where groups share a table: then it is about a part of it. */
export function rowsOfProblem(
  outline: MappingOutline,
  problem: Pick<Diagnostic, "code" | "path">,
): ProblemRows | undefined {
  const filter = filters[problem.code];
  if (!filter || problem.path === undefined) return undefined;
  const { groups } = outline;
  const at = locate(outline, problem.path);
  const group = groups[at.group];
  if (!group || groups.some((other) => other !== group && other.name === group.name)) return undefined;
  const column = group.columns[at.column];
  const key = columnKeys(group.columns)[at.column];
  const found = filter({
    column: column && key !== undefined ? { ...column, key } : undefined,
    entry: column?.entries[at.entry],
  });
  return found && { group: group.name ?? "", where: [found] };
}
