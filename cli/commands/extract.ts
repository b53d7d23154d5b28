import { type Command, oneOf, onlyArgument, parse, required, resolveOptions } from "../lib/command.js";
import { readText, withSnapshot } from "../lib/input.js";
import { progressLine, write } from "../lib/output.js";
import { exitCode } from "../lib/usage.js";

export const extract: Command = {
  summary: "print a group's whole table as a file",
  help: `
Usage: premap extract MAPPING --snapshot FILE [options] > table.csv

Fills every row of a group and prints the table. MAPPING is a JSON file, or - for standard input.

  --snapshot FILE   the iModel snapshot (.bim)
  --group NAME      which group; may be left out when there is one
  --option N=V      set a switch of the resolution rules (repeat for more)
  --format FORMAT   csv (default), ndjson or json

Exit code: 0 fine, 1 the mapping has errors, 2 wrong usage, 3 the input could not be read, 4 internal fault.
`,
  async run(args) {
    const { values, positionals } = parse(args, {
      snapshot: { type: "string" },
      group: { type: "string" },
      option: { type: "string", multiple: true },
      format: { type: "string" },
    });
    const file = onlyArgument(positionals, "the mapping file");
    const format = oneOf(values.format, ["csv", "ndjson", "json"], "csv");
    const path = required(values.snapshot, "snapshot");
    const options = resolveOptions(values.option);
    const text = readText(file);
    return withSnapshot(path, { name: file, text }, async (snapshot) => {
      const progress = progressLine("bytes");
      const pieces = snapshot.extract(text, {
        format,
        onProgress: ({ bytes }) => progress.show(bytes),
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
