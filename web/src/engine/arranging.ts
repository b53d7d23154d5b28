// The rows of the table on screen in another order, or those that fit a filter. The engine finds them among all rows of the
// group, whatever the page has loaded; what is scrolled to is then read a window at a time.
import type { View, ViewIds, ViewRows } from "premap";
import { copied } from "../lib/clipboard";
import { columnOfFilter, type RowsFilter, toggled } from "../lib/filters";
import { plural } from "../lib/format";
import { nowAndThen } from "../lib/pace";
import { Store } from "../lib/store";
import type { EngineRoom } from "./engine";
import { Job } from "./jobs";
import { toProblem, wasRestarted } from "./problem";
import type { Preview } from "./types";

export interface RowWish {
  /** By which column, by its key (`columnKeys`); null: as the query gives them. */
  sort: { column: string; isDescending: boolean } | null;
  /** Only rows with this text in a cell; empty: all. */
  filter: string;
  /** Only rows that fulfil all of these. */
  where: readonly RowsFilter[];
}

export const noWish: RowWish = { sort: null, filter: "", where: [] };

/** Not all rows are wanted. */
export const isFiltering = ({ filter, where }: RowWish): boolean => filter.trim() !== "" || where.length > 0;

/** A row that was read, in the table it came with. */
export interface RowAtHand {
  table: Preview;
  row: number;
}

/** Rows read at a time; more than a screen has. */
const windowSize = 200;
/** Windows kept: what one scrolls back to is still there. */
const mostWindows = 250;
/** Rows that can be scrolled to: no browser has room for a table of any height. */
const mostShown = 500_000;

/** Rows that were found, and those of them that were read. Rows go by their number in the table, places are on screen. */
export class Arranged {
  readonly #windows = new Map<number, ViewRows>();
  /** Of the rows in these windows, by number. */
  readonly #places = new Map<number, number>();

  constructor(
    readonly wish: RowWish,
    readonly view: View,
    first: ViewRows,
  ) {
    this.add(first);
  }

  /** Of the rows that can be shown. */
  get count(): number {
    return Math.min(this.view.rowCount, mostShown);
  }

  /** The row at a place; undefined: it was not read yet. */
  numberAt(place: number): number | undefined {
    const window = this.#windows.get(Math.floor(place / windowSize));
    return window && place - window.offset < window.rowCount ? window.number(place - window.offset) : undefined;
  }

  placeOf(number: number): number | undefined {
    return this.#places.get(number);
  }

  at(number: number): RowAtHand | undefined {
    const place = this.#places.get(number);
    const window = place === undefined ? undefined : this.#windows.get(Math.floor(place / windowSize));
    return window && place !== undefined ? { table: window, row: place - window.offset } : undefined;
  }

