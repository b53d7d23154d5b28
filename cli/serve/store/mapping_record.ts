/**
 * A mapping as the API sees it: what its file says, and the ids that the service gives its parts.
 *
 * The file is the truth about names, queries and columns; ids are kept beside it and follow the parts when the file changes:
 * by name first, then by what else is the same, so that an editor may rename a group and the API still knows it.
 */

import type { ColumnOutline, GroupOutline, MappingOutline } from "premap";
import type { MetadataEntry } from "../wire/shapes.js";

export type ColumnKind = "properties" | "calculatedProperties" | "customCalculations";

export interface ColumnRecord {
  readonly id: string;
  readonly name: string;
  /** JSON pointer in the file, here and below. */
  readonly pointer: string;
  /** The list of the file that it stands in. */
  readonly list: ColumnKind;
  /** The resource of Reporting v1 that shows it. */
  readonly kind: ColumnKind;
  readonly dataType: string | undefined;
  readonly quantityType: string | undefined;
  readonly calculatedPropertyType: string | undefined;
  readonly formula: string | undefined;
  readonly entries: readonly EntryRecord[];
}

export interface EntryRecord {
  readonly ecSchemaName: string;
  readonly ecClassName: string;
  readonly ecPropertyName: string;
  readonly ecPropertyType: string | undefined;
}

export interface GroupRecord {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly description: string;
  readonly metadata: readonly MetadataEntry[];
  readonly pointer: string;
  readonly columnsPointer: string | undefined;
  readonly columns: readonly ColumnRecord[];
}

export interface MappingRecord {
  readonly id: string;
  readonly iModelId: string;
  /** Its name in the folder of mappings. */
  readonly file: string;
  readonly text: string;
  /** What the file was when the text was read: tells whether somebody else has written it since. */
  readonly stamp: string;
  readonly createdOn: string;
  readonly createdBy: string;
  readonly modifiedOn: string;
  readonly modifiedBy: string;
  readonly name: string;
  readonly description: string;
  readonly extractionEnabled: boolean;
  readonly pointer: string;
  readonly groupsPointer: string | undefined;
  readonly groups: readonly GroupRecord[];
}

/** What is kept beside the file. */
export interface MappingIds {
  id: string;
  file: string;
  /** While the file is being renamed: where it was. */
  formerFile?: string;
  iModelId: string;
  createdOn: string;
  createdBy: string;
  modifiedBy: string;
  groups: { id: string; name: string; query: string; columns: { id: string; name: string }[] }[];
}

/** What the caller of the API has settled about ids; the rest follows the names. */
export interface IdHints {
  /** Ids of the groups in the order of the new text; undefined is a new one. */
  groups?: readonly (string | undefined)[];
  /** A column that was renamed: which, and its name now. */
  renamed?: { readonly column: string; readonly name: string };
}

export function recordOf(
  outline: MappingOutline,
  raw: unknown,
  ids: MappingIds,
  file: { text: string; stamp: string; modifiedOn: string },
  hints: IdHints = {},
): MappingRecord {
  return {
    id: ids.id,
    iModelId: ids.iModelId,
    file: ids.file,
    ...file,
    createdOn: ids.createdOn,
    createdBy: ids.createdBy,
    modifiedBy: ids.modifiedBy,
    name: outline.name || ids.file.replace(/\.json$/, ""),
    description: outline.description ?? "",
    extractionEnabled: outline.extractionEnabled ?? outline.api === "reporting",
    pointer: outline.pointer,
    groupsPointer: outline.groupsPointer,
    groups: groupsOf(outline.groups, raw, ids, hints),
  };
}

function groupsOf(groups: readonly GroupOutline[], raw: unknown, ids: MappingIds, hints: IdHints): GroupRecord[] {
  const known = hints.groups
    ? hints.groups.map((id) => ids.groups.find((group) => group.id === id))
    : matched(
        groups,
        ids.groups,
        (a, b) => a.name === b.name,
        (a, b) => a.query === b.query,
      );
  return groups.map((group, index) => {
    const before = known[index];
    const written = (valueAt(raw, group.pointer) ?? {}) as { metadata?: unknown };
    return {
      id: before?.id ?? hints.groups?.[index] ?? crypto.randomUUID(),
      name: group.name,
      query: group.query,
      description: group.description ?? "",
      // As it is written: the outline does not tell null from nothing.
      metadata: (group.metadata ?? []).length > 0 ? (written.metadata as MetadataEntry[]) : [],
      pointer: group.pointer,
      columnsPointer: group.columnsPointer,
      columns: columnsOf(group.columns, before?.columns ?? [], hints),
    };
  });
}

function columnsOf(
  columns: readonly ColumnOutline[],
  before: { id: string; name: string }[],
  hints: IdHints,
): ColumnRecord[] {
  const { renamed } = hints;
  const named = before.map((column) => (column.id === renamed?.column ? { ...column, name: renamed.name } : column));
  const known = matched(columns, named, (a, b) => a.name === b.name);
  return columns.map((column, index) => ({
    id: known[index]?.id ?? crypto.randomUUID(),
    name: column.name,
    pointer: column.pointer,
    list: listOf(column.pointer),
    kind: kindOf(column),
    dataType: column.dataType,
    quantityType: column.quantityType,
    calculatedPropertyType: column.calculatedPropertyType,
    formula: column.formula,
    entries: column.entries.map((entry) => ({
      ecSchemaName: entry.schema,
      ecClassName: entry.class,
      ecPropertyName: entry.property,
      ecPropertyType: entry.type,
    })),
  }));
}

const listOf = (pointer: string): ColumnKind =>
  (/\/(calculatedProperties|customCalculations)\/\d+$/.exec(pointer)?.[1] as ColumnKind | undefined) ?? "properties";

function kindOf({ kind }: ColumnOutline): ColumnKind {
  if (kind === "calculated") return "calculatedProperties";
  return kind === "formula" ? "customCalculations" : "properties";
}

/** For each of `now` the one of `before` that it was: by the tests in their order, at last by place. Each is used once. */
function matched<A, B>(
  now: readonly A[],
  before: readonly B[],
  ...tests: ((a: A, b: B) => boolean)[]
): (B | undefined)[] {
  const found: (B | undefined)[] = now.map(() => undefined);
  const left = new Set(before);
  const take = (index: number, item: B | undefined): void => {
    if (item === undefined) return;
    found[index] = item;
    left.delete(item);
  };
  for (const test of tests)
    now.forEach((each, index) => {
      if (!found[index])
        take(
          index,
          [...left].find((item) => test(each, item)),
        );
    });
  now.forEach((_, index) => {
    const item = before[index];
    if (!found[index] && item !== undefined && left.has(item) && now.length === before.length) take(index, item);
  });
  return found;
}

export const idsOf = (record: MappingRecord): MappingIds => ({
  id: record.id,
  file: record.file,
  iModelId: record.iModelId,
  createdOn: record.createdOn,
  createdBy: record.createdBy,
  modifiedBy: record.modifiedBy,
  groups: record.groups.map(({ id, name, query, columns }) => ({
    id,
    name,
    query,
    columns: columns.map((column) => ({ id: column.id, name: column.name })),
  })),
});

/** What a JSON pointer leads to. */
export function valueAt(value: unknown, pointer: string): unknown {
  let at = value;
  for (const step of pointer.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}
