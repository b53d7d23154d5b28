/** Extractions: one at a time for each snapshot, in the background; each leaves a record, a log and tables. */

import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import type { Store } from "../store/store.js";
import { Locks } from "../store/locks.js";
import type { MappingRecord } from "../store/mapping_record.js";
import type { ExtractedTable, ExtractTables, RunEvent } from "../tables.js";
import type { State } from "../wire/shapes.js";
import { isOver, type LogLine, type Run, type RunMapping } from "./run.js";

export interface RunRequest {
  readonly iModelId: string;
  readonly mappingIds: readonly string[];
  readonly ecInstanceIds?: readonly string[];
}

interface Settings {
  readonly snapshotOf: (iModelId: string) => string | undefined;
  readonly extractTables: ExtractTables;
  /** What happens. */
  readonly log: (line: string) => void;
  /** What goes wrong. */
  readonly tell: (line: string) => void;
}

/** Tables of so many runs of a mapping stay: the latest, and those that somebody may still be paging. */
const keptRuns = 3;

export class Runs {
  readonly #runs = new Map<string, Run>();
  readonly #turns = new Locks();
  readonly #logs = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #going = new Set<Promise<void>>();

  private constructor(
    private readonly store: Store,
    private readonly settings: Settings,
  ) {}

  static async open(store: Store, settings: Settings): Promise<Runs> {
    const runs = new Runs(store, settings);
    await runs.#readAll();
    return runs;
  }

