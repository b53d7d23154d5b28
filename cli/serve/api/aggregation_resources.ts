/** Aggregations: sets of tables over a mapping's tables, their tables, and the columns of those. */

import type { AggregationPropertyRow, AggregationTableRow, TableSetRow } from "../store/reports_state.js";
import type { Shape } from "../wire/shapes.js";
import { maybeTextIn, setOf, somethingIn, textIn } from "./bodies.js";
import { ApiFault, invalid } from "./faults.js";
import { param } from "./found.js";
import type { Body, Call } from "./operation.js";
import { link } from "./paging.js";
import { aggregations, filled, gm } from "./paths.js";
import type { Resource } from "./resource.js";

const tag = "Reporting: aggregations";
const state = (call: Call) => call.service.store.reports;
const setPath = `${aggregations}/{aggregationTableSetId}`;
const tablePath = `${setPath}/tables/{aggregationTableId}`;

function setOfPath(call: Call): TableSetRow {
  const found = state(call).value.tableSets.find(({ id }) => id === param(call, "aggregationTableSetId"));
  if (found) return found;
  throw new ApiFault("AggregationTableSetNotFound", { target: "aggregationTableSetId" });
}

function tableOfPath(call: Call): AggregationTableRow {
  const found = setOfPath(call).tables.find(({ id }) => id === param(call, "aggregationTableId"));
  if (found) return found;
  throw new ApiFault("AggregationTableNotFound", { target: "aggregationTableId" });
}

function propertyOfPath(call: Call): AggregationPropertyRow {
  const found = tableOfPath(call).properties.find(({ id }) => id === param(call, "aggregationPropertyId"));
  if (found) return found;
  throw new ApiFault("AggregationPropertyNotFound", { target: "aggregationPropertyId" });
}

/** What changes a set, a table or a column changes the set they are of. */
function touch(call: Call, set: TableSetRow): void {
  set.modifiedOn = new Date().toISOString();
  set.modifiedBy = call.user;
}

/** The fields that are set, held to the rule for names where they are names. */
async function namesIn(
  call: Call,
  body: Body,
  names: readonly string[],
  isNew: boolean,
): Promise<Record<string, string>> {
  const set: Record<string, unknown> = setOf(body, ...names);
  for (const name of names) {
    if (!(name in set) && !isNew) continue;
    if (!(name in set)) throw invalid(name, `Required field ${name} was missing or invalid.`);
    await call.service.rules.name(name, set[name]);
  }
  return set as Record<string, string>;
}

const datasource = (call: Call) => link(call, `${gm}/${setOfPath(call).datasourceId}`);
const setLink = (call: Call) => link(call, filled(setPath, call.params));

export const tableSets: Resource<TableSetRow> = {
  tag,
  name: "AggregationTableSet",
  plural: "AggregationTableSets",
  word: "set of aggregation tables",
  path: aggregations,
  id: "aggregationTableSetId",
  keys: { one: "aggregationTableSet", many: "aggregationTableSets" },
  shapes: {
    one: "AggregationTableSet",
    many: "AggregationTableSets",
    create: "AggregationTableSetCreate",
    update: "AggregationTableSetUpdate",
  },
  faults: ["AggregationTableSetNotFound"],
  conflicts: ["MappingNotFound"],
  listQuery: [
    { name: "datasourceId", description: "The mapping.", isRequired: true },
    { name: "datasourceType", description: "IModelMapping.", isRequired: true },
  ],
  list: (call) => {
    for (const name of ["datasourceId", "datasourceType"])
      if (!call.query.get(name)) throw invalid(name, `Required parameter ${name} was missing.`);
    const mapping = call.query.get("datasourceId") ?? "";
    if (!call.service.store.mappings.get(mapping)) throw new ApiFault("MappingNotFound", { target: "datasourceId" });
    return state(call).value.tableSets.filter(({ datasourceId }) => datasourceId === mapping);
  },
  find: setOfPath,
  keyOf: ({ id }) => id,
  show: ({ tables: _, ...set }, call): Shape<"AggregationTableSet">["aggregationTableSet"] => ({
    ...set,
    _links: { datasource: link(call, `${gm}/${set.datasourceId}`) },
  }),
  create: async (call, body) => {
    const { tableSetName = "" } = await namesIn(call, body, ["tableSetName"], true);
    const datasourceType = textIn(body, "datasourceType");
    if (datasourceType !== "IModelMapping")
      throw invalid("datasourceType", "Field datasourceType must be IModelMapping.");
    const datasourceId = textIn(body, "datasourceId");
    if (!call.service.store.mappings.get(datasourceId))
      throw new ApiFault("MappingNotFound", { target: "datasourceId" });
    const now = new Date().toISOString();
    const description = maybeTextIn(body, "description") ?? "";
    const changes = { createdOn: now, createdBy: call.user, modifiedOn: now, modifiedBy: call.user };
    const row: TableSetRow = {
      id: crypto.randomUUID(),
      tableSetName,
      description,
      datasourceId,
      datasourceType,
      ...changes,
      tables: [],
    };
    await state(call).change((value) => void value.tableSets.push(row));
    return row;
  },
  update: async (call, _, body) => {
    const set = { ...(await namesIn(call, body, ["tableSetName"], false)), ...descriptionIn(body) };
    somethingIn(set, "aggregationTableSet");
    return state(call).change(() => {
      const row = setOfPath(call);
      Object.assign(row, set);
      touch(call, row);
      return { ...row };
    });
  },
  remove: (call, { id }) =>
    state(call).change((value) => {
      value.tableSets = value.tableSets.filter((row) => row.id !== id);
      value.aggregations = value.aggregations.filter((row) => row.tableSetId !== id);
    }),
};

