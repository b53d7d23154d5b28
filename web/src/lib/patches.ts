// What the page does to a mapping, as JSON Patches: the engine applies them, and keeps the rest of the text as it is.
import type { ColumnOutline, GroupOutline, PatchStep } from "premap";

export type Patch = readonly PatchStep[];

export interface EntryJson {
  ecSchemaName: string;
  ecClassName: string;
  ecPropertyName: string;
  ecPropertyType?: string;
}

export interface ColumnJson {
  propertyName: string;
  dataType: string;
  quantityType?: string;
  ecProperties: EntryJson[];
}

/** A mapping to begin with. */
export const emptyMapping = '{\n  "mappingName": "NewMapping",\n  "groups": []\n}\n';

/** Adds to the end of the list at `pointer` (made when it is not there). */
export const append = (pointer: string, value: unknown): Patch => [{ op: "add", path: `${pointer}/-`, value }];

/** Sets a member that may not be there yet. */
export const set = (pointer: string, key: string, value: unknown): Patch => [
  { op: "add", path: `${pointer}/${key}`, value },
];

/** Sets a member, or takes it away when the value is empty; it has to be there then. */
export const setOrRemove = (pointer: string, key: string, value: string): Patch =>
  value === "" ? [{ op: "remove", path: `${pointer}/${key}` }] : set(pointer, key, value);

/** The item of a list that an object is, or is wrapped in. */
interface Item {
  /** Pointer of the item. */
  pointer: string;
  list: string;
  index: number;
  /** From the item to the object: empty, or the wrapper's field. */
  inside: string;
}

export function itemOf(pointer: string): Item | undefined {
  const [, list = "", index, inside = ""] = /^(.*)\/(\d+)(\/[^/]+)?$/.exec(pointer) ?? [];
  return index === undefined ? undefined : { pointer: `${list}/${index}`, list, index: Number(index), inside };
}

/** Takes an object out of its list. */
export const remove = (pointer: string): Patch => [{ op: "remove", path: itemOf(pointer)?.pointer ?? pointer }];

/** Brings an item of a list to another place in it; the others keep their order. */
export function moveTo(pointer: string, to: number): Patch {
  const item = itemOf(pointer);
  return item && to >= 0 ? [{ op: "move", from: item.pointer, path: `${item.list}/${to}` }] : [];
}

/** Puts a copy of an item behind it, under another name. */
export function duplicate(pointer: string, key: "groupName" | "propertyName", name: string): Patch {
  const item = itemOf(pointer);
  if (!item) return [];
  const copy = `${item.list}/${item.index + 1}`;
  return [{ op: "copy", from: item.pointer, path: copy }, ...set(`${copy}${item.inside}`, key, name)];
}

/** Another name for a column: its own, and in the formulas of its group that read it. Other groups are none of its business. */
export function renameColumn(
  group: GroupOutline,
  column: ColumnOutline,
  name: string,
): { patch: Patch; formulas: number } {
  const readers = group.columns.filter((other) => other.names?.some((read) => isSame(read.name, column.name)));
  const steps = readers.flatMap((reader) => set(reader.pointer, "formula", renamed(reader, column.name, name)));
  return { patch: [...set(column.pointer, "propertyName", name), ...steps], formulas: readers.length };
}

/** The formula with a column under its new name; everything else stays as it is written. */
function renamed({ formula = "", names = [] }: ColumnOutline, from: string, to: string): string {
  let result = "";
  let copied = 0;
  for (const read of names) {
    if (!isSame(read.name, from)) continue;
    result += formula.slice(copied, read.from) + to;
    copied = read.to;
  }
  return result + formula.slice(copied);
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The patch of a text as one that fits another only where what it changes, or adds to, is the same there; empty: nowhere. */
export function whereAsItWas(patch: Patch, text: string): Patch {
  const root = read(text);
  if (root === undefined) return [];
  const paths = patch.flatMap((step) => ("from" in step ? [step.from, parentOf(step.path)] : [step.path]));
  const tests = [...new Set(paths)].map((path): PatchStep => {
    const there = valueAt(root, path) === undefined ? parentOf(path) : path;
    return { op: "test", path: there, value: valueAt(root, there) };
  });
  return [...tests, ...patch];
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const parentOf = (pointer: string): string => pointer.slice(0, Math.max(0, pointer.lastIndexOf("/")));

function valueAt(root: unknown, pointer: string): unknown {
  const keys = pointer.split("/").slice(1);
  const unescaped = keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  return unescaped.reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], root);
}
