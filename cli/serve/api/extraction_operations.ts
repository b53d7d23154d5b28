/** Extractions as both generations see them: one history, the same ids, other words. */

import { isOver, type LogLine, type Run } from "../runs/run.js";
import type { Shape } from "../wire/shapes.js";
import { idsIn, maybeListIn, maybeTextIn, textIn } from "./bodies.js";
import { ApiFault, type FaultCode, invalid } from "./faults.js";
import { mappingOf, modelInQuery, modelOf, param } from "./found.js";
import { type Call, type Operation, operation } from "./operation.js";
import { link, pageOf, pageParameters } from "./paging.js";
import { gm, reporting } from "./paths.js";

const runPath = `${reporting}/datasources/imodels/{imodelId}/extraction`;
const statusPath = `${reporting}/datasources/extraction/status`;
const extractions = `${gm}/extractions`;

async function start(call: Call, iModelId: string): Promise<Run> {
  const ids = idsIn(call.body, "mappings") ?? [];
  for (const id of ids) {
    const mapping = call.service.store.mappings.get(id);
    if (mapping?.iModelId !== iModelId) throw new ApiFault("MappingNotFound", { target: "mappings" });
  }
  const changeset = maybeTextIn(call.body, "changesetId") ?? "";
  if (changeset !== "" && changeset !== modelOf(call, iModelId).changesetId)
    throw invalid("changesetId", "Field changesetId must be empty: a snapshot holds one changeset.");
  const ecInstanceIds = instancesIn(call);
  return call.service.runs.start({ iModelId, mappingIds: ids, ...(ecInstanceIds ? { ecInstanceIds } : {}) });
}

function instancesIn(call: Call): string[] | undefined {
  return maybeListIn(call.body, "ecInstanceIds")?.map((id, index) => {
    if (typeof id === "string" && /^0x[0-9a-f]{1,16}$/i.test(id)) return id.toLowerCase();
    throw invalid("ecInstanceIds", `Item ${index} of ecInstanceIds must be an id such as 0x2d.`);
  });
}

function runOf(call: Call, name: string, code: FaultCode): Run {
  const run = call.service.runs.get(param(call, name));
  if (run) return run;
  throw new ApiFault(code, { target: name === "jobId" ? "jobId" : "id" });
}

async function logOf(call: Call, name: string): Promise<{ run: Run; lines: { line: LogLine; key: string }[] }> {
  const run = runOf(call, name, "ExtractionLogNotFound");
  const lines = await call.service.runs.log(run.id);
  return { run, lines: lines.map((line, index) => ({ line, key: String(index) })) };
}

const links = (call: Call, id: string) => ({
  status: link(call, `${extractions}/${id}`),
  logs: link(call, `${extractions}/${id}/logs`),
});
const shown = (call: Call, { id, state, startedOn }: Run): Shape<"Extraction">["extraction"] => ({
  id,
  state,
  startedOn,
  _links: links(call, id),
});

// ------------------------------------------------------------------------------------------------- Grouping and Mapping

const gmTag = "Grouping and Mapping";

const newer: Operation[] = [
  operation({
    method: "POST",
    path: extractions,
    name: "runExtraction",
    tag: gmTag,
    summary: "Extract mappings; the answer comes before the run has begun.",
    faults: ["iModelNotFound", "MappingNotFound", "InvalidInsightsRequest"],
    takes: "ExtractionRequest",
    gives: "Extraction",
    run: async (call) => {
      const model = modelOf(call, textIn(call.body, "iModelId"));
      if ((idsIn(call.body, "mappings") ?? []).length === 0)
        throw invalid("mappings", "Required field mappings was missing or empty.");
      return { extraction: shown(call, await start(call, model.iModelId)) };
    },
  }),
  operation({
    method: "GET",
    path: extractions,
    name: "getExtractions",
    tag: gmTag,
    summary: "List the extractions of an iModel, the newest first.",
    query: [{ name: "iModelId", description: "Whose extractions.", isRequired: true }, ...pageParameters],
    faults: ["iModelNotFound", "InvalidInsightsRequest"],
    gives: "Extractions",
    run: (call) =>
      pageOf(
        call,
        "extractions",
        call.service.runs.of(modelInQuery(call).iModelId),
        ({ id }) => id,
        (run) => shown(call, run),
      ),
  }),
  operation({
    method: "GET",
    path: `${extractions}/{extractionId}`,
    name: "getExtraction",
    tag: gmTag,
    summary: "Get how far an extraction is.",
    faults: ["ExtractionRunNotFound"],
    gives: "Extraction",
    run: (call) => ({ extraction: shown(call, runOf(call, "extractionId", "ExtractionRunNotFound")) }),
  }),
  operation({
    method: "GET",
    path: `${extractions}/{extractionId}/logs`,
    name: "getExtractionLogs",
    tag: gmTag,
    summary: "Get what an extraction told while it ran.",
    query: pageParameters,
    faults: ["ExtractionLogNotFound", "InvalidInsightsRequest"],
    gives: "ExtractionLogs",
    run: async (call) => {
      const { lines } = await logOf(call, "extractionId");
      return pageOf(
        call,
        "logs",
        lines,
        ({ key }) => key,
        ({ line }) => line,
      );
    },
  }),
  operation({
    method: "GET",
    path: `${gm}/{mappingId}/extractions`,
    name: "getMappingExtractions",
    tag: gmTag,
    summary: "List the extractions that left tables of a mapping, the newest first.",
    query: pageParameters,
    faults: ["MappingNotFound", "InvalidInsightsRequest"],
    gives: "MappingExtractions",
    run: (call) => {
      const { id } = mappingOf(call);
      return pageOf(
        call,
        "extractions",
        call.service.runs.withTablesOf(id),
        ({ run }) => run.id,
        ({ run, mapping }) => ({
          extractionId: run.id,
          extractionTimestamp: run.endedOn ?? run.startedOn,
          changesetIndex: 0,
          mappingTimestamp: mapping.modifiedOn,
          _links: { cdm: link(call, `${gm}/${id}/extractions/${run.id}/cdm`) },
        }),
      );
    },
  }),
];

