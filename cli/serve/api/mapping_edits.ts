/**
 * Changes of a mapping as JSON patches of its file, with the place in the new text that the rules have to judge.
 * Both generations of the API come here; what differs between them are the fields.
 */

import type { Diagnostic, MappingApi, PatchStep } from "premap";
import {
  type ColumnKind,
  type ColumnRecord,
  type GroupRecord,
  type MappingRecord,
  valueAt,
} from "../store/mapping_record.js";
import type { MappingEdit } from "../store/mappings.js";
import { ApiFault, type FaultCode } from "./faults.js";
import type { Call } from "./operation.js";

/** A patch, and which of the faults in the text it leaves are its own. */
export interface JudgedEdit extends MappingEdit {
  readonly isMine: (fault: Diagnostic, text: string) => boolean;
  readonly conflict?: FaultCode;
}

type Fields = Readonly<Record<string, unknown>>;

/** Runs an edit on the mapping as it is when its turn has come; `make` may refuse. */
export async function editMapping(
  call: Call,
  mappingId: string,
  api: MappingApi,
  make: (mapping: MappingRecord) => JudgedEdit,
): Promise<MappingRecord> {
  const { store, rules } = call.service;
  let judged: JudgedEdit | undefined;
  const edited = await store.mappings.edit(
    mappingId,
    (record) => (judged = make(record)),
    async (text) => {
      const { isMine, conflict } = judged as JudgedEdit;
      await rules.part(text, api, (fault) => isMine(fault, text), conflict);
    },
  );
  if (!edited) throw new ApiFault("MappingNotFound", { target: "mappingId" });
  return edited;
}

const isUnder = (path: string | undefined, pointer: string): boolean =>
  path !== undefined && (path === pointer || path.startsWith(`${pointer}/`));

// ------------------------------------------------------------------------------------------------------------- mappings

export const isOfMapping =
  (pointer: string, groupsPointer: string | undefined) =>
  ({ path = "" }: Diagnostic): boolean =>
    isUnder(path, pointer) && !isUnder(path, groupsPointer ?? `${pointer}/groups`);

export const mappingEdit = (mapping: MappingRecord, fields: Fields): JudgedEdit => ({
  patch: fieldSteps(mapping.pointer, fields),
  isMine: isOfMapping(mapping.pointer, mapping.groupsPointer),
});

function fieldSteps(pointer: string, fields: Fields): PatchStep[] {
  return Object.entries(fields).map(([name, value]) => ({ op: "add", path: `${pointer}/${name}`, value }));
}

// --------------------------------------------------------------------------------------------------------------- groups

/** Columns that come from another group are not the request's. */
export function groupAddition(mapping: MappingRecord, id: string, fields: Fields): JudgedEdit {
  const list = mapping.groupsPointer;
  if (list === undefined) throw noPlace(mapping, "groups");
  const place = `${list}/${lengthAt(mapping, list)}`;
  return {
    patch: [{ op: "add", path: `${list}/-`, value: fields }],
    hints: { groups: [...mapping.groups.map((group) => group.id), id] },
    isMine: ({ path }) => isUnder(path, place) && !columnLists(place).some((each) => isUnder(path, each)),
  };
}

export function groupEdit(mapping: MappingRecord, group: GroupRecord, fields: Fields): JudgedEdit {
  const columns = columnListsOf(group);
  return {
    patch: fieldSteps(group.pointer, fields),
    hints: { groups: mapping.groups.map(({ id }) => id) },
    isMine: ({ path }) => isUnder(path, group.pointer) && !columns.some((list) => isUnder(path, list)),
  };
}

export function groupRemoval(mapping: MappingRecord, group: GroupRecord): JudgedEdit {
  const list = mapping.groupsPointer ?? "";
  // A group may lie deeper in its place of the list: in a saved answer it is wrapped.
  const place = group.pointer.startsWith(`${list}/`) ? group.pointer.slice(list.length + 1).split("/")[0] : undefined;
  if (place === undefined) throw noPlace(mapping, "groups");
  return {
    patch: [{ op: "remove", path: `${list}/${place}` }],
    hints: { groups: mapping.groups.map(({ id }) => id).filter((id) => id !== group.id) },
    isMine: () => false,
  };
}

/** The columns of a group as its file has them, by list; for a copy. */
export function columnsWritten(mapping: MappingRecord, group: GroupRecord): Fields {
  const raw: unknown = JSON.parse(mapping.text);
  const lists: Record<string, unknown[]> = {};
  for (const column of group.columns) {
    const { id: _, _links: __, ...fields } = valueAt(raw, column.pointer) as Record<string, unknown>;
    (lists[column.list] ??= []).push(fields);
  }
  return lists;
}

