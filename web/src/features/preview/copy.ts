// The table as text for the clipboard: tabs between cells, as spreadsheets take it, with whole values.
import type { Arranging, Preview, RowAtHand } from "../../engine";

/** More rows than this are for a file, not for the clipboard. */
export const mostCopied = 5000;

/** The rows on screen, in their order: those that were found are read, as far as they are copied. */
export async function rowsToCopy(table: Preview, arranging: Arranging): Promise<Preview> {
  return (await arranging.rows(mostCopied)) ?? table;
}

/** Rows under the names of their columns: of those that are shown, as they stand. */
export function tableAsText(table: Preview, columns: readonly number[]): string {
  const rows = Array.from({ length: Math.min(mostCopied, table.rowCount) }, (_, row) => ({ table, row }));
  return rowsAsText(rows, columns);
}

/** Rows of any tables of the group, under the names of their columns. */
export function rowsAsText(rows: readonly RowAtHand[], columns: readonly number[]): string {
  const names = columns.map((column) => rows[0]?.table.columns[column]?.name ?? "");
  const lines = rows.map(({ table, row }) => columns.map((column) => cellAsText(table, row, column)));
  return [names, ...lines].map((cells) => cells.map(quoted).join("\t")).join("\n");
}

export const cellAsText = (table: Preview, row: number, column: number): string =>
  String(table.cell(row, column) ?? "");

/** Texts with a tab, a line break or a quote are quoted, as in CSV. */
const quoted = (text: string): string => (/[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
