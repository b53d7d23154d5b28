import { type Command, oneOf, onlyArgument, parse, required, resolveOptions } from "../lib/command.js";
import { readText, withSnapshot } from "../lib/input.js";
import { progressLine, write } from "../lib/output.js";
import { exitCode, UsageError } from "../lib/usage.js";

export const extract: Command = {
  summary: "print a group's whole table as a file",
  help: `
Usage: premap extract MAPPING --snapshot FILE [options] > table.csv

Fills every row of a group and prints the table. MAPPING is a JSON file, or - for standard input.

  --snapshot FILE   the iModel snapshot (.bim)
  --group NAME      which group; may be left out when there is one
  --option N=V      set a switch of the resolution rules (repeat for more)
  --format FORMAT   csv (default), ndjson or json
  --workers N       how many engines read the file side by side; auto (default) takes several for a large group

Exit code: 0 fine, 1 the mapping has errors, 2 wrong usage, 3 the input could not be read, 4 internal fault.
`,
  async run(args) {
    const { values, positionals } = parse(args, {
      snapshot: { type: "string" },
      group: { type: "string" },
      option: { type: "string", multiple: true },
      format: { type: "string" },
      workers: { type: "string" },
    });
    const file = onlyArgument(positionals, "the mapping file");
    const format = oneOf(values.format, ["csv", "ndjson", "json"], "csv");
    const workers = workerCount(values.workers);
    const path = required(values.snapshot, "snapshot");
    const options = resolveOptions(values.option);
    const text = readText(file);
    return withSnapshot(path, { name: file, text }, async (snapshot) => {
      const progress = progressLine("rows");
      const pieces = snapshot.extract(text, {
        format,
        workers,
        onProgress: ({ rows, rowCount }) => progress.show(rows, rowCount),
        ...(values.group !== undefined ? { group: values.group } : {}),
        ...(options ? { options } : {}),
      });
      try {
        for await (const piece of pieces) await write(piece);
      } finally {
        progress.done();
      }
      return exitCode.fine;
    });
  },
};

function workerCount(text = "auto"): number | "auto" {
  if (text === "auto") return text;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw new UsageError(`--workers is auto or a whole number from 1 to 64, not ${text}`);
}
