// The one open file and everything the page knows about it. Panels read its state and call its actions; only this folder
// talks to the engine.
//
//   const workbench = new Workbench();
//   await workbench.openSample();
//   workbench.selectGroup(1);
import { createEngine, CrashedError, type Engine, type MappingDocument, type Snapshot } from "premap";
import type { PlanOptions, PushPlan } from "premap/plan";
import { freeName, haveSamePlaces, locate } from "../lib/outline";
import {
  append,
  type ColumnJson,
  duplicate,
  emptyMapping,
  itemOf,
  moveTo,
  type Patch,
  remove,
  renameColumn,
  set,
} from "../lib/patches";
import { Store } from "../lib/store";
import { fileOf, mayRead } from "../lib/file_handles";
import { gather } from "../lib/gather";
import { type LogKind, type Logs, logKinds, logName, mapLogs } from "../lib/logs";
import { nowAndThen, secondsLeft } from "../lib/pace";
import { rememberFile } from "../lib/recent_files";
import { saveFile } from "../lib/save_file";
import type { KeptWork, SnapshotOrigin } from "./kept_work";
import { type Problem, isUnknownCall, toProblem, wasRestarted } from "./problem";
import type {
  ColumnFacts,
  ColumnOutline,
  Diagnostic,
  Explanation,
  ExtractFormat,
  GroupFacts,
  GroupOutline,
  MappingApi,
  MappingOutline,
  Preview,
  Profile,
  SchemaInfo,
  SnapshotInfo,
  ValidationReport,
} from "./types";

/** Rows asked for at first; enough to scroll through, quick on any file. */
const firstRows = 1000;
/** About how many rows tell how a column that is not there yet would be filled. */
const mostTried = 20_000;
/** Edits are answered once typing pauses this long (ms). */
const typingPause = 250;
/** Steps one can go back. */
const mostUndo = 200;
/** Crashes in a row after which the page stops restarting by itself. */
const mostRestarts = 2;

export interface OpenFile {
  name: string;
  byteLength: number;
  /** The logs that are open with it. */
  logs?: readonly LogKind[];
}

/** A file the user chose, with what opens it again where the browser gives that. */
export interface ChosenFile {
  file: File;
  handle?: FileSystemFileHandle;
}

export type SnapshotState =
  | { phase: "none" }
  /** A file of an earlier visit that only the user can open again. */
  | { phase: "asking"; file: OpenFile; handle: FileSystemFileHandle | null; reason: string }
  | { phase: "loading"; file: OpenFile; step: string }
  | { phase: "ready"; file: OpenFile; info: SnapshotInfo }
  | { phase: "failed"; file: OpenFile; problem: Problem }
  | { phase: "cancelled"; file: OpenFile };

export type PreviewState =
  | { phase: "none" }
  | { phase: "running"; rows: number; previous?: PreviewData }
  | { phase: "ready"; data: PreviewData }
  | { phase: "failed"; problem: Problem }
  | { phase: "cancelled" };

export interface PreviewData {
  table: Preview;
  groupName: string;
  milliseconds: number;
  /** Rows asked for; null = all. */
  limit: number | null;
}

/** How far work over the rows of a group is. */
export interface RowProgress {
  rows: number;
  /** How many there are, where that is known. */
  rowCount?: number;
}

/** The count of all rows, where it takes long enough to be told of. */
export type CountingState = ({ phase: "running" } & RowProgress) | { phase: "stopped" };

/** The last export that was begun. */
export type ExportState =
  | ({ phase: "running"; fileName: string; bytes: number; secondsLeft?: number } & RowProgress)
  | { phase: "saved"; fileName: string }
  | { phase: "failed"; fileName: string; problem: Problem };

/** A cell of the table; row -1 is the column's header. */
export interface CellPlace {
  row: number;
  column: number;
}

/** A mapping that is open beside others; of the one on screen the state has the newest. */
export interface OpenMapping {
  name: string;
  text: string;
  /** The text as it was opened or saved last. */
  saved: string;
  isSample: boolean;
  group: number;
  /** Chosen instead of the one the text tells. */
  api?: MappingApi | null;
  undo: string[];
  redo: string[];
}

export interface WorkbenchState {
  /** How often the engine had to be started again; `stopped` when it crashes every time. */
  engine: { restarts: number; stopped: boolean; notice: string | null };
  snapshot: SnapshotState;
  schemas: SchemaInfo[] | null;
  /** A log that was given without its file. */
  lonelyLog: { name: string; of: string } | null;
  /** Where the snapshot came from; null when there is none. */
  origin: SnapshotOrigin | null;
  /** True once work of an earlier visit was taken up, until that was read. */
  resumed: boolean;
  /** All open mappings, and which of them is on screen. */
  mappings: readonly OpenMapping[];
  mapping: number;
  mappingName: string;
  mappingText: string;
  mappingIsSample: boolean;
  /** Texts to go back to, and forward to. */
  undo: string[];
  redo: string[];
  /** As the engine reads the text; undefined until it has. Of half-typed text the last one there was, no longer current. */
  outline: (MappingOutline & { isCurrent: boolean }) | undefined;
  /** The API chosen for the mapping; null: the text tells. */
  api: MappingApi | null;
  /** Index into outline.groups. */
  group: number;
  preview: PreviewState;
  profile: Profile | null;
  counting: CountingState | null;
  exporting: ExportState | null;
  validation: ValidationReport | null;
  cell: CellPlace | null;
}

