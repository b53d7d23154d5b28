/** Mappings and groups, of both generations: the same things, spelled as each spells them. */

import type { MappingApi } from "premap";
import type { GroupRecord, MappingRecord } from "../store/mapping_record.js";
import type { MetadataEntry, Shape } from "../wire/shapes.js";
import { maybeTextIn, setOf, somethingIn, textIn } from "./bodies.js";
import { ApiFault, invalid } from "./faults.js";
import { groupIn, groupOf, mappingOf, modelInQuery, modelOf, param } from "./found.js";
import {
  columnsWritten,
  editMapping,
  groupAddition,
  groupEdit,
  groupRemoval,
  isOfMapping,
  mappingEdit,
} from "./mapping_edits.js";
import { type Body, type Call, type JsonOperation, operation } from "./operation.js";
import { link } from "./paging.js";
import { filled, gm, reportingMappings } from "./paths.js";
import type { Resource } from "./resource.js";

// ------------------------------------------------------------------------------------------------------------- mappings

const mappingFields = ["mappingName", "description", "extractionEnabled"] as const;

const wireMapping = (mapping: MappingRecord) => ({
  id: mapping.id,
  mappingName: mapping.name,
  description: mapping.description,
  extractionEnabled: mapping.extractionEnabled,
  createdOn: mapping.createdOn,
  createdBy: mapping.createdBy,
  modifiedOn: mapping.modifiedOn,
  modifiedBy: mapping.modifiedBy,
});

export const imodelLink = (call: Call, iModelId: string) => link(call, `/imodels/${encodeURIComponent(iModelId)}`);

const mappingsOf = (call: Call, iModelId: string): MappingRecord[] =>
  [...call.service.store.mappings.all()].filter((mapping) => mapping.iModelId === iModelId);

/** A new file, from nothing or from another mapping's. */
async function createMapping(
  call: Call,
  iModelId: string,
  fields: Body,
  api: MappingApi,
  source?: MappingRecord,
): Promise<MappingRecord> {
  const { store, rules, engine } = call.service;
  const text = source ? await copyOf(call, source, fields) : `${JSON.stringify({ ...fields, groups: [] }, null, 2)}\n`;
  const { pointer = "", groupsPointer } = await engine
    .outline(text)
    .catch(() => ({ pointer: "", groupsPointer: "/groups" }));
  return store.mappings.create({ iModelId, text }, (written) =>
    rules.part(written, api, isOfMapping(pointer, groupsPointer)),
  );
}

/** What the source says of its own iModel does not go with it. */
async function copyOf(call: Call, source: MappingRecord, fields: Body): Promise<string> {
  const { patch } = mappingEdit(source, fields);
  const raw = JSON.parse(source.text) as unknown;
  const at = source.pointer
    .split("/")
    .slice(1)
    .reduce((value, step) => (value as Record<string, unknown>)[step], raw);
  const isNamed = typeof at === "object" && at !== null && Object.hasOwn(at, "iModelId");
  const without = isNamed ? [{ op: "remove", path: `${source.pointer}/iModelId` } as const] : [];
  return (await call.service.engine.apply(source.text, [...patch, ...without])).mapping;
}

async function updateMapping(call: Call, mapping: MappingRecord, body: Body, api: MappingApi): Promise<MappingRecord> {
  const set = setOf(body, ...mappingFields);
  somethingIn(set, "mapping");
  return editMapping(call, mapping.id, api, (now) => mappingEdit(now, set));
}

/** What hangs on a mapping goes with it: its places in reports, its aggregations. */
async function removeMapping(call: Call, { id }: MappingRecord): Promise<void> {
  const { mappings, reports } = call.service.store;
  if (!(await mappings.remove(id))) throw new ApiFault("MappingNotFound", { target: "mappingId" });
  const { value } = reports;
  if (!value.mappings.some((row) => row.mappingId === id) && !value.tableSets.some((row) => row.datasourceId === id))
    return;
  await reports.change((state) => {
    const sets = new Set(state.tableSets.filter((row) => row.datasourceId === id).map((row) => row.id));
    state.mappings = state.mappings.filter((row) => row.mappingId !== id);
    state.tableSets = state.tableSets.filter((row) => !sets.has(row.id));
    state.aggregations = state.aggregations.filter((row) => !sets.has(row.tableSetId));
  });
}