// -------------------------------------------------------------------------------------------------------- Reporting v1

const oldTag = "Reporting: extraction";
const oldState = ({ state }: { state: Run["state"] }): Shape<"RunStatus">["status"]["state"] =>
  state === "PartiallySucceeded" ? "Failed" : state;

const older: Operation[] = [
  operation({
    method: "POST",
    path: `${runPath}/run`,
    name: "reportingRunExtraction",
    tag: oldTag,
    summary: "Extract mappings: those named, or all that are enabled.",
    faults: ["iModelNotFound", "MappingNotFound", "InvalidInsightsRequest"],
    takes: "RunRequest",
    isBodyOptional: true,
    gives: "Run",
    run: async (call) => {
      const { id } = await start(call, modelOf(call, param(call, "imodelId"), "imodelId").iModelId);
      return { run: { id, _links: { status: link(call, `${statusPath}/${id}`) } } };
    },
  }),
  operation({
    method: "GET",
    path: `${runPath}/history`,
    name: "reportingGetExtractionHistory",
    tag: oldTag,
    summary: "List the extractions of an iModel, the newest first.",
    query: pageParameters,
    faults: ["iModelNotFound", "InvalidInsightsRequest"],
    gives: "Runs",
    run: (call) =>
      pageOf(
        call,
        "extractions",
        call.service.runs.of(modelOf(call, param(call, "imodelId"), "imodelId").iModelId),
        ({ id }) => id,
        ({ id, startedOn }) => ({
          jobId: id,
          startedOn,
          _links: { status: link(call, `${statusPath}/${id}`), logs: link(call, `${statusPath}/${id}/logs`) },
        }),
      ),
  }),
  operation({
    method: "GET",
    path: `${statusPath}/{jobId}`,
    name: "reportingGetExtractionStatus",
    tag: oldTag,
    summary: "Get how far an extraction is.",
    faults: ["ExtractionStatusNotFound"],
    gives: "RunStatus",
    run: (call) => {
      const run = runOf(call, "jobId", "ExtractionStatusNotFound");
      const { id, reason, containsIssues } = run;
      return {
        status: {
          state: oldState(run),
          reason,
          containsIssues,
          _links: { logs: link(call, `${statusPath}/${id}/logs`) },
        },
      };
    },
  }),
  operation({
    method: "GET",
    path: `${statusPath}/{jobId}/logs`,
    name: "reportingGetExtractionLogs",
    tag: oldTag,
    summary: "Get what an extraction told while it ran.",
    query: pageParameters,
    faults: ["ExtractionLogNotFound", "InvalidInsightsRequest"],
    gives: "RunLogs",
    run: async (call) => {
      const { run, lines } = await logOf(call, "jobId");
      return pageOf(
        call,
        "logs",
        lines,
        ({ key }) => key,
        ({ line }) => ({
          ...line,
          state: oldState(line),
          reason: isOver(run) ? run.reason : "",
          jobId: run.id,
          category: line.level === "Information" ? "Unknown" : line.category,
          containsIssues: line.level !== "Information",
        }),
      );
    },
  }),
];

export const extractionOperations: readonly Operation[] = [...newer, ...older];
