// The snapshot's file and the logs beside it: chosen, dropped, bundled, or of an earlier visit; opened, closed, opened again.
// What is open stays until something else is: a wrong pick is a notice, and nothing more.
import type { Snapshot } from "premap";
import { fileOf, logsOf, mayRead } from "../lib/file_handles";
import { kindOf, textOf } from "../lib/file_kinds";
import { type LogKind, type Logs, logKinds, logName, mapLogs } from "../lib/logs";
import type { PickedFile } from "../lib/picked_files";
import { rememberFile } from "../lib/recent_files";
import { Store } from "../lib/store";
import type { Documents } from "./documents";
import type { EngineRoom } from "./engine";
import { Job } from "./jobs";
import type { KeptWork } from "./kept_work";
import type { Problem } from "./problem";
import type { Questions } from "./questions";
import type { SchemaInfo, SnapshotInfo } from "./types";

export interface OpenFile {
  name: string;
  byteLength: number;
  /** The logs that are open with it. */
  logs?: readonly LogKind[];
}

/** Where a snapshot came from, as far as it can be opened again. */
export type SnapshotOrigin =
  | { kind: "sample" }
  | { kind: "file"; file: OpenFile; handle?: FileSystemFileHandle; logs?: Logs<FileSystemFileHandle> };

export type SnapshotState =
  | { phase: "none" }
  /** A file of an earlier visit that only the user can open again. */
  | { phase: "asking"; file: OpenFile; handle: FileSystemFileHandle | null; reason: string }
  | { phase: "loading"; file: OpenFile; step: string }
  | { phase: "ready"; file: OpenFile; info: SnapshotInfo }
  | { phase: "failed"; file: OpenFile; problem: Problem }
  | { phase: "cancelled"; file: OpenFile };

/** A file that was not opened, while everything else stays as it is. */
export type FileNotice = { name: string; byteLength: number } & (
  { why: "unreadable" | "empty" | "other" | "too-large"; start?: string } | { why: "refused"; problem: Problem }
);

export interface FilesState {
  snapshot: SnapshotState;
  /** How many were opened so far: what is known of one says nothing of the next. */
  opened: number;
  /** A snapshot on its way, beside the one that is open until then. */
  arriving: { file: OpenFile; step: string } | null;
  /** The newest last. */
  notices: readonly FileNotice[];
  schemas: SchemaInfo[] | null;
  /** A log that was given without its file. */
  lonelyLog: { name: string; of: string } | null;
  /** Where the snapshot came from; null when there is none. */
  origin: SnapshotOrigin | null;
}

export type SampleName = "mapping" | "broken";

/** How often each was asked for: what was fetched for an earlier wish comes too late. */
export type Wishes = { snapshot: number; mapping: number };

const sampleFile = "building.bim (sample)";

/** More is no mapping, and would only fill the memory. */
const mostMappingBytes = 256 * 1024 * 1024;

/** A snapshot as it was given. */
interface Given {
  source: Blob;
  logs: Logs<PickedFile>;
  file: OpenFile;
  origin: SnapshotOrigin;
}

export class Files extends Store<FilesState> {
  /** What is open, for those who ask it something. */
  snapshot: Snapshot | null = null;
  /** Who asks about the snapshot, and hears when it comes and goes. */
  listener: Pick<Questions, "closing" | "replaced" | "opened"> | undefined;
  readonly #opening: Job<Snapshot>;
  /** As `#opening`, beside a snapshot that is open. */
  readonly #arriving: Job<Snapshot>;
  readonly #schemas: Job<SchemaInfo[]>;
  #source: Given | null = null;
  /** Is being read, to be in its place. */
  #coming: Given | null = null;
  #wishes: Wishes = { snapshot: 0, mapping: 0 };

  constructor(
    private readonly engine: EngineRoom,
    private readonly documents: Documents,
  ) {
    super({
      ...{ snapshot: { phase: "none" }, opened: 0, arriving: null, notices: [] },
      ...{ schemas: null, lonelyLog: null, origin: null },
    });
    this.#opening = new Job(engine);
    this.#arriving = new Job(engine);
    this.#schemas = new Job(engine);
  }

  // -------------------------------------------------------------------------------------- what was asked for, and when

