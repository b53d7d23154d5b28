/** `premap extract`: a group's table to standard output, streamed, so that its size does not matter. */

import type { Command } from "../lib/command.js";
import { onMapping, sharedHelp } from "../lib/mapping_command.js";
import { progressLine, write } from "../lib/output.js";
import { exitCodes, UsageError } from "../lib/usage.js";

export const extract: Command = {
  summary: "print a group's whole table as a file",
  help: `
Usage: premap extract MAPPING --snapshot FILE [options] > table.csv

Fills every row of a group and prints the table. MAPPING is a JSON file, or - for standard input. What can run is
printed, whatever faults the mapping has.

${sharedHelp.first}
${sharedHelp.last}
  --format FORMAT   csv (default), ndjson or json
  --workers N       how many engines read the file side by side; auto (default) takes several for a large group

${exitCodes("mapping")}
`,
  run: (args) =>
    onMapping({ args, options: { workers: { type: "string" } }, formats: ["csv", "ndjson", "json"] }, (values) => {
      const workers = workerCount(values.workers);
      return async ({ snapshot, source, format, asked }) => {
        const progress = progressLine("rows");
        const table = snapshot.extract(source.text, {
          ...asked,
          format,
          workers,
          onProgress: ({ rows, rowCount }) => progress.show(rows, rowCount),
        });
        try {
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
