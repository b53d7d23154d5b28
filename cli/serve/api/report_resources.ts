/** Reports and what is linked to them, of both generations on the same paths; a deleted report can be brought back. */

import type { ReportAggregationRow, ReportMappingRow, ReportRow, TableSetRow } from "../store/reports_state.js";
import type { Shape } from "../wire/shapes.js";
import { maybeFlagIn, maybeTextIn, textIn } from "./bodies.js";
import { ApiFault, invalid } from "./faults.js";
import { modelOf, param } from "./found.js";
import { imodelLink } from "./mapping_resources.js";
import type { Body, Call } from "./operation.js";
import { link } from "./paging.js";
import { aggregations, gm, reporting } from "./paths.js";
import type { Resource } from "./resource.js";

const reports = (call: Call) => call.service.store.reports;

export function reportOf(call: Call, id = param(call, "reportId")): ReportRow {
  const report = reports(call).value.reports.find((row) => row.id === id);
  if (report) return report;
  throw new ApiFault("ReportNotFound", { target: "id" });
}

const reportLink = (call: Call, id: string) => link(call, `${reporting}/reports/${id}`);
const ownerField = (call: Call): string => (call.version === 2 ? "iTwinId" : "projectId");

export const reportResource: Resource<ReportRow> = {
  tag: "Reporting: reports",
  name: "Report",
  plural: "Reports",
  word: "report",
  path: `${reporting}/reports`,
  id: "reportId",
  keys: { one: "report", many: "reports" },
  shapes: {
    one: "Report",
    many: "Reports",
    create: "ReportCreate",
    update: "ReportUpdate",
    one2: "Report2",
    many2: "Reports2",
    create2: "ReportCreate2",
  },
  faults: ["ReportNotFound"],
  listQuery: [
    { name: "projectId", description: "Whose reports; the newer generation says iTwinId." },
    { name: "iTwinId", description: "Whose reports, in the newer generation." },
    { name: "deleted", description: "true: those that are marked as deleted, too." },
  ],
  list: (call) => {
    const owner = call.query.get(ownerField(call)) ?? call.query.get("iTwinId") ?? call.query.get("projectId");
    if (owner === undefined || owner === "")
      throw invalid(ownerField(call), `Required parameter ${ownerField(call)} was missing.`);
    const isAll = call.query.get("deleted")?.toLowerCase() === "true";
    return reports(call).value.reports.filter(
      (row) => row.iTwinId.toLowerCase() === owner.toLowerCase() && (isAll || !row.deleted),
    );
  },
  find: (call) => reportOf(call),
  keyOf: ({ id }) => id,
  show: (row, call): Shape<"Report">["report"] | Shape<"Report2">["report"] => {
    const { id, displayName, description, deleted, createdOn, modifiedOn } = row;
    const owner = link(call, `/itwins/${encodeURIComponent(row.iTwinId)}`);
    const odata = link(call, `${reporting}/odata/${id}${call.version === 2 ? "" : "?api-version=v1"}`);
    const fields = { id, displayName, description, deleted, createdOn, modifiedOn };
    return call.version === 2
      ? { ...fields, _links: { iTwin: owner, odata } }
      : { ...fields, _links: { project: owner, odata } };
  },
  create: async (call, body) => {
    const owner = ownerField(call);
    const { displayName } = body;
    await call.service.rules.request("createReport", { displayName, projectId: body[owner] });
    const now = new Date().toISOString();
    const row: ReportRow = {
      id: crypto.randomUUID(),
      displayName: textIn(body, "displayName"),
      description: maybeTextIn(body, "description") ?? "",
      iTwinId: textIn(body, owner),
      deleted: false,
      createdOn: now,
      modifiedOn: now,
    };
    await reports(call).change((state) => void state.reports.push(row));
    return row;
  },
  update: async (call, { id }, body) => {
    const fields = {
      displayName: maybeTextIn(body, "displayName"),
      description: maybeTextIn(body, "description"),
      deleted: maybeFlagIn(body, "deleted"),
    };
    await call.service.rules.request("updateReport", fields);
    return changeReport(call, id, (row) => {
      row.displayName = fields.displayName ?? row.displayName;
      row.description = fields.description ?? row.description;
      if (fields.deleted !== undefined) mark(row, fields.deleted);
    });
  },
  remove: async (call, { id }) => {
    await changeReport(call, id, (row) => mark(row, true));
  },
};

function mark(row: ReportRow, deleted: boolean): void {
  row.deleted = deleted;
  if (deleted) row.deletedOn = new Date().toISOString();
  else delete row.deletedOn;
}

/** Looks the report up again: it may have gone while the rules looked at the body. */
function changeReport(call: Call, id: string, change: (row: ReportRow) => void): Promise<ReportRow> {
  return reports(call).change(() => {
    const row = reportOf(call, id);
    change(row);
    row.modifiedOn = new Date().toISOString();
    return { ...row };
  });
}

// ------------------------------------------------------------------------------------------------------------- mappings