  /** What was asked for so far: `openSample` and `resume` leave alone what is asked for after it. */
  wishes(): Wishes {
    return { ...this.#wishes };
  }

  #wish(...kinds: (keyof Wishes)[]): Wishes {
    for (const kind of kinds) this.#wishes[kind] += 1;
    return this.wishes();
  }

  /** The bundled snapshot with its mapping, or with the broken twin of that mapping. True when it is on screen. */
  async openSample(name: SampleName = "mapping", after = this.#wish("snapshot", "mapping")): Promise<boolean> {
    const files = [fetchFile("sample/building.bim"), fetchFile(`sample/${name}.json`)] as const;
    const [bim, json] = await Promise.allSettled(files);
    if (bim.status === "rejected" || json.status === "rejected") return false;
    const text = await json.value.text();
    const isOpened = this.#wishes.snapshot === after.snapshot;
    // To somebody's own snapshot its mapping would say nothing.
    if (isOpened && this.#wishes.mapping === after.mapping) this.documents.open(`${name}.json (sample)`, text, true);
    if (isOpened) await this.open(bim.value, sampleFile, { kind: "sample" });
    return isOpened;
  }

  /** Takes up the work of an earlier visit: the mapping at once, the snapshot as far as the browser allows. */
  async resume({ mappings, mapping, snapshot }: KeptWork, after = this.wishes()): Promise<unknown> {
    const isFirst = this.#wishes.mapping === after.mapping;
    this.documents.resume(mappings, mapping, isFirst ? [] : this.documents.state.all);
    if (this.#wishes.snapshot === after.snapshot) {
      this.change({ origin: snapshot });
      if (snapshot?.kind === "sample") return this.#resumeSample(after);
      if (snapshot) return this.#resumeFile(snapshot, after);
    }
    return this.documents.refresh();
  }

  async #resumeSample(after: Wishes): Promise<unknown> {
    const bim = await fetchFile("sample/building.bim").catch(() => undefined);
    return bim && this.#wishes.snapshot === after.snapshot && this.open(bim, sampleFile, { kind: "sample" });
  }

  async #resumeFile(origin: SnapshotOrigin & { kind: "file" }, after: Wishes): Promise<unknown> {
    const { file, handle, logs = {} } = origin;
    const mayReadAll = async (handles: FileSystemFileHandle[]) =>
      !(await Promise.all(handles.map(mayRead))).includes(false);
    const again = handle && (await mayReadAll([handle, ...Object.values(logs)])) ? await fileOf(handle) : undefined;
    const logsAgain = again ? await logsOf(logs) : {};
    if (this.#wishes.snapshot !== after.snapshot) return undefined;
    if (again) return this.open(again, file.name, origin, logsAgain);
    const reason = handle
      ? "The browser asks before a page reads a file again."
      : "A page cannot open a file again by itself.";
    this.change({ snapshot: { phase: "asking", file, handle: handle ?? null, reason } });
    return this.documents.refresh();
  }

  /** Opens the snapshot of an earlier visit; a click of the user must have led here. */
  async openKept(): Promise<void> {
    const { snapshot, origin } = this.state;
    if (snapshot.phase !== "asking" || !snapshot.handle) return;
    const { file, handle } = snapshot;
    const opened = await fileOf(handle);
    if (opened) {
      const logs = origin?.kind === "file" ? await logsOf(origin.logs ?? {}) : {};
      return this.open(opened, file.name, originOf({ file: opened, handle }, logs), logs);
    }
    const reason = "It could not be opened: it was moved or deleted, or reading it was not allowed.";
    this.change({ snapshot: { phase: "asking", file, handle: null, reason } });
  }

  // ------------------------------------------------------------------------------------------- what the user chooses

