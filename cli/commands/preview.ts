/** `premap preview`: the first rows of a group as a table, and with --why where each value came from or why there is none. */

import type { Preview } from "premap";
import { shown } from "../lib/clean.js";
import { type Command, countOf, countOrAll } from "../lib/command.js";
import { csvRow, json, table } from "../lib/format.js";
import { onMapping, sharedHelp } from "../lib/mapping_command.js";
import { note, progressLine, write, writeAll } from "../lib/output.js";
import { exitCodes } from "../lib/usage.js";

export const preview: Command = {
  summary: "show a group's table as the extraction would fill it",
  help: `
Usage: premap preview MAPPING --snapshot FILE [options]

Fills the columns of a group from the snapshot and prints the first rows. MAPPING is a JSON file, or - for standard
input. What can run is printed, whatever faults the mapping has.

${sharedHelp.first}
  --limit N         most rows (default 100), or all
  --offset N        rows to skip first
  --why             with json and ndjson: say for each cell where its value came from
${sharedHelp.last}
  --format FORMAT   table (default), json, ndjson or csv

${exitCodes("mapping")}
`,
  run: (args) =>
    onMapping(
      {
        args,
        options: { limit: { type: "string" }, offset: { type: "string" }, why: { type: "boolean" } },
        formats: ["table", "json", "ndjson", "csv"],
      },
      (values) => {
        const limit = countOrAll(values.limit, "limit");
        const offset = countOf(values.offset, "offset");
        const range = { ...(limit !== undefined ? { limit } : {}), ...(offset !== undefined ? { offset } : {}) };
        return async ({ snapshot, source, format, asked }) => {
          const progress = progressLine("rows");
          const result = await snapshot
            .preview(source.text, { ...asked, ...range, onProgress: ({ rows }) => progress.show(rows) })
            .finally(() => progress.done());
          await printers[format](result, values.why ?? false);
          return result;
        };
      },
    ),
};

type Printer = (preview: Preview, why: boolean) => Promise<void>;

const printers: Record<"table" | "json" | "ndjson" | "csv", Printer> = {
  async table(preview) {
    const names = preview.columns.map((column) => column.name);
    const rows = Array.from({ length: preview.rowCount }, (_, row) =>
      names.map((_, index) => preview.cell(row, index)),
    );
    await write(table(names, rows));
    const more = preview.complete ? "" : "; more with --limit";
    note(`${shown(preview.tableName)}: ${preview.rowCount} rows${more}`);
  },

  async json(preview, why) {
    const { group, tableName, columns, complete, diagnostics } = preview;
    const rows = Array.from({ length: preview.rowCount }, (_, row) => rowOf(preview, row, why));
    await write(`${json({ group, tableName, columns, rows, complete, diagnostics }, 2)}\n`);
  },

  ndjson: (preview, why) => writeAll(eachRow(preview, (row) => `${json(rowOf(preview, row, why))}\n`)),

  async csv(preview) {
    await write(csvRow(preview.columns.map((column) => column.name)));
    await writeAll(eachRow(preview, (row) => csvRow(preview.columns.map((_, index) => preview.cell(row, index)))));
  },
};

function* eachRow(preview: Preview, print: (row: number) => string): Generator<string> {
  for (let row = 0; row < preview.rowCount; row++) yield print(row);
}

function rowOf(preview: Preview, row: number, why: boolean): object {
  const values = preview.rows[row] ?? {};
  if (!why) return values;
  const reasons = preview.columns
    .map((column, index) => [column.name, preview.verdict(row, index)] as const)
    .filter(([, verdict]) => verdict !== undefined);
  return { row: values, why: Object.fromEntries(reasons) };
}
