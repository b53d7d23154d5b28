/** `premap extract`: a group's table to standard output, streamed, so that its size does not matter. */

import type { Command } from "../lib/command.js";
import { onMapping, sharedHelp } from "../lib/mapping_command.js";
import { progressLine, write } from "../lib/output.js";
import { exitCodes, UsageError } from "../lib/usage.js";

const formats = ["csv", "ndjson", "json", "sqlite"] as const;

const options = {
  workers: { type: "string" },
  output: { type: "string", short: "o" },
  bom: { type: "boolean" },
} as const;

/** U+FEFF in UTF-8: Excel then takes the file for what it is. */
const mark = new Uint8Array([0xef, 0xbb, 0xbf]);

export const extract: Command = {
  summary: "print a group's whole table as a file",
  help: `
Usage: premap extract MAPPING --snapshot FILE [options] > table.csv

Fills every row of a group and prints the table. MAPPING is a JSON file, or - for standard input. What can run is
printed, whatever faults the mapping has.

${sharedHelp.first}
${sharedHelp.last}
  --format FORMAT   csv (default), ndjson, json, or sqlite: a database of one table, \`rows\`, in the file of --output
  -o, --output FILE where the database goes; it is there once it is whole
  --bom             begin a CSV with a byte order mark, which Excel needs to read every letter right
  --workers N       how many engines read the file side by side; auto (default) takes several for a large group

${exitCodes("mapping")}
`,
  run: (args) =>
    onMapping({ args, options, formats }, (values) => {
      const workers = workerCount(values.workers);
      const file = values.output;
      return async ({ snapshot, source, format, asked }) => {
        if ((format === "sqlite") !== (file !== undefined))
          throw new UsageError("--format sqlite and --output go together: only a database has a file of its own");
        if (values.bom && format !== "csv") throw new UsageError("--bom goes with --format csv");
        const progress = progressLine("rows");
        if (format === "sqlite")
          return snapshot
            .extractTable(source.text, {
              ...asked,
              file: file as string,
              onProgress: ({ rows, rowCount }) => progress.show(rows, rowCount),
            })
            .finally(() => progress.done());
        const table = snapshot.extract(source.text, {
          ...asked,
          format,
          workers,
          onProgress: ({ rows, rowCount }) => progress.show(rows, rowCount),
        });
        try {
          if (values.bom) await write(mark);
          for await (const piece of table) await write(piece);
        } finally {
          progress.done();
        }
        return { diagnostics: await table.diagnostics() };
      };
    }),
};

function workerCount(text = "auto"): number | "auto" {
  if (text === "auto") return text;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw new UsageError(`--workers is auto or a whole number from 1 to 64, not ${text}`);
}