const initial: WorkbenchState = {
  engine: { restarts: 0, stopped: false, notice: null },
  snapshot: { phase: "none" },
  schemas: null,
  lonelyLog: null,
  origin: null,
  resumed: false,
  mappings: [],
  mapping: 0,
  mappingName: "",
  mappingText: "",
  mappingIsSample: false,
  undo: [],
  redo: [],
  outline: undefined,
  api: null,
  group: 0,
  preview: { phase: "none" },
  profile: null,
  counting: null,
  exporting: null,
  validation: null,
  cell: null,
};

export const groupOf = (state: WorkbenchState): GroupOutline | undefined => state.outline?.groups[state.group];

/** The rows on screen: the current ones, or the ones before while new ones are made. */
export function tableOf(preview: PreviewState): PreviewData | undefined {
  if (preview.phase === "ready") return preview.data;
  return preview.phase === "running" ? preview.previous : undefined;
}

/** Problems of the mapping and of the group on screen, each once, errors first. */
export function problemsOf(state: WorkbenchState): Diagnostic[] {
  const seen = new Set<string>();
  const all = [
    ...(state.validation?.diagnostics ?? []),
    ...(tableOf(state.preview)?.table.diagnostics ?? []),
    ...(state.profile?.diagnostics ?? []),
    ...(state.preview.phase === "failed" ? state.preview.problem.diagnostics.filter((d) => d.path !== undefined) : []),
  ];
  const unique = all.filter((d) => {
    const key = `${d.code}|${d.path ?? ""}|${d.message}`;
    return !seen.has(key) && seen.add(key);
  });
  const rank = { error: 0, warning: 1, info: 2 };
  return unique.sort((a, b) => rank[a.severity] - rank[b.severity]);
}

/** What a change would make of the mapping, and of a column where that can be told. */
export interface PatchTrial {
  text: string;
  facts?: ColumnFacts;
}

export type SampleName = "mapping" | "broken";

/** How often each was asked for: what was fetched for an earlier wish comes too late. */
export type Wishes = { snapshot: number; mapping: number };

export class Workbench {
  readonly store = new Store<WorkbenchState>(initial);
  #engine: Promise<Engine> | null = null;
  #snapshot: Snapshot | null = null;
  #source: { source: Blob; logs: Logs<ChosenFile>; file: OpenFile } | null = null;
  #opening: AbortController | null = null;
  #wishes: Wishes = { snapshot: 0, mapping: 0 };
  #previewing: AbortController | null = null;
  #validating: AbortController | null = null;
  #profiling: AbortController | null = null;
  #exporting: AbortController | null = null;
  /** The newest preview, settled when it is on screen or given up. */
  #shown: Promise<void> = Promise.resolve();
  #typing: ReturnType<typeof setTimeout> | undefined;
  /** The mapping on screen, as the engine holds it. */
  #document: MappingDocument | undefined;
  /** The outline of the text that was checked last. */
  #judged: WorkbenchState["outline"];
  /** How often a mapping was put on screen. */
  #mappingShown = 0;
  /** Settled when the outline is of the text on screen. */
  #outlined: Promise<void> = Promise.resolve();
  /** Edits are made one after the other. */
  #editing: Promise<void> = Promise.resolve();
  #saved = "";
  /** A column to select once its group's table is there. */
  #wanted: string | null = null;

  // ------------------------------------------------------------------------------------------------------- files

  /** What was asked for so far: `openSample` and `resume` leave alone what is asked for after it. */
  wishes(): Wishes {
    return { ...this.#wishes };
  }

  /** The bundled snapshot with its mapping, or with the broken twin of that mapping. */
  async openSample(name: SampleName = "mapping", after = this.#wish("snapshot", "mapping")): Promise<void> {
    const files = [fetchFile("sample/building.bim"), fetchFile(`sample/${name}.json`)] as const;
    const [bim, json] = await Promise.allSettled(files);
    if (bim.status === "rejected" || json.status === "rejected") return;
    const text = await json.value.text();
    const isWanted = this.#wishes.mapping === after.mapping;
    if (isWanted) this.#openText(`${name}.json (sample)`, text, true);
    if (this.#wishes.snapshot === after.snapshot) {
      await this.openSnapshot(bim.value, sampleFile, { kind: "sample" });
      this.#showReason();
    } else if (isWanted) {
      this.#refresh();
    }
  }

  #wish(...kinds: (keyof Wishes)[]): Wishes {
    for (const kind of kinds) this.#wishes[kind] += 1;
    return this.wishes();
  }

