/** `premap profile`: how well columns are filled, and with --groups what the groups select. */

import type { Profile, Value } from "premap";
import { shown } from "../lib/clean.js";
import { type Command, countOrAll } from "../lib/command.js";
import { csvRow, json, table } from "../lib/format.js";
import { printGroupFacts } from "../lib/group_facts.js";
import { onMapping, sharedHelp } from "../lib/mapping_command.js";
import { note, progressLine, write } from "../lib/output.js";
import { exitCodes, UsageError } from "../lib/usage.js";

export const profile: Command = {
  summary: "how well each column of a group is filled",
  help: `
Usage: premap profile MAPPING --snapshot FILE [options]

Fills a whole group and counts, for each column, the rows with and without a value, the reasons for missing ones and the
rows each entry won. With --groups the columns are left aside: it counts the rows of every group, the elements that
several groups share, and those of each class that no group has.

${sharedHelp.first}
  --sample N        read about N rows, spread over the query, instead of all
  --groups          all groups, compared with each other
${sharedHelp.last}
  --format FORMAT   table (default), json, ndjson or csv

${exitCodes("mapping")}
`,
  run: (args) =>
    onMapping(
      {
        args,
        options: { groups: { type: "boolean" }, sample: { type: "string" } },
        formats: ["table", "json", "ndjson", "csv"],
      },
      (values, { group }) => {
        if (values.groups && group !== undefined)
          throw new UsageError("--groups is about all groups: leave --group out");
        const sample = countOrAll(values.sample, "sample");
        const ofSample = typeof sample === "number" ? { sample } : {};
        return async ({ snapshot, source, format, asked }) => {
          if (values.groups) {
            const facts = await snapshot.groupFacts(source.text, asked);
            await printGroupFacts(facts, format);
            return facts;
          }
          const progress = progressLine("rows");
          const result = await snapshot
            .profile(source.text, {
              ...asked,
              ...ofSample,
              onProgress: ({ rows, rowCount }) => progress.show(rows, rowCount),
            })
            .finally(() => progress.done());
          await print(result, format);
          return result;
        };
      },
    ),
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
  note(`${shown(profile.tableName)}: ${profile.rowCount} rows${sampled}`);
}
