/**
 * The comparison rules of recorded answers, the same for every engine. Each function answers what differs, in words, or
 * undefined when nothing does.
 *
 * Recorded values: bytes are `{"$b64"}`, numbers that are not finite `{"$num"}`. Nulls at the end of an index row may be
 * left off. Rows of a query without ORDER BY are compared as a multiset.
 */
import type { ColumnInfo } from "premap";

export interface RecordedColumn {
  className: string;
  accessString: string;
  generated: boolean;
  index: number;
  jsonName: string;
  name: string;
  extendedType?: string;
  typeName: string;
}

const columnKeys = [
  "name",
  "jsonName",
  "className",
  "accessString",
  "index",
  "typeName",
  "extendedType",
  "generated",
] as const;

/** Every key that was recorded; `extendedType` exactly, absent meaning none. */
export function columnsDiffer(
  recorded: readonly Partial<RecordedColumn>[],
  columns: readonly ColumnInfo[],
): string | undefined {
  if (recorded.length !== columns.length) {
    return `${columns.length} columns instead of ${recorded.length}: ${columns.map((column) => column.name).join(", ")}`;
  }
  for (const [index, expected] of recorded.entries()) {
    const actual = columns[index] as ColumnInfo;
    for (const key of columnKeys) {
      if (key !== "extendedType" && !(key in expected)) continue;
      const [wanted, found] = [expected[key] ?? "", actual[key] ?? ""];
      if (wanted !== found)
        return `column ${index} (${actual.name}): ${key} is ${show(found)} instead of ${show(wanted)}`;
    }
  }
  return undefined;
}

/** `total` is the number of rows when `recorded` holds only the first of them. */
export function rowsDiffer(
  recorded: readonly unknown[],
  rows: readonly unknown[],
  ordered: boolean,
  total = recorded.length,
): string | undefined {
  if (rows.length !== total) return `${rows.length} rows instead of ${total}`;
  const wanted = recorded.map(canonical);
  const found = rows.map(canonical);
  if (ordered) {
    const at = wanted.findIndex((row, index) => row !== found[index]);
    return at < 0 ? undefined : `row ${at} is ${clip(found[at])} instead of ${clip(wanted[at])}`;
  }
  const spare = new Map<string, number>();
  for (const row of found) spare.set(row, (spare.get(row) ?? 0) + 1);
  for (const row of wanted) {
    const count = spare.get(row) ?? 0;
    if (count === 0) return `no row ${clip(row)}; there is ${clip([...spare].find(([, left]) => left > 0)?.[0])}`;
    spare.set(row, count - 1);
  }
  return undefined;
}

/** Rows where only the recorded keys count; in order, because a partial row may fit several. */
export function partialRowsDiffer(recorded: readonly unknown[], rows: readonly unknown[]): string | undefined {
  if (rows.length !== recorded.length) return `${rows.length} rows instead of ${recorded.length}`;
  for (const [index, expected] of recorded.entries()) {
    const actual = rows[index] as Record<string, unknown>;
    for (const [key, value] of Object.entries(expected as object)) {
      if (canonical(value) !== canonical(actual[key] ?? null)) {
        return `row ${index}: ${key} is ${clip(canonical(actual[key]))} instead of ${clip(canonical(value))}`;
      }
    }
  }
  return undefined;
}

/** Cells of one preview column. A composite may be there as a value or as its JSON text. */
export function cellsDiffer(recorded: readonly unknown[], cells: readonly unknown[]): string | undefined {
  if (cells.length !== recorded.length) return `${cells.length} rows instead of ${recorded.length}`;
  for (const [index, expected] of recorded.entries()) {
    const composite = typeof expected === "object" && expected !== null;
    const actual = composite ? parsed(cells[index]) : cells[index];
    if (canonical(expected) !== canonical(actual))
      return `row ${index} is ${clip(canonical(actual))} instead of ${clip(canonical(expected))}`;
  }
  return undefined;
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** One text per value: equal texts mean equal values. Object keys are sorted, nulls at the end of a row are cut. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const length = value.findLastIndex((item) => item !== null && item !== undefined) + 1;
    return canonicalValue(value.slice(0, length));
  }
  return canonicalValue(value);
}

function canonicalValue(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (value instanceof Uint8Array) return canonicalValue({ $b64: Buffer.from(value).toString("base64") });
  if (typeof value === "number" && !Number.isFinite(value)) return canonicalValue({ $num: String(value) });
  if (Array.isArray(value)) return `[${value.map(canonicalValue).join(",")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalValue(member)}`).join(",")}}`;
}

const show = (value: unknown): string => JSON.stringify(value);
const clip = (text: string | undefined): string =>
  text === undefined ? "nothing" : text.length > 400 ? `${text.slice(0, 400)}…` : text;
