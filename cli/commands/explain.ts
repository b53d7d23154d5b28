/** `premap explain`: one cell's verdict entry by entry, for people or as JSON. */

import type { ElementMeasures, Explanation, Measures } from "premap";
import { shown, shownLines } from "../lib/clean.js";
import { type Command, required } from "../lib/command.js";
import { cellText, json, table } from "../lib/format.js";
import { onMapping, sharedHelp } from "../lib/mapping_command.js";
import { write } from "../lib/output.js";
import { exitCodes, UsageError } from "../lib/usage.js";

export const explain: Command = {
  summary: "say why one cell has the value it has",
  help: `
Usage: premap explain MAPPING --snapshot FILE --property NAME --element 0x... [options]

Tries every entry of a group property on one element, in order, and tells what became of each.
MAPPING is a JSON file, or - for standard input.

${sharedHelp.first}
  --property NAME   the group property (the column)
  --element ID      ECInstanceId of the element, as 0x...
  --sql             also print the group's ECSQL, the SQLite SQL and its plan
${sharedHelp.last}
  --format FORMAT   table (default) or json

${exitCodes("mapping")}
`,
  run: (args) =>
    onMapping(
      {
        args,
        options: { property: { type: "string" }, element: { type: "string" }, sql: { type: "boolean" } },
        formats: ["table", "json"],
      },
      (values) => {
        const property = required(values.property, "property");
        const ecInstanceId = idOf(required(values.element, "element"));
        return async ({ snapshot, source, format, asked }) => {
          const explanation = await snapshot.explain(source.text, { ...asked, property, ecInstanceId });
          if (format === "json") await write(`${json(explanation, 2)}\n`);
          else await print(explanation, values.sql ?? false);
          return { diagnostics: [] };
        };
      },
    ),
};

function idOf(text: string): string {
  if (/^0x[0-9a-f]{1,16}$/i.test(text)) return text;
  const meant = /^\d{1,19}$/.test(text) ? `; ${text} is 0x${BigInt(text).toString(16)}` : "";
  throw new UsageError(`--element is an id such as 0x2d, not ${text}${meant}`);
}

async function print(explanation: Explanation, withSql: boolean): Promise<void> {
  const { property, ecInstanceId, value, verdict, text } = explanation;
  await write(`${shown(property)} of ${ecInstanceId}: ${value === null ? "null" : shown(cellText(value))}`);
  await write(
    `  (${verdict.source}${verdict.entry === null ? "" : `, entry ${verdict.entry + 1}`}${verdict.reason ? `, ${verdict.reason}` : ""})\n`,
  );
  await write(text === undefined ? "\n" : `  ${shown(text)}\n\n`);
  const rows = explanation.entries.map((entry) => [
    entry.entry + 1,
    `${entry.ecSchemaName}.${entry.ecClassName}.${entry.ecPropertyName}`,
    entry.outcome,
    entry.source ?? entry.reason ?? "",
    entry.class ?? "",
    entry.value ?? null,
  ]);
  await write(table(["#", "entry", "outcome", "source or reason", "class", "value"], rows));
  for (const entry of explanation.entries.length > 1 ? explanation.entries : [])
    if (entry.text !== undefined) await write(`\n${entry.entry + 1}: ${shown(entry.text)}\n`);
  if (explanation.measures) await printMeasures(explanation.measures);
  if (!withSql) return;
  for (const [title, text] of [
    ["ECSQL", explanation.ecsql],
    ["SQL", explanation.sql],
    ["plan", explanation.plan?.join("\n")],
  ])
    if (text) await write(`\n${title}:\n${shownLines(text)}\n`);
}

/** What each primitive gave; the true measures where the service's engine has others. */
async function printMeasures({ engine, exact, primitives, deviations, unreported }: ElementMeasures): Promise<void> {
  const rows = primitives.map(({ kind, part, engine: each, refusal }) => [
    kind,
    part ?? "",
    ...(refusal ? [`not read: ${refusal.code}`, "", ""] : [each.length, each.area, each.volume]),
  ]);
  await write("\ngeometry, in metres:\n");
  await write(table(["primitive", "part", "length", "area", "volume"], [...rows, ["sum", "", ...sumOf(engine)]]));
  if (unreported > 0) await write(`and ${unreported} more\n`);
  const refused = new Map(primitives.flatMap(({ refusal }) => (refusal ? [[refusal.code, refusal.what]] : [])));
  for (const [code, what] of refused) await write(`\n${code}: ${what}\n`);
  if (deviations.length === 0) return;
  const { length, area, volume } = exact;
  await write(`\nThe service's engine deviates; in truth: length ${length}, area ${area}, volume ${volume}.\n`);
  for (const { what } of deviations) await write(`- ${what}\n`);
}

const sumOf = ({ length, area, volume }: Measures): number[] => [length, area, volume];