export const gmMappings: Resource<MappingRecord> = {
  tag: "Grouping and Mapping",
  name: "Mapping",
  plural: "Mappings",
  word: "mapping",
  path: gm,
  id: "mappingId",
  keys: { one: "mapping", many: "mappings" },
  shapes: { one: "Mapping", many: "Mappings", create: "MappingCreate", update: "MappingUpdate" },
  faults: ["MappingNotFound", "iModelNotFound"],
  conflicts: ["MappingFileUnreadable"],
  listQuery: [{ name: "iModelId", description: "Whose mappings.", isRequired: true }],
  list: (call) => mappingsOf(call, modelInQuery(call).iModelId),
  find: mappingOf,
  keyOf: ({ id }) => id,
  show: (mapping, call): Shape<"Mapping">["mapping"] => ({
    ...wireMapping(mapping),
    _links: { iModel: imodelLink(call, mapping.iModelId) },
  }),
  create: async (call, body) => {
    const model = modelOf(call, textIn(body, "iModelId"));
    const sourceId = maybeTextIn(body, "sourceMappingId");
    const source = sourceId === undefined ? undefined : call.service.store.mappings.get(sourceId);
    if (sourceId !== undefined && !source) throw new ApiFault("MappingNotFound", { target: "sourceMappingId" });
    const given = setOf(body, ...mappingFields);
    const fields = source ? given : { extractionEnabled: false, ...given };
    if (!("mappingName" in given)) throw invalid("mappingName", "Required field mappingName was missing or invalid.");
    return createMapping(call, model.iModelId, inOrder(fields), "groupingAndMapping", source);
  },
  update: (call, mapping, body) => updateMapping(call, mapping, body, "groupingAndMapping"),
  remove: removeMapping,
};

/** As a person would write them. */
const inOrder = (fields: Body): Body =>
  Object.fromEntries(mappingFields.filter((name) => name in fields).map((name) => [name, fields[name]]));

export const reportingMappingResource: Resource<MappingRecord> = {
  tag: "Reporting: mappings",
  name: "Mapping",
  plural: "Mappings",
  prefix: "reporting",
  word: "mapping",
  path: reportingMappings,
  id: "mappingId",
  keys: { one: "mapping", many: "mappings" },
  shapes: {
    one: "ReportingMapping",
    many: "ReportingMappings",
    create: "ReportingMappingCreate",
    update: "MappingUpdate",
  },
  faults: ["MappingNotFound", "iModelNotFound"],
  conflicts: ["MappingFileUnreadable"],
  list: (call) => mappingsOf(call, modelOf(call, param(call, "imodelId"), "imodelId").iModelId),
  find: mappingOf,
  keyOf: ({ id }) => id,
  show: showOld,
  create: async (call, body) => {
    const model = modelOf(call, param(call, "imodelId"), "imodelId");
    const given = setOf(body, ...mappingFields);
    if (!("mappingName" in given)) throw invalid("mappingName", "Required field mappingName was missing or invalid.");
    return createMapping(call, model.iModelId, inOrder({ extractionEnabled: true, ...given }), "reporting");
  },
  update: (call, mapping, body) => updateMapping(call, mapping, body, "reporting"),
  remove: removeMapping,
};

function showOld(mapping: MappingRecord, call: Call): Shape<"ReportingMapping">["mapping"] {
  return { ...wireMapping(mapping), _links: { imodel: imodelLink(call, mapping.iModelId) } };
}

export const copyReportingMapping: JsonOperation = operation({
  method: "POST",
  path: `${reportingMappings}/{mappingId}/copy`,
  name: "copyReportingMapping",
  tag: "Reporting: mappings",
  summary: "Copy a mapping with its groups and properties.",
  faults: ["MappingNotFound", "iModelNotFound", "InvalidInsightsRequest"],
  takes: "ReportingMappingCopy",
  gives: "ReportingMapping",
  run: async (call) => {
    const source = mappingOf(call);
    const { targetIModelId, mappingName } = call.body;
    await call.service.rules.request("copyMapping", { targetIModelId, mappingName });
    const name = maybeTextIn(call.body, "mappingName") ?? copiedName(source.name);
    const model = modelOf(call, textIn(call.body, "targetIModelId"), "targetIModelId");
    const copy = await createMapping(call, model.iModelId, { mappingName: name }, "reporting", source);
    return { mapping: showOld(copy, call) };
  },
});

/** With its `_Copy` the name has to stay within 128. */
function copiedName(name: string): string {
  if (name.length < 124) return `${name}_Copy`;
  throw invalid("mappingName", "Required field mappingName was missing: the source's name is too long for its copy's.");
}

// --------------------------------------------------------------------------------------------------------------- groups

const wireGroup = ({ id, name, description, query }: GroupRecord) => ({ id, groupName: name, description, query });

