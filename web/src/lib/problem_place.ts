// Where a problem is mended: in which form and field, in the group's query, or else in the file. One table from the pointers of
// diagnostics to fields of forms; nothing else works a problem's place out.
import type { ColumnOutline, Diagnostic, EntryOutline, MappingOutline } from "premap";
import { locate, rangeOf } from "./outline";

/** A range of UTF-16 units. */
export interface Range {
  from: number;
  to: number;
}

/** What a form shows of a column, by the field's key in the mapping. */
const columnFields = {
  propertyName: "name",
  dataType: "dataType",
  quantityType: "quantityType",
  ecProperties: "entries",
  formula: "formula",
  calculatedPropertyType: "measure",
  type: "measure",
} as const;

const entryFields = {
  ecSchemaName: "schema",
  ecClassName: "class",
  ecPropertyName: "path",
  ecPropertyType: "type",
} as const;

/** `properties`: that there is none is mended by adding one. */
const groupFields = { groupName: "name", query: "query", properties: "columns" } as const;

/** Of the mapping itself. */
const mappingFields = {
  mappingName: "name",
  description: "description",
  extractionEnabled: "extraction",
} as const;

type ValueOf<Table> = Table[keyof Table];
export type ColumnField = ValueOf<typeof columnFields> | ValueOf<typeof entryFields>;
export type GroupField = Exclude<ValueOf<typeof groupFields>, "query">;
/** `others`: members that a mapping has not, which its form can take away. */
export type MappingField = ValueOf<typeof mappingFields> | "others";
export type FormField = ColumnField | GroupField | MappingField;

/** A field of a form. Without an entry it is the column's own, or the group's. */
export interface FieldPlace {
  in: "form";
  /** -1: it is the mapping's. */
  group: number;
  /** -1: it is the group's, or the mapping's. */
  column: number;
  entry?: number;
  field: FormField;
  /** In the field's own text. */
  within?: Range;
}

export type MendPlace =
  | FieldPlace
  | { in: "query"; group: number; within?: Range }
  /** Null: nothing of the text is known to be its place. */
  | { in: "file"; range: Range | null };

/** What no form of a group or column can mend, as it shows one value: that a field is there twice, that it is the wrong one. */
const ofTheText: ReadonlySet<string> = new Set(["field-duplicate", "field-unknown", "field-misplaced"]);

/** Where a problem is mended. */
export function mendPlace(
  outline: MappingOutline | undefined,
  problem: Pick<Diagnostic, "code" | "path" | "target" | "span">,
): MendPlace {
  const { code, path, span } = problem;
  if (outline && path !== undefined && code !== "field-duplicate" && ofTheText.has(code) && isOfMapping(outline, path))
    return inMapping("others");
  const inForm = outline && path !== undefined && !ofTheText.has(code) && placeOfPointer(outline, path, problem.target);
  // Of an entry only its type can be missing by this code, and only where the API wants one.
  if (inForm && inForm.in === "form" && inForm.entry !== undefined && code === "field-missing") inForm.field = "type";
  const within = span?.inField && { within: { from: span.inField.from, to: span.inField.to } };
  if (inForm) return { ...inForm, ...within };
  if (span) return { in: "file", range: { from: span.from, to: span.to } };
  return { in: "file", range: path !== undefined && outline ? rangeOf(outline, path) : null };
}

const inMapping = (field: MappingField): FieldPlace => ({ in: "form", group: -1, column: -1, field });

/** Whether a pointer leads to a member of the mapping itself. */
const isOfMapping = ({ mappingCount, pointer }: MappingOutline, path: string): boolean =>
  mappingCount > 0 && path.startsWith(`${pointer}/`) && !path.slice(pointer.length + 1).includes("/");

/** The form or query that shows what a pointer leads to; of a field that is not there, the target is its key. */
export function placeOfPointer(
  outline: MappingOutline,
  pointer: string,
  target = "",
): Exclude<MendPlace, { in: "file" }> | undefined {
  const at = locate(outline, pointer);
  const group = outline.groups[at.group];
  if (!group) {
    const own = isOfMapping(outline, pointer) ? pointer.slice(outline.pointer.length + 1) : "";
    const field = fieldOf(mappingFields, pointer === outline.pointer ? target : own);
    return field && inMapping(field);
  }
  const column = group.columns[at.column];
  const entry = column?.entries[at.entry];
  const owner = (entry ?? column ?? group).pointer;
  const [key = "", ...deeper] = pointer.slice(owner.length).split("/").slice(1);
  const isOwn = key === "";
  if (deeper.length > 0 && !(column && !entry && key === "ecProperties")) return undefined;
  if (!column) return placeInGroup(at.group, isOwn ? target : key, isOwn);
  const field = fieldOf(entry ? entryFields : columnFields, isOwn ? target : key);
  const inColumn = { in: "form" as const, group: at.group, column: at.column };
  if (entry) {
    if (!field && !isOwn) return undefined;
    return { ...inColumn, entry: at.entry, field: field ?? missingIn(entry) };
  }
  if (field || !isOwn) return field && { ...inColumn, field };
  return { ...inColumn, field: sourceOf(column) };
}

function placeInGroup(group: number, key: string, isOwn: boolean): Exclude<MendPlace, { in: "file" }> | undefined {
  const field = fieldOf(groupFields, key) ?? (isOwn ? "columns" : undefined);
  if (field === "query") return { in: "query", group };
  return field && { in: "form", group, column: -1, field };
}

function fieldOf<Table extends Record<string, string>>(table: Table, key: string): Table[keyof Table] | undefined {
  return Object.hasOwn(table, key) ? table[key as keyof Table] : undefined;
}

/** What is said of an entry as a whole is said of what it lacks, or else of what it reads. */
function missingIn(entry: EntryOutline): ColumnField {
  if (entry.schema === "") return "schema";
  return entry.class === "" ? "class" : "path";
}

/** What is said of a column as a whole is said of what fills it. */
function sourceOf({ kind }: ColumnOutline): ColumnField {
  return kind === "formula" ? "formula" : kind === "calculated" ? "measure" : "entries";
}

const keyOf = (group: number, column: number, entry: number, field: string): string =>
  `${group}/${column}/${entry}/${field}`;

/** Problems by the field that mends them. */
export class ProblemsByField {
  readonly #byField = new Map<string, Diagnostic[]>();
  readonly #byItem = new Map<string, Diagnostic[]>();

  constructor(outline: MappingOutline, problems: readonly Diagnostic[]) {
    for (const problem of problems) {
      const place = mendPlace(outline, problem);
      if (place.in === "form")
        add(this.#byField, keyOf(place.group, place.column, place.entry ?? -1, place.field), problem);
      if (problem.path === undefined) continue;
      const at = locate(outline, problem.path);
      if (at.group < 0) continue;
      add(this.#byItem, `${at.group}`, problem);
      if (at.column >= 0) add(this.#byItem, `${at.group}/${at.column}`, problem);
    }
  }

  at({
    group,
    column,
    entry = -1,
    field,
  }: Pick<FieldPlace, "group" | "column" | "entry" | "field">): readonly Diagnostic[] {
    return this.#byField.get(keyOf(group, column, entry, field)) ?? [];
  }

  /** Of a column, or of a group and its columns. */
  of(group: number, column = -1): readonly Diagnostic[] {
    return this.#byItem.get(column < 0 ? `${group}` : `${group}/${column}`) ?? [];
  }
}

function add(lists: Map<string, Diagnostic[]>, key: string, problem: Diagnostic): void {
  const list = lists.get(key);
  if (list) list.push(problem);
  else lists.set(key, [problem]);
}
