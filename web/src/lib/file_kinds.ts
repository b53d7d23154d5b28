// What a file is, by its first bytes: a name says what somebody meant, and browsers and mail programs change endings.
import { logName } from "./logs";

export type FileKind =
  | "snapshot"
  | "log"
  | "mapping"
  /** It could not be looked at, has no bytes, or is none of these. */
  | "unreadable"
  | "empty"
  | "other";

/** Enough for a mark, white space and the first sign of a JSON text. */
const looked = 512;
const sqlite = "SQLite format 3\0";

export async function kindOf(file: File): Promise<FileKind> {
  if (logName(file.name)) return "log";
  try {
    const bytes = new Uint8Array(await file.slice(0, looked).arrayBuffer());
    if (bytes.length === 0) return "empty";
    if (String.fromCharCode(...bytes.subarray(0, sqlite.length)) === sqlite) return "snapshot";
    return /^\s*[{[]/.test(decoded(bytes)) ? "mapping" : "other";
  } catch {
    return "unreadable";
  }
}

/** The text of a mapping's file: UTF-8, or UTF-16 as some editors save it. */
export async function textOf(file: Blob): Promise<string> {
  return decoded(new Uint8Array(await file.arrayBuffer()));
}

/** By the mark, or by where the zero bytes of the first character are: JSON begins with ASCII. */
function decoded(bytes: Uint8Array): string {
  const [a, b] = bytes;
  const isLittle = (a === 0xff && b === 0xfe) || (a !== 0 && b === 0);
  const isBig = (a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && b !== undefined);
  return new TextDecoder(isLittle ? "utf-16le" : isBig ? "utf-16be" : "utf-8").decode(bytes);
}