// -------------------------------------------------------------------------------------------------------------- columns

export function columnAddition(
  mapping: MappingRecord,
  group: GroupRecord,
  list: ColumnKind,
  fields: Fields,
  conflict?: FaultCode,
): JudgedEdit {
  const at = listPointer(mapping, group, list);
  const place = `${at}/${lengthAt(mapping, at)}`;
  return {
    patch: [{ op: "add", path: `${at}/-`, value: fields }],
    hints: { groups: mapping.groups.map(({ id }) => id) },
    isMine: ({ path }) => isUnder(path, place),
    ...(conflict ? { conflict } : {}),
  };
}

/** `fields` set to undefined are taken away. */
export function columnEdit(
  mapping: MappingRecord,
  group: GroupRecord,
  column: ColumnRecord,
  fields: Fields,
  conflict?: FaultCode,
): JudgedEdit {
  const raw = valueAt(JSON.parse(mapping.text), column.pointer) as Fields;
  const name = fields["propertyName"];
  return {
    patch: changedSteps(column.pointer, raw, fields),
    hints: {
      groups: mapping.groups.map(({ id }) => id),
      ...(typeof name === "string" ? { renamed: { column: column.id, name } } : {}),
    },
    isMine: (fault, text) => isUnder(fault.path, column.pointer) || isSameName(fault, text, group, name),
    ...(conflict ? { conflict } : {}),
  };
}

/** From a list of the older API to the one that both know. */
export function columnMove(
  mapping: MappingRecord,
  group: GroupRecord,
  column: ColumnRecord,
  fields: Fields,
  conflict?: FaultCode,
): JudgedEdit {
  const set = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const added = columnAddition(mapping, group, "properties", set, conflict);
  const name = fields["propertyName"];
  return {
    ...added,
    patch: [{ op: "remove", path: column.pointer }, ...added.patch],
    hints: { ...added.hints, ...(typeof name === "string" ? { renamed: { column: column.id, name } } : {}) },
  };
}

export function columnRemoval(mapping: MappingRecord, column: ColumnRecord): JudgedEdit {
  return {
    patch: [{ op: "remove", path: column.pointer }],
    hints: { groups: mapping.groups.map(({ id }) => id) },
    isMine: () => false,
  };
}

function changedSteps(pointer: string, raw: Fields, fields: Fields): PatchStep[] {
  return Object.entries(fields).flatMap(([name, value]): PatchStep[] => {
    const path = `${pointer}/${name}`;
    if (value === undefined) return Object.hasOwn(raw, name) ? [{ op: "remove", path }] : [];
    return JSON.stringify(raw[name]) === JSON.stringify(value) ? [] : [{ op: "add", path, value }];
  });
}

/** That a name is taken is told at the later of the two columns, which may be the other one. */
function isSameName({ code, path }: Diagnostic, text: string, group: GroupRecord, name: unknown): boolean {
  if (code !== "name-duplicate-in-group" || path === undefined || typeof name !== "string") return false;
  if (!columnListsOf(group).some((list) => isUnder(path, list))) return false;
  const other = valueAt(JSON.parse(text), path);
  return typeof other === "string" && other.toLowerCase() === name.toLowerCase();
}

// --------------------------------------------------------------------------------------------------------------- places

function columnListsOf({ columnsPointer, pointer }: GroupRecord): string[] {
  return columnLists(columnsPointer === undefined ? pointer : columnsPointer.slice(0, columnsPointer.lastIndexOf("/")));
}

const columnLists = (group: string): string[] =>
  ["properties", "groupProperties", "calculatedProperties", "customCalculations"].map((list) => `${group}/${list}`);

function listPointer(mapping: MappingRecord, group: GroupRecord, list: ColumnKind): string {
  const { columnsPointer } = group;
  if (columnsPointer === undefined) throw noPlace(mapping, "properties");
  if (list === "properties") return columnsPointer;
  return `${columnsPointer.slice(0, columnsPointer.lastIndexOf("/"))}/${list}`;
}

function lengthAt(mapping: MappingRecord, pointer: string): number {
  const list = valueAt(JSON.parse(mapping.text), pointer);
  return Array.isArray(list) ? list.length : 0;
}

const noPlace = (mapping: MappingRecord, what: string): ApiFault =>
  new ApiFault("MappingFileUnreadable", {
    message: `the file mappings/${mapping.file} has a shape with no place for new ${what}: write it as docs/mapping-file.md has it`,
  });