interface GroupApi {
  api: MappingApi;
  fields: readonly string[];
}
const newer: GroupApi = { api: "groupingAndMapping", fields: ["groupName", "description", "query", "metadata"] };
const older: GroupApi = { api: "reporting", fields: ["groupName", "description", "query"] };

async function createGroup(call: Call, body: Body, { api, fields }: GroupApi): Promise<GroupRecord> {
  const mapping = mappingOf(call);
  const id = crypto.randomUUID();
  const set: Record<string, unknown> = setOf(body, ...fields);
  if (Array.isArray(set["metadata"]) && set["metadata"].length === 0) delete set["metadata"];
  const columns = copiedColumns(call, body);
  // Named explicitly, so that what is missing is told by its own name.
  const value = { groupName: set["groupName"], ...set, ...(columns ?? { properties: [] }) };
  const edited = await editMapping(call, mapping.id, api, (now) => groupAddition(now, id, value));
  return groupIn(edited, id);
}

function copiedColumns(call: Call, body: Body): Body | undefined {
  const source = body["source"] as { mappingId?: unknown; groupId?: unknown } | null | undefined;
  if (source === undefined || source === null) return undefined;
  if (typeof source !== "object") throw invalid("source", "Field source must be an object with mappingId and groupId.");
  const mapping = call.service.store.mappings.get(textIn(source, "mappingId"));
  if (!mapping) throw new ApiFault("MappingNotFound", { target: "source" });
  return columnsWritten(mapping, groupIn(mapping, textIn(source, "groupId")));
}

async function updateGroup(
  call: Call,
  group: GroupRecord,
  body: Body,
  { api, fields }: GroupApi,
): Promise<GroupRecord> {
  const set = setOf(body, ...fields);
  somethingIn(set, "group");
  const edited = await editMapping(call, param(call, "mappingId"), api, (now) =>
    groupEdit(now, groupIn(now, group.id), set),
  );
  return groupIn(edited, group.id);
}

async function removeGroup(call: Call, group: GroupRecord): Promise<void> {
  await editMapping(call, param(call, "mappingId"), "groupingAndMapping", (now) =>
    groupRemoval(now, groupIn(now, group.id)),
  );
}

export const gmGroups: Resource<GroupRecord> = {
  tag: "Grouping and Mapping",
  name: "Group",
  plural: "Groups",
  word: "group",
  path: `${gm}/{mappingId}/groups`,
  id: "groupId",
  keys: { one: "group", many: "groups" },
  shapes: { one: "Group", many: "Groups", create: "GroupCreate", update: "GroupUpdate" },
  faults: ["MappingNotFound", "GroupNotFound"],
  conflicts: ["MappingFileUnreadable"],
  list: (call) => mappingOf(call).groups,
  find: (call) => groupOf(call),
  keyOf: ({ id }) => id,
  show: (group, call, isListed): Shape<"Group">["group"] | Shape<"Groups">["groups"][number] => ({
    ...wireGroup(group),
    ...(isListed && !call.isFull ? {} : { metadata: group.metadata.map(shownEntry) }),
    _links: {
      iModel: imodelLink(call, mappingOf(call).iModelId),
      mapping: link(call, filled(`${gm}/{mappingId}`, call.params)),
    },
  }),
  create: (call, body) => createGroup(call, body, newer),
  update: (call, group, body) => updateGroup(call, group, body, newer),
  remove: removeGroup,
};

/** An editor may have left more in it. */
const shownEntry = ({ key, value }: MetadataEntry): MetadataEntry => (value === undefined ? { key } : { key, value });

export const reportingGroups: Resource<GroupRecord> = {
  tag: "Reporting: mappings",
  name: "Group",
  plural: "Groups",
  prefix: "reporting",
  word: "group",
  path: `${reportingMappings}/{mappingId}/groups`,
  id: "groupId",
  keys: { one: "group", many: "groups" },
  shapes: {
    one: "ReportingGroup",
    many: "ReportingGroups",
    create: "ReportingGroupCreate",
    update: "ReportingGroupUpdate",
  },
  faults: ["MappingNotFound", "GroupNotFound", "iModelNotFound"],
  conflicts: ["MappingFileUnreadable"],
  list: (call) => mappingOf(call).groups,
  find: (call) => groupOf(call),
  keyOf: ({ id }) => id,
  show: (group): Shape<"ReportingGroup">["group"] => wireGroup(group),
  create: (call, body) => createGroup(call, body, older),
  update: (call, group, body) => updateGroup(call, group, body, older),
  remove: removeGroup,
};
