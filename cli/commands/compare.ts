/** `premap compare`: what a mapping gives on two snapshots: rows only one of them has, how columns are filled, changed cells. */

import { createEngine, EngineError } from "premap";
import { type ComparedGroup, compareSnapshots, type GroupComparison, type SnapshotComparison } from "premap/compare";
import { shown } from "../lib/clean.js";
import { type Command, countOf, oneOf, parse, required } from "../lib/command.js";
import { plural } from "../lib/diagnostics.js";
import { openSnapshot, readSource, RefusedError } from "../lib/input.js";
import { resolveOptions } from "../lib/mapping_command.js";
import { progressLine, write } from "../lib/output.js";
import { exitCode, UsageError } from "../lib/usage.js";

const keys = { id: "ECInstanceId", guid: "FederationGuid" } as const;

export const compare: Command = {
  summary: "what a mapping gives on two snapshots, side by side",
  help: `
Usage: premap compare A.bim B.bim --mapping FILE [options]

Runs the groups of a mapping on two snapshots, an earlier and a later one say, and tells for each group which rows only
one of them has, how each column is filled in both, and which cells have changed.

  --mapping FILE    the mapping, or - for standard input
  --group NAME      which group (repeat for more); all when left out
  --key KEY         by what rows belong together: id (default), or guid, the federation GUID, which stays when a model is
                    made anew; rows without one cannot be compared
  --samples N       how many rows and cells to list of each kind (default 3 as text, 1000 as JSON)
  --option N=V      set a switch of the resolution rules (repeat for more)
  --format FORMAT   text (default) or json

Exit code: 0 nothing differs, 1 something does, or could not be compared, 2 wrong usage, 3 a file cannot be read
`,
  async run(args) {
    const { values, positionals } = parse(args, {
      mapping: { type: "string" },
      group: { type: "string", multiple: true },
      key: { type: "string" },
      samples: { type: "string" },
      option: { type: "string", multiple: true },
      format: { type: "string" },
    });
    const [fileA, fileB, more] = positionals;
    if (fileA === undefined || fileB === undefined) throw new UsageError("two snapshots are compared: name both");
    if (more !== undefined) throw new UsageError(`too many arguments: ${positionals.slice(2).join(" ")}`);
    const format = oneOf(values.format, ["text", "json"], "text");
    const key = keys[oneOf(values.key, ["id", "guid"], "id", "key")];
    const samples = countOf(values.samples, "samples") ?? (format === "text" ? 3 : 1000);
    const options = resolveOptions(values.option);
    const source = await readSource(required(values.mapping, "mapping"));
    const engine = await createEngine({ worker: false });
    try {
      const a = await openSnapshot(engine, fileA);
      const b = await openSnapshot(engine, fileB);
      const { groups, isCurrent } = await a.openMapping(source.text).outline();
      const names = groups.map(({ name }) => name);
      const unknown = isCurrent ? values.group?.find((name) => !names.includes(name)) : undefined;
      if (unknown !== undefined)
        throw new UsageError(`the mapping has no group ${unknown}; there are ${names.join(", ")}`);
      const progress = progressLine("rows");
      const chosen = values.group ? { groups: values.group } : {};
      const result = await compareSnapshots(a, b, source.text, {
        ...{ key, samples, ...options, ...chosen },
        onProgress: ({ rows, rowCount }) => progress.show(rows, rowCount),
      }).finally(() => progress.done());
      await write(format === "json" ? `${JSON.stringify(result, asJson, 2)}\n` : textOf(result));
      return result.isSame ? exitCode.fine : exitCode.mappingHasErrors;
    } catch (error) {
      throw error instanceof EngineError ? new RefusedError(error, source) : error;
    } finally {
      engine.close();
    }
  },
};

/** Digits that a JSON number would lose stay, as a text. */
const asJson = (_: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);

function textOf({ groups, isSame }: SnapshotComparison): string {
  const end = isSame ? "Nothing differs." : "They differ.";
  return `${[...groups.flatMap(linesOf), end].join("\n")}\n`;
}

function linesOf(group: GroupComparison): string[] {
  const name = shown(group.group);
  if ("columns" in group) return comparedLines(name, group);
  const why = [group.failedA?.[0], group.failedB?.[0]].map((fault) => fault && shown(fault.message));
  return why.flatMap((message, side) =>
    message ? [`${name}: cannot be run on ${side === 0 ? "A" : "B"}: ${message}`] : [],
  );
}

function comparedLines(name: string, group: ComparedGroup): string[] {
  const { rowsA, rowsB, rowsInBoth, changedRows, onlyA, onlyB, withoutKeyA, withoutKeyB } = group;
  const lines = [
    `${name}: ${plural(rowsA, "row")} in A, ${rowsB} in B, ${rowsInBoth} in both, ${changedRows} of them changed`,
  ];
  for (const [side, { count, rows }] of [["A", onlyA] as const, ["B", onlyB] as const])
    if (count > 0)
      lines.push(
        `  ${plural(count, "row")} only in ${side}: ${listed(
          rows.map(({ key }) => key),
          count,
        )}`,
      );
  if (withoutKeyA + withoutKeyB > 0)
    lines.push(`  not compared, for want of a federation GUID: ${withoutKeyA} in A, ${withoutKeyB} in B`);
  for (const { name: column, filledA, filledB, changed, gained, lost, cells } of group.columns) {
    if (changed === 0) continue;
    const both = gained + lost > 0 ? ` (${gained} only in B, ${lost} only in A)` : "";
    lines.push(
      `  ${shown(column)}: ${plural(changed, "cell")} changed${both}, filled ${filledA} in A, ${filledB} in B`,
    );
    for (const { key, a, b } of cells) lines.push(`    ${key}: A ${valueOf(a)}, B ${valueOf(b)}`);
  }
  return lines;
}

const listed = (keys: readonly string[], count: number): string =>
  `${keys.map(shown).join(", ")}${count > keys.length ? ", …" : ""}`;

const valueOf = (value: unknown): string => shown(typeof value === "bigint" ? String(value) : JSON.stringify(value));
