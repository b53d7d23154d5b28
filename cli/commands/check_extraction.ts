/** `premap check-extraction`: what the live service has made of a mapping, beside what premap makes of it. */
import type { ResolveOptions } from "premap";
import { checkExtraction, type CheckedGroup, type ExtractionCheck, pullMapping, PushError } from "premap/push";
import { shown } from "../lib/clean.js";
import { type Command, oneOf, onlyArgument, parse, required } from "../lib/command.js";
import { plural } from "../lib/diagnostics.js";
import { readSource, withSnapshot } from "../lib/input.js";
import { resolveOptions } from "../lib/mapping_command.js";
import { write } from "../lib/output.js";
import { Source } from "../lib/source.js";
import { exitCode } from "../lib/usage.js";
import { connection, connectionHelp, connectionOptions, tellClient } from "../push/connection.js";
import { tellFault } from "../push/faults.js";
import { mappingIdOf } from "../push/mapping_id.js";

const options = {
  ...connectionOptions,
  snapshot: { type: "string" },
  mapping: { type: "string" },
  report: { type: "string" },
  group: { type: "string" },
  option: { type: "string", multiple: true },
  format: { type: "string" },
} as const;

const live = /^live:(.+)$/;

export const checkExtractionCommand: Command = {
  summary: "compare what the live service has extracted with the preview",
  help: `
Usage: premap check-extraction MAPPING --snapshot FILE [options]

Reads what an extraction has left of a mapping and compares it cell by cell with what the preview says over the snapshot of
that model. MAPPING is a file, or live:ID. Where they differ every open question of the rules is read the other way round,
and those are told that give what came. docs/push.md says how to report one.

  --snapshot FILE   the model that was extracted
  --mapping ID      the live mapping, by its id or its name; default: the one of that name
  --report R        compare with this report's tables (OData); default: with the latest extraction (CDM)
  --group NAME      only this group
  --option N=V      set a switch of the resolution rules (repeat for more)
  --format F        text (default) or json
${connectionHelp}
Exit code: 0 no difference, 1 they differ, 2 wrong usage, 3 one could not be read, 4 internal fault.
`,
  run: async (args) => {
    const { values, positionals } = parse(args, options);
    const file = onlyArgument(positionals, "the mapping");
    const format = oneOf(values.format, ["text", "json"], "text");
    const snapshotFile = required(values.snapshot, "snapshot");
    const own = resolveOptions(values.option);
    const to = await connection(values);
    const api = { ...to, onEvent: tellClient };
    let source: Source | undefined;
    try {
      const named = live.exec(file)?.[1];
      const pulled = named === undefined ? undefined : await mappingIdOf(named, api);
      source =
        pulled === undefined
          ? await readSource(file)
          : new Source(file, (await pullMapping(pulled, api)).text, undefined);
      const mapping = source;
      return await withSnapshot(snapshotFile, mapping, async (snapshot) => {
        const { report, group } = values;
        const mappingId = values.mapping === undefined ? pulled : await mappingIdOf(values.mapping, api);
        const about = {
          ...(mappingId === undefined ? {} : { mappingId }),
          ...(report === undefined ? {} : { report }),
          ...(group === undefined ? {} : { group }),
        };
        const check = await checkExtraction(mapping.text, { ...api, ...own, ...about, snapshot });
        await write(format === "json" ? `${JSON.stringify(check, undefined, 2)}\n` : textOf(check));
        return check.isSame ? exitCode.fine : exitCode.mappingHasErrors;
      });
    } catch (error) {
      if (error instanceof PushError) return tellFault(error, source);
      throw error;
    }
  },
};

function textOf({ source, groups, isSame }: ExtractionCheck): string {
  const lines = [`Compared with ${shown(source)}.`, ...groups.flatMap(groupLines)];
  return `${[...lines, isSame ? "No difference." : "They differ; docs/push.md says how to report it."].join("\n")}\n`;
}

function groupLines(group: CheckedGroup): string[] {
  const name = shown(group.group);
  if (group.isMissing) return [`${name}: the extraction has no such table`];
  const rows = `${plural(group.liveRows, "row")} live, ${group.previewRows} in the preview, ${plural(group.cells, "cell")} compared`;
  const lines = [`${name}: ${rows}`];
  if (group.rowsOnlyLive > 0) lines.push(`  ${plural(group.rowsOnlyLive, "row")} only live`);
  if (group.rowsOnlyPreview > 0) lines.push(`  ${plural(group.rowsOnlyPreview, "row")} only in the preview`);
  for (const column of group.columnsOnlyLive) lines.push(`  column ${shown(column)} is only live`);
  for (const column of group.columnsOnlyPreview) lines.push(`  column ${shown(column)} is only in the preview`);
  for (const [column, count] of Object.entries(group.differentCells)) {
    lines.push(`  ${shown(column)}: ${plural(count, "cell")} different`);
    for (const cell of group.samples.filter((sample) => sample.column === column).slice(0, 3))
      lines.push(`    ${cell.elementId}: live ${valueOf(cell.live)}, preview ${valueOf(cell.preview)}`);
  }
  if (group.tried > 0) lines.push(...explanationLines(group));
  return lines;
}

const valueOf = (value: unknown): string => shown(JSON.stringify(value));

function explanationLines({ explanations, tried }: CheckedGroup): string[] {
  if (explanations.length === 0) return ["  No open question of the rules explains it."];
  return explanations.map(({ decision, options, what, explained, broken, columns }) => {
    const [name, value] = Object.entries(options as ResolveOptions)[0] ?? [];
    const of = `${explained} of ${tried}${broken > 0 ? `, but ${broken} new` : ""}`;
    return `  explained by ${decision}, ${name}=${String(value)}: ${of} (${columns.map(shown).join(", ")}; ${what})`;
  });
}