  /**
   * Any files the user dropped or picked, in any order and with any names: each is what its first bytes say. A log goes with its
   * snapshot.
   */
  async openAny(files: readonly PickedFile[]): Promise<void> {
    // What was wrong with an earlier pick is over.
    if (files.length > 0) this.change({ notices: [] });
    const kinds = await Promise.all(files.map(({ file, isGone }) => (isGone ? "unreadable" : kindOf(file))));
    const logs = files.filter((_, index) => kinds[index] === "log");
    const snapshots: PickedFile[] = [];
    const mappings: PickedFile[] = [];
    for (const [index, chosen] of files.entries()) {
      const kind = kinds[index] ?? "other";
      const { name } = chosen.file;
      // By its name it is meant to be one: what is wrong with it the engine tells best.
      if (kind === "snapshot" || (isStrange(kind) && /\.(bim|ibim|ecdb|imodel)$/i.test(name))) snapshots.push(chosen);
      else if (kind === "mapping" || (kind === "other" && /\.json$/i.test(name))) mappings.push(chosen);
      else if (kind !== "log") await this.#tell(chosen.file, kind);
    }
    // Of a mapping that comes with its snapshot the table is made once, when both are there.
    for (const chosen of mappings) await this.openMapping(chosen.file, chosen.handle, snapshots.length === 0);
    for (const chosen of snapshots) await this.#openWithLogs(chosen, logsBeside(chosen.file.name, logs));
    const lonely = logs.find(({ file }) => !snapshots.some((other) => other.file.name === logName(file.name)?.of));
    if (lonely) await this.#addLogs(lonely.file.name, logs);
  }

  async openMapping(file: File, handle?: FileSystemFileHandle, isShown = true): Promise<void> {
    if (file.size > mostMappingBytes) return this.#tell(file, "too-large");
    this.#wish("mapping");
    let text: string;
    try {
      text = await textOf(file);
    } catch {
      return this.#tell(file, "unreadable");
    }
    if (handle) void rememberFile("mapping", handle);
    this.documents.open(file.name, text, false, handle ? { handle } : {});
    if (isShown) await this.documents.refresh();
  }

  newMapping(): void {
    this.#wish("mapping");
    this.documents.begin();
  }