function descriptionIn(body: Body): { description?: string } {
  const description = maybeTextIn(body, "description");
  return description === undefined ? {} : { description };
}

export const tables: Resource<AggregationTableRow> = {
  tag,
  name: "AggregationTable",
  plural: "AggregationTables",
  word: "aggregation table",
  path: `${setPath}/tables`,
  id: "aggregationTableId",
  keys: { one: "aggregationTable", many: "aggregationTables" },
  shapes: {
    one: "AggregationTable",
    many: "AggregationTables",
    create: "AggregationTableCreate",
    update: "AggregationTableUpdate",
  },
  faults: ["AggregationTableSetNotFound", "AggregationTableNotFound"],
  list: (call) => setOfPath(call).tables,
  find: tableOfPath,
  keyOf: ({ id }) => id,
  show: ({ properties: _, ...table }, call): Shape<"AggregationTable">["aggregationTable"] => ({
    ...table,
    _links: { datasource: datasource(call), aggregationTableSet: setLink(call) },
  }),
  create: async (call, body) => {
    const { tableName = "", sourceTableName = "" } = await namesIn(call, body, ["tableName", "sourceTableName"], true);
    const description = maybeTextIn(body, "description") ?? "";
    const row: AggregationTableRow = {
      id: crypto.randomUUID(),
      tableName,
      description,
      sourceTableName,
      properties: [],
    };
    await state(call).change(() => {
      const set = setOfPath(call);
      set.tables.push(row);
      touch(call, set);
    });
    return row;
  },
  update: async (call, _, body) => {
    const set = { ...(await namesIn(call, body, ["tableName", "sourceTableName"], false)), ...descriptionIn(body) };
    somethingIn(set, "aggregationTable");
    return state(call).change(() => {
      const row = tableOfPath(call);
      Object.assign(row, set);
      touch(call, setOfPath(call));
      return { ...row };
    });
  },
  remove: (call, { id }) =>
    state(call).change(() => {
      const set = setOfPath(call);
      set.tables = set.tables.filter((row) => row.id !== id);
      touch(call, set);
    }),
};

const kinds = ["GroupBy", "Count", "Sum"] as const;

function kindIn(body: Body): { type?: AggregationPropertyRow["type"] } {
  const value = body["type"];
  if (value === undefined || value === null) return {};
  const type = kinds.find((kind) => kind === value);
  if (type) return { type };
  throw invalid("type", `Field type must be one of ${kinds.join(", ")}.`);
}

export const aggregationProperties: Resource<AggregationPropertyRow> = {
  tag,
  name: "AggregationProperty",
  plural: "AggregationProperties",
  word: "aggregation property",
  path: `${tablePath}/properties`,
  id: "aggregationPropertyId",
  keys: { one: "aggregationProperty", many: "aggregationProperties" },
  shapes: {
    one: "AggregationProperty",
    many: "AggregationProperties",
    create: "AggregationPropertyCreate",
    update: "AggregationPropertyUpdate",
  },
  faults: ["AggregationTableSetNotFound", "AggregationTableNotFound", "AggregationPropertyNotFound"],
  list: (call) => tableOfPath(call).properties,
  find: propertyOfPath,
  keyOf: ({ id }) => id,
  show: (property, call): Shape<"AggregationProperty">["aggregationProperty"] => ({
    ...property,
    _links: {
      datasource: datasource(call),
      aggregationTableSet: setLink(call),
      aggregationTable: link(call, filled(tablePath, call.params)),
    },
  }),
  create: async (call, body) => {
    const names = ["propertyName", "sourcePropertyName"] as const;
    const { propertyName = "", sourcePropertyName = "" } = await namesIn(call, body, names, true);
    const { type } = kindIn(body);
    if (!type) throw invalid("type", "Required field type was null or undefined.");
    const row: AggregationPropertyRow = { id: crypto.randomUUID(), propertyName, sourcePropertyName, type };
    await state(call).change(() => {
      tableOfPath(call).properties.push(row);
      touch(call, setOfPath(call));
    });
    return row;
  },
  update: async (call, _, body) => {
    const names = await namesIn(call, body, ["propertyName", "sourcePropertyName"], false);
    const set = { ...names, ...kindIn(body) };
    somethingIn(set, "aggregationProperty");
    return state(call).change(() => {
      const row = propertyOfPath(call);
      Object.assign(row, set);
      touch(call, setOfPath(call));
      return { ...row };
    });
  },
  remove: (call, { id }) =>
    state(call).change(() => {
      const table = tableOfPath(call);
      table.properties = table.properties.filter((row) => row.id !== id);
      touch(call, setOfPath(call));
    }),
};
