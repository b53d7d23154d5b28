/** The report for people. */

import type { Diagnostic } from "premap";
import { shown } from "../clean.js";
import { describe, summary } from "../diagnostics.js";
import { note, writeAll } from "../output.js";
import { titleOf } from "premap/reports";
import type { Run } from "./run.js";

/** Faults go to standard output, their sums and what could not be read to standard error. */
export async function printText(runs: readonly Run[]): Promise<void> {
  tellUnread(runs);
  for (const ofFile of byFile(runs)) {
    await writeAll(faultsOf(ofFile));
    for (const run of ofFile) note(sumOf(run, ofFile.length > 1));
  }
}

/** Each once, however many mappings a snapshot was meant for. */
export function tellUnread(runs: readonly Run[]): void {
  const told = new Set<string>();
  for (const { isUnread, report } of runs)
    for (const diagnostic of isUnread ? report.diagnostics : []) told.add(describe(diagnostic, undefined));
  for (const words of told) note(words);
}

function byFile(runs: readonly Run[]): Iterable<Run[]> {
  const files = new Map<string, Run[]>();
  for (const run of runs) {
    const known = files.get(run.file);
    if (known) known.push(run);
    else files.set(run.file, [run]);
  }
  return files.values();
}

interface Found {
  diagnostic: Diagnostic;
  snapshots: string[];
}

/** The faults of one mapping, each once, with the snapshots it holds for where it does not hold for all. */
function* faultsOf(all: Run[]): Generator<string> {
  const runs = all.filter((run) => !run.isUnread);
  for (const { diagnostic, snapshots } of foundIn(runs)) {
    const where = snapshots.length < runs.length ? `\n  only on ${snapshots.map(shown).join(", ")}` : "";
    yield `${describe(diagnostic, runs[0]?.source, process.stdout)}${where}\n\n`;
  }
}

function sumOf(run: Run, isOneOfSeveral: boolean): string {
  const { diagnostics, counts } = run.report;
  const title = shown(isOneOfSeveral ? titleOf(run) : run.file);
  return `${title}: ${run.isUnread ? "not checked" : diagnostics.length === 0 ? "no faults found" : summary(counts)}`;
}

function foundIn(runs: Run[]): Found[] {
  const found = new Map<string, Found>();
  for (const { report, snapshot } of runs)
    for (const diagnostic of report.diagnostics) {
      const { code, path, message, span } = diagnostic;
      const key = JSON.stringify([code, path, message, span?.begin]);
      const known = found.get(key);
      if (known?.snapshots.at(-1) === (snapshot ?? "")) continue;
      if (known) known.snapshots.push(snapshot ?? "");
      else found.set(key, { diagnostic, snapshots: [snapshot ?? ""] });
    }
  // What has no place is about the list itself.
  const place = ({ diagnostic }: Found): number => diagnostic.span?.begin ?? Infinity;
  return [...found.values()].sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
}
