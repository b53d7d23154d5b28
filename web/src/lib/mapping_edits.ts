// Edits of the mapping's text, each from text to text: what is not edited stays as the user wrote it.
import { applyEdits, findNodeAtLocation, modify, parseTree } from "jsonc-parser";
import { readsColumn, renameInFormula } from "premap/plan";
import { type GroupItem, type PropertyItem, segmentsOf, valueAt, withValue } from "./mapping_text";

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: "\n" };

export interface EntryJson {
  ecSchemaName: string;
  ecClassName: string;
  ecPropertyName: string;
  ecPropertyType?: string;
}

export interface PropertyJson {
  propertyName: string;
  dataType: string;
  quantityType?: string;
  ecProperties: EntryJson[];
}

/** A mapping to begin with. */
export const emptyMapping = '{\n  "mappingName": "NewMapping",\n  "groups": []\n}\n';

/** Adds to the end of the list at `pointer` (made when it is not there). */
export function append(text: string, pointer: string, value: unknown): string {
  if (listAt(text, pointer) === undefined) return withValue(text, pointer, [value]);
  const path = [...segmentsOf(pointer), -1];
  return applyEdits(text, modify(text, path, value, { formattingOptions, isArrayInsertion: true }));
}

/** Adds a group without columns at the end; a mapping that is not there yet is begun. */
export function appendGroup(text: string, groups: readonly GroupItem[], groupName: string, query: string): string {
  const list = groups[0] ? groups[0].pointer.replace(/\/\d+$/, "") : "/groups";
  const begun = text.trim() === "" ? emptyMapping : text;
  return append(begun, list, { groupName, query, properties: [] });
}

/** Takes the item a pointer names out of its list. */
export const remove = (text: string, pointer: string): string => withValue(text, pointer, undefined);

/** Swaps an item of a list with a neighbour; the text as it was when there is none. */
export function move(text: string, pointer: string, step: 1 | -1): string {
  const parent = pointer.slice(0, pointer.lastIndexOf("/"));
  const from = Number(pointer.slice(parent.length + 1));
  const list = listAt(text, parent);
  const to = from + step;
  const [a, b] = list ? [list[Math.min(from, to)], list[Math.max(from, to)]] : [];
  if (!a || !b) return text;
  // The two keep their own spelling and spacing; only their places change.
  return (
    text.slice(0, a.from) +
    text.slice(b.from, b.to) +
    text.slice(a.to, b.from) +
    text.slice(a.from, a.to) +
    text.slice(b.to)
  );
}

/** Brings an item of a list to another place in it; the others keep their order. */
export function moveTo(text: string, pointer: string, to: number): string {
  const parent = pointer.slice(0, pointer.lastIndexOf("/"));
  let at = Number(pointer.slice(parent.length + 1));
  let result = text;
  for (; at !== to; at += Math.sign(to - at)) {
    const moved = move(result, `${parent}/${at}`, to > at ? 1 : -1);
    if (moved === result) return result;
    result = moved;
  }
  return result;
}

/** Puts a copy of an item behind it, under another name. */
export function duplicate(text: string, pointer: string, key: "groupName" | "propertyName", name: string): string {
  const item = valueAt(text, pointer);
  if (typeof item !== "object" || item === null) return text;
  const parent = pointer.slice(0, pointer.lastIndexOf("/"));
  return insert(text, `${parent}/${Number(pointer.slice(parent.length + 1)) + 1}`, { ...item, [key]: name });
}

/** Sets a member, or takes it away when the value is empty. */
export const setMember = (text: string, pointer: string, key: string, value: string): string =>
  withValue(text, `${pointer}/${key}`, value === "" ? undefined : value);

/** Another name for a column: its own, and in the formulas of its group that read it. Other groups are none of its business. */
export function columnRename(
  group: GroupItem,
  property: PropertyItem,
  name: string,
): { change: (text: string) => string; formulas: number } {
  const readers = group.properties.filter((p) => p.formula !== undefined && readsColumn(p.formula, property.name));
  const change = (text: string): string => {
    const renamed = withValue(text, `${property.pointer}/propertyName`, name);
    return readers.reduce(
      (result, p) => withValue(result, `${p.pointer}/formula`, renameInFormula(p.formula ?? "", property.name, name)),
      renamed,
    );
  };
  return { change, formulas: readers.length };
}

/** Why a group cannot have a name. Two groups may share one: they become one table. */
export const groupNameFault = (name: string): string | undefined =>
  name.trim() === "" ? "A group needs a name." : undefined;

/** Why a column cannot have a name; undefined when it can. */
export function nameFault(group: GroupItem, property: PropertyItem, name: string): string | undefined {
  if (name.trim() === "") return "A column needs a name.";
  const isTaken = group.properties.some((p) => p !== property && p.name.toLowerCase() === name.toLowerCase());
  return isTaken ? `${group.name} has a column of this name already.` : undefined;
}

/** `base`, or `base2`, `base3` ... when it is taken (letter case aside). */
export function freeName(base: string, taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  let name = base;
  for (let number = 2; used.has(name.toLowerCase()); number += 1) name = `${base}${number}`;
  return name;
}

interface PatchStep {
  op: string;
  path: string;
  value?: unknown;
}

/** A JSON Patch (RFC 6902) of the steps add, replace and remove; undefined when it is something else. */
export function applyPatch(text: string, patch: string): string | undefined {
  let steps: unknown;
  try {
    steps = JSON.parse(patch);
  } catch {
    return undefined;
  }
  if (!Array.isArray(steps)) return undefined;
  let result = text;
  for (const step of steps as PatchStep[]) {
    if (typeof step?.path !== "string") return undefined;
    if (step.op === "remove") result = remove(result, step.path);
    else if (step.op === "replace") result = withValue(result, step.path, step.value);
    else if (step.op === "add") result = insert(result, step.path, step.value);
    else return undefined;
  }
  return result;
}

function insert(text: string, pointer: string, value: unknown): string {
  const parent = pointer.slice(0, pointer.lastIndexOf("/"));
  const last = pointer.slice(parent.length + 1);
  if (last === "-") return append(text, parent, value);
  if (listAt(text, parent) === undefined) return withValue(text, pointer, value);
  return applyEdits(text, modify(text, segmentsOf(pointer), value, { formattingOptions, isArrayInsertion: true }));
}

function listAt(text: string, pointer: string): { from: number; to: number }[] | undefined {
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, segmentsOf(pointer));
  if (node?.type !== "array") return undefined;
  return (node.children ?? []).map((child) => ({ from: child.offset, to: child.offset + child.length }));
}
