import { createEngine, type ValidationReport } from "premap";
import { type Command, oneOf, onlyArgument, parse } from "../lib/command.js";
import { describe, summary } from "../lib/diagnostics.js";
import { readText } from "../lib/input.js";
import { note, write } from "../lib/output.js";
import { junit, sarif } from "../lib/reports.js";
import { exitCode } from "../lib/usage.js";

export const validate: Command = {
  summary: "check a mapping against the API's rules, and against a snapshot",
  help: `
Usage: premap validate MAPPING [--snapshot FILE] [options]

Checks every group, query, property and formula of a mapping and reports every fault with its place.
MAPPING is a JSON file, or - for standard input. With a snapshot, queries are compiled and classes and
properties looked up in it; without, only the rules that need no snapshot are checked.

  --snapshot FILE   the iModel snapshot (.bim) the mapping is meant for
  --api NAME        rules of which API: reporting or groupingAndMapping (default: told by the mapping's shape)
  --format FORMAT   text (default), json, sarif or junit

Exit code: 0 no errors, 1 the mapping has errors, 2 wrong usage, 3 the input could not be read, 4 internal fault.
`,
  async run(args) {
    const { values, positionals } = parse(args, {
      snapshot: { type: "string" },
      api: { type: "string" },
      format: { type: "string" },
    });
    const file = onlyArgument(positionals, "the mapping file");
    const format = oneOf(values.format, ["text", "json", "sarif", "junit"], "text");
    const api =
      values.api === undefined ? undefined : oneOf(values.api, ["reporting", "groupingAndMapping"], "reporting", "api");
    const text = readText(file);
    const engine = await createEngine({ worker: false });
    try {
      const target = values.snapshot === undefined ? engine : await engine.open(values.snapshot);
      const report = await target.validate(text, api ? { api } : {});
      await print(report, { format, file: file === "-" ? "stdin" : file, text, version: engine.version.version });
      return report.ok ? exitCode.fine : exitCode.mappingHasErrors;
    } finally {
      engine.close();
    }
  },
};

type Target = { format: "text" | "json" | "sarif" | "junit"; file: string; text: string; version: string };

async function print(report: ValidationReport, { format, file, text, version }: Target): Promise<void> {
  if (format === "json") return write(`${JSON.stringify(report, null, 2)}\n`);
  if (format === "sarif") return write(sarif(report, file, version));
  if (format === "junit") return write(junit(report, file));
  for (const diagnostic of report.diagnostics)
    await write(`${describe(diagnostic, { name: file, text }, process.stdout)}\n\n`);
  note(report.ok && report.counts.warning === 0 ? `${file}: no faults found` : `${file}: ${summary(report.counts)}`);
}
