/**
 * A group's table into a SQLite file. The engine makes the pages; here they only go to their places. The first one, without which
 * the file is no database, comes last, and the file gets its name when everything is on the disk.
 */

import { engineError } from "../errors.js";
import { mappingText, taken } from "../arguments.js";
import type { SessionClient } from "../session_client.js";
import { nodeFileSystem } from "../sources/node.js";
import type { Steps } from "../steps.js";
import type { Batch, Diagnostic, ExtractedTableFile, ExtractTableOptions, MappingInput } from "../types.js";

interface Opened {
  cursor: number;
  tableName: string;
  rowCount?: number;
  columns: ExtractedTableFile["columns"];
  diagnostics: readonly Diagnostic[];
}

/** In the file's first page: SQLite's user_version, in which the engine says whether ECInstanceId is a key. */
const keyedAt = 63;

export function* extractTable(
  session: SessionClient,
  mapping: MappingInput,
  options: ExtractTableOptions,
): Steps<ExtractedTableFile> {
  const { signal, onProgress, plain } = taken(options, "signal", "onProgress");
  const { file, ...params } = plain;
  if (typeof file !== "string" || file === "")
    throw engineError("option-value", "`file` must be the path of the file to write");
  const cursor = yield* session.openCursor<Opened>(
    "openTableFile",
    { ...params, mapping: mappingText(mapping) },
    signal,
  );
  const { tableName, columns, diagnostics, rowCount } = cursor.answer;
  const output = new OutputFile(file);
  let rows = 0;
  let bytes = 0;
  let isKeyed = false;
  const write = ({ rowCount: pieces, columns: [data, rowsOf, offsets] }: Batch) => {
    for (let piece = 0; piece < pieces; piece++) {
      const page = data?.get(piece) as Uint8Array;
      const offset = offsets?.get(piece) as number;
      output.write(page, offset);
      if (offset === 0) isKeyed = page[keyedAt] === 1;
      rows += rowsOf?.get(piece) as number;
      bytes += page.byteLength;
    }
    onProgress?.(rowCount === undefined ? { rows, bytes } : { rows, bytes, rowCount });
  };
  try {
    yield* cursor.batches(write, signal);
    output.finish();
  } finally {
    output.discard();
  }
  return { tableName, columns, rowCount: rows, isKeyed, diagnostics };
}

/** A file that is there when it is complete, and not before. */
class OutputFile {
  private readonly fs: typeof import("node:fs");
  private readonly part: string;
  private handle: number | undefined;

  constructor(private readonly path: string) {
    const fs = nodeFileSystem();
    if (!fs) throw engineError("source-unsupported", "a file can be written in Node only");
    this.fs = fs;
    this.part = `${path}.part`;
    this.handle = this.guarded(() => fs.openSync(this.part, "w"));
  }

  write(bytes: Uint8Array, offset: number): void {
    this.guarded(() => {
      for (let done = 0; done < bytes.byteLength;)
        done += this.fs.writeSync(this.handle as number, bytes, done, bytes.byteLength - done, offset + done);
    });
  }

  finish(): void {
    this.guarded(() => {
      this.fs.fsyncSync(this.handle as number);
      this.fs.closeSync(this.handle as number);
      this.handle = undefined;
      this.fs.renameSync(this.part, this.path);
    });
  }

  /** Of what was not finished nothing is left. */
  discard(): void {
    if (this.handle !== undefined) this.fs.closeSync(this.handle);
    this.handle = undefined;
    this.fs.rmSync(this.part, { force: true });
  }

  private guarded<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw unwritable(this.path, error);
    }
  }
}

const reasons: Record<string, string> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk's quota is used up",
  EFBIG: "the file would be too large for its disk",
  ENOENT: "the folder is not there",
  ENOTDIR: "the folder is not there",
  EISDIR: "it is a folder",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EROFS: "the disk can only be read",
};

function unwritable(path: string, error: unknown): Error {
  const code = (error as { code?: string }).code ?? "";
  const why = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return engineError(
    "file-unwritable",
    `\`${path}\` could not be written: ${why}`,
    "make room, or choose another place",
  );
}
