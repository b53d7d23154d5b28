// The table as text for the clipboard: tabs between cells, as spreadsheets take it, with whole values.
import type { Preview } from "../../engine";

/** More rows than this are for a file, not for the clipboard. */
export const mostCopied = 5000;

/** The rows on screen under the names of their columns. */
export function rowsAsText(table: Preview, rows: Int32Array | null): string {
  const columns = table.columns.map((_, index) => index);
  return asText(table, rows, columns);
}

/** One cell, or the whole column under its name when the row is -1. */
export function cellAsText(table: Preview, rows: Int32Array | null, row: number, column: number): string {
  if (row < 0) return asText(table, rows, [column]);
  return String(table.cell(row, column) ?? "");
}

function asText(table: Preview, rows: Int32Array | null, columns: readonly number[]): string {
  const lines = [columns.map((column) => quoted(table.columns[column]?.name ?? "")).join("\t")];
  const count = Math.min(mostCopied, rows?.length ?? table.rowCount);
  for (let place = 0; place < count; place += 1) {
    const row = rows?.[place] ?? place;
    lines.push(columns.map((column) => quoted(String(table.cell(row, column) ?? ""))).join("\t"));
  }
  return lines.join("\n");
}

/** Texts with a tab, a line break or a quote are quoted, as in CSV. */
const quoted = (text: string): string => (/[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
