// What was done to the columns of a table by hand, kept in this browser: for so many tables, the ones used last. Where nothing
// can be kept, or what is there is not ours, columns are as at first.
import { clampWidth } from "./column_widths";
import { columnKeys, type ColumnView, isPlain, plainView, renamedKeys, withRenamed } from "./column_view";

const storageKey = "premap.columns";
/** Tables that are remembered. */
export const mostTables = 60;
/** Characters they may take together: a table of a thousand columns in an order of its own has some 20,000. */
export const mostText = 400_000;

type Entry = [table: string, view: ColumnView];
/** As much of the browser's storage as is needed; tests bring their own. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const ours = (): Shelf => localStorage;

/** What a group of a mapping goes by. */
export const tableKey = (mapping: string, group: string): string => JSON.stringify([mapping, group]);

export function keptView(table: string, shelf = ours): ColumnView {
  return read(shelf).find(([key]) => key === table)?.[1] ?? plainView;
}

/** Keeps it as the one used last; what is as at first needs no room. */
export function keepView(table: string, view: ColumnView, shelf = ours): void {
  const others = read(shelf).filter(([key]) => key !== table);
  write([...(isPlain(view) ? [] : [[table, view] as Entry]), ...others].slice(0, mostTables), shelf);
}

/** A mapping and its groups as they are called. */
export interface NamedTables {
  mapping: string;
  groups: readonly {
    name?: string | undefined;
    query?: string | undefined;
    columns?: readonly { name: string }[];
  }[];
}

/**
 * Goes with the tables of a mapping that got another name, which keeps a copy, and with groups and columns that did, as long as each
 * is known.
 */
export function carryViews(before: NamedTables, after: NamedTables, shelf = ours): void {
  if (before.mapping !== after.mapping)
    for (const { name = "" } of after.groups)
      keepView(tableKey(after.mapping, name), keptView(tableKey(before.mapping, name), shelf), shelf);
  if (before.groups.length !== after.groups.length) return;
  const has = ({ groups }: NamedTables, name: string) => groups.some((group) => (group.name ?? "") === name);
  for (const [index, { name = "", query }] of before.groups.entries()) {
    const next = after.groups[index];
    const now = next?.name ?? "";
    if (now === name) carryNames(tableKey(after.mapping, name), before.groups[index], next, shelf);
    if (now === name || next?.query !== query || has(after, name) || has(before, now)) continue;
    const old = tableKey(after.mapping, name);
    keepView(tableKey(after.mapping, now), keptView(old, shelf), shelf);
    keepView(old, plainView, shelf);
  }
}

function carryNames(
  table: string,
  before: NamedTables["groups"][number] | undefined,
  after: NamedTables["groups"][number] | undefined,
  shelf: () => Shelf,
): void {
  if (!before?.columns || !after?.columns || before.columns === after.columns) return;
  const renamed = renamedKeys(columnKeys(before.columns), columnKeys(after.columns));
  if (renamed.size > 0) keepView(table, withRenamed(keptView(table, shelf), renamed), shelf);
}

function write(entries: Entry[], shelf: () => Shelf): void {
  try {
    let text = JSON.stringify(entries);
    while (text.length > mostText && entries.length > 0) text = JSON.stringify((entries = entries.slice(0, -1)));
    if (entries.length === 0) shelf().removeItem(storageKey);
    else shelf().setItem(storageKey, text);
  } catch {
    // Kept for this visit only.
  }
}

function read(shelf: () => Shelf): Entry[] {
  try {
    const entries: unknown = JSON.parse(shelf().getItem(storageKey) ?? "[]");
    return Array.isArray(entries) ? entries.flatMap(entryOf).slice(0, mostTables) : [];
  } catch {
    return [];
  }
}

function entryOf(entry: unknown): Entry[] {
  if (!Array.isArray(entry) || typeof entry[0] !== "string" || !isObject(entry[1])) return [];
  const { order, hidden, widths, frozen } = entry[1];
  const pairs = Object.entries(isObject(widths) ? widths : {}).flatMap(([key, width]) =>
    typeof width === "number" && Number.isFinite(width) ? [[key, clampWidth(width)] as const] : [],
  );
  const view: ColumnView = {
    order: textsOf(order),
    hidden: textsOf(hidden),
    widths: Object.fromEntries(pairs),
    frozen: Number.isInteger(frozen) && Number(frozen) >= 0 ? Number(frozen) : plainView.frozen,
  };
  return [[entry[0], view]];
}

const textsOf = (list: unknown): string[] =>
  Array.isArray(list) ? [...new Set(list.filter((each) => typeof each === "string"))] : [];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