  async #openWithLogs(chosen: PickedFile, logs: Logs<PickedFile>): Promise<void> {
    const origin = originOf(chosen, logs);
    // What is about the sample would be a screen of faults here.
    const arrived = () => {
      this.documents.putSampleAway();
      if (chosen.handle) void rememberFile("snapshot", chosen.handle, origin.logs);
    };
    await this.open(chosen.file, chosen.file.name, origin, logs, arrived);
  }

  async #tell(file: File, why: "unreadable" | "empty" | "other" | "too-large"): Promise<void> {
    const start = why === "other" ? firstLine(await file.slice(0, 120).text()) : undefined;
    this.#note({ name: file.name, byteLength: file.size, why, ...(start ? { start } : {}) });
  }

  #note(notice: FileNotice): void {
    this.change({ notices: [...this.state.notices, notice] });
  }

  dismissNotice(notice: FileNotice): void {
    this.change({ notices: this.state.notices.filter((other) => other !== notice) });
  }

  /** Logs without their file: they belong to the one that is coming or open, or have to wait for theirs. */
  async #addLogs(name: string, logs: readonly PickedFile[]): Promise<void> {
    const { of = "" } = logName(name) ?? {};
    const theirs = [this.#coming, this.#source].find((given) => given?.file.name === of);
    if (theirs?.origin.kind !== "file") return this.change({ lonelyLog: { name, of } });
    const { source, origin } = theirs;
    const file = source instanceof File ? source : new File([source], of);
    const all = { ...theirs.logs, ...logsBeside(of, logs) };
    await this.#openWithLogs({ file, ...(origin.handle ? { handle: origin.handle } : {}) }, all);
  }

  dismissLonelyLog(): void {
    this.change({ lonelyLog: null });
  }

  // ------------------------------------------------------------------------------------------------- open and close

  /** `arrived` is called once it is open, before anything is asked of it. */
  async open(
    source: Blob,
    name: string,
    origin?: SnapshotOrigin,
    logs: Logs<PickedFile> = {},
    arrived?: () => void,
  ): Promise<void> {
    const file = { name, byteLength: source.size, logs: logKinds.filter((kind) => logs[kind]) };
    const given = { source, logs, file, origin: origin ?? { kind: "file", file } };
    this.#wish("snapshot");
    this.change({ lonelyLog: null });
    await (this.snapshot ? this.#replace(given, arrived) : this.#begin(given, arrived));
  }

  /** Where nothing is open. */
  async #begin(given: Given, arrived?: () => void): Promise<void> {
    const { file, origin } = given;
    this.close();
    this.#source = given;
    this.change({ schemas: null, origin });
    this.listener?.replaced();
    const step = (words: string) => this.change({ snapshot: { phase: "loading", file, step: words } });
    const outcome = await this.#opening.run(({ signal }) => this.#read(given, signal, step));
    if (outcome?.value) await this.#show(given, outcome.value, arrived);
    else if (outcome) {
      this.change({ snapshot: { phase: "failed", file, problem: outcome.problem } });
      // The mapping's own rules can be told without a snapshot.
      await this.documents.refresh();
    }
  }

  /** In place of the one that is open, which stays until the other is. */
  async #replace(given: Given, arrived?: () => void): Promise<void> {
    const { file } = given;
    const step = (words: string) => this.change({ arriving: { file, step: words } });
    this.#coming = given;
    const outcome = await this.#arriving.run(({ signal }) => this.#read(given, signal, step));
    if (!outcome) return;
    this.#coming = null;
    this.change({ arriving: null });
    if (outcome.value) {
      this.close();
      this.#source = given;
      await this.#show(given, outcome.value, arrived, true);
    } else {
      this.#note({ name: file.name, byteLength: file.byteLength, why: "refused", problem: outcome.problem });
      // A mapping may have come with it.
      await this.documents.refresh();
    }
  }

  async #read({ source, logs, origin }: Given, signal: AbortSignal, step: (words: string) => void): Promise<Snapshot> {
    step("Starting the engine");
    const engine = await this.engine.start();
    signal.throwIfAborted();
    step("Reading the file's schemas");
    const logsGiven = origin.kind === "sample" ? { wal: null } : mapLogs(logs, (log) => log.file);
    const snapshot = await engine.open(source, { ...logsGiven, signal });
    if (signal.aborted) snapshot.close();
    return snapshot;
  }

  async #show({ file, origin }: Given, snapshot: Snapshot, arrived?: () => void, isAnother = false): Promise<void> {
    this.snapshot = snapshot;
    const opened = this.state.opened + 1;
    this.change({ schemas: null, origin, opened, snapshot: { phase: "ready", file, info: snapshot.info } });
    if (isAnother) this.listener?.replaced();
    arrived?.();
    await this.listener?.opened();
  }

  /** The schemas of the snapshot, which are asked for after its table. */
  async loadSchemas(): Promise<void> {
    const { snapshot } = this;
    if (!snapshot) return;
    const outcome = await this.#schemas.run(() => snapshot.schemas());
    if (outcome?.value) this.change({ schemas: outcome.value });
  }

  /** Opens the last file again; false when there is none. */
  async reopen(): Promise<boolean> {
    const given = this.#source;
    if (given) await this.open(given.source, given.file.name, given.origin, given.logs);
    return given !== null;
  }

  cancelOpening(): void {
    const { snapshot } = this.state;
    this.#arriving.cancel();
    this.#coming = null;
    this.change({ arriving: null });
    if (this.snapshot) return;
    this.#opening.cancel();
    if (snapshot.phase === "loading") this.change({ snapshot: { phase: "cancelled", file: snapshot.file } });
  }

  close(): void {
    this.listener?.closing();
    this.#schemas.forget();
    try {
      this.snapshot?.close();
    } catch {
      // A snapshot of a crashed engine is gone already.
    }
    this.snapshot = null;
  }
}

const isStrange = (kind: string): boolean => kind === "empty" || kind === "other";

/** For a person to see what it is instead. */
const firstLine = (text: string): string =>
  (/^\s*([^\r\n]*)/.exec(text)?.[1] ?? "").replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, "").slice(0, 40);

function originOf({ file, handle }: PickedFile, logs: Logs<PickedFile>): SnapshotOrigin & { kind: "file" } {
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
export function logsBeside(name: string, files: readonly PickedFile[]): Logs<PickedFile> {
  const logs: Logs<PickedFile> = {};
  for (const chosen of files) {
    const log = logName(chosen.file.name);
    if (log?.of === name) logs[log.kind] = chosen;
  }
  return logs;
}

async function fetchFile(path: string): Promise<Blob> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.blob();
}
