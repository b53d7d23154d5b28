/** Rows from batches, in the three formats of the native row reader. */

import type { Batch, ColumnInfo, IndexRow, NamedRow, RowFormat, Value, Vector } from "./types.js";

export type RowMaker = (batch: Batch, row: number) => IndexRow | NamedRow;

export function rowMaker(format: RowFormat, columns: readonly ColumnInfo[]): RowMaker {
  if (format === "indexes") return indexRow;
  const keys = columns.map((column) => (format === "jsNames" ? column.jsonName : column.name));
  return (batch, row) => namedRow(keys, batch, row);
}

/** No bytes at all are an empty text in the native reader's rows. A query's columns are never of kind `integer`. */
function cellOf(column: Vector, row: number): Value {
  const value = column.get(row) as Value;
  return column.kind === "bytes" && (value as Uint8Array | null)?.length === 0 ? "" : value;
}

/** Nulls at the end are left off, as the native reader does. */
function indexRow(batch: Batch, row: number): IndexRow {
  const values = batch.columns.map((column) => cellOf(column, row));
  let length = values.length;
  while (length > 0 && values[length - 1] === null) length--;
  values.length = length;
  return values;
}

function namedRow(keys: readonly string[], batch: Batch, row: number): NamedRow {
  const named: NamedRow = {};
  for (const [index, key] of keys.entries()) {
    const column = batch.columns[index];
    const value = column ? cellOf(column, row) : null;
    if (value !== null) setOwn(named, key, value);
  }
  return named;
}

/** A column may be called `__proto__`; plain assignment would set the prototype. */
function setOwn(row: NamedRow, key: string, value: Value): void {
  if (key === "__proto__")
    Object.defineProperty(row, key, { value, enumerable: true, writable: true, configurable: true });
  else row[key] = value;
}
