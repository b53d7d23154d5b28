import type { Explanation } from "premap";
import { type Command, oneOf, onlyArgument, parse, required, resolveOptions } from "../lib/command.js";
import { cellText, json, table } from "../lib/format.js";
import { readText, withSnapshot } from "../lib/input.js";
import { write } from "../lib/output.js";
import { exitCode } from "../lib/usage.js";

export const explain: Command = {
  summary: "say why one cell has the value it has",
  help: `
Usage: premap explain MAPPING --snapshot FILE --property NAME --element 0x... [options]

Tries every entry of a group property on one element, in order, and tells what became of each.
MAPPING is a JSON file, or - for standard input.

  --snapshot FILE   the iModel snapshot (.bim)
  --group NAME      which group; may be left out when there is one
  --property NAME   the group property (the column)
  --element ID      ECInstanceId of the element, as 0x...
  --sql             also print the group's ECSQL, the SQLite SQL and its plan
  --option N=V      set a switch of the resolution rules (repeat for more)
  --format FORMAT   table (default) or json

Exit code: 0 fine, 1 the mapping has errors, 2 wrong usage, 3 the input could not be read, 4 internal fault.
`,
  async run(args) {
    const { values, positionals } = parse(args, {
      snapshot: { type: "string" },
      group: { type: "string" },
      property: { type: "string" },
      element: { type: "string" },
      sql: { type: "boolean" },
      option: { type: "string", multiple: true },
      format: { type: "string" },
    });
    const file = onlyArgument(positionals, "the mapping file");
    const format = oneOf(values.format, ["table", "json"], "table");
    const path = required(values.snapshot, "snapshot");
    const property = required(values.property, "property");
    const ecInstanceId = required(values.element, "element");
    const options = resolveOptions(values.option);
    const text = readText(file);
    return withSnapshot(path, { name: file, text }, async (snapshot) => {
      const explanation = await snapshot.explain(text, {
        property,
        ecInstanceId,
        ...(values.group !== undefined ? { group: values.group } : {}),
        ...(options ? { options } : {}),
      });
      if (format === "json") await write(`${json(explanation, 2)}\n`);
      else await print(explanation, values.sql ?? false);
      return exitCode.fine;
    });
  },
};

async function print(explanation: Explanation, withSql: boolean): Promise<void> {
  const { property, ecInstanceId, value, verdict, text } = explanation;
  await write(`${property} of ${ecInstanceId}: ${value === null ? "null" : cellText(value)}`);
  await write(
    `  (${verdict.source}${verdict.entry === null ? "" : `, entry ${verdict.entry + 1}`}${verdict.reason ? `, ${verdict.reason}` : ""})\n`,
  );
  await write(text === undefined ? "\n" : `  ${text}\n\n`);
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
    if (entry.text !== undefined) await write(`\n${entry.entry + 1}: ${entry.text}\n`);
  if (!withSql) return;
  for (const [title, text] of [
    ["ECSQL", explanation.ecsql],
    ["SQL", explanation.sql],
    ["plan", explanation.plan?.join("\n")],
  ])
    if (text) await write(`\n${title}:\n${text}\n`);
}
