/**
 * Files on disk, in Node. Whoever opens one pins it first: size and time of the last change, and of a write-ahead log, which
 * an application may go on writing to, the length and the header. Every engine that reads the file (beside the first one, or in
 * its place) reads what was pinned, or hears that it is no longer there.
 */

import { engineError } from "../errors.js";
import type { PlatformURL } from "../platform.js";
import type { ByteSource, ReadResult } from "./source.js";

/**
 * Node's file system; undefined elsewhere. Asked for by name so that bundlers see no import of it.
 * @internal Left out of the declarations, which must compile without Node's types.
 */
export function nodeFileSystem(): typeof import("node:fs") | undefined {
  return globalThis.process?.getBuiltinModule?.("node:fs");
}

type FileSystem = NonNullable<ReturnType<typeof nodeFileSystem>>;

/** Can be posted to a worker. */
export interface PinnedFile {
  path: string;
  size: number;
  /** The time of the last change; of a log the bytes it begins with, which are new when it is begun anew. */
  mark: string;
  isLog: boolean;
}

interface PinnedFiles {
  main: PinnedFile;
  wal?: PinnedFile | undefined;
  journal?: PinnedFile | undefined;
}

const headerLength = 32;

/** A path or `file:` URL, and what lies beside it. Errors: `file-unreadable`, and `source-unsupported` outside Node. */
export function pinFiles(given: string | PlatformURL): PinnedFiles {
  const main = pinFile(given);
  // SQLite names the logs after the file itself, not after a link to it.
  const name = fileSystem().realpathSync(asPath(given));
  return { main, wal: pinBeside(`${name}-wal`, true), journal: pinBeside(`${name}-journal`, false) };
}

export function pinFile(given: string | PlatformURL, isLog = false): PinnedFile {
  const fs = fileSystem();
  try {
    const path = asPath(given);
    const file = fs.openSync(path, "r");
    try {
      return { path: String(path), ...factsOf(fs, file, isLog), isLog };
    } finally {
      fs.closeSync(file);
    }
  } catch (error) {
    throw unreadable(given, error);
  }
}

/** Undefined where there is no such file, or nothing in it. */
function pinBeside(path: string, isLog: boolean): PinnedFile | undefined {
  if (!fileSystem().existsSync(path)) return undefined;
  const pinned = pinFile(path, isLog);
  return pinned.size > 0 ? pinned : undefined;
}

/** A pinned file, read in place. Errors: `file-unreadable`, `file-changed`. */
export function pinnedSource({ path, size, mark, isLog }: PinnedFile): ByteSource {
  const fs = fileSystem();
  let file: number;
  try {
    file = fs.openSync(asPath(path), "r");
  } catch (error) {
    // An application that ends takes its log up, and away.
    throw isLog && (error as { code?: string }).code === "ENOENT" ? changed(path) : unreadable(path, error);
  }
  // A log that only grew is read as far as it went.
  const isAsPinned = () => {
    const now = factsOf(fs, file, isLog);
    return now.mark === mark && (isLog ? now.size >= size : now.size === size);
  };
  if (!isAsPinned()) {
    fs.closeSync(file);
    throw changed(path);
  }
  return {
    size,
    read(offset, target): ReadResult {
      try {
        const isRead = readWhole(fs, file, offset, target);
        // Afterwards: what was read was then still that.
        return isAsPinned() ? isRead : "changed";
      } catch {
        return false;
      }
    },
    close: () => fs.closeSync(file),
  };
}

function readWhole(fs: FileSystem, file: number, offset: number, target: Uint8Array): boolean {
  for (let done = 0; done < target.byteLength;) {
    const count = fs.readSync(file, target, done, target.byteLength - done, offset + done);
    if (count === 0) return false;
    done += count;
  }
  return true;
}

/** What a file is told by. */
function factsOf(fs: FileSystem, file: number, isLog: boolean): { size: number; mark: string } {
  const status = fs.fstatSync(file, { bigint: true });
  if (!status.isFile()) throw Object.assign(new Error(), { code: "EISDIR" });
  const size = Number(status.size);
  if (!isLog) return { size, mark: String(status.mtimeNs) };
  const header = new Uint8Array(headerLength);
  fs.readSync(file, header, 0, headerLength, 0);
  return { size, mark: header.join() };
}

function fileSystem(): FileSystem {
  const fs = nodeFileSystem();
  if (!fs) throw engineError("source-unsupported", "a path can be opened in Node only", "pass a File, a Blob or bytes");
  return fs;
}

function asPath(given: string | URL): string | URL {
  return typeof given === "string" && given.startsWith("file:") ? new URL(given) : given;
}

function changed(path: string): Error {
  return engineError(
    "file-changed",
    `\`${path}\` was written to or removed since it was opened`,
    "open it again to see what it holds now",
  );
}

const reasons: Record<string, string> = {
  ENOENT: "there is no such file",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EISDIR: "it is not a file",
};

function unreadable(path: string | URL, error: unknown): Error {
  const code = (error as { code?: string }).code ?? "";
  const why = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return engineError(
    "file-unreadable",
    `cannot read \`${String(path)}\`: ${why}`,
    "check the path and its permissions",
  );
}
