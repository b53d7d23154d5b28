import { createEngine, type Engine, EngineError, type MappingApi, type Snapshot } from "premap";
import { type Command, oneOf, parse } from "../lib/command.js";
import { describe, summary } from "../lib/diagnostics.js";
import { InputError, readText, writeBack } from "../lib/input.js";
import { note, painter, write } from "../lib/output.js";
import { json, junit, type Run, sarif, total } from "../lib/reports.js";
import { unifiedDiff } from "../lib/text_diff.js";
import { exitCode, UsageError } from "../lib/usage.js";

export const validate: Command = {
  summary: "check mappings against the API's rules, and against snapshots",
  help: `
Usage: premap validate MAPPING... [--snapshot FILE]... [options]

Checks every group, query, property and formula of the mappings and reports every fault with its place.
MAPPING is a JSON file, or - for standard input. Without a snapshot only the rules that need none are checked.
With one, queries are compiled and run, classes, properties and JSON members looked up in it, and every group's
rows are read once: what is empty, lossy, doubled or never used is told. With several, every mapping is checked
against each of them.

  --snapshot FILE    an iModel snapshot (.bim) the mappings are meant for; may be repeated
  --no-rows          do not read rows: only what the schemas of the snapshot tell
  --api NAME         rules of which API: v1 (Reporting) or gm (Grouping and Mapping); default: told by the mapping
  --format FORMAT    text (default), json, sarif or junit
  --max-warnings N   more warnings than N also end with exit code 1
  --fix              first apply the repairs that are safe, in place, and print them as a diff
  --dry-run          with --fix: print the diff, write nothing

Exit code: 0 no errors, 1 a mapping has errors (or too many warnings), 2 wrong usage, 3 an input could not be read,
4 internal fault.
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
    const settings: Settings = {
      format: oneOf(values.format, ["text", "json", "sarif", "junit"], "text"),
      api: values.api === undefined ? undefined : apis[oneOf(values.api, ["v1", "gm"], "v1", "api")],
      rows: !values["no-rows"],
      fix: values.fix ? (values["dry-run"] ? "show" : "write") : "no",
    };
    const maxWarnings = warningsOf(values["max-warnings"]);
    const engine = await createEngine({ worker: false });
    try {
      const { snapshots, unreadable } = await openAll(engine, values.snapshot ?? []);
      const { runs, unread } = await checkAll(engine, snapshots, [...new Set(positionals)], settings);
      await print(runs, settings.format, engine.version.version);
      const counts = total(runs);
      if (unreadable || unread) return exitCode.unreadableInput;
      if (counts.error > 0) return exitCode.mappingHasErrors;
      if (counts.warning <= maxWarnings) return exitCode.fine;
      note(`premap: ${counts.warning} ${counts.warning === 1 ? "warning" : "warnings"}, and ${maxWarnings} allowed`);
      return exitCode.mappingHasErrors;
    } finally {
      engine.close();
    }
  },
};

const apis = { v1: "reporting", gm: "groupingAndMapping" } as const satisfies Record<string, MappingApi>;

interface Settings {
  format: "text" | "json" | "sarif" | "junit";
  api: MappingApi | undefined;
  rows: boolean;
  fix: "no" | "show" | "write";
}

function warningsOf(value: string | undefined): number {
  if (value === undefined) return Infinity;
  if (!/^\d+$/.test(value)) throw new UsageError(`--max-warnings is a whole number, not ${value}`);
  return Number(value);
}

interface Named {
  name: string;
  snapshot: Snapshot;
}

/** What cannot be read is told; the rest is checked all the same. */
async function openAll(engine: Engine, files: string[]): Promise<{ snapshots: Named[]; unreadable: boolean }> {
  const snapshots: Named[] = [];
  let unreadable = false;
  for (const name of new Set(files)) {
    try {
      snapshots.push({ name, snapshot: await engine.open(name) });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (files.length === 1) throw error;
      for (const diagnostic of error.diagnostics) note(`${name}: ${describe(diagnostic, { name, text: "" })}`);
      unreadable = true;
    }
  }
  return { snapshots, unreadable };
}

async function checkAll(
  engine: Engine,
  snapshots: Named[],
  files: string[],
  settings: Settings,
): Promise<{ runs: Run[]; unread: boolean }> {
  const runs: Run[] = [];
  let unread = false;
  for (const file of files) {
    let text: string;
    try {
      text = readText(file);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (files.length === 1) throw error;
      note(`premap: ${error.message}`);
      unread = true;
      continue;
    }
    runs.push(...(await check(engine, snapshots, file, text, settings)));
  }
  return { runs, unread };
}

async function check(
  engine: Engine,
  snapshots: Named[],
  file: string,
  original: string,
  settings: Settings,
): Promise<Run[]> {
  const api = settings.api ? { api: settings.api } : {};
  const text =
    settings.fix === "no" ? original : await fixed(snapshots.length ? snapshots : [engine], file, original, settings);
  const name = file === "-" ? "stdin" : file;
  if (snapshots.length === 0) return [{ file: name, text, report: await engine.validate(text, api) }];
  const runs: Run[] = [];
  for (const { name: snapshot, snapshot: open } of snapshots)
    runs.push({ file: name, text, snapshot, report: await open.validate(text, { ...api, rows: settings.rows }) });
  return runs;
}

async function fixed(targets: (Named | Engine)[], file: string, before: string, settings: Settings): Promise<string> {
  const api = settings.api ? { api: settings.api } : {};
  let text = before;
  let count = 0;
  for (const target of targets) {
    const answer = await ("snapshot" in target ? target.snapshot : target).fix(text, api);
    text = answer.mapping;
    count += answer.fixed.length;
  }
  if (text === before) return text;
  const diff = colouredDiff(unifiedDiff(before, text, file === "-" ? "stdin" : file));
  if (settings.format === "text") await write(diff);
  else note(diff.trimEnd());
  if (settings.fix === "write") writeBack(file, text);
  note(`${file}: ${count} ${count === 1 ? "repair" : "repairs"}${settings.fix === "show" ? ", not written" : ""}`);
  return text;
}

function colouredDiff(diff: string): string {
  const paint = painter(process.stdout);
  const colour = (line: string) => (line.startsWith("-") ? "red" : line.startsWith("+") ? "blue" : "dim");
  return diff
    .split("\n")
    .map((line) => (/^[-+@]/.test(line) ? paint(colour(line), line) : line))
    .join("\n");
}

async function print(runs: Run[], format: Settings["format"], version: string): Promise<void> {
  if (format === "json") return write(json(runs));
  if (format === "sarif") return write(sarif(runs, version));
  if (format === "junit") return write(junit(runs));
  const files = new Set(runs.map((run) => run.file));
  for (const file of files) await printFile(runs.filter((run) => run.file === file));
}

/** The faults of one mapping, each once, with the snapshots it holds for where it does not hold for all. */
async function printFile(runs: Run[]): Promise<void> {
  const [first] = runs;
  if (!first) return;
  const found = new Map<string, { diagnostic: Run["report"]["diagnostics"][number]; snapshots: string[] }>();
  for (const { report, snapshot } of runs)
    for (const diagnostic of report.diagnostics) {
      const key = JSON.stringify([diagnostic.code, diagnostic.path, diagnostic.message, diagnostic.span?.begin]);
      const known = found.get(key) ?? { diagnostic, snapshots: [] };
      known.snapshots.push(snapshot ?? "");
      found.set(key, known);
    }
  const inOrder = [...found.values()].sort((a, b) => (a.diagnostic.span?.begin ?? 0) - (b.diagnostic.span?.begin ?? 0));
  for (const { diagnostic, snapshots } of inOrder) {
    const where = snapshots.length < runs.length ? `\n  only on ${snapshots.join(", ")}` : "";
    await write(`${describe(diagnostic, { name: first.file, text: first.text }, process.stdout)}${where}\n\n`);
  }
  for (const { file, snapshot, report } of runs) {
    const on = snapshot && runs.length > 1 ? ` on ${snapshot}` : "";
    const isClean = report.diagnostics.length === 0;
    note(`${file}${on}: ${isClean ? "no faults found" : summary(report.counts)}`);
  }
}
