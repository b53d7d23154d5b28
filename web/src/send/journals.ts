// The journal of a push in the browser's database: a record an entry, on its shelf before the next request goes out, so that a
// closed tab or a crash loses nothing. One push of a mapping to a place is kept, until the next one begins. No token is in it.
import type { JournalEntry, PushJournal } from "premap/push";
import { type Kept, readAll, removeAll, write } from "../lib/database";

interface KeptEntry extends Kept {
  entry: JournalEntry;
  at: number;
}

/** Where entries are put; tests bring their own. */
export interface Shelf {
  read(prefix: string): Promise<KeptEntry[]>;
  put(entry: KeptEntry): Promise<boolean>;
  clear(prefix: string): Promise<boolean>;
}

export const journalShelf: Shelf = {
  read: (prefix) => readAll("journals", prefix),
  put: (entry) => write("journals", [entry]),
  clear: (prefix) => removeAll("journals", prefix),
};

/** What a kept push is, as far as it got. */
export type KeptState = "unfinished" | "undoing" | "ended";

export class KeptJournal implements PushJournal {
  #entries: JournalEntry[] = [];
  /** When the last entry was noted. */
  at = 0;
  /** False: this browser keeps nothing, and the entries are in this tab alone. */
  isKept = true;

  private constructor(
    private readonly place: string,
    private readonly shelf: Shelf,
  ) {}

  static async open(place: string, shelf: Shelf): Promise<KeptJournal> {
    const journal = new KeptJournal(place, shelf);
    for (const { entry, at } of await shelf.read(journal.#prefix)) {
      journal.#entries.push(entry);
      journal.at = at;
    }
    return journal;
  }

  get #prefix(): string {
    return `${this.place}\n`;
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  get state(): KeptState {
    const last = this.#entries.findLast(({ kind }) => kind === "end" || kind === "undo");
    if (last?.kind === "end") return "ended";
    return last?.kind === "undo" ? "undoing" : "unfinished";
  }

  /** Requests that were answered. */
  get sent(): number {
    return this.#entries.filter(({ kind }) => kind === "answer").length;
  }

  /** The mapping as that push was to make it. */
  get mapping(): string | undefined {
    const [start] = this.#entries;
    return start?.kind === "start" ? start.mapping : undefined;
  }

  /** Which mapping it changes or has made is noted. */
  get isOfOne(): boolean {
    return this.#entries.some(
      (entry) =>
        (entry.kind === "start" && entry.mappingId !== undefined) ||
        (entry.kind === "answer" && entry.isMapping === true),
    );
  }

  async append(entry: JournalEntry): Promise<void> {
    if (entry.kind === "start") await this.clear();
    this.at = Date.now();
    // By number, so that they come back in order.
    const key = `${this.#prefix}${String(this.#entries.length).padStart(8, "0")}`;
    this.#entries.push(structuredClone(entry));
    if (!(await this.shelf.put({ key, entry, at: this.at }))) this.isKept = false;
  }

  async clear(): Promise<void> {
    this.#entries = [];
    await this.shelf.clear(this.#prefix);
  }

  /** As `premap push --resume` and `--undo` take it. */
  get text(): string {
    return this.#entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  }
}
