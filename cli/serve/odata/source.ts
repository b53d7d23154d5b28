/**
 * Where rows come from, as SQL: a table file as it stands, or an aggregation over one. Every relation is called `t`, its columns `c0`,
 * `c1` …; `r` is the row's number in the file, where there is one.
 */

import type { AggregatedTable, ExtractedTable } from "../tables.js";
import { type Relation, relationOf, type ValueType } from "./columns.js";

export interface Source {
  /** The table it is of, or is made of. */
  table: ExtractedTable;
  relation: Relation;
  /** What stands before the SELECT: `WITH t(r, c0, …) AS (…)`, further ones may follow. */
  with: string;
  /** Rows have numbers, 1 to `rowCount`, in their order. */
  isNumbered: boolean;
  isKeyed: boolean;
  /** The order of rows that have no numbers. */
  order: string;
}

export function tableSource(table: ExtractedTable): Source {
  const relation = relationOf(table.columns);
  const names = relation.columns.map(({ sql }) => sql).join(", ");
  return {
    table,
    relation,
    with: `WITH t(r, ${names}) AS (SELECT rowid, * FROM rows)`,
    isNumbered: true,
    isKeyed: table.isKeyed,
    order: "r",
  };
}

type Property = AggregatedTable["properties"][number];

/** Undefined when a property reads a column that its table does not have. */
export function aggregatedSource(view: AggregatedTable, table: ExtractedTable): Source | undefined {
  const from = relationOf(table.columns);
  const columns: { name: string; type: ValueType }[] = [];
  const values: string[] = [];
  const keys: string[] = [];
  for (const property of view.properties) {
    const column = from.byName.get(property.sourceName);
    const made = column && aggregated(property, column.sql, column.type);
    if (!made) return undefined;
    columns.push({ name: property.name, type: made.type });
    values.push(made.sql);
    if (property.type === "GroupBy") keys.push(column.sql);
  }
  if (columns.length === 0) return undefined;
  const relation = relationOf(columns);
  const names = (of: Relation) => of.columns.map(({ sql }) => sql).join(", ");
  const group = keys.length > 0 ? ` GROUP BY ${keys.join(", ")}` : "";
  return {
    table,
    relation,
    with:
      `WITH s(r, ${names(from)}) AS (SELECT rowid, * FROM rows), ` +
      `t(r, ${names(relation)}) AS (SELECT 0, ${values.join(", ")} FROM s${group})`,
    isNumbered: false,
    isKeyed: false,
    order: relation.columns.map(({ sql }) => sql).join(", "),
  };
}

const isNumber = (type: ValueType): boolean => type === "Integer" || type === "Double";

function aggregated({ type }: Property, sql: string, of: ValueType): { sql: string; type: ValueType } | undefined {
  switch (type) {
    case "GroupBy":
      return { sql, type: of };
    case "Count":
      return { sql: `count(${sql})`, type: "Integer" };
    case "Sum":
      return isNumber(of) ? { sql: sumOf(sql, of), type: of } : undefined;
    case "Average":
      return isNumber(of) ? { sql: `avg(${sql})`, type: "Double" } : undefined;
    case "Minimum":
      return { sql: `min(${sql})`, type: of };
    case "Maximum":
      return { sql: `max(${sql})`, type: of };
    default:
      return undefined;
  }
}

/** Null where there is no value. */
export function sumOf(sql: string, type: ValueType): string {
  return type === "Integer" ? `sum(${sql})` : `(CASE WHEN count(${sql}) > 0 THEN total(${sql}) END)`;
}