  /** Takes up the work of an earlier visit: the mapping at once, the snapshot as far as the browser allows. */
  async resume({ mappings, mapping, snapshot }: KeptWork, after = this.wishes()): Promise<void> {
    const opened = this.#wishes.mapping === after.mapping ? [] : this.allMappings();
    this.#showMapping([...mappings, ...opened], opened.length ? mappings.length + opened.length - 1 : mapping);
    this.store.set({ resumed: true });
    if (this.#wishes.snapshot !== after.snapshot) return this.#refresh();
    this.store.set({ origin: snapshot });
    if (snapshot === null) return this.#validate();
    if (snapshot.kind === "sample") {
      const [bim] = await Promise.allSettled([fetchFile("sample/building.bim")]);
      if (bim.status === "rejected" || this.#wishes.snapshot !== after.snapshot) return;
      return this.openSnapshot(bim.value, sampleFile, snapshot);
    }
    const { file, handle, logs = {} } = snapshot;
    const mayReadAll = async (handles: FileSystemFileHandle[]) =>
      !(await Promise.all(handles.map(mayRead))).includes(false);
    const again = handle && (await mayReadAll([handle, ...Object.values(logs)])) ? await fileOf(handle) : undefined;
    const logsAgain = again ? await logsOf(logs) : {};
    if (this.#wishes.snapshot !== after.snapshot) return;
    if (again) return this.openSnapshot(again, file.name, snapshot, logsAgain);
    const reason = handle
      ? "The browser asks before a page reads a file again."
      : "A page cannot open a file again by itself.";
    this.store.set({ snapshot: { phase: "asking", file, handle: handle ?? null, reason } });
    await this.#validate();
  }

  /** Opens the snapshot of an earlier visit; a click of the user must have led here. */
  async openKeptSnapshot(): Promise<void> {
    const { snapshot } = this.store.state;
    if (snapshot.phase !== "asking" || !snapshot.handle) return;
    const { file, handle } = snapshot;
    const { origin } = this.store.state;
    const opened = await fileOf(handle);
    if (opened) {
      const logs = origin?.kind === "file" ? await logsOf(origin.logs ?? {}) : {};
      return this.openSnapshot(opened, file.name, originOf({ file: opened, handle }, logs), logs);
    }
    const reason = "It could not be opened: it was moved or deleted, or reading it was not allowed.";
    this.store.set({ snapshot: { phase: "asking", file, handle: null, reason } });
  }

  dismissResumed(): void {
    this.store.set({ resumed: false });
  }

  async openSnapshot(source: Blob, name: string, origin?: SnapshotOrigin, logs: Logs<ChosenFile> = {}): Promise<void> {
    const file = { name, byteLength: source.size, logs: logKinds.filter((kind) => logs[kind]) };
    this.#wish("snapshot");
    this.#opening?.abort();
    this.#previewing?.abort();
    this.#closeSnapshot();
    const opening = new AbortController();
    this.#opening = opening;
    this.#source = { source, logs, file };
    this.store.set({
      lonelyLog: null,
      snapshot: { phase: "loading", file, step: "Starting the engine" },
      origin: origin ?? { kind: "file", file },
      schemas: null,
      preview: { phase: "none" },
      profile: null,
      validation: null,
      cell: null,
    });
    try {
      const engine = await this.#start();
      if (this.#opening !== opening) return;
      this.store.set({ snapshot: { phase: "loading", file, step: "Reading the file's schemas" } });
      const snapshot = await engine.open(source, {
        ...(origin?.kind === "sample" ? { wal: null } : mapLogs(logs, ({ file }) => file)),
        signal: opening.signal,
      });
      if (this.#opening !== opening) return snapshot.close();
      this.#snapshot = snapshot;
      this.store.set({ snapshot: { phase: "ready", file, info: snapshot.info } });
      // The table first: it is what one waits for, and the engine does one thing at a time.
      await this.preview();
      await Promise.all([this.#validate(), this.#loadSchemas(snapshot)]);
    } catch (thrown) {
      if (this.#opening !== opening) return;
      if (this.#recover(thrown)) return;
      const problem = toProblem(thrown);
      this.store.set({
        snapshot: problem.kind === "cancelled" ? { phase: "cancelled", file } : { phase: "failed", file, problem },
      });
      // The mapping's own rules can be told without a snapshot.
      await this.#validate();
    }
  }

  async openMapping(file: File): Promise<void> {
    this.#wish("mapping");
    this.#openText(file.name, await file.text(), false);
    await Promise.all([this.preview(), this.#validate()]);
  }

  /** The open mappings by name, in the order they were opened. */
  openMappings(): { name: string; isEdited: boolean }[] {
    return this.allMappings().map(({ name, text, saved }) => ({ name, isEdited: text !== saved }));
  }

  selectMapping(index: number): void {
    const { mapping } = this.store.state;
    if (index === mapping) return;
    this.#showMapping(this.allMappings(), index);
    this.store.set({ resumed: false });
    this.#refresh();
  }

  /** Begins an empty mapping beside those that are open. */
  newMapping(): void {
    this.#wish("mapping");
    const open = this.allMappings();
    const name = `${freeName(
      "new-mapping",
      open.map((item) => item.name.replace(/\.json$/i, "")),
    )}.json`;
    const begun = { name, text: emptyMapping, saved: emptyMapping, isSample: false, group: 0, undo: [], redo: [] };
    this.#showMapping([...open, begun], open.length);
    this.store.set({ resumed: false });
    this.#refresh();
  }

  /** Closes the mapping on screen, edits and all; the next one takes its place. */
  closeMapping(): void {
    const { mapping } = this.store.state;
    const rest = this.allMappings().toSpliced(mapping, 1);
    this.#showMapping(rest, Math.min(mapping, Math.max(0, rest.length - 1)));
    this.store.set({ resumed: false });
    this.#refresh();
  }

  /** Any file the user dropped or picked: JSON is a mapping, a log goes with its snapshot, everything else is a snapshot. */
  async openAny(files: readonly ChosenFile[]): Promise<void> {
    const logs = files.filter(({ file }) => logName(file.name));
    const others = files.filter((chosen) => !logs.includes(chosen));
    for (const chosen of others) {
      const { file, handle } = chosen;
      const isMapping = /\.json$/i.test(file.name) || file.type === "application/json";
      if (isMapping && handle) void rememberFile("mapping", handle);
      if (isMapping) await this.openMapping(file);
      else await this.#openWithLogs(chosen, logsBeside(file.name, logs));
    }
    const lonely = logs.find(({ file }) => !others.some((other) => other.file.name === logName(file.name)?.of));
    if (lonely) await this.#addLogs(lonely.file.name, logs);
  }

  dismissLonelyLog(): void {
    this.store.set({ lonelyLog: null });
  }

  async #openWithLogs(chosen: ChosenFile, logs: Logs<ChosenFile>): Promise<void> {
    const origin = originOf(chosen, logs);
    if (chosen.handle) void rememberFile("snapshot", chosen.handle, origin.logs);
    await this.openSnapshot(chosen.file, chosen.file.name, origin, logs);
  }

  /** Logs without their file: they belong to the one that is open, or have to wait for theirs. */
  async #addLogs(name: string, logs: readonly ChosenFile[]): Promise<void> {
    const { of = "" } = logName(name) ?? {};
    const { origin } = this.store.state;
    if (this.#source?.file.name !== of || origin?.kind !== "file") return this.store.set({ lonelyLog: { name, of } });
    const { source } = this.#source;
    const file = source instanceof File ? source : new File([source], of);
    const all = { ...this.#source.logs, ...logsBeside(of, logs) };
    await this.#openWithLogs({ file, ...(origin.handle ? { handle: origin.handle } : {}) }, all);
  }

  /** Opens the last file again. */
  reopen(): Promise<void> {
    const source = this.#source;
    this.store.set({ engine: { ...this.store.state.engine, stopped: false } });
    if (!source) return this.openSample();
    return this.openSnapshot(source.source, source.file.name, this.store.state.origin ?? undefined, source.logs);
  }

  cancelOpening(): void {
    const state = this.store.state.snapshot;
    this.#opening?.abort();
    this.#opening = null;
    if (state.phase === "loading") this.store.set({ snapshot: { phase: "cancelled", file: state.file } });
  }

  // ------------------------------------------------------------------------------------------------------ mapping

  selectGroup(group: number): void {
    if (group === this.store.state.group) return;
    this.store.set({ group, cell: null, profile: null, preview: { phase: "none" } });
    void this.preview();
  }

  /** The mapping's text as typed; the table follows once typing pauses. */
  editMapping(text: string): void {
    const { mappingText } = this.store.state;
    if (text === mappingText) return;
    this.#giveUpReading();
    this.#rememberTyping(mappingText);
    this.store.set({ mappingText: text });
    this.#refreshAfterTyping();
  }

  /** One deliberate change of the text, shown at once; `group` is the one to show after it. */
  changeMapping(patch: Patch, group?: number, meant = this.store.state.outline): Promise<void> {
    return this.#edit(patch, meant, async (text, before) => {
      const outline = await this.#read(text);
      if (this.store.state.mappingText !== before) return false;
      this.#remember(before);
      // Together: a pointer is only good in the text that its outline is of.
      this.store.set({ mappingText: text, ...(outline ? this.#withGroup(outline, group) : {}) });
      this.#refresh();
      return true;
    });
  }

  /** What a problem or a repair offers: it was found in the text that was checked last. */
  mend(patch: Patch): Promise<void> {
    return this.changeMapping(patch, undefined, this.#judged);
  }

  /** A change of a field that is typed into; the table follows once typing pauses. */
  typeIntoMapping(patch: Patch): Promise<void> {
    return this.#edit(patch, this.store.state.outline, async (text, before) => {
      if (this.store.state.mappingText !== before) return false;
      this.#giveUpReading();
      this.#rememberTyping(before);
      this.store.set({ mappingText: text });
      this.#refreshAfterTyping();
      return true;
    });
  }

  /** The text on screen after a patch, without changing it; undefined when it does not fit. */
  async patched(patch: Patch): Promise<string | undefined> {
    const { mappingText } = this.store.state;
    try {
      const engine = await this.#start();
      return (await engine.apply(mappingText.trim() === "" ? emptyMapping : mappingText, patch)).mapping;
    } catch (thrown) {
      this.#recover(thrown);
      return undefined;
    }
  }

  /** By whose rules the mapping is judged; null: the text tells. */
  chooseApi(api: MappingApi | null): void {
    this.store.set({ api });
    void this.#validate();
  }

  /** What the push of the mapping on screen would take. */
  async planPush(options: PlanOptions): Promise<PushPlan | undefined> {
    try {
      const { mappingText, api } = this.store.state;
      const engine = await this.#start();
      return await engine.openMapping(mappingText).planPush({ ...(api ? { api } : {}), ...options });
    } catch (thrown) {
      this.#recover(thrown);
      return undefined;
    }
  }

  /** The mapping as it stands is in a file of the user's. */
  markSaved(): void {
    this.#saved = this.store.state.mappingText;
    this.store.set({});
  }

  /** The text as it was opened or saved last. */
  get savedText(): string {
    return this.#saved;
  }

  hasUnsavedEdits(): boolean {
    return this.allMappings().some(({ text, saved }) => text !== saved);
  }

  /** Every open mapping as it stands. */
  allMappings(): OpenMapping[] {
    const { mappings, mapping, mappingName, mappingText, mappingIsSample, group, api, undo, redo } = this.store.state;
    if (mappingName === "") return [...mappings];
    const current = { name: mappingName, text: mappingText, saved: this.#saved };
    return mappings.toSpliced(mapping, 1, { ...current, isSample: mappingIsSample, group, api, undo, redo });
  }

  /** Gives a column another name, in the formulas of its group too, and keeps it chosen. Answers how many formulas followed. */
  renameColumn(column: ColumnOutline, name: string): number {
    const group = groupOf(this.store.state);
    if (!group) return 0;
    this.#wanted = name;
    const { patch, formulas } = renameColumn(group, column, name);
    void this.changeMapping(patch);
    return formulas;
  }

  /** Adds a column to the group on screen and chooses it. */
  addColumn(column: ColumnJson): void {
    const list = groupOf(this.store.state)?.columnsPointer;
    if (list === undefined) return;
    this.#wanted = column.propertyName;
    void this.changeMapping(append(list, column));
  }

  /** Adds a group of all rows of a class and shows it. */
  addGroup(base: string, className: string): void {
    const { outline } = this.store.state;
    const { groups, groupsPointer = "/groups" } = outline ?? { groups: [] };
    const name = freeName(
      base,
      groups.map((group) => group.name),
    );
    const query = `SELECT ECInstanceId, ECClassId FROM ${className}`;
    this.#showNothing();
    void this.changeMapping(append(groupsPointer, { groupName: name, query, properties: [] }), groups.length);
  }

  renameGroup(name: string): void {
    const group = groupOf(this.store.state);
    if (group) void this.changeMapping(set(group.pointer, "groupName", name));
  }

  /** Brings a group to another place; the group on screen stays on screen. */
  moveGroup(from: number, to: number): void {
    const { outline, group } = this.store.state;
    const item = outline?.groups[from];
    const place = itemOf(outline?.groups[to]?.pointer ?? "");
    if (!item || !place || place.list !== itemOf(item.pointer)?.list || from === to) return;
    const between = group >= Math.min(from, to) && group <= Math.max(from, to);
    const shown = group === from ? to : between ? group + Math.sign(from - to) : group;
    void this.changeMapping(moveTo(item.pointer, place.index), shown);
  }

  duplicateGroup(index: number): void {
    const groups = this.store.state.outline?.groups ?? [];
    const item = groups[index];
    if (!item) return;
    const name = freeName(
      item.name,
      groups.map((group) => group.name),
    );
    this.#showNothing();
    void this.changeMapping(duplicate(item.pointer, "groupName", name), index + 1);
  }

  removeGroup(index: number): void {
    const { outline, group } = this.store.state;
    const item = outline?.groups[index];
    if (item) void this.changeMapping(remove(item.pointer), index < group ? group - 1 : group);
  }

  /** Brings a column to another place of its list. */
  moveColumn(column: ColumnOutline, to: number): void {
    this.#wanted = column.name;
    void this.changeMapping(moveTo(column.pointer, to));
  }

  duplicateColumn(group: GroupOutline, column: ColumnOutline): void {
    const name = freeName(
      column.name,
      group.columns.map((item) => item.name),
    );
    this.#wanted = name;
    void this.changeMapping(duplicate(column.pointer, "propertyName", name));
  }

  /** Chooses a column as soon as the next table is there. */
  want(column: string): void {
    this.#wanted = column;
  }

  undo(): void {
    const { undo, redo, mappingText } = this.store.state;
    const text = undo.at(-1);
    if (text === undefined) return;
    this.store.set({ undo: undo.slice(0, -1), redo: [...redo, mappingText], mappingText: text });
    this.#refresh();
  }

  redo(): void {
    const { undo, redo, mappingText } = this.store.state;
    const text = redo.at(-1);
    if (text === undefined) return;
    this.store.set({ undo: [...undo, mappingText], redo: redo.slice(0, -1), mappingText: text });
    this.#refresh();
  }

  /** Replaces the query of the group on screen and runs it at once, also when it is the same. */
  runQuery(query: string): void {
    const group = groupOf(this.store.state);
    if (!group) return;
    if (query === group.query) this.#refresh();
    else void this.changeMapping(set(group.pointer, "query", query));
  }

  /** The SQLite SQL a query becomes, or what is wrong with it; nothing is run. */
  async compileQuery(query: string): Promise<{ sql?: string; diagnostics: Diagnostic[] }> {
    const snapshot = this.#snapshot;
    if (!snapshot) return { diagnostics: [] };
    try {
      return { sql: await snapshot.nativeSql(query), diagnostics: [] };
    } catch (thrown) {
      if (this.#recover(thrown)) return { diagnostics: [] };
      const problem = toProblem(thrown);
      const silent = problem.kind !== "fault" || isUnknownCall(problem) || wasRestarted(problem);
      return { diagnostics: silent ? [] : problem.diagnostics };
    }
  }

  // ------------------------------------------------------------------------------------------------------ preview

  preview(limit: number | null = firstRows): Promise<void> {
    this.#shown = this.#preview(limit);
    return this.#shown;
  }

  async #preview(limit: number | null): Promise<void> {
    this.#previewing?.abort();
    this.#giveUpCounting();
    // From now on the table is behind the mapping, also while that is still being read.
    const shown = tableOf(this.store.state.preview);
    if (shown) this.store.set({ preview: { phase: "running", rows: 0, previous: shown } });
    await this.#outlined;
    const snapshot = this.#snapshot;
    const { mappingText, outline, snapshot: opened } = this.store.state;
    const group = groupOf(this.store.state);
    this.#previewing?.abort();
    const isPossible = opened.phase === "ready" && mappingText.trim() !== "" && outline?.groups.length !== 0;
    if (!snapshot || !isPossible) return this.store.set({ preview: { phase: "none" } });
    const previewing = new AbortController();
    this.#previewing = previewing;
    const groupName = group?.name ?? "";
    const previous = shown?.groupName === groupName ? { previous: shown } : {};
    this.store.set({ preview: { phase: "running", rows: 0, ...previous } });
    const started = performance.now();
    try {
      const table = await snapshot.preview(mappingText, {
        ...(groupName === "" ? {} : { group: groupName }),
        limit,
        signal: previewing.signal,
        onProgress: ({ rows }) => {
          if (this.#previewing === previewing) this.store.set({ preview: { phase: "running", rows, ...previous } });
        },
      });
      if (this.#previewing !== previewing) return;
      const data = { table, groupName, milliseconds: performance.now() - started, limit };
      const { cell, engine } = this.store.state;
      const kept = cell && cell.row < table.rowCount && cell.column < table.columns.length ? cell : null;
      const wanted = this.#wanted === null ? -1 : columnIndex(table, this.#wanted);
      this.#wanted = null;
      this.store.set({
        preview: { phase: "ready", data },
        profile: null,
        cell: wanted >= 0 ? { row: -1, column: wanted } : kept,
        engine: { ...engine, restarts: 0 },
      });
      void this.countRows();
    } catch (thrown) {
      if (this.#previewing !== previewing) return;
      if (this.#recover(thrown)) return;
      const problem = toProblem(thrown);
      if (wasRestarted(problem)) return this.preview(limit);
      this.store.set({ preview: problem.kind === "cancelled" ? { phase: "cancelled" } : { phase: "failed", problem } });
    }
  }

  cancelPreview(): void {
    this.#previewing?.abort();
    this.#previewing = null;
    this.store.set({ preview: { phase: "cancelled" } });
  }

  selectCell(cell: CellPlace | null): void {
    this.store.set({ cell });
  }

  /** The engine's own account of one cell; undefined when it cannot give one. */
  async explain(ecInstanceId: string, property: string, signal: AbortSignal): Promise<Explanation | Problem> {
    const snapshot = this.#snapshot;
    const group = groupOf(this.store.state)?.name;
    if (!snapshot) return { kind: "cancelled", diagnostics: [] };
    try {
      return await snapshot.explain(this.store.state.mappingText, {
        ...(group ? { group } : {}),
        ecInstanceId,
        property,
        signal,
      });
    } catch (thrown) {
      if (!signal.aborted) this.#recover(thrown);
      return toProblem(thrown);
    }
  }

  /** What every group selects, what groups share and leave out. */
  async groupFacts(signal: AbortSignal): Promise<GroupFacts | Problem> {
    const snapshot = this.#snapshot;
    if (!snapshot) return { kind: "cancelled", diagnostics: [] };
    try {
      return await snapshot.groupFacts(this.store.state.mappingText, { signal });
    } catch (thrown) {
      if (!signal.aborted) this.#recover(thrown);
      return toProblem(thrown);
    }
  }

  /**
   * How columns would be filled by the rows of a query, each on its own, without any of them being in the mapping; in the
   * order given. Of a large group some thousand rows, spread over it, stand for all.
   */
  async tryColumns(
    query: string,
    columns: readonly object[],
    signal: AbortSignal,
    sample = mostTried,
  ): Promise<(ColumnFacts | undefined)[] | undefined> {
    const snapshot = this.#snapshot;
    if (!snapshot) return undefined;
    const properties = columns.map((column, index) => ({ ...column, propertyName: `column${index}` }));
    const trial = { mappingName: "Trial", groups: [{ groupName: "Trial", query, properties }] };
    try {
      const profile = await snapshot.profile(JSON.stringify(trial), { sample, signal });
      return properties.map(({ propertyName }) => profile.columns.find((column) => column.name === propertyName));
    } catch (thrown) {
      if (!signal.aborted) this.#recover(thrown);
      return undefined;
    }
  }

  /** How the column on screen would be filled after a change of the mapping, which is not made. */
  async tryPatch(patch: Patch, column: string, signal: AbortSignal): Promise<PatchTrial | undefined> {
    const snapshot = this.#snapshot;
    const group = groupOf(this.store.state)?.name;
    const text = await this.patched(patch);
    if (!snapshot || text === undefined) return undefined;
    try {
      const profile = await snapshot.profile(text, { ...(group ? { group } : {}), sample: mostTried, signal });
      const facts = profile.columns.find(({ name }) => name === column);
      return { text, ...(facts ? { facts } : {}) };
    } catch (thrown) {
      if (!signal.aborted) this.#recover(thrown);
      return { text };
    }
  }

  /** Where a diagnostic's pointer leads: selects its group and, when it names a property, that column. */
  goTo(pointer: string): void {
    const { outline } = this.store.state;
    if (!outline) return;
    const place = locate(outline, pointer);
    if (place.group >= 0) this.selectGroup(place.group);
    const name = outline.groups[place.group]?.columns[place.column]?.name;
    const table = tableOf(this.store.state.preview)?.table;
    const column = table && name ? columnIndex(table, name) : -1;
    if (column >= 0) this.selectCell({ row: this.store.state.cell?.row ?? -1, column });
    else this.#wanted = name ?? null;
  }

  dismissNotice(): void {
    this.store.set({ engine: { ...this.store.state.engine, notice: null } });
  }

  /** Counts every row of the group on screen, after its table is there; given up when there is something else to show. */
  async countRows(): Promise<void> {
    const snapshot = this.#snapshot;
    const { mappingText } = this.store.state;
    const group = groupOf(this.store.state)?.name;
    if (!snapshot) return;
    this.#giveUpCounting();
    const profiling = new AbortController();
    this.#profiling = profiling;
    const { signal } = profiling;
    const onProgress = nowAndThen((progress: RowProgress) => {
      if (!signal.aborted) this.store.set({ counting: { phase: "running", ...progress } });
    });
    let profile: Profile | null = null;
    try {
      profile = await snapshot.profile(mappingText, { ...(group ? { group } : {}), signal, onProgress });
    } catch {
      // Without it the page counts the rows it has, and says so.
    }
    if (!signal.aborted) this.store.set({ profile, counting: null });
  }

  stopCounting(): void {
    this.#giveUpCounting();
    this.store.set({ counting: { phase: "stopped" } });
  }

  /** Saves the group's whole table as a file; what was begun before is given up. */
  async exportTable(tableName: string, format: ExtractFormat): Promise<void> {
    const snapshot = this.#snapshot;
    const group = groupOf(this.store.state)?.name;
    if (!snapshot) return;
    this.cancelExport();
    const exporting = new AbortController();
    this.#exporting = exporting;
    const { signal } = exporting;
    const fileName = `${tableName}.${format}`;
    const begun = performance.now();
    const show = (progress: RowProgress & { bytes: number }) => {
      const left = secondsLeft(performance.now() - begun, progress.rows, progress.rowCount);
      const rest = left === undefined ? {} : { secondsLeft: left };
      if (!signal.aborted) this.store.set({ exporting: { phase: "running", fileName, ...progress, ...rest } });
    };
    show({ rows: 0, bytes: 0 });
    const options = { format, ...(group ? { group } : {}), workers: "auto" as const, signal };
    try {
      const pieces = snapshot.extract(this.store.state.mappingText, { ...options, onProgress: nowAndThen(show) });
      const file = await gather(pieces, fileTypes[format]);
      if (signal.aborted) return;
      saveFile(file, fileName);
      this.store.set({ exporting: { phase: "saved", fileName } });
    } catch (thrown) {
      if (signal.aborted) return;
      this.#recover(thrown);
      this.store.set({ exporting: { phase: "failed", fileName, problem: toProblem(thrown) } });
    }
  }

  /** Gives up the export that runs, or forgets the last one. */
  cancelExport(): void {
    this.#exporting?.abort();
    this.#exporting = null;
    this.store.set({ exporting: null });
  }

  // ------------------------------------------------------------------------------------------------------- inside

  /**
   * Applies a patch to the text as it is when its turn comes; one that does not fit changes nothing. `show` says whether it could
   * show the new text; else the patch is made again on the newer one, so that what is typed meanwhile is not lost.
   */
  #edit(
    patch: Patch,
    meant: WorkbenchState["outline"],
    show: (text: string, before: string) => Promise<boolean>,
  ): Promise<void> {
    const mapping = this.#mappingShown;
    const turn = async () => {
      for (let isDone = patch.length === 0; !isDone;) {
        await this.#outlineNow();
        const { outline, mappingText: before } = this.store.state;
        // The pointers are of the outline that was meant: where others stand now, they would lead to something else.
        if (mapping !== this.#mappingShown || (meant && outline && !haveSamePlaces(meant, outline))) return;
        const text = await this.patched(patch);
        isDone = text === undefined || text === before || (await show(text, before));
      }
    };
    this.#editing = this.#editing.then(turn).catch((thrown: unknown) => void this.#recover(thrown));
    return this.#editing;
  }

  /** One step back undoes a stretch of typing, not a letter. */
  #rememberTyping(text: string): void {
    if (this.#typing === undefined) this.#remember(text);
  }

  #refreshAfterTyping(): void {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.#typing = undefined;
      this.#refresh();
    }, typingPause);
  }

  /** Until another group's table is there. */
  #showNothing(): void {
    this.store.set({ cell: null, profile: null, preview: { phase: "none" } });
  }

  #remember(text: string): void {
    this.store.set({ undo: [...this.store.state.undo, text].slice(-mostUndo), redo: [] });
  }

  /** A mapping as it was read: in place of the one of its name, of the untouched sample, or beside the others. */
  #openText(name: string, text: string, isSample: boolean): void {
    const open = this.allMappings();
    const { mapping, mappingIsSample } = this.store.state;
    const isUntouched = mappingIsSample && open[mapping]?.text === open[mapping]?.saved;
    const known = open.findIndex((item) => item.isSample === isSample && (isSample || item.name === name));
    const at = known >= 0 ? known : isUntouched ? mapping : open.length;
    const before = open[at];
    // Edits that are nowhere else can be had back with Undo.
    const undo = before && before.text !== before.saved ? [...before.undo, before.text].slice(-mostUndo) : [];
    this.#showMapping(open.toSpliced(at, 1, { name, text, saved: text, isSample, group: 0, undo, redo: [] }), at);
    this.store.set({ resumed: false });
  }

  #showMapping(mappings: readonly OpenMapping[], index: number): void {
    const {
      name = "",
      text = "",
      saved = "",
      isSample = false,
      group = 0,
      api = null,
      undo = [],
      redo = [],
    } = mappings[index] ?? {};
    clearTimeout(this.#typing);
    this.#typing = undefined;
    this.#previewing?.abort();
    this.#giveUpReading();
    this.#saved = saved;
    this.store.set({
      ...{ mappings, mapping: index, mappingIsSample: isSample, api, undo, redo },
      ...{ mappingText: text, mappingName: name, group, outline: undefined },
      ...{ cell: null, profile: null, validation: null, preview: { phase: "none" } },
    });
    this.#document = undefined;
    this.#mappingShown += 1;
    void this.#outlineNow();
  }

  #refresh(): void {
    void this.#outlineNow();
    void Promise.all([this.preview(), this.#validate()]);
  }

  /** Has the engine read the text on screen, unless it has. */
  #outlineNow(): Promise<void> {
    this.#outlined = this.#outline();
    return this.#outlined;
  }

  async #outline(): Promise<void> {
    const { mappingText } = this.store.state;
    if (mappingText.trim() === "") return this.store.set({ outline: undefined });
    const outline = await this.#read(mappingText);
    if (outline && this.store.state.mappingText === mappingText) this.store.set(this.#withGroup(outline));
  }

  /** The outline of a text: once read, it is not read again. Undefined when another mapping was opened meanwhile, or the engine broke. */
  async #read(text: string): Promise<WorkbenchState["outline"]> {
    try {
      const engine = await this.#start();
      this.#document ??= engine.openMapping("");
      const document = this.#document;
      document.update(text);
      const outline = await document.outline();
      return document === this.#document ? outline : undefined;
    } catch (thrown) {
      this.#document = undefined;
      this.#recover(thrown);
      return undefined;
    }
  }

  /** An outline with the group on screen, or another one, as far as it has as many. */
  #withGroup(outline: NonNullable<WorkbenchState["outline"]>, group = this.store.state.group): Partial<WorkbenchState> {
    return { outline, group: Math.max(0, Math.min(group, outline.groups.length - 1)) };
  }

  /** Chooses the first cell whose emptiness the mapping could mend, so that a newcomer sees an answer before asking. */
  #showReason(): void {
    const table = tableOf(this.store.state.preview)?.table;
    if (!table || this.store.state.cell) return;
    const wanted = ["aspect-multiple", "aspect-none"];
    for (const reason of wanted) {
      for (let column = 0; column < table.columns.length; column += 1) {
        for (let row = 0; row < Math.min(table.rowCount, 20); row += 1) {
          if (table.verdict(row, column)?.reason === reason) return this.selectCell({ row, column });
        }
      }
    }
  }

  #start(): Promise<Engine> {
    this.#engine ??= createEngine();
    this.#engine.catch(() => {
      this.#engine = null;
    });
    return this.#engine;
  }

  #closeSnapshot(): void {
    this.#giveUpReading();
    this.#exporting?.abort();
    if (this.store.state.exporting?.phase === "running") this.store.set({ exporting: null });
    try {
      this.#snapshot?.close();
    } catch {
      // A snapshot of a crashed engine is gone already.
    }
    this.#snapshot = null;
  }

  /** After a crash: a new engine, the same file, the same view. False when `thrown` is no crash or it crashes every time. */
  #recover(thrown: unknown): boolean {
    if (!(thrown instanceof CrashedError)) return false;
    const { engine } = this.store.state;
    void this.#engine?.then((crashed) => crashed.close()).catch(() => undefined);
    this.#engine = null;
    this.#document = undefined;
    this.#closeSnapshot();
    if (engine.restarts >= mostRestarts) {
      this.store.set({ engine: { restarts: 0, stopped: true, notice: null } });
      return false;
    }
    const notice = "The engine stopped unexpectedly and was started again. Your files and edits are unchanged.";
    this.store.set({ engine: { restarts: engine.restarts + 1, stopped: false, notice } });
    void this.reopen();
    return true;
  }

  async #loadSchemas(snapshot: Snapshot): Promise<void> {
    try {
      const schemas = await snapshot.schemas();
      if (this.#snapshot === snapshot) this.store.set({ schemas });
    } catch (thrown) {
      if (!isUnknownCall(toProblem(thrown))) this.#recover(thrown);
    }
  }

  #giveUpCounting(): void {
    this.#profiling?.abort();
    if (this.store.state.counting) this.store.set({ counting: null });
  }

  /** Nothing that reads rows stands in the way of what comes next. */
  #giveUpReading(): void {
    this.#giveUpCounting();
    this.#validating?.abort();
  }

