/** Reading what the user names: a file, or `-` for standard input. */

import { readFileSync, writeFileSync } from "node:fs";
import { createEngine, EngineError, type Snapshot } from "premap";
import type { SourceText } from "./diagnostics.js";

/** The file could not be read: exit code 3. */
export class InputError extends Error {}

export function readText(path: string): string {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === "ENOENT" ? "there is no such file" : (error as Error).message;
    throw new InputError(`cannot read ${path === "-" ? "standard input" : path}: ${why}`);
  }
}

/** Writes a text over the file it was read from, with the byte order mark the file may have had. */
export function writeBack(path: string, text: string): void {
  try {
    const hadMark = readFileSync(path, "utf8").startsWith("\uFEFF");
    writeFileSync(path, (hadMark ? "\uFEFF" : "") + text);
  } catch (error) {
    throw new InputError(`cannot write ${path}: ${(error as Error).message}`);
  }
}

/** What the engine refused, with the text its places refer to. */
export class RefusedError extends Error {
  constructor(
    readonly refusal: EngineError,
    readonly source: SourceText,
  ) {
    super(refusal.message);
  }
}

/** Opens the snapshot, runs, and closes everything. `source` is the text the user gave: the mapping or the query. */
export async function withSnapshot<T>(
  path: string,
  source: SourceText,
  run: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const engine = await createEngine({ worker: false });
  try {
    return await run(await engine.open(path));
  } catch (error) {
    throw error instanceof EngineError ? new RefusedError(error, source) : error;
  } finally {
    engine.close();
  }
}
