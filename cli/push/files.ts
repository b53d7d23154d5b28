/** What a push keeps beside the mapping file: what was live when it was last the same (the base), and the journal. */
import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { type JournalEntry, journalEntries, type PushJournal } from "premap/push";
import { InputError, nameOf } from "../lib/input.js";

const beside = (file: string, ending: string): string => `${file.replace(/\.json$/i, "")}.${ending}`;
export const baseOf = (file: string): string => beside(file, "live.json");
export const journalOf = (file: string): string => beside(file, "push.jsonl");

export function readBase(file: string): string | undefined {
  const base = baseOf(file);
  return file !== "-" && existsSync(base) ? readFileSync(base, "utf8") : undefined;
}

export function writeBase(file: string, live: string | undefined): void {
  if (file !== "-" && live !== undefined) writeFileSync(baseOf(file), live);
}

export function readJournalFile(file: string): JournalEntry[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new InputError(`cannot read ${nameOf(file)}`);
  }
  return journalEntries(text);
}

/** Each line is on the disk before the next request goes out. */
export class JournalFile implements PushJournal {
  #handle: number | undefined;

  constructor(
    private readonly file: string,
    private readonly isResumed: boolean,
  ) {}

  append(entry: JournalEntry): void {
    this.#handle ??= this.#open();
    writeSync(this.#handle, `${JSON.stringify(entry)}\n`);
    fdatasyncSync(this.#handle);
  }

  #open(): number {
    if (this.isResumed) {
      // A line that was cut off by a kill is no line.
      const text = readFileSync(this.file, "utf8");
      writeFileSync(this.file, text.slice(0, text.lastIndexOf("\n") + 1));
    }
    return openSync(this.file, this.isResumed ? "a" : "w", 0o600);
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
  }
}