  async #validate(): Promise<void> {
    const snapshot = this.#snapshot;
    const { mappingText, api } = this.store.state;
    this.#validating?.abort();
    if (mappingText.trim() === "") return this.store.set({ validation: null });
    const validating = new AbortController();
    this.#validating = validating;
    await this.#outlined;
    const { outline } = this.store.state;
    const show = (validation: ValidationReport) => {
      if (this.#validating !== validating) return;
      this.#judged = outline;
      this.store.set({ validation });
    };
    try {
      const options = { signal: validating.signal, ...(api ? { api } : {}) };
      if (!snapshot) return show(await (await this.#start()).validate(mappingText, options));
      // What the text and the schemas tell comes at once; what the rows tell takes as long as there are rows.
      show(await snapshot.validate(mappingText, { ...options, rows: false }));
      await this.#shown;
      show(await snapshot.validate(mappingText, options));
    } catch (thrown) {
      if (this.#validating !== validating || validating.signal.aborted) return;
      if (wasRestarted(toProblem(thrown))) return this.#validate();
      this.store.set({ validation: null });
    }
  }
}

function originOf({ file, handle }: ChosenFile, logs: Logs<ChosenFile>): SnapshotOrigin & { kind: "file" } {
  const facts = { name: file.name, byteLength: file.size };
  const handles = mapLogs(logs, (log) => log.handle);
  return {
    kind: "file",
    file: facts,
    ...(handle ? { handle } : {}),
    ...(logKinds.some((kind) => handles[kind]) ? { logs: handles } : {}),
  };
}

/** The logs of the file of that name, among others. */
function logsBeside(name: string, files: readonly ChosenFile[]): Logs<ChosenFile> {
  const logs: Logs<ChosenFile> = {};
  for (const chosen of files) {
    const log = logName(chosen.file.name);
    if (log?.of === name) logs[log.kind] = chosen;
  }
  return logs;
}

/** The logs behind the handles, those that are still there: an application that ends takes them away. */
async function logsOf(handles: Logs<FileSystemFileHandle>): Promise<Logs<ChosenFile>> {
  const logs: Logs<ChosenFile> = {};
  for (const kind of logKinds) {
    const handle = handles[kind];
    const file = handle && (await fileOf(handle));
    if (handle && file) logs[kind] = { file, handle };
  }
  return logs;
}

const sampleFile = "building.bim (sample)";

const fileTypes: Record<ExtractFormat, string> = {
  csv: "text/csv",
  ndjson: "application/x-ndjson",
  json: "application/json",
};

const columnIndex = (table: Preview, name: string): number =>
  table.columns.findIndex((c) => !c.isDefault && c.name === name);

async function fetchFile(path: string): Promise<Blob> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.blob();
}
