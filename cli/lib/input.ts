/** Reading what the user names: a file, or `-` for standard input. */

import {
  accessSync,
  chmodSync,
  constants,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { createEngine, type Engine, EngineError, type Snapshot } from "premap";
import { describe } from "./diagnostics.js";
import { expand } from "./globs.js";
import { note } from "./output.js";
import { Source } from "./source.js";
import { exitCode } from "./usage.js";

/** The file could not be read, or not written: exit code 3. */
export class InputError extends Error {}

/** Reads a text. Errors: InputError. */
export async function readSource(file: string): Promise<Source> {
  const bytes = await readBytes(file);
  const { text, mark, encoding } = decoded(bytes, file);
  const name = nameOf(file);
  return encoding === "utf-8" ? new Source(name, text, mark, bytes.subarray(mark)) : new Source(name, text, undefined);
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    if (file !== "-") return readFileSync(file);
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch (error) {
    throw new InputError(`cannot read ${nameOf(file)}: ${why(error)}`);
  }
}

function why(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES" || code === "EPERM") return "permission denied";
  return code === "ENOSPC" ? "no space is left on the device" : message;
}

/** How reports and messages call a file: relative to this folder where it is in it, with `/` on every system. */
export function nameOf(file: string): string {
  if (file === "-") return "stdin";
  const relative = path.relative("", file);
  const isInside = relative !== "" && !relative.startsWith("..") && !path.isAbsolute(relative);
  return (isInside ? relative : file).split(path.sep).join("/");
}

/** Files as named, patterns replaced by what they stand for, each once. A pattern that stands for nothing stays. */
export function filesNamed(given: readonly string[]): string[] {
  const files = new Map<string, string>();
  for (const each of given)
    for (const file of each === "-" ? [each] : (expanded(each) ?? [each])) {
      const place = file === "-" ? file : path.resolve(file);
      if (!files.has(place)) files.set(place, file);
    }
  return [...files.values()];
}

function expanded(pattern: string): string[] | undefined {
  const found = expand(pattern);
  return found?.length ? found : undefined;
}

// ----------------------------------------------------------------------------------------------------------- encodings

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

interface Decoded {
  text: string;
  encoding: Encoding;
  /** Length of the byte order mark. */
  mark: number;
}

function decoded(bytes: Buffer, file: string): Decoded {
  const { encoding, mark } = encodingOf(bytes, file);
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes.subarray(mark));
    return { text, encoding, mark };
  } catch {
    const what = encoding === "utf-8" ? `UTF-8 (${strayByte(bytes)})` : encoding.toUpperCase();
    throw new InputError(`cannot read ${nameOf(file)}: it is not ${what}; save it as UTF-8`);
  }
}

/** By the mark, or by where the zero bytes of the first character are: JSON begins with ASCII. */
function encodingOf(bytes: Buffer, file: string): { encoding: Encoding; mark: number } {
  const [a, b, c, d] = bytes;
  const isLong = (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff);
  if (isLong) throw new InputError(`cannot read ${nameOf(file)}: it is UTF-32; save it as UTF-8`);
  if (a === 0xff && b === 0xfe) return { encoding: "utf-16le", mark: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: "utf-16be", mark: 2 };
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: "utf-8", mark: 3 };
  if (a && b === 0) return { encoding: "utf-16le", mark: 0 };
  if (a === 0 && b) return { encoding: "utf-16be", mark: 0 };
  return { encoding: "utf-8", mark: 0 };
}

function strayByte(bytes: Buffer): string {
  let line = 1;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let at = 0; at < bytes.length; line += 1) {
    const end = bytes.indexOf(10, at);
    const piece = bytes.subarray(at, end < 0 ? bytes.length : end);
    try {
      decoder.decode(piece);
    } catch {
      const good = Buffer.from(piece.toString("utf8").split("\ufffd", 1)[0] ?? "").length;
      return `byte 0x${(piece[good] ?? 0).toString(16)} on line ${line}`;
    }
    at += piece.length + 1;
  }
  return "a stray byte";
}

function encoded(text: string, encoding: Encoding, mark: number): Buffer {
  const whole = mark ? `\ufeff${text}` : text;
  if (encoding === "utf-8") return Buffer.from(whole);
  const bytes = Buffer.from(whole, "utf16le");
  return encoding === "utf-16be" ? bytes.swap16() : bytes;
}

/** Writes a text over the file it was read from, in the file's encoding. The file is never left half written. */
export function writeBack(file: string, text: string): void {
  try {
    const { encoding, mark } = encodingOf(readFileSync(file), file);
    replaceFile(realpathSync(file), encoded(text, encoding, mark));
  } catch (error) {
    throw unwritable(file, error);
  }
}

export function unwritable(file: string, error: unknown): InputError {
  return error instanceof InputError ? error : new InputError(`cannot write ${nameOf(file)}: ${why(error)}`);
}

function replaceFile(file: string, bytes: Buffer): void {
  accessSync(file, constants.W_OK); // renaming alone would not ask
  const { mode } = statSync(file);
  const beside = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, bytes, { flag: "wx" });
    chmodSync(beside, mode);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    if (!/^(EACCES|EPERM|EROFS)$/.test((error as NodeJS.ErrnoException).code ?? "")) throw error;
    writeFileSync(file, bytes); // the folder is not ours to write to, the file may be
  }
}

// ----------------------------------------------------------------------------------------------------------- snapshots

/** What the engine refused, with the text its places refer to. */
export class RefusedError extends Error {
  constructor(
    readonly refusal: EngineError,
    readonly source: Source | undefined,
  ) {
    super(refusal.message);
  }
}

/** Opens a snapshot; what is to be known about the file itself (a log that was not read, say) goes to standard error. */
export async function openSnapshot(engine: Engine, file: string): Promise<Snapshot> {
  const snapshot = await engine.open(file);
  for (const diagnostic of snapshot.info.diagnostics) note(`${nameOf(file)}: ${describe(diagnostic, undefined)}`);
  return snapshot;
}

/** Opens the snapshot, runs, and closes everything. `source` is the text the user gave: the mapping or the query. */
export async function withSnapshot<T>(
  path: string,
  source: Source | undefined,
  run: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const engine = await createEngine({ worker: false });
  try {
    return await run(await openSnapshot(engine, path));
  } catch (error) {
    throw error instanceof EngineError ? new RefusedError(error, source) : error;
  } finally {
    engine.close();
  }
}

/** What an option or an argument named is not there, or does not fit. */
const isWrongUse = /^(option|argument|binding)-|^group-(unknown|ambiguous)$|^row-unknown$/;

/** Faults of the file and of the start; of options; everything else that the engine refuses is in the mapping or the query. */
export function codeOf({ code, diagnostics }: EngineError): number {
  if (/^(file|profile|source)-/.test(code)) return exitCode.unreadableInput;
  // A property that the mapping names has a place in it.
  if (isWrongUse.test(code) || (code === "property-unknown" && !diagnostics[0]?.path)) return exitCode.wrongUsage;
  if (/^(engine|call|cursor|snapshot|worker)-/.test(code)) return exitCode.internalFault;
  return exitCode.mappingHasErrors;
}
