/** Named groups: queries with a name, of an iTwin. */

import type { NamedGroupRow } from "../store/reports_state.js";
import type { MetadataEntry, Shape } from "../wire/shapes.js";
import { maybeTextIn, setOf, somethingIn, textIn } from "./bodies.js";
import { ApiFault, invalid } from "./faults.js";
import { param } from "./found.js";
import type { Body, Call } from "./operation.js";
import { link } from "./paging.js";
import { namedGroups } from "./paths.js";
import type { Resource } from "./resource.js";

const state = (call: Call) => call.service.store.named;

function displayNameIn(body: Body): string {
  const name = body["displayName"];
  if (typeof name !== "string" || name.length > 512)
    throw invalid(
      "displayName",
      "Field displayName was invalid. It must be a string with a maximum length of 512 characters.",
    );
  if (name.trim() !== "") return name;
  throw invalid("displayName", "Required field displayName cannot be empty or consist only of whitespace characters.");
}

function groupOf(call: Call): NamedGroupRow {
  const found = state(call).value.groups.find(({ id }) => id === param(call, "groupId"));
  if (found) return found;
  throw new ApiFault("NamedGroupNotFound", { target: "id" });
}

/** The rules of a mapping's group hold for the query and the metadata. */
async function judge(call: Call, query: unknown, metadata: unknown): Promise<void> {
  await call.service.rules.group({ query, ...(metadata === undefined ? {} : { metadata }) });
}

export const namedGroupResource: Resource<NamedGroupRow> = {
  tag: "Named groups",
  name: "NamedGroup",
  plural: "NamedGroups",
  word: "named group",
  path: namedGroups,
  id: "groupId",
  keys: { one: "group", many: "groups" },
  shapes: { one: "NamedGroup", many: "NamedGroups", create: "NamedGroupCreate", update: "NamedGroupUpdate" },
  faults: ["NamedGroupNotFound"],
  listQuery: [{ name: "iTwinId", description: "Whose groups.", isRequired: true }],
  list: (call) => {
    const iTwinId = call.query.get("iTwinId");
    if (iTwinId === undefined || iTwinId === "") throw invalid("iTwinId", "Required parameter iTwinId was missing.");
    return state(call).value.groups.filter((row) => row.iTwinId.toLowerCase() === iTwinId.toLowerCase());
  },
  find: groupOf,
  keyOf: ({ id }) => id,
  show: (
    { iTwinId, metadata, ...row },
    call,
    isListed,
  ): Shape<"NamedGroup">["group"] | Shape<"NamedGroups">["groups"][number] => ({
    ...row,
    ...(isListed && !call.isFull ? {} : { metadata }),
    _links: { iTwin: link(call, `/itwins/${encodeURIComponent(iTwinId)}`) },
  }),
  create: async (call, body) => {
    const { metadata } = setOf(body, "metadata");
    const displayName = displayNameIn(body);
    const iTwinId = textIn(body, "iTwinId");
    await judge(call, body["query"], metadata);
    const now = new Date().toISOString();
    const row: NamedGroupRow = {
      id: crypto.randomUUID(),
      iTwinId,
      displayName,
      description: maybeTextIn(body, "description") ?? "",
      query: textIn(body, "query"),
      metadata: (metadata ?? []) as MetadataEntry[],
      createdDateTime: now,
      modifiedDateTime: now,
    };
    await state(call).change((value) => void value.groups.push(row));
    return row;
  },
  update: async (call, group, body) => {
    const set = setOf(body, "displayName", "description", "query", "metadata");
    if (Object.keys(set).length === 0) throw invalid("group", "At least one property must be provided for update.");
    if ("displayName" in set) displayNameIn(body);
    maybeTextIn(body, "description");
    somethingIn(set, "group");
    await judge(call, set.query ?? group.query, set.metadata ?? group.metadata);
    return state(call).change(() => {
      const row = groupOf(call);
      Object.assign(row, set, { modifiedDateTime: new Date().toISOString() });
      return { ...row };
    });
  },
  remove: (call, { id }) =>
    state(call).change((value) => {
      value.groups = value.groups.filter((row) => row.id !== id);
    }),
};
