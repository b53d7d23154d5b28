// A mapping of Reporting v1 as one of Grouping and Mapping: custom calculations and calculated properties become properties, in the
// order the table has them. What else only Reporting v1 has, the engine's own repairs take away (engine/edits.ts).
import type { ColumnOutline, GroupOutline, MappingOutline, PatchStep } from "premap";
import { itemOf, type Patch, set } from "./patches";

/** The words that Grouping and Mapping does not have, and what it has for them. */
const dataTypes: Readonly<Record<string, string>> = { Number: "Double", Undefined: "String" };

/** What the table says a column's type is: of a formula that of its result. Undefined: it does not say. */
export type TypeOf = (group: GroupOutline, column: ColumnOutline) => string | undefined;

export function toGroupingAndMapping(outline: MappingOutline, typeOf: TypeOf): Patch {
  return [...extractionOf(outline), ...outline.groups.flatMap((group) => groupPatch(group, typeOf))];
}

const ownLists = /\/(calculatedProperties|customCalculations)$/;

/** What tells Reporting v1 after all was converted: a list of its own that is empty, a link of its answers. */
export function withoutSign({ api, apiSign, groups }: MappingOutline): Patch {
  const { pointer = "" } = (api === "reporting" && apiSign) || {};
  const isEmpty = !groups.some(({ columns }) => columns.some((column) => column.pointer.startsWith(`${pointer}/`)));
  const isLeftOver = (ownLists.test(pointer) && isEmpty) || pointer.endsWith("/_links/imodel");
  return isLeftOver ? [{ op: "remove", path: pointer }] : [];
}

/** Left out, it is true in the one API and false in the other. */
function extractionOf({ name, pointer, extractionEnabled }: MappingOutline): Patch {
  return name !== "" && extractionEnabled === undefined ? set(pointer, "extractionEnabled", true) : [];
}

function groupPatch(group: GroupOutline, typeOf: TypeOf): Patch {
  const { columns, columnsPointer } = group;
  const own = columns.filter(({ resource }) => resource !== "properties");
  const words = columns.filter((column) => !own.includes(column)).flatMap(wordsPatch);
  if (own.length === 0 || columnsPointer === undefined) return words;
  const added = own.map((column): PatchStep => ({
    op: "add",
    path: `${columnsPointer}/-`,
    value: asProperty(column, typeOf(group, column)),
  }));
  const lists = new Set(own.flatMap(({ pointer }) => itemOf(pointer)?.list ?? []));
  // A list that is alone in its text has no place to be taken from.
  const removed = [...lists].map((list): PatchStep => ({ op: "remove", path: list }));
  return [...words, ...added, ...removed];
}

function wordsPatch({ pointer, dataType = "", quantityType, entries }: ColumnOutline): Patch {
  const typed = entries.filter(({ type }) => type !== undefined);
  return [
    ...(dataTypes[dataType] ? set(pointer, "dataType", dataTypes[dataType]) : []),
    ...(quantityType === "Undefined" ? [{ op: "remove" as const, path: `${pointer}/quantityType` }] : []),
    ...typed.map((entry): PatchStep => ({ op: "remove", path: `${entry.pointer}/ecPropertyType` })),
  ];
}

/** Where nothing tells the type of a formula it is the one of most, which the engine's own repairs mend. */
function asProperty(column: ColumnOutline, type = "Double"): object {
  const { name, quantityType, calculatedPropertyType, formula } = column;
  return {
    propertyName: name,
    dataType: formula === undefined ? "Double" : type,
    ...(quantityType === undefined || quantityType === "Undefined" ? {} : { quantityType }),
    ...(calculatedPropertyType === undefined ? {} : { calculatedPropertyType }),
    ...(formula === undefined ? {} : { formula }),
  };
}
