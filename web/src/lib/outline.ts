// Places in a mapping's outline, as the engine gives it: which group, column and entry a JSON pointer leads to.
import type { ColumnOutline, GroupOutline, MappingOutline } from "premap";

/** `BuildingTest.Beam` with wildcards told in words. */
export function entryClass(entry: { schema: string; class: string }): string {
  if (entry.schema === "*" && entry.class === "*") return "any class";
  if (entry.schema === "*") return `${entry.class} in any schema`;
  if (entry.class === "*") return `any class of ${entry.schema}`;
  return `${entry.schema}.${entry.class}`;
}

/** Indices into the outline; -1: the pointer leads to none. */
interface Place {
  group: number;
  column: number;
  entry: number;
}

const nowhere: Place = { group: -1, column: -1, entry: -1 };
const known = new WeakMap<MappingOutline, ReadonlyMap<string, Place>>();

/** By pointer; made once for an outline, for a mapping may have thousands of problems. */
function placesOf(outline: MappingOutline): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const [group, { pointer, columns }] of outline.groups.entries()) {
    places.set(pointer, { ...nowhere, group });
    for (const [column, item] of columns.entries()) {
      places.set(item.pointer, { ...nowhere, group, column });
      for (const [entry, { pointer: own }] of item.entries.entries()) places.set(own, { group, column, entry });
    }
  }
  known.set(outline, places);
  return places;
}

/** The group, column and entry a pointer leads to, or into. */
export function locate(outline: MappingOutline, pointer: string): Place {
  const places = known.get(outline) ?? placesOf(outline);
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf("/"))) {
    const place = places.get(at);
    if (place) return place;
    if (at === "") return nowhere;
  }
}

/** Do the pointers of one outline lead to the same groups, columns and entries in the other? */
export function haveSamePlaces(a: MappingOutline, b: MappingOutline): boolean {
  return a === b || placeNames(a) === placeNames(b);
}

/** The same of groups and columns alone. */
export function haveSameColumns(a: MappingOutline, b: MappingOutline): boolean {
  return a === b || placeNames(a, false) === placeNames(b, false);
}

/** The same places, all but one of them under the same name: a group or a column got another. */
export function isOneRenamed(a: MappingOutline, b: MappingOutline): boolean {
  const withoutNames = ({ groups }: MappingOutline) =>
    JSON.stringify(groups.map(({ pointer, columns }) => [pointer, columns.map((c) => [c.pointer, c.entries.length])]));
  const names = ({ groups }: MappingOutline) =>
    groups.flatMap(({ name, columns }) => [name, ...columns.map((c) => c.name)]);
  if (withoutNames(a) !== withoutNames(b)) return false;
  const [before, after] = [names(a), names(b)];
  return before.filter((name, index) => name !== after[index]).length === 1;
}

const placeNames = ({ groups }: MappingOutline, withEntries = true): string =>
  JSON.stringify(
    groups.map(({ name, pointer, columns }) => [
      name,
      pointer,
      columns.map((column) => [column.name, column.pointer, withEntries && column.entries.length]),
    ]),
  );

/** The place a pointer leads to in words: "Beams › Name › entry 2"; empty when the pointer names none of them. */
export function placeWords(outline: MappingOutline, pointer: string): string {
  const place = locate(outline, pointer);
  const group = outline.groups[place.group];
  const column = group?.columns[place.column];
  return [group?.name, column?.name, place.entry >= 0 && `entry ${place.entry + 1}`].filter(Boolean).join(" › ");
}

/** Where the nearest thing stands that a pointer names or leads into. */
export function rangeOf(outline: MappingOutline, pointer: string): { from: number; to: number } {
  const { group, column, entry } = locate(outline, pointer);
  const groupItem = outline.groups[group];
  const columnItem = groupItem?.columns[column];
  return (columnItem?.entries[entry] ?? columnItem ?? groupItem ?? outline).span;
}

/** Where Reporting v1 keeps columns that are no mapped ones: beside the list of those; absent when there is no place. */
export function ownList(
  { columnsPointer }: GroupOutline,
  resource: "calculatedProperties" | "customCalculations",
): string | undefined {
  return columnsPointer?.replace(/[^/]*$/, resource);
}

/** Why a group cannot have a name. Two groups may share one: they become one table. */
export const groupNameFault = (name: string): string | undefined =>
  name.trim() === "" ? "A group needs a name." : undefined;

/** Why a column cannot have a name; undefined when it can. */
export function nameFault(group: GroupOutline, column: ColumnOutline, name: string): string | undefined {
  if (name.trim() === "") return "A column needs a name.";
  const isTaken = group.columns.some((c) => c !== column && c.name.toLowerCase() === name.toLowerCase());
  return isTaken ? `${group.name} has a column of this name already.` : undefined;
}

/** The names every table has already. */
export const defaultColumns = ["ECInstanceId", "ECClassId", "UserLabel", "BBoxLow", "BBoxHigh"].map((name) => ({
  name,
}));

/** `base`, or `base2`, `base3` ... when it is taken (letter case aside). */
export const freeName = (base: string, taken: readonly { name: string }[]): string =>
  freeAmong(base, new Set(taken.map(({ name }) => name.toLowerCase())));

/** The same among names in lower case. */
export function freeAmong(base: string, used: ReadonlySet<string>): string {
  let name = base;
  for (let number = 2; used.has(name.toLowerCase()); number += 1) name = `${base}${number}`;
  return name;
}