  /** The first places of the windows that rows from one place to another lie in and that were not read. */
  missing(from: number, to: number): number[] {
    const starts: number[] = [];
    for (let index = Math.floor(from / windowSize); index * windowSize <= Math.min(to, this.count - 1); index += 1)
      if (!this.#windows.has(index)) starts.push(index * windowSize);
    return starts;
  }

  /** `kept`: a row whose window stays, however long ago that was read. */
  add(window: ViewRows, kept = -1): void {
    this.#windows.set(window.offset / windowSize, window);
    for (let row = 0; row < window.rowCount; row += 1) this.#places.set(window.number(row), window.offset + row);
    for (const [index, old] of this.#windows) {
      if (this.#windows.size <= mostWindows) return;
      if (this.at(kept)?.table === old) continue;
      this.#windows.delete(index);
      for (let row = 0; row < old.rowCount; row += 1) this.#places.delete(old.number(row));
    }
  }
}

/** Copies the ids of all rows that were found, one a line; the words for how it went. */
export function copyIds(arranging: Arranging): Promise<string> {
  return copied(async () => {
    const ids = await arranging.ids();
    if (!ids) throw new Error("nothing is found");
    const text = Array.from({ length: ids.count }, (_, row) => ids.id(row) ?? "").join("\n");
    return { text, what: plural(ids.count, "id") };
  }, "The ids could not be read.");
}

/** How far work over the rows of a group is. */
export interface RowProgress {
  rows: number;
  /** How many there are, where that is known. */
  rowCount?: number;
}

interface ArrangingState {
  wish: RowWish;
  /** What is on screen: it may be of the wish before, while the rows of a new one are found. */
  arranged: Arranged | null;
  /** Grows with every window that was read. */
  version: number;
}

/** Asks for the view of a wish. */
export type Find = (wish: RowWish, options: Pick<FindOptions, "signal" | "onProgress">) => Promise<View | undefined>;
interface FindOptions {
  signal: AbortSignal;
  onProgress: (progress: RowProgress) => void;
}

export class Arranging extends Store<ArrangingState> {
  readonly finding: Job<Arranged, RowProgress>;
  #reading = new AbortController();
  #asked = new Set<number>();
  /** What is on screen was found in the table before: once nothing newer comes, it goes. */
  #isBehind = false;

  constructor(
    engine: EngineRoom,
    private readonly find: Find,
    /** The row that is chosen. */
    private readonly chosen: () => number,
  ) {
    super({ wish: noWish, arranged: null, version: 0 });
    this.finding = new Job(engine);
  }

  /** Another order or filter is wanted. */
  async want(wish: RowWish): Promise<void> {
    this.change({ wish });
    await this.again();
  }

  /** Rows that fulfil one more condition are wanted; where it is one already, it no longer counts. */
  toggle(filter: RowsFilter): Promise<void> {
    const { wish } = this.state;
    return this.want({ ...wish, where: toggled(wish.where, filter) });
  }

  /** The keys of the columns of the table that comes: what asks about others no longer counts. */
  keepTo(keys: readonly string[]): void {
    const { wish } = this.state;
    const where = wish.where.filter((filter) => {
      const column = columnOfFilter(filter);
      return column === undefined || keys.includes(column);
    });
    if (where.length < wish.where.length) this.change({ wish: { ...wish, where } });
  }

  /** There is another table: what was found in the one before stays until what is wanted is found in this one. */
  async tableCame(): Promise<void> {
    this.#isBehind = this.state.arranged !== null;
    await this.again();
  }

  /** What is wanted, of the table as it is now. */
  async again(): Promise<void> {
    const { wish } = this.state;
    if (wish.sort === null && !isFiltering(wish)) {
      this.finding.forget();
      return this.#show(null);
    }
    const outcome = await this.finding.run(
      async ({ signal, tell }) => {
        const view = await this.find(wish, { signal, onProgress: nowAndThen(tell) });
        // There is no such column any more, or no table.
        if (!view) return this.#show(null);
        try {
          return new Arranged(wish, view, await view.rows({ limit: windowSize, signal }));
        } catch (thrown) {
          view.close();
          throw thrown;
        }
      },
      { arrive: (arranged) => this.#show(arranged) },
    );
    if (outcome?.problem && this.#isBehind) this.#show(null);
  }

  /** The user wants no more of it: what was on screen before stays, where it is of this table, and is what is wanted. */
  stop(): void {
    this.finding.cancel();
    if (this.#isBehind) this.#show(null);
    this.change({ wish: this.state.arranged?.wish ?? noWish });
  }

  /** Reads the rows of these places. What is no longer looked at is not waited for. */
  async need(from: number, to: number): Promise<void> {
    const { arranged } = this.state;
    if (!arranged) return;
    const missing = arranged.missing(Math.max(0, from), to).filter((start) => !this.#asked.has(start));
    if (missing.length === 0) return;
    this.#reading.abort();
    this.#reading = new AbortController();
    this.#asked = new Set(missing);
    const { signal } = this.#reading;
    try {
      for (const offset of missing) {
        const rows = await arranged.view.rows({ limit: windowSize, offset, signal });
        if (signal.aborted) return;
        arranged.add(rows, this.chosen());
        this.#asked.delete(offset);
        this.change({ version: this.state.version + 1 });
      }
    } catch (thrown) {
      if (!signal.aborted) this.#failed(thrown);
    }
  }

  /** So many of the rows that were found, from the first on. */
  rows(limit: number): Promise<Preview | undefined> {
    return this.#ofFound((view) => view.rows({ limit, verdicts: false }));
  }

  /** The ids of all of them. */
  ids(): Promise<ViewIds | undefined> {
    return this.#ofFound((view) => view.ids());
  }

  /** What is asked of the rows that were found: found again, where the engine has lost them. */
  async #ofFound<T>(ask: (view: View) => Promise<T>): Promise<T | undefined> {
    for (;;) {
      const { arranged } = this.state;
      try {
        return arranged ? await ask(arranged.view) : undefined;
      } catch (thrown) {
        if (!wasRestarted(toProblem(thrown))) throw thrown;
        await this.again();
        const { arranged: now } = this.state;
        if (!now || now === arranged) throw thrown;
      }
    }
  }

  /** The table is going. `keepsWish`: another one of its group will come. */
  forget(keepsWish = false): void {
    this.finding.forget();
    this.#show(null);
    if (!keepsWish) this.change({ wish: noWish });
  }

  #show(arranged: Arranged | null): undefined {
    const { arranged: before, version } = this.state;
    this.#reading.abort();
    this.#asked.clear();
    this.#isBehind = false;
    if (before !== arranged) before?.view.close();
    if (before || arranged) this.change({ arranged, version: version + 1 });
  }

  /** The engine lost the view when it was started again: it is found again. */
  #failed(thrown: unknown): void {
    const problem = toProblem(thrown);
    if (wasRestarted(problem)) void this.again();
    else this.finding.set({ phase: "failed", problem });
  }
}
