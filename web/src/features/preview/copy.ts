// The table as text for the clipboard: tabs between cells, as spreadsheets take it, with whole values.
import type { Arranging, Preview } from "../../engine";

/** More rows than this are for a file, not for the clipboard. */
export const mostCopied = 5000;

/** The rows on screen, in their order: those that were found are read, as far as they are copied. */
export async function rowsToCopy(table: Preview, arranging: Arranging): Promise<Preview> {
  return (await arranging.rows(mostCopied)) ?? table;
}

/** Rows under the names of their columns. */
export function rowsAsText(table: Preview): string {
  return asText(
    table,
    table.columns.map((_, index) => index),
  );
}

/** A column under its name. */
export const columnAsText = (table: Preview, column: number): string => asText(table, [column]);

export const cellAsText = (table: Preview, row: number, column: number): string =>
  String(table.cell(row, column) ?? "");

function asText(table: Preview, columns: readonly number[]): string {
  const lines = [columns.map((column) => quoted(table.columns[column]?.name ?? "")).join("\t")];
  for (let row = 0; row < Math.min(mostCopied, table.rowCount); row += 1)
    lines.push(columns.map((column) => quoted(String(table.cell(row, column) ?? ""))).join("\t"));
  return lines.join("\n");
}

/** Texts with a tab, a line break or a quote are quoted, as in CSV. */
const quoted = (text: string): string => (/[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
