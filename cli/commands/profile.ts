import type { Profile, Snapshot, Value } from "premap";
import { type Command, countOf, oneOf, onlyArgument, parse, required, resolveOptions } from "../lib/command.js";
import { describe, hasErrors } from "../lib/diagnostics.js";
import { csvRow, json, table } from "../lib/format.js";
import { readText, withSnapshot } from "../lib/input.js";
import { note, write } from "../lib/output.js";
import { exitCode, UsageError } from "../lib/usage.js";
import { printGroupFacts } from "../lib/group_facts.js";

export const profile: Command = {
  summary: "how well each column of a group is filled",
  help: `
Usage: premap profile MAPPING --snapshot FILE [options]

Fills a whole group and counts, for each column, the rows with and without a value, the reasons for missing ones and the
rows each entry won. With --groups the columns are left aside: it counts the rows of every group, the elements that
several groups share, and those of each class that no group has. MAPPING is a JSON file, or - for standard input.

  --snapshot FILE   the iModel snapshot (.bim)
  --group NAME      which group; may be left out when there is one
  --sample N        read about N rows, spread over the query, instead of all
  --groups          all groups, compared with each other
  --option N=V      set a switch of the resolution rules (repeat for more)
  --format FORMAT   table (default), json, ndjson or csv

Exit code: 0 fine, 1 the mapping has errors (what can run is printed), 2 wrong usage, 3 the input could not be read,
4 internal fault.
`,
  async run(args) {
    const { values, positionals } = parse(args, {
      snapshot: { type: "string" },
      group: { type: "string" },
      groups: { type: "boolean" },
      sample: { type: "string" },
      option: { type: "string", multiple: true },
      format: { type: "string" },
    });
    const file = onlyArgument(positionals, "the mapping file");
    const format = oneOf(values.format, ["table", "json", "ndjson", "csv"], "table");
    const path = required(values.snapshot, "snapshot");
    const options = resolveOptions(values.option);
    const text = readText(file);
    if (values.groups && values.group !== undefined)
      throw new UsageError("--groups is about all groups: leave --group out");
    const ofOptions = options ? { options } : {};
    const tell = async (snapshot: Snapshot) => {
      if (values.groups) {
        const facts = await snapshot.groupFacts(text, ofOptions);
        await printGroupFacts(facts, format);
        return facts;
      }
      const ofGroup = values.group !== undefined ? { group: values.group } : {};
      const sample = countOf(values.sample, "sample");
      const ofSample = typeof sample === "number" ? { sample } : {};
      const result = await snapshot.profile(text, { ...ofGroup, ...ofSample, ...ofOptions });
      await print(result, format);
      return result;
    };
    return withSnapshot(path, { name: file, text }, async (snapshot) => {
      const result = await tell(snapshot);
      for (const diagnostic of result.diagnostics) note(describe(diagnostic, { name: file, text }));
      return hasErrors(result.diagnostics) ? exitCode.mappingHasErrors : exitCode.fine;
    });
  },
};

const headings = ["column", "type", "filled", "null", "percent", "why null", "wins"];

async function print(profile: Profile, format: "table" | "json" | "ndjson" | "csv"): Promise<void> {
  if (format === "json") return write(`${json(profile, 2)}\n`);
  if (format === "ndjson") return write(profile.columns.map((column) => `${json(column)}\n`).join(""));
  const rows = profile.columns.map((column): Value[] => {
    const total = column.filled + column.nulls;
    const reasons = Object.entries(column.nullReasons).map(([reason, count]) => `${reason} ${count}`);
    const wins = column.wins.map(
      ({ entry, source, count }) => `${entry === null ? source : `${entry + 1} ${source}`}: ${count}`,
    );
    const percent = total === 0 ? null : Math.round((column.filled / total) * 1000) / 10;
    return [column.name, column.dataType, column.filled, column.nulls, percent, reasons.join(", "), wins.join(", ")];
  });
  if (format === "csv") return write([headings, ...rows].map(csvRow).join(""));
  await write(table(headings, rows));
  if (profile.aspects.length) {
    const aspects = profile.aspects.map(({ class: name, none, one, several }) => [name, none, one, several]);
    await write(`\n${table(["aspect class", "no instance", "one", "several"], aspects)}`);
  }
  const sampled = profile.isSample ? ` (a sample of ${profile.queryRows})` : "";
  note(`${profile.tableName}: ${profile.rowCount} rows${sampled}`);
}
