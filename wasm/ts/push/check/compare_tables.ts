// Two tables of one group, cell by cell: rows belong together by the element's id, the first with the first.
import type { LiveTable, LiveValue } from "./live_tables.js";

export type Row = Readonly<Record<string, LiveValue>>;

export interface DifferentCell {
  elementId: string;
  column: string;
  live: LiveValue;
  preview: LiveValue;
}

export interface Comparison {
  /** Cells that are in both tables. */
  cells: number;
  different: DifferentCell[];
  /** Ids of elements, once for each row. */
  rowsOnlyLive: string[];
  rowsOnlyPreview: string[];
  columnsOnlyLive: string[];
  columnsOnlyPreview: string[];
}

const key = "ECInstanceId";

export interface Rules {
  /** Columns whose values are texts: nothing but the same text is the same. */
  texts: ReadonlySet<string>;
  hasNoEmptyTexts: boolean;
}

export function compareTables(
  live: LiveTable,
  preview: readonly Row[],
  columns: readonly string[],
  rules: Rules,
): Comparison {
  const place = new Map(live.columns.map((name, index) => [name, index]));
  const both = columns.filter((name) => place.has(name));
  const at = place.get(key);
  const waiting = new Map<string, (readonly LiveValue[])[]>();
  for (const row of live.rows) {
    const id = at === undefined ? "" : String(row[at] ?? "").toLowerCase();
    const same = waiting.get(id);
    if (same) same.push(row);
    else waiting.set(id, [row]);
  }
  const result: Comparison = {
    cells: 0,
    different: [],
    rowsOnlyLive: [],
    rowsOnlyPreview: [],
    columnsOnlyLive: live.columns.filter((name) => live.rows.length > 0 && !columns.includes(name)),
    columnsOnlyPreview: live.rows.length > 0 ? columns.filter((name) => !place.has(name)) : [],
  };
  for (const row of preview) {
    const elementId = String(row[key] ?? "").toLowerCase();
    const other = waiting.get(elementId)?.shift();
    if (!other) {
      result.rowsOnlyPreview.push(elementId);
      continue;
    }
    for (const column of both) {
      const there = other[place.get(column) ?? 0] ?? null;
      const here = row[column] ?? null;
      result.cells += 1;
      if (!isSame(there, here, column, rules)) result.different.push({ elementId, column, live: there, preview: here });
    }
  }
  for (const [id, rows] of waiting) for (const _ of rows) result.rowsOnlyLive.push(id);
  return result;
}

function isSame(live: LiveValue, preview: LiveValue, column: string, { texts, hasNoEmptyTexts }: Rules): boolean {
  if (live === preview) return true;
  if (live === null || preview === null) return hasNoEmptyTexts && (live ?? "") === "" && (preview ?? "") === "";
  if (texts.has(column)) return String(live) === String(preview);
  if (typeof preview === "boolean") return String(live).toLowerCase() === String(preview);
  return typeof preview === "number" ? isSameNumber(live, preview) : String(live) === preview;
}

/** Fifteen digits are what some writers give of a double. */
function isSameNumber(live: LiveValue, preview: number): boolean {
  if (String(live).trim() === "") return false;
  const number = Number(live);
  return number === preview || Math.abs(number - preview) <= Math.abs(preview) * 1e-14;
}