export const reportMappings: Resource<ReportMappingRow> = {
  tag: "Reporting: reports",
  name: "ReportMapping",
  plural: "ReportMappings",
  word: "link of a mapping to the report",
  path: `${reporting}/reports/{reportId}/datasources/imodelMappings`,
  id: "mappingId",
  keys: { one: "mapping", many: "mappings" },
  shapes: { one: "ReportMapping", many: "ReportMappings", create: "ReportMappingCreate" },
  faults: ["ReportNotFound", "ReportMappingNotFound"],
  conflicts: ["ReportMappingExists", "MappingNotFound"],
  isListOnly: true,
  list: (call) => reports(call).value.mappings.filter((row) => row.reportId === reportOf(call).id),
  find: (call) => {
    const { id } = reportOf(call);
    const found = reports(call).value.mappings.find(
      (row) => row.reportId === id && row.mappingId === param(call, "mappingId"),
    );
    if (found) return found;
    throw new ApiFault("ReportMappingNotFound", { target: "mappingId" });
  },
  keyOf: ({ mappingId }) => mappingId,
  show: ({ reportId, mappingId, iModelId }, call): Shape<"ReportMapping">["mapping"] => ({
    reportId,
    mappingId,
    imodelId: iModelId,
    _links: {
      report: reportLink(call, reportId),
      mapping: link(call, `${gm}/${mappingId}`),
      imodel: imodelLink(call, iModelId),
    },
  }),
  create: async (call, body) => {
    const { id: reportId } = reportOf(call);
    const mapping = call.service.store.mappings.get(textIn(body, "mappingId"));
    if (!mapping) throw new ApiFault("MappingNotFound", { target: "mappingId" });
    const imodelId = call.version === 2 ? maybeTextIn(body, "imodelId") : textIn(body, "imodelId");
    if (imodelId !== undefined && modelOf(call, imodelId, "imodelId").iModelId !== mapping.iModelId)
      throw invalid("imodelId", "Field imodelId is not the mapping's iModel.");
    const row = { reportId, mappingId: mapping.id, iModelId: mapping.iModelId };
    await reports(call).change((state) => {
      if (state.mappings.some((each) => each.reportId === reportId && each.mappingId === row.mappingId))
        throw new ApiFault("ReportMappingExists", { target: "mappingId" });
      state.mappings.push(row);
    });
    return row;
  },
  remove: (call, row) =>
    reports(call).change((state) => {
      state.mappings = state.mappings.filter(
        (each) => each.reportId !== row.reportId || each.mappingId !== row.mappingId,
      );
    }),
};

// --------------------------------------------------------------------------------------------------------- aggregations

function tableSetOf(call: Call, id: string): TableSetRow {
  const set = reports(call).value.tableSets.find((row) => row.id === id);
  if (set) return set;
  throw new ApiFault("AggregationTableSetNotFound", { target: "aggregationTableSetId" });
}

export const reportAggregations: Resource<ReportAggregationRow> = {
  tag: "Reporting: reports",
  name: "ReportAggregation",
  plural: "ReportAggregations",
  word: "link of an aggregation table set to the report",
  path: `${reporting}/reports/{reportId}/datasources/aggregations`,
  id: "aggregationTableSetId",
  keys: { one: "aggregation", many: "aggregations" },
  shapes: { one: "ReportAggregation", many: "ReportAggregations", create: "ReportAggregationCreate" },
  faults: ["ReportNotFound", "ReportAggregationNotFound"],
  conflicts: ["ReportAggregationExists", "AggregationTableSetNotFound"],
  isListOnly: true,
  list: (call) => reports(call).value.aggregations.filter((row) => row.reportId === reportOf(call).id),
  find: (call) => {
    const { id } = reportOf(call);
    const set = param(call, "aggregationTableSetId");
    const found = reports(call).value.aggregations.find((row) => row.reportId === id && row.tableSetId === set);
    if (found) return found;
    throw new ApiFault("ReportAggregationNotFound", { target: "aggregationTableSetId" });
  },
  keyOf: ({ tableSetId }) => tableSetId,
  show: ({ reportId, tableSetId }, call): Shape<"ReportAggregation">["aggregation"] => {
    const { datasourceId, datasourceType } = tableSetOf(call, tableSetId);
    return {
      reportId,
      aggregationTableSetId: tableSetId,
      datasourceId,
      datasourceType,
      _links: {
        report: reportLink(call, reportId),
        aggregationTableSet: link(call, `${aggregations}/${tableSetId}`),
        datasource: link(call, `${gm}/${datasourceId}`),
      },
    };
  },
  create: async (call, body: Body) => {
    const { id: reportId } = reportOf(call);
    const { id: tableSetId } = tableSetOf(call, textIn(body, "aggregationTableSetId"));
    const row = { reportId, tableSetId };
    await reports(call).change((state) => {
      if (state.aggregations.some((each) => each.reportId === reportId && each.tableSetId === tableSetId))
        throw new ApiFault("ReportAggregationExists", { target: "aggregationTableSetId" });
      state.aggregations.push(row);
    });
    return row;
  },
  remove: (call, row) =>
    reports(call).change((state) => {
      state.aggregations = state.aggregations.filter(
        (each) => each.reportId !== row.reportId || each.tableSetId !== row.tableSetId,
      );
    }),
};
