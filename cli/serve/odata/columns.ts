/** What can be asked of: a relation of named, typed columns, whatever SQL it comes from. */

import type { TableColumn } from "../tables.js";

export type ValueType = TableColumn["type"];

export interface Column {
  name: string;
  type: ValueType;
  /** How SQL calls it. */
  sql: string;
}

export interface Relation {
  columns: readonly Column[];
  byName: ReadonlyMap<string, Column>;
}

/** Columns as `c0`, `c1` …: names of users never stand in SQL. */
export function relationOf(columns: readonly { name: string; type: ValueType }[]): Relation {
  const named = columns.map(({ name, type }, index) => ({ name, type, sql: `c${index}` }));
  return { columns: named, byName: new Map(named.map((column) => [column.name, column])) };
}

export const edmTypes: Record<ValueType, string> = {
  Boolean: "Edm.Boolean",
  Integer: "Edm.Int64",
  Double: "Edm.Double",
  String: "Edm.String",
};
