/** Rows: a report's tables by OData, a mapping's by CDM. What the tables hold is the lower half's; here is who may ask, and for which. */

import { reportTables } from "../runs/report_tables.js";
import type { ExtractedTable } from "../tables.js";
import type { Shape } from "../wire/shapes.js";
import { ApiFault, invalid } from "./faults.js";
import { mappingOf, param } from "./found.js";
import {
  type Call,
  type Operation,
  operation,
  type Parameter,
  type StreamedAnswer,
  type StreamOperation,
} from "./operation.js";
import { gm, reporting } from "./paths.js";
import { reportOf } from "./report_resources.js";

export const odataPath = `${reporting}/odata/{reportId}`;

async function answerOData(call: Call): Promise<StreamedAnswer> {
  const { store, runs, answerOData: answer } = call.service;
  const report = reportOf(call);
  if (report.deleted) throw new ApiFault("ReportNotFound", { target: "id" });
  const path = call.path.split("/").slice(odataPath.split("/").length).join("/").replace(/\/$/, "");
  return answer(reportTables(store, runs, report.id), {
    method: call.method,
    path,
    query: call.query.text,
    headers: call.headers,
    root: `${call.origin}${reporting}/odata/${report.id}`,
    signal: call.signal,
  });
}

const odata = (
  path: string,
  name: string,
  summary: string,
  media: string,
  query: readonly Parameter[] = [],
): StreamOperation => ({
  method: "GET",
  path: `${odataPath}${path}`,
  name,
  tag: "Reporting: OData",
  summary,
  query,
  faults: ["ReportNotFound", "SchemaNotFound", "EntityNotFound"],
  media,
  stream: answerOData,
});

const options = ["$select", "$filter", "$orderby", "$top", "$skip", "$count", "$format", "$apply"].map((name) => ({
  name,
  description: "As OData 4.0 has it.",
}));

const json = "application/json;odata.metadata=minimal";
const odataOperations: readonly Operation[] = [
  odata("", "getODataReport", "The service document: the report's tables.", json),
  odata("/$metadata", "getODataReportMetadata", "The report's tables and columns as CSDL.", "application/xml"),
  odata("/{region}/{manifestId}/{entityType}", "getODataReportEntity", "A page of a table's rows.", json, [
    { name: "sequence", description: "The page, from 0." },
    ...options,
  ]),
];

/** Addresses that OData clients build by themselves: `Beams`, `Beams/$count`, `Beams('0x1')`. */
export const odataAliases: readonly StreamOperation[] = [
  odata("/{rest*}", "getODataReportTable", "A table by its name.", json, options),
];

// ----------------------------------------------------------------------------------------------------------------- CDM

function tablesOf(call: Call): readonly ExtractedTable[] {
  const { id } = mappingOf(call);
  const run = call.service.runs.get(param(call, "extractionId"));
  const mapping = run?.isCleared ? undefined : run?.mappings.find((each) => each.id === id);
  if (!mapping || mapping.state === "Running" || mapping.state === "Queued")
    throw new ApiFault("ExtractionRunNotFound", { target: "extractionId" });
  return mapping.tables;
}

const types = { Boolean: "boolean", Integer: "int64", Double: "double", String: "string" } as const;
const locationOf = ({ groupName }: ExtractedTable): string => `${groupName}/part00000.csv`;

const cdmPath = `${gm}/{mappingId}/extractions/{extractionId}/cdm`;

const cdmOperations: readonly Operation[] = [
  operation({
    method: "GET",
    path: cdmPath,
    name: "getCDM",
    tag: "Grouping and Mapping",
    summary: "The tables that an extraction left of a mapping, as a CDM model.",
    faults: ["MappingNotFound", "ExtractionRunNotFound"],
    gives: "CDM",
    run: (call): Shape<"CDM"> => ({
      name: "Insights_and_Reporting_Extractor",
      version: "1.0",
      entities: tablesOf(call).map((table) => ({
        $type: "LocalEntity",
        name: table.groupName,
        attributes: table.columns.map(({ name, displayName, type }) => ({
          name: displayName ?? name,
          dataType: types[type],
        })),
        partitions: [{ name: "part00000", location: locationOf(table) }],
      })),
    }),
  }),
  {
    method: "GET",
    path: `${cdmPath}/partitions`,
    name: "getCDMPartition",
    tag: "Grouping and Mapping",
    summary: "The rows of a CDM partition, as CSV without a header.",
    query: [{ name: "location", description: "As the model has it.", isRequired: true }],
    faults: ["MappingNotFound", "ExtractionRunNotFound", "EntityNotFound", "InvalidInsightsRequest"],
    media: "text/csv",
    stream: async (call) => {
      const location = call.query.get("location");
      if (!location) throw invalid("location", "Required parameter location was missing.");
      const table = tablesOf(call).find((each) => locationOf(each) === location);
      if (!table) throw new ApiFault("EntityNotFound", { target: "location" });
      const { readPartition, runs } = call.service;
      return {
        status: 200,
        headers: { "content-type": "text/csv; charset=utf-8" },
        body: readPartition(runs.fileOf(table), call.signal),
      };
    },
  },
];

export const dataOperations: readonly Operation[] = [...odataOperations, ...cdmOperations];
