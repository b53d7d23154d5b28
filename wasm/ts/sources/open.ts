/** Turns what a user gives as a snapshot into a ByteSource, in the thread where the engine runs. */

import { engineError } from "../errors.js";
import type { PlatformURL } from "../platform.js";
import type { SnapshotSource } from "../types.js";
import { canReadFiles, fileSource } from "./file.js";
import { memorySource } from "./memory.js";
import { pathSource } from "./node.js";
import { readAhead } from "./read_ahead.js";
import { withPrivateCopy } from "./private_copy.js";
import type { ByteSource } from "./source.js";

/** A source that can be posted to a worker. */
export type PlainSource = Exclude<SnapshotSource, { export(): Uint8Array } | PlatformURL>;

/** A sql.js Database gives its bytes here, on the caller's side; a URL becomes its text. */
export function plainSource(source: SnapshotSource): PlainSource {
  if (typeof source === "string" || source instanceof Blob) return source;
  if (source instanceof URL) return source.href;
  if (source instanceof ArrayBuffer || source instanceof Uint8Array) return source;
  if (typeof source === "object" && source !== null && typeof source.export === "function") return source.export();
  throw engineError("source-unsupported", "this is no snapshot", "pass a File, a Blob, bytes, or a path in Node");
}

/** `isCopied`: a large file is copied to the browser's private storage, where random access is fast. */
export async function openSource(source: PlainSource, isCopied = true): Promise<ByteSource> {
  if (!(source instanceof Blob)) return openNow(source);
  // Without a copy every read is dear: larger ones, kept longer (a fifth of the reads where tables lie page by page in turns).
  if (canReadFiles() && !isCopied) return readAhead(fileSource(source), { first: 64 * 1024, cache: 32 * 1024 * 1024 });
  if (canReadFiles()) return withPrivateCopy(source, readAhead(fileSource(source)));
  return memorySource(new Uint8Array(await source.arrayBuffer())); // no way to read it in place in this thread
}

/** Without waiting: a file only where it can be read in place. */
export function openNow(source: PlainSource): ByteSource {
  if (typeof source === "string") return readAhead(pathSource(source.startsWith("file:") ? new URL(source) : source));
  if (source instanceof ArrayBuffer) return memorySource(new Uint8Array(source));
  if (source instanceof Uint8Array) return memorySource(source);
  if (canReadFiles()) return readAhead(fileSource(source));
  throw engineError("source-unsupported", "a file cannot be read at once in this thread", "pass its bytes");
}
