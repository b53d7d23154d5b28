/** Every mapping against every snapshot. Snapshots are open one at a time, however many there are. */

import path from "node:path";
import { type Engine, EngineError, type Snapshot, type ValidateOptions, type ValidationReport } from "premap";
import { shown } from "../clean.js";
import { codeOf, nameOf, openSnapshot } from "../input.js";
import { progressLine } from "../output.js";
import { unread } from "premap/reports";
import type { Run } from "../reports/run.js";
import type { Source } from "../source.js";
import { exitCode } from "../usage.js";
import type { MappingFile } from "./mapping_file.js";

/** The runs in order of the mappings, and of each in order of the snapshots. */
export async function checkAll(
  engine: Engine,
  mappings: readonly MappingFile[],
  snapshots: readonly string[],
  options: ValidateOptions,
): Promise<Run[]> {
  const runs = mappings.map(({ file, failure }): Run[] =>
    failure === undefined ? [] : [unreadMapping(file, failure)],
  );
  const { rows: _, ...ofText } = options;
  if (snapshots.length === 0)
    for (const [index, { source }] of mappings.entries())
      if (source) runs[index]?.push(run(source, undefined, await engine.validate(source.text, ofText)));
  for (const file of snapshots)
    await onSnapshot(engine, file, async (snapshot) => {
      for (const [index, { source }] of mappings.entries())
        if (source) runs[index]?.push(await checkOn(snapshot, source, file.split(path.sep).join("/"), options));
    });
  return runs.flat();
}

/** Runs with the snapshot, or with what kept it from being opened. */
export async function onSnapshot(
  engine: Engine,
  file: string,
  use: (snapshot: Snapshot | EngineError) => Promise<void>,
): Promise<void> {
  let snapshot: Snapshot;
  try {
    snapshot = await openSnapshot(engine, file);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return use(error);
  }
  try {
    await use(snapshot);
  } finally {
    snapshot.close();
  }
}

async function checkOn(
  snapshot: Snapshot | EngineError,
  source: Source,
  name: string,
  options: ValidateOptions,
): Promise<Run> {
  if (snapshot instanceof EngineError) return run(source, name, unread(snapshot.diagnostics), true);
  const progress = progressLine("rows", shown(`${source.name} on ${name}`));
  try {
    const onProgress = ({ rows }: { rows: number }) => progress.show(rows);
    return run(source, name, await snapshot.validate(source.text, { ...options, onProgress }));
  } catch (error) {
    // It may be gone, or damaged, further in.
    if (!(error instanceof EngineError) || codeOf(error) !== exitCode.unreadableInput) throw error;
    return run(source, name, unread(error.diagnostics), true);
  } finally {
    progress.done();
  }
}

function run(source: Source, snapshot: string | undefined, report: ValidationReport, isUnread = false): Run {
  return { file: source.name, source, ...(snapshot === undefined ? {} : { snapshot }), report, isUnread };
}

function unreadMapping(file: string, message: string): Run {
  const report = unread([
    { code: "file-unreadable", severity: "error", message, hint: "check the path, the permissions and the encoding" },
  ]);
  return { file: nameOf(file), report, isUnread: true };
}
