// What a push has noted, read again: which mapping it works on, whether that is known for sure.
import { PushError } from "./errors.js";
import type { JournalEntry } from "./types.js";

export type StartEntry = Extract<JournalEntry, { kind: "start" }>;

export interface Noted {
  start: StartEntry;
  /** Of the mapping that is changed or was created; absent while it is not known. */
  mappingId: string | undefined;
  isEnded: boolean;
}

export function readJournal(entries: readonly JournalEntry[]): Noted {
  const [start] = entries;
  if (start?.kind !== "start" || start.version !== 1)
    throw new PushError("journal-other", "This is no journal of a push: it does not begin as one.");
  const made = entries.find((entry) => entry.kind === "answer" && entry.isMapping === true);
  const mappingId = start.mappingId ?? (made?.kind === "answer" ? made.id : undefined);
  return { start, mappingId, isEnded: entries.some(({ kind }) => kind === "end") };
}

/** Entries of a journal's text; a last line that was cut off when its writer was killed is left out. */
export function journalEntries(text: string): JournalEntry[] {
  const lines = text.split("\n");
  const whole = lines.slice(0, -1).filter((line) => line.trim() !== "");
  try {
    return whole.map((line) => JSON.parse(line) as JournalEntry);
  } catch {
    throw new PushError("journal-other", "This is no journal of a push: a line of it is no JSON.");
  }
}
