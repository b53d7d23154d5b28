/** Configurations for the calculation of carbon: kept, so that what is built on them can be tried; nothing is sent anywhere. */

import type { ConfigurationRow } from "../store/reports_state.js";
import type { Shape } from "../wire/shapes.js";
import { maybeTextIn, textIn } from "./bodies.js";
import { ApiFault, invalid } from "./faults.js";
import { modelOf, param } from "./found.js";
import { imodelLink } from "./mapping_resources.js";
import { type Body, type Call, type Operation, operation } from "./operation.js";
import { link } from "./paging.js";
import { carbon, reporting } from "./paths.js";
import { reportOf } from "./report_resources.js";
import { operationsOf, type Resource } from "./resource.js";

const tag = "Carbon calculation";
const state = (call: Call) => call.service.store.carbon;
type Label = Shape<"Configuration">["configuration"]["labels"][number];

function labelsIn(body: Body): Label[] {
  const labels = body["labels"];
  if (!Array.isArray(labels) || labels.length === 0)
    throw invalid("labels", "Required field labels was missing or empty.");
  return labels.map((label: unknown) => {
    if (typeof label !== "object" || label === null) throw invalid("labels", "A label must be an object.");
    const of = label as Body;
    const materials = of["materials"];
    if (!Array.isArray(materials) || materials.length === 0)
      throw invalid("materials", "Required field materials was missing or empty.");
    const from = Object.fromEntries(
      ["reportTable", "mappingId", "groupName"]
        .map((name) => [name, maybeTextIn(of, name)])
        .filter(([, value]) => value !== undefined),
    ) as Pick<Label, "reportTable" | "mappingId" | "groupName">;
    if (!from.reportTable && !(from.mappingId && from.groupName))
      throw invalid("reportTable", "A label needs a reportTable, or a mappingId and a groupName.");
    return {
      name: textIn(of, "name"),
      elementNameColumn: textIn(of, "elementNameColumn"),
      elementQuantityColumn: textIn(of, "elementQuantityColumn"),
      materials: materials.map((material: unknown) => ({ nameColumn: textIn((material ?? {}) as Body, "nameColumn") })),
      ...from,
    };
  });
}

function configurationOf(call: Call, id = param(call, "configurationId")): ConfigurationRow {
  const found = state(call).value.configurations.find((row) => row.id === id);
  if (found) return found;
  throw new ApiFault("ConfigurationNotFound", { target: "id" });
}

const configurations: Resource<ConfigurationRow> = {
  tag,
  name: "Configuration",
  plural: "Configurations",
  word: "configuration",
  path: `${carbon}/configurations`,
  id: "configurationId",
  keys: { one: "configuration", many: "configurations" },
  shapes: {
    one: "Configuration",
    many: "Configurations",
    create: "ConfigurationCreate",
    update: "ConfigurationUpdate",
  },
  faults: ["ConfigurationNotFound"],
  conflicts: ["ReportNotFound", "iModelNotFound"],
  listQuery: [{ name: "iTwinId", description: "Whose configurations.", isRequired: true }],
  list: (call) => {
    const iTwinId = call.query.get("iTwinId")?.toLowerCase();
    if (!iTwinId) throw invalid("iTwinId", "Required parameter iTwinId was missing.");
    const { reports } = call.service.store.reports.value;
    const owner = (row: ConfigurationRow) => row.iTwinId ?? reports.find(({ id }) => id === row.reportId)?.iTwinId;
    return state(call).value.configurations.filter((row) => owner(row)?.toLowerCase() === iTwinId);
  },
  find: (call) => configurationOf(call),
  keyOf: ({ id }) => id,
  show: ({ reportId, iTwinId, iModelId, labels, ...row }, call, isListed) => ({
    ...row,
    ...(isListed ? {} : { labels }),
    _links: {
      ...(reportId === undefined ? {} : { report: link(call, `${reporting}/reports/${reportId}`) }),
      ...(iTwinId === undefined ? {} : { iTwin: link(call, `/itwins/${encodeURIComponent(iTwinId)}`) }),
      ...(iModelId === undefined ? {} : { iModel: imodelLink(call, iModelId) }),
    },
  }),
  create: async (call, body) => {
    const reportId = maybeTextIn(body, "reportId");
    const of =
      reportId === undefined
        ? { iTwinId: textIn(body, "iTwinId"), iModelId: modelOf(call, textIn(body, "iModelId")).iModelId }
        : { reportId: reportOf(call, reportId).id };
    const now = new Date().toISOString();
    const row: ConfigurationRow = {
      id: crypto.randomUUID(),
      displayName: textIn(body, "displayName"),
      description: maybeTextIn(body, "description") ?? "",
      createdOn: now,
      createdBy: call.user,
      modifiedOn: now,
      modifiedBy: call.user,
      ...of,
      labels: labelsIn(body),
    };
    await state(call).change((value) => void value.configurations.push(row));
    return row;
  },
  updateBy: "PUT",
  update: (call, { id }, body) => {
    const displayName = textIn(body, "displayName");
    const labels = labelsIn(body);
    const description = maybeTextIn(body, "description") ?? "";
    return state(call).change(() => {
      const row = configurationOf(call, id);
      Object.assign(row, {
        displayName,
        description,
        labels,
        modifiedOn: new Date().toISOString(),
        modifiedBy: call.user,
      });
      return { ...row };
    });
  },
  remove: (call, { id }) =>
    state(call).change((value) => {
      value.configurations = value.configurations.filter((row) => row.id !== id);
    }),
};

const noUpload = "premap does not send anything to EC3: the configuration is kept, the calculation is not done here.";

export const carbonOperations: readonly Operation[] = [
  ...operationsOf(configurations),
  operation({
    method: "POST",
    path: `${carbon}/jobs`,
    name: "createJob",
    tag,
    summary: "Begin a calculation, which fails and says that nothing is sent from here.",
    faults: ["ConfigurationNotFound", "InvalidInsightsRequest"],
    takes: "JobCreate",
    gives: "Job",
    run: async (call) => {
      const { id: configurationId } = configurationOf(call, textIn(call.body, "configurationId"));
      const row = { id: crypto.randomUUID(), configurationId };
      await state(call).change((value) => void value.jobs.push(row));
      return { job: { id: row.id, _links: { status: link(call, `${carbon}/jobs/${row.id}`) } } };
    },
  }),
  operation({
    method: "GET",
    path: `${carbon}/jobs/{jobId}`,
    name: "getJob",
    tag,
    summary: "Get how far a calculation is.",
    faults: ["JobNotFound"],
    gives: "JobStatus",
    run: (call) => {
      const job = state(call).value.jobs.find(({ id }) => id === param(call, "jobId"));
      if (!job) throw new ApiFault("JobNotFound", { target: "id" });
      return {
        job: {
          status: "Failed" as const,
          message: noUpload,
          _links: { ec3Project: link(call, `${carbon}/jobs/${job.id}`) },
        },
      };
    },
  }),
];