  get(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  /** Of one iModel, the newest first. */
  of(iModelId: string): Run[] {
    return [...this.#runs.values()].filter((run) => run.iModelId === iModelId).reverse();
  }

  /** Those that left tables of a mapping, the newest first. */
  withTablesOf(mappingId: string): { run: Run; mapping: RunMapping }[] {
    return [...this.#runs.values()]
      .reverse()
      .filter((run) => isOver(run) && !run.isCleared)
      .flatMap((run) =>
        run.mappings
          .filter(({ id, state }) => id === mappingId && (state === "Succeeded" || state === "PartiallySucceeded"))
          .map((mapping) => ({ run, mapping })),
      );
  }

  /** A table's file on this machine. */
  fileOf = (table: ExtractedTable): ExtractedTable => ({
    ...table,
    file: this.store.disk.at("tables", ...table.file.split("/")),
  });

  /** Answers as soon as the run is on the disk; it is `Queued` then, however fast it will be. */
  async start(request: RunRequest): Promise<Run> {
    const { iModelId, mappingIds, ecInstanceIds } = request;
    const run: Run = {
      id: crypto.randomUUID(),
      iModelId,
      mappingIds,
      ...(ecInstanceIds && ecInstanceIds.length > 0 ? { ecInstanceIds } : {}),
      startedOn: new Date().toISOString(),
      state: "Queued",
      reason: "",
      containsIssues: false,
      mappings: [],
    };
    await this.#save(run);
    await this.#log(run, "Information", "StateChange", "The extraction is queued.");
    this.#runs.set(run.id, run);
    const queued = { ...run };
    const going = this.#turns
      .hold(iModelId, () => this.#run(run))
      .catch((error: unknown) => this.settings.tell(`extraction ${run.id}: ${(error as Error).message}`));
    this.#going.add(going);
    void going.finally(() => this.#going.delete(going));
    return queued;
  }

  async log(id: string): Promise<LogLine[]> {
    await this.#logs.get(id);
    const text = await readFile(this.#logFile(id), "utf8").catch(() => "");
    return text.split("\n").flatMap((line) => {
      try {
        return line ? [JSON.parse(line) as LogLine] : [];
      } catch {
        return []; // cut short by a kill
      }
    });
  }

  /** Stops what runs; it counts as failed. */
  async close(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#going);
  }

  // ----------------------------------------------------------------------------------------------------------- one run

  async #run(run: Run): Promise<void> {
    if (this.#stopping.signal.aborted)
      return this.#end(run, "Failed", "The service ended before the extraction began.");
    await this.#change(run, "Running", "The extraction is running.");
    const mappings = await this.#mappingsOf(run);
    if (mappings.length === 0)
      await this.#log(run, "Warning", "Unknown", "There is no mapping to extract: none was named, or none is enabled.");
    const snapshot = this.settings.snapshotOf(run.iModelId);
    if (snapshot === undefined) return this.#end(run, "Failed", "The snapshot of this iModel is not served any more.");
    for (const mapping of mappings) {
      await this.#extract(run, mapping, snapshot);
      if (this.#stopping.signal.aborted) return this.#end(run, "Failed", "The service ended while the extraction ran.");
    }
    const state = together(run.mappings.map((mapping) => mapping.state));
    await this.#end(run, state, endings[state]);
    await this.#clear(run);
  }

  async #mappingsOf(run: Run): Promise<MappingRecord[]> {
    const { mappings } = this.store;
    if (run.mappingIds.length === 0)
      return [...mappings.all()].filter((each) => each.iModelId === run.iModelId && each.extractionEnabled);
    const found: MappingRecord[] = [];
    for (const id of run.mappingIds) {
      const mapping = mappings.get(id);
      if (mapping) found.push(mapping);
      else {
        run.mappings.push({ id, name: "", modifiedOn: run.startedOn, state: "Failed", tables: [] });
        await this.#log(run, "Error", "Unknown", `MappingId: ${id}, the mapping was deleted before its turn came.`, id);
      }
    }
    return found;
  }

  async #extract(run: Run, mapping: MappingRecord, snapshot: string): Promise<void> {
    const { id, name, modifiedOn, text, groups } = mapping;
    const entry: RunMapping = { id, name, modifiedOn, state: "Running", tables: [] };
    run.mappings.push(entry);
    const tell = (event: RunEvent) => void this.#tellOf(run, mapping, event);
    if (groups.length === 0)
      tell({
        level: "Warning",
        category: "GroupQuery",
        message: "The mapping has no groups; there is nothing to extract.",
      });
    const folder = this.store.disk.at("tables", run.id, id);
    try {
      await mkdir(folder, { recursive: true });
      const failed = new Set<string>();
      const tables = await this.settings.extractTables({
        snapshot,
        mapping: text,
        groupIds: groups.map((group) => group.id),
        ...(run.ecInstanceIds ? { ecInstanceIds: run.ecInstanceIds } : {}),
        folder,
        signal: this.#stopping.signal,
        onEvent: (event) => {
          if (event.level === "Error" && event.groupId !== undefined) failed.add(event.groupId);
          tell(event);
        },
      });
      entry.tables = tables.map((table) => ({ ...table, file: this.#relative(table.file) }));
      if (failed.size === 0) entry.state = "Succeeded";
      else entry.state = tables.length > 0 ? "PartiallySucceeded" : "Failed";
    } catch (error) {
      entry.state = "Failed";
      tell({ level: "Error", category: "Unknown", message: this.#spoken(error, snapshot) });
    }
    const level = entry.state === "Failed" ? "Error" : entry.state === "Succeeded" ? "Information" : "Warning";
    await this.#log(run, level, "StateChange", `MappingId: ${id}, extraction: ${entry.state}.`, id, entry.state);
  }

  /** No path of this machine leaves it. */
  #spoken(error: unknown, snapshot: string): string {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOSPC") return "No space is left on the device of the state folder.";
    const message = error instanceof Error ? error.message : String(error);
    return message.replaceAll(snapshot, "the snapshot").replaceAll(this.store.disk.folder, "the state folder");
  }

  #tellOf(run: Run, mapping: MappingRecord, event: RunEvent): Promise<void> {
    const of = event.groupId === undefined ? "" : ` GroupId: ${event.groupId}.`;
    if (event.level !== "Information") run.containsIssues = true;
    const message = `MappingId: ${mapping.id},${of} ${event.message}`;
    return this.#log(run, event.level, event.category, message, mapping.id);
  }

  #relative(file: string): string {
    return path.relative(this.store.disk.at("tables"), file).split(path.sep).join("/");
  }

  async #change(run: Run, state: State, message: string): Promise<void> {
    run.state = state;
    await this.#log(run, state === "Failed" ? "Error" : "Information", "StateChange", message);
    await this.#save(run);
  }

  async #end(run: Run, state: State, reason: string): Promise<void> {
    run.endedOn = new Date().toISOString();
    run.reason = reason;
    if (state !== "Succeeded") run.containsIssues = true;
    await this.#change(run, state, reason);
    const seconds = (Date.parse(run.endedOn) - Date.parse(run.startedOn)) / 1000;
    const tables = run.mappings.flatMap((mapping) => mapping.tables);
    const rows = tables.reduce((sum, { rowCount }) => sum + rowCount, 0);
    this.settings.log(`extraction ${run.id}: ${state}, ${tables.length} tables, ${rows} rows, ${seconds.toFixed(1)} s`);
  }

  // ------------------------------------------------------------------------------------------------------------- files

  #save(run: Run): Promise<void> {
    return this.store.disk.write(this.store.disk.at("runs", `${run.id}.json`), `${JSON.stringify(run, null, 1)}\n`);
  }

  #logFile = (id: string): string => this.store.disk.at("runs", `${id}.log.jsonl`);

  /** In order, one line after the other. */
  #log(
    run: Run,
    level: LogLine["level"],
    category: string,
    message: string,
    mapping?: string,
    state?: State,
  ): Promise<void> {
    const line: LogLine = {
      state: state ?? run.state,
      dateTime: new Date().toISOString(),
      contextType: mapping === undefined ? "IModel" : "Mapping",
      contextId: mapping ?? run.iModelId,
      level,
      category,
      message,
    };
    const before = this.#logs.get(run.id) ?? Promise.resolve();
    const written = before.then(() => this.store.disk.append(this.#logFile(run.id), `${JSON.stringify(line)}\n`));
    const kept = written.catch(() => {});
    this.#logs.set(run.id, kept);
    void kept.then(() => {
      if (this.#logs.get(run.id) === kept) this.#logs.delete(run.id);
    });
    return kept;
  }

  async #readAll(): Promise<void> {
    const runs: Run[] = [];
    for (const name of await readdir(this.store.disk.at("runs"))) {
      if (!name.endsWith(".json")) continue;
      try {
        runs.push(JSON.parse(await readFile(this.store.disk.at("runs", name), "utf8")) as Run);
      } catch {
        this.settings.tell(`runs/${name} is no JSON and is left alone`);
      }
    }
    runs.sort((a, b) => (a.startedOn < b.startedOn ? -1 : 1));
    for (const run of runs) {
      this.#runs.set(run.id, run);
      if (isOver(run)) continue;
      run.isCleared = !run.mappings.some(({ tables }) => tables.length > 0);
      await this.#end(run, "Failed", "The service ended before the extraction did.");
    }
    const known = new Set(runs.filter((run) => !run.isCleared).map(({ id }) => id));
    for (const folder of await readdir(this.store.disk.at("tables")))
      if (!known.has(folder)) await rm(this.store.disk.at("tables", folder), { recursive: true, force: true });
  }

  /** Removes tables for which newer ones have come, once nobody is likely to page them any more. */
  async #clear(latest: Run): Promise<void> {
    const needed = new Set<string>();
    for (const { id } of latest.mappings)
      for (const { run } of this.withTablesOf(id).slice(0, keptRuns)) needed.add(run.id);
    const touched = new Set(latest.mappings.flatMap(({ id }) => this.withTablesOf(id).map(({ run }) => run)));
    for (const run of touched) {
      const others = run.mappings.filter(({ id }) => !latest.mappings.some((mapping) => mapping.id === id));
      if (needed.has(run.id) || others.length > 0) continue;
      run.isCleared = true;
      for (const mapping of run.mappings) mapping.tables = [];
      await this.#save(run);
      await rm(this.store.disk.at("tables", run.id), { recursive: true, force: true });
    }
  }
}

const endings: Record<State, string> = {
  Queued: "",
  Running: "",
  Succeeded: "The extraction is done.",
  PartiallySucceeded: "Some groups could not be extracted; the log says which and why.",
  Failed: "The extraction failed; the log says why.",
};

/** Of a run with several mappings. */
function together(states: readonly State[]): State {
  if (states.every((state) => state === "Succeeded")) return "Succeeded";
  return states.every((state) => state === "Failed") ? "Failed" : "PartiallySucceeded";
}
