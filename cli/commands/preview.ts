import type { Preview } from "premap";
import { type Command, countOf, oneOf, onlyArgument, parse, required, resolveOptions } from "../lib/command.js";
import { describe, hasErrors } from "../lib/diagnostics.js";
import { csvRow, json, table } from "../lib/format.js";
import { readText, withSnapshot } from "../lib/input.js";
import { note, progressLine, write } from "../lib/output.js";
import { exitCode } from "../lib/usage.js";

export const preview: Command = {
  summary: "show a group's table as the extraction would fill it",
  help: `
Usage: premap preview MAPPING --snapshot FILE [options]

Fills the columns of a group from the snapshot and prints the first rows. MAPPING is a JSON file, or - for standard input.

  --snapshot FILE   the iModel snapshot (.bim)
  --group NAME      which group; may be left out when there is one
  --limit N         most rows (default 100), or all
  --offset N        rows to skip first
  --why             with json and ndjson: say for each cell where its value came from
  --option N=V      set a switch of the resolution rules (repeat for more)
  --format FORMAT   table (default), json, ndjson or csv

Exit code: 0 fine, 1 the mapping has errors (what can run is printed), 2 wrong usage, 3 the input could not be read,
4 internal fault.
`,
  async run(args) {
    const { values, positionals } = parse(args, {
      snapshot: { type: "string" },
      group: { type: "string" },
      limit: { type: "string" },
      offset: { type: "string" },
      why: { type: "boolean" },
      option: { type: "string", multiple: true },
      format: { type: "string" },
    });
    const file = onlyArgument(positionals, "the mapping file");
    const format = oneOf(values.format, ["table", "json", "ndjson", "csv"], "table");
    const path = required(values.snapshot, "snapshot");
    const limit = countOf(values.limit, "limit");
    const offset = countOf(values.offset, "offset");
    const options = resolveOptions(values.option);
    const text = readText(file);
    return withSnapshot(path, { name: file, text }, async (snapshot) => {
      const progress = progressLine("rows");
      const result = await snapshot
        .preview(text, {
          onProgress: ({ rows }) => progress.show(rows),
          ...(values.group !== undefined ? { group: values.group } : {}),
          ...(limit !== undefined ? { limit } : {}),
          ...(offset != null ? { offset } : {}),
          ...(options ? { options } : {}),
        })
        .finally(() => progress.done());
      await printers[format](result, values.why ?? false);
      for (const diagnostic of result.diagnostics) note(describe(diagnostic, { name: file, text }));
      return hasErrors(result.diagnostics) ? exitCode.mappingHasErrors : exitCode.fine;
    });
  },
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
    note(`${preview.tableName}: ${preview.rowCount} rows${more}`);
  },

  async json(preview, why) {
    const { group, tableName, columns, complete, diagnostics } = preview;
    const rows = Array.from({ length: preview.rowCount }, (_, row) => rowOf(preview, row, why));
    await write(`${json({ group, tableName, columns, rows, complete, diagnostics }, 2)}\n`);
  },

  async ndjson(preview, why) {
    for (let row = 0; row < preview.rowCount; row++) await write(`${json(rowOf(preview, row, why))}\n`);
  },

  async csv(preview) {
    await write(csvRow(preview.columns.map((column) => column.name)));
    for (let row = 0; row < preview.rowCount; row++)
      await write(csvRow(preview.columns.map((_, index) => preview.cell(row, index))));
  },
};

function rowOf(preview: Preview, row: number, why: boolean): object {
  const values = preview.rows[row] ?? {};
  if (!why) return values;
  const reasons = preview.columns
    .map((column, index) => [column.name, preview.verdict(row, index)] as const)
    .filter(([, verdict]) => verdict !== undefined);
  return { row: values, why: Object.fromEntries(reasons) };
}
