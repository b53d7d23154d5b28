/** Turns what a user gives as a snapshot into ByteSources, in the thread where the engine runs. */

import { describe, has } from "../arguments.js";
import { engineError } from "../errors.js";
import type { PlatformBlob } from "../platform.js";
import type { LogSource, SnapshotSource } from "../types.js";
import { canReadFiles, fileSource } from "./file.js";
import { memorySource } from "./memory.js";
import { pinFile, pinFiles, type PinnedFile, pinnedSource } from "./node.js";
import { readAhead } from "./read_ahead.js";
import { withPrivateCopy } from "./private_copy.js";
import { type ByteSource, closeFiles, type SourceFiles } from "./source.js";

export type PlainFile = PlatformBlob | ArrayBuffer | Uint8Array | PinnedFile;

/** A source that can be posted to a worker: the file, and the logs beside it. */
export interface PlainSource {
  main: PlainFile;
  wal?: PlainFile | undefined;
  journal?: PlainFile | undefined;
  mayLackLog: boolean;
}

/** The logs of a file, where the caller gives them. */
export interface GivenLogs {
  wal?: LogSource | null | undefined;
  journal?: LogSource | null | undefined;
}

/** On the caller's side: a sql.js Database gives its bytes here, and what a path names is pinned, so that it stays the same wherever it is opened. */
export function plainSource(source: SnapshotSource, { wal, journal }: GivenLogs = {}): PlainSource {
  const logs = {
    ...(wal === undefined ? {} : { wal: plainLog(wal, true) }),
    ...(journal === undefined ? {} : { journal: plainLog(journal, false) }),
  };
  if (isPath(source) && /^(https?|blob|data):/i.test(String(source)))
    throw engineError(
      "source-unsupported",
      `${describe(String(source))} is an address: only files are read in place`,
      "fetch it, and pass the bytes: `await (await fetch(url)).arrayBuffer()`",
    );
  if (isPath(source)) return { ...pinFiles(source), ...logs, mayLackLog: false };
  if (isBytes(source)) return { main: source, ...logs, mayLackLog: wal === undefined };
  if (typeof source === "object" && source !== null && typeof source.export === "function") {
    const bytes: unknown = source.export();
    if (isBytes(bytes)) return { main: bytes, ...logs, mayLackLog: false };
    throw engineError("source-unsupported", `a snapshot is not read from ${describe(bytes)}`, "await it");
  }
  const hint = has(source, "then") ? "await it" : "pass a File, a Blob, bytes, or a path in Node";
  throw engineError("source-unsupported", `a snapshot is not read from ${describe(source)}`, hint);
}

function plainLog(log: LogSource | null, isAppended: boolean): PlainFile | undefined {
  if (log === null) return undefined;
  return isPath(log) ? pinFile(log, isAppended) : log;
}

function isPath(source: unknown): source is string | URL {
  return typeof source === "string" || source instanceof URL;
}

function isBytes(source: unknown): source is Blob | ArrayBuffer | Uint8Array {
  return source instanceof Blob || source instanceof ArrayBuffer || source instanceof Uint8Array;
}

/** Can it be opened once more without a copy of its bytes? A path in Node and a file on a page can. */
export function canBeReadTwice({ main, wal, journal }: PlainSource): boolean {
  return [main, wal, journal].every(
    (file) => file === undefined || "path" in file || (file instanceof Blob && "FileReader" in globalThis),
  );
}

/** `isCopied`: a large file is copied to the browser's private storage, where random access is fast. */
export async function openSource(source: PlainSource, isCopied = true): Promise<SourceFiles> {
  if (!canReadFiles()) return openNow(await inMemory(source)); // no way to read it in place in this thread
  return openNow(source, (blob) => (isCopied ? withPrivateCopy(blob, openBlob(blob)) : openBlob(blob)));
}

type OpenBlob = (blob: PlatformBlob) => ByteSource;

/**
 * Without waiting: a file only where it can be read in place. The engine reads the snapshot ahead, in pieces that go straight
 * into its cache; a log's pages lie one here, one there, and are read one by one.
 */
export function openNow(source: PlainSource, openMain: OpenBlob = openBlob): SourceFiles {
  const { mayLackLog, ...rest } = source;
  const files: SourceFiles = { main: openFile(rest.main, openMain), mayLackLog };
  try {
    if (rest.wal) files.wal = openLog(rest.wal);
    if (rest.journal) files.journal = openLog(rest.journal);
    return files;
  } catch (error) {
    void closeFiles(files);
    throw error;
  }
}

function openFile(file: PlainFile, open: OpenBlob = openBlob): ByteSource {
  if (file instanceof Blob) return open(file);
  if (file instanceof ArrayBuffer) return memorySource(new Uint8Array(file));
  if (file instanceof Uint8Array) return memorySource(file);
  return pinnedSource(file);
}

function openLog(file: PlainFile): ByteSource {
  return isBytes(file) && !(file instanceof Blob) ? openFile(file) : readAhead(openFile(file));
}

function openBlob(blob: Blob): ByteSource {
  if (canReadFiles()) return fileSource(blob);
  throw engineError("source-unsupported", "a file cannot be read at once in this thread", "pass its bytes");
}

async function inMemory({ main, wal, journal, mayLackLog }: PlainSource): Promise<PlainSource> {
  const bytes = async <T extends PlainFile | undefined>(file: T) =>
    file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file;
  return { main: await bytes(main), wal: await bytes(wal), journal: await bytes(journal), mayLackLog };
}
