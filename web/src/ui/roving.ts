// One Tab stop for many buttons, as the ARIA practices have it for toolbars and lists: arrow keys go from one to the next. Over the
// DOM, because what stands in a toolbar comes from several parts of the page.

const stops = "button:not(:disabled), summary, a[href]";

class Rover {
  #last: HTMLElement | undefined;
  #lastAt = 0;

  constructor(private readonly container: HTMLElement) {}

  /** In a list with items: the stops of each; else all in one row. Fields that are typed into keep a stop of their own. */
  #rows(): HTMLElement[][] {
    const rows = new Map<Element, HTMLElement[]>();
    for (const stop of this.container.querySelectorAll<HTMLElement>(stops)) {
      if (stop.closest(".menu__list, dialog")) continue;
      const row = stop.closest("li") ?? this.container;
      rows.set(this.container.contains(row) ? row : this.container, [...(rows.get(row) ?? []), stop]);
    }
    return [...rows.values()];
  }

  sync(): void {
    const all = this.#rows().flat();
    if (!this.#last || !all.includes(this.#last)) this.#last = all[Math.min(this.#lastAt, all.length - 1)];
    for (const stop of all) stop.tabIndex = stop === this.#last ? 0 : -1;
  }

  arrive(target: EventTarget | null): void {
    const all = this.#rows().flat();
    const at = all.findIndex((stop) => stop === target);
    if (at < 0) return;
    this.#last = all[at];
    this.#lastAt = at;
    this.sync();
  }

  move(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const rows = this.#rows();
    const row = rows.findIndex((each) => each.includes(event.target as HTMLElement));
    const column = rows[row]?.indexOf(event.target as HTMLElement) ?? -1;
    if (column < 0) return;
    const to = rows.length > 1 ? inList(event.key, rows, row, column) : inRow(event.key, rows[0] ?? [], column);
    if (!to) return;
    event.preventDefault();
    to.focus();
    to.scrollIntoView({ block: "nearest" });
  }
}

function inRow(key: string, row: readonly HTMLElement[], at: number): HTMLElement | undefined {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (step) return row[(at + step + row.length) % row.length];
  return key === "Home" ? row[0] : key === "End" ? row.at(-1) : undefined;
}

/** Ten are about what is on screen. */
const page = 10;

function inList(key: string, rows: readonly HTMLElement[][], row: number, column: number): HTMLElement | undefined {
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[key];
  const side = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (side) return rows[row]?.[column + side];
  const to = step ? row + step : key === "Home" ? 0 : key === "End" ? rows.length - 1 : undefined;
  if (to === undefined) return undefined;
  const there = rows[Math.max(0, Math.min(rows.length - 1, to))];
  return there?.[Math.min(column, there.length - 1)];
}

/** For `ref`: the buttons in it become one Tab stop, between which arrow keys, Home and End go. */
export function roving(container: HTMLElement | null): (() => void) | undefined {
  if (!container) return undefined;
  const rover = new Rover(container);
  const onFocus = (event: FocusEvent) => rover.arrive(event.target);
  const onKey = (event: KeyboardEvent) => rover.move(event);
  const watcher = new MutationObserver(() => rover.sync());
  watcher.observe(container, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  container.addEventListener("focusin", onFocus);
  container.addEventListener("keydown", onKey);
  rover.sync();
  return () => {
    watcher.disconnect();
    container.removeEventListener("focusin", onFocus);
    container.removeEventListener("keydown", onKey);
  };
}
