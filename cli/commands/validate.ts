/**
 * `premap validate`: faults of many mappings against many snapshots, as a report for people or machines; the exit
 * code guards a repository.
 */

import path from "node:path";
import { pathToFileURL } from "node:url";
import { createEngine, type Engine, EngineError, type MappingApiName } from "premap";
import { type Command, countOf, oneOf, parse } from "../lib/command.js";
import { note, writeAll } from "../lib/output.js";
import { csv, json, junit, relativeUri, sarif, total, tooManyWarnings } from "premap/reports";
import { catalogue } from "../lib/catalogue.js";
import type { Results, Run } from "../lib/reports/run.js";
import { printText, tellUnread } from "../lib/reports/text.js";
import { filesNamed, InputError, readSource } from "../lib/input.js";
import { exitCode, exitCodes, UsageError } from "../lib/usage.js";
import { checkAll } from "../lib/validate/check.js";
import { fixAll } from "../lib/validate/fix.js";
import type { MappingFile } from "../lib/validate/mapping_file.js";

const formats = ["text", "json", "sarif", "junit", "csv"] as const;

export const validate: Command = {
  summary: "check mappings against the API's rules, and against snapshots",
  help: `
Usage: premap validate MAPPING... [--snapshot FILE]... [options]

Checks every group, query, property and formula of the mappings and reports every fault with its place.
MAPPING is a JSON file, a pattern such as "mappings/*.json", or - for standard input. Without a snapshot only the
rules that need none are checked. With one, queries are compiled and run, classes, properties and JSON members
looked up in it, and every group's rows are read once: what is empty, lossy, doubled or never used is told. With
several, every mapping is checked against each of them. An input that cannot be read is an error in the report.

  --snapshot FILE    an iModel snapshot (.bim) the mappings are meant for, or a pattern; may be repeated
  --no-rows          do not read rows: only what the schemas of the snapshot tell
  --api NAME         rules of which API: reporting (v1) or groupingAndMapping (gm); default: told by the mapping
  --format FORMAT    text (default), json, sarif, junit or csv
  --max-warnings N   more warnings than N also end with exit code 1
  --fix              first apply the repairs that are safe, in place, and print them as a diff
  --dry-run          with --fix: print the diff, write nothing

${exitCodes("mapping")}
`,
  async run(args) {
    const { values, positionals } = parse(args, {
      snapshot: { type: "string", multiple: true },
      api: { type: "string" },
      format: { type: "string" },
      "no-rows": { type: "boolean" },
      "max-warnings": { type: "string" },
      fix: { type: "boolean" },
      "dry-run": { type: "boolean" },
    });
    if (positionals.length === 0) throw new UsageError("the mapping file is missing");
    if (values["dry-run"] && !values.fix) throw new UsageError("--dry-run goes with --fix");
    if (values.fix && !values["dry-run"] && positionals.includes("-"))
      throw new UsageError("--fix cannot write to standard input; add --dry-run");
    const format = oneOf(values.format, formats, "text");
    const api = values.api === undefined ? {} : { api: oneOf(values.api, apis, "reporting", "api") };
    const maxWarnings = countOf(values["max-warnings"], "max-warnings") ?? Infinity;
    const snapshots = filesNamed(values.snapshot ?? []);

    const mappings = await readAll(filesNamed(positionals));
    const engine = await createEngine({ worker: false });
    try {
      if (values.fix)
        await fixAll(engine, mappings, snapshots, { api, writes: !values["dry-run"], asText: format === "text" });
      const options = { ...api, rows: !values["no-rows"], edits: format === "sarif" };
      const results = { runs: await checkAll(engine, mappings, snapshots, options), maxWarnings };
      return await printed(results, format, engine);
    } finally {
      engine.close();
    }
  },
};

const apis = ["reporting", "groupingAndMapping", "v1", "gm"] as const satisfies MappingApiName[];

/** What cannot be read is told; the rest is checked all the same. */
async function readAll(files: string[]): Promise<MappingFile[]> {
  const mappings: MappingFile[] = [];
  for (const file of files) {
    try {
      mappings.push({ file, source: await readSource(file) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      mappings.push({ file, failure: error.message });
    }
  }
  return mappings;
}

/** Prints the report; answers the exit code. */
async function printed(results: Results, format: (typeof formats)[number], engine: Engine): Promise<number> {
  const code = codeOf(results);
  if (format === "text") await printText(results.runs);
  else {
    tellUnread(results.runs);
    if (format === "csv") await nameGroups(results.runs, engine);
    await writeAll(reports[format](results, engine.version.version, code));
  }
  const tooMany = tooManyWarnings(results);
  if (tooMany && code !== exitCode.unreadableInput) note(`premap: ${tooMany}`);
  return code;
}

type Writer = (results: Results, version: string, exitCode: number) => Generator<string>;

const reports: Record<Exclude<(typeof formats)[number], "text">, Writer> = {
  ...{ json, junit, csv },
  sarif: (results, version, code) => sarif(results, { version, exitCode: code, catalogue: catalogue(), uriOf }),
};

/** Relative paths stay relative, so that the report holds wherever the repository is. */
const uriOf = (file: string): string => (path.isAbsolute(file) ? pathToFileURL(file).href : relativeUri(file));

/** For the names of groups and columns; what is no mapping has none. */
async function nameGroups(runs: readonly Run[], engine: Engine): Promise<void> {
  for (const run of runs) {
    if (!run.source) continue;
    try {
      run.outline = await engine.outline(run.source.text);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }
}

function codeOf(results: Results): number {
  if (results.runs.some((run) => run.isUnread)) return exitCode.unreadableInput;
  if (total(results.runs).error > 0 || tooManyWarnings(results)) return exitCode.mappingHasErrors;
  return exitCode.fine;
}
