/** Every operation of the table answers, in the shape that the OpenAPI document tells. */
import { beforeAll, describe, expect, it } from "vitest";
import { operations } from "../../dist/cli/serve/api/operations.js";
import { openApi } from "../../dist/cli/serve/openapi/document.js";
import {
  elements,
  ended,
  newGroup,
  newMapping,
  newReport,
  paths,
  seen,
  type TestService,
  testService,
} from "./support/service.ts";

let s: TestService;
beforeAll(async () => {
  s = await testService();
});

const { gm, reporting: r, named, carbon } = paths;

/** Create, list, get, change, delete; what comes back is handed to `more` before it is deleted. */
async function lifeOf(
  at: string,
  keys: [one: string, many: string],
  made: object,
  changes: object,
  {
    listQuery = "",
    by = "PATCH",
    more,
  }: { listQuery?: string; by?: string; more?: (id: string) => Promise<void> } = {},
): Promise<void> {
  const created = await s.post(at, made);
  expect(created.status, created.text).toBe(200);
  const { id } = created.body[keys[0]];
  for (const slash of ["", "/"]) {
    const list = await s.get(`${at}${slash}${listQuery}`);
    expect(list.body[keys[1]].map((each: { id: string }) => each.id)).toContain(id);
    expect((await s.get(`${at}/${id}${slash}`)).body[keys[0]].id).toBe(id);
  }
  const changed = await s.ask(by, `${at}/${id}`, changes);
  expect(changed.status, changed.text).toBe(200);
  expect(changed.body[keys[0]]).toMatchObject({ id, ...changes });
  expect((await s.get(`${at}/${id}`)).body[keys[0]]).toEqual(changed.body[keys[0]]);
  await more?.(id as string);
  expect((await s.ask("DELETE", `${at}/${id}`)).status).toBe(204);
  const gone = await s.get(`${at}/${id}`);
  expect(gone.status).toBe(404);
  expect(gone.body.error.code).toMatch(/NotFound$/);
  expect((await s.ask("DELETE", `${at}/${id}`)).status).toBe(404);
}

describe("every operation", () => {
  it("of Grouping and Mapping", async () => {
    const mapping = { iModelId: s.iModelId, mappingName: "Gm", description: "d" };
    await lifeOf(
      gm,
      ["mapping", "mappings"],
      mapping,
      { mappingName: "Gm2", description: "e", extractionEnabled: true },
      {
        listQuery: `?iModelId=${s.iModelId}`,
        more: async (id) => {
          const group = { groupName: "G", query: elements, metadata: [{ key: "a", value: null }, { key: "b" }] };
          await lifeOf(
            `${gm}/${id}/groups`,
            ["group", "groups"],
            group,
            { groupName: "H", description: "x", metadata: [{ key: "c", value: "1" }] },
            {
              more: async (groupId) => {
                const property = { propertyName: "P", dataType: "String" };
                const after = {
                  propertyName: "Q",
                  dataType: "Double",
                  quantityType: "Volume",
                  ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: "UserLabel" }],
                  calculatedPropertyType: "Volume",
                  formula: "1 + 1",
                };
                await lifeOf(`${gm}/${id}/groups/${groupId}/properties`, ["property", "properties"], property, after, {
                  by: "PUT",
                });
              },
            },
          );
          const copy = await s.post(gm, { iModelId: s.iModelId, mappingName: "Copied", sourceMappingId: id });
          expect(copy.body.mapping).toMatchObject({ description: "e", extractionEnabled: true });
        },
      },
    );
    const audit = await s.get(`${paths.audit}?iModelId=${s.iModelId}`);
    expect(audit.body.auditTrailEntries.length).toBeGreaterThan(5);
  });

  it("of extraction and CDM, the same runs in both generations", async () => {
    const id = await newMapping(s, "Extracted");
    await newGroup(s, id, "Elements", { query: "SELECT ECInstanceId, ECClassId FROM bis.Element LIMIT 3" });
    const run = await s.post(`${gm}/extractions`, { iModelId: s.iModelId, mappings: [{ id }] });
    expect(run.body.extraction.state).toBe("Queued");
    const first = run.body.extraction.id as string;
    expect(await ended(s, first)).toBe("Succeeded");
    const old = await s.post(`${r}/datasources/imodels/${s.iModelId}/extraction/run`);
    expect(await ended(s, old.body.run.id as string)).toBe("Succeeded");
    const history = await s.get(`${r}/datasources/imodels/${s.iModelId}/extraction/history/`);
    expect(history.body.extractions.map((each: { jobId: string }) => each.jobId)).toEqual([old.body.run.id, first]);
    const list = await s.get(`${gm}/extractions?iModelId=${s.iModelId}&$top=1`);
    expect(list.body.extractions[0].id).toBe(old.body.run.id);
    expect(list.body._links.next.href).toContain(s.url);
    const status = await s.get(`${r}/datasources/extraction/status/${first}/`);
    expect(status.body.status).toMatchObject({ state: "Succeeded", containsIssues: false });
    expect((await s.get(`${r}/datasources/extraction/status/${first}/logs/`)).body.logs[0].jobId).toBe(first);
    expect((await s.get(`${gm}/extractions/${first}/logs`)).body.logs.length).toBeGreaterThan(2);
    const ofMapping = await s.get(`${gm}/${id}/extractions`);
    expect(ofMapping.body.extractions).toHaveLength(1); // v1 ran what is enabled, and this one is not
    const cdm = await s.get(ofMapping.body.extractions[0]._links.cdm.href as string);
    expect(cdm.body.entities[0]).toMatchObject({
      name: "Elements",
      partitions: [{ location: "Elements/part00000.csv" }],
    });
    const location = encodeURIComponent(cdm.body.entities[0].partitions[0].location as string);
    const rows = await s.get(`${gm}/${id}/extractions/${first}/cdm/partitions?location=${location}`);
    expect(rows.text.trim().split("\n")).toHaveLength(3);
  });

  it("of Reporting v1's mappings", async () => {
    const at = `${r}/datasources/imodels/${s.iModelId}/mappings`;
    await lifeOf(
      at,
      ["mapping", "mappings"],
      { mappingName: "Old" },
      { mappingName: "Old2", extractionEnabled: false },
      {
        more: async (id) => {
          const copy = await s.post(`${at}/${id}/copy`, { targetIModelId: s.iModelId });
          expect(copy.body.mapping.mappingName).toBe("Old2_Copy");
          await lifeOf(
            `${at}/${id}/groups`,
            ["group", "groups"],
            { groupName: "G", query: elements },
            { groupName: "H" },
            {
              more: async (groupId) => {
                const of = `${at}/${id}/groups/${groupId}`;
                const entry = {
                  ecSchemaName: "BisCore",
                  ecClassName: "Element",
                  ecPropertyName: "UserLabel",
                  ecPropertyType: "String",
                };
                const property = {
                  propertyName: "P",
                  dataType: "String",
                  quantityType: "Undefined",
                  ecProperties: [entry],
                };
                await lifeOf(
                  `${of}/properties`,
                  ["property", "properties"],
                  property,
                  { ...property, propertyName: "Q" },
                  { by: "PUT" },
                );
                const measure = { propertyName: "M", type: "Length" };
                await lifeOf(`${of}/calculatedProperties`, ["property", "properties"], measure, {
                  type: "Area",
                  quantityType: "Area",
                });
                const formula = { propertyName: "F", formula: "1 + 1", quantityType: "Area" };
                await lifeOf(`${of}/customCalculations`, ["customCalculation", "customCalculations"], formula, {
                  formula: "2 * 3",
                  quantityType: "Undefined",
                });
              },
            },
          );
        },
      },
    );
  });

  it("of reports, aggregations and tables", async () => {
    const mapping = await newMapping(s, "Reported");
    await newGroup(s, mapping, "Beams", { query: "SELECT ECInstanceId, ECClassId FROM bis.Element LIMIT 3" });
    const owner = s.iTwinId;
    const made = { displayName: "Report", projectId: owner };
    const created = await s.post(`${r}/reports/`, made);
    const id = created.body.report.id as string;
    expect((await s.get(`${r}/reports/${id}`)).body.report).toMatchObject({ displayName: "Report", deleted: false });
    expect((await s.ask("PATCH", `${r}/reports/${id}`, { description: "x" })).body.report.description).toBe("x");
    expect((await s.get(`${r}/reports?projectId=${owner}&deleted=false&$top=2`)).body.reports).toHaveLength(1);

    const links = `${r}/reports/${id}/datasources/imodelMappings`;
    expect((await s.post(links, { mappingId: mapping, imodelId: s.iModelId })).status).toBe(200);
    expect((await s.get(`${links}/?$top=2`)).body.mappings[0].mappingId).toBe(mapping);

    const sets = `${r}/datasources/aggregations`;
    const query = `?datasourceId=${mapping}&datasourceType=IModelMapping`;
    const set = { tableSetName: "Set", datasourceId: mapping, datasourceType: "IModelMapping" };
    await lifeOf(
      sets,
      ["aggregationTableSet", "aggregationTableSets"],
      set,
      { tableSetName: "Set2", description: "d" },
      {
        listQuery: query,
        more: async (setId) => {
          const aggregations = `${r}/reports/${id}/datasources/aggregations`;
          expect((await s.post(aggregations, { aggregationTableSetId: setId })).status).toBe(200);
          expect((await s.get(`${aggregations}/?$top=2`)).body.aggregations).toHaveLength(1);
          const tables = `${sets}/${setId}/tables`;
          const table = { tableName: "T", sourceTableName: "Beams" };
          await lifeOf(
            tables,
            ["aggregationTable", "aggregationTables"],
            table,
            { tableName: "U", sourceTableName: "Beams" },
            {
              more: async (tableId) => {
                const property = { propertyName: "A", sourcePropertyName: "ECClassId", type: "GroupBy" };
                const of = `${tables}/${tableId}/properties`;
                await lifeOf(of, ["aggregationProperty", "aggregationProperties"], property, {
                  propertyName: "B",
                  type: "Count",
                });
              },
            },
          );
          expect((await s.ask("DELETE", `${aggregations}/${setId}`)).status).toBe(204);
        },
      },
    );

    const run = await s.post(`${gm}/extractions`, { iModelId: s.iModelId, mappings: [{ id: mapping }] });
    await ended(s, run.body.extraction.id as string);
    const root = (await s.get(`${r}/reports/${id}`)).body.report._links.odata.href as string;
    const feed = await s.get(root);
    expect(feed.body.value[0].name).toMatch(/^Reported_Beams/);
    expect((await s.get(`${r}/odata/${id}/$metadata`)).text).toContain("Reported_Beams");
    for (const odata of ["OData", "ODATA"])
      expect((await s.get(`${r}/${odata}/${id}/$metadata/`)).text).toContain("Reported_Beams");
    const rows = await s.get(`${r}/odata/${id}/${feed.body.value[0].url}`);
    expect(rows.body.value).toHaveLength(3);

    expect((await s.ask("DELETE", `${links}/${mapping}`)).status).toBe(204);
    expect((await s.ask("DELETE", `${r}/reports/${id}`)).status).toBe(204);
    expect((await s.get(`${r}/reports?projectId=${owner}`)).body.reports).toEqual([]);
    expect((await s.get(`${r}/reports?projectId=${owner}&deleted=true`)).body.reports).toHaveLength(1);
    expect((await s.ask("PATCH", `${r}/reports/${id}`, { deleted: false })).body.report.deleted).toBe(false);
  });

  it("of the newer generation's reports", async () => {
    const created = await s.post(`${r}/reports`, { displayName: "New", iTwinId: s.iTwinId }, { version: 2 });
    expect(created.body.report._links.iTwin.href).toContain(s.iTwinId);
    const { id } = created.body.report;
    const listed = await s.get(`${r}/reports?iTwinId=${s.iTwinId}`, { version: 2 });
    expect(listed.body.reports.map((each: { id: string }) => each.id)).toContain(id);
    const mapping = await newMapping(s, "ForTwo");
    const link = await s.post(`${r}/reports/${id}/datasources/imodelmappings`, { mappingId: mapping }, { version: 2 });
    expect(link.body.mapping).toMatchObject({ mappingId: mapping, imodelId: s.iModelId });
  });

  it("of keys", async () => {
    const reportId = await newReport(s, "Keyed");
    const made = await s.post(`${r}/keys`, { displayName: "K", reportId });
    expect(made.body.apiKey.length).toBeGreaterThan(20);
    const { id } = made.body.key;
    expect((await s.get(`${r}/keys?reportId=${reportId}`)).body.keys).toEqual([made.body.key]);
    expect((await s.get(`${r}/keys?expired=true`)).body.keys).toEqual([]);
    expect((await s.get(`${r}/keys/${id}`)).text).not.toContain(made.body.apiKey);
    expect((await s.ask("PATCH", `${r}/keys/${id}`, { displayName: "L" })).body.key.displayName).toBe("L");
    expect((await s.ask("DELETE", `${r}/keys/${id}`)).status).toBe(204);
  });

  it("of named groups, names and carbon configurations", async () => {
    const group = { iTwinId: s.iTwinId, displayName: "Ünïcode 🏗", query: elements };
    await lifeOf(
      named,
      ["group", "groups"],
      group,
      { displayName: "n", metadata: [{ key: "k", value: null }] },
      { listQuery: `?iTwinId=${s.iTwinId}&%24top=2` },
    );
    expect((await s.get(`/imodels?iTwinId=${s.iTwinId}`)).body.iModels[0].id).toBe(s.iModelId);
    expect((await s.get(`/imodels/${s.iModelId}`)).body.iModel.displayName).not.toBe("");
    for (const at of ["/itwins?subClass=Project", "/itwins/favorites", "/itwins/recents"])
      expect((await s.get(at)).body.iTwins[0].id).toBe(s.iTwinId);
    const label = {
      name: "L",
      elementNameColumn: "a",
      elementQuantityColumn: "b",
      materials: [{ nameColumn: "c" }],
      reportTable: "T",
    };
    const reportId = await newReport(s, "Carbon");
    const made = { displayName: "C", reportId, labels: [label] };
    await lifeOf(
      `${carbon}/configurations`,
      ["configuration", "configurations"],
      made,
      { displayName: "D", labels: [label] },
      {
        by: "PUT",
        listQuery: `?iTwinId=${s.iTwinId}`,
        more: async (configurationId) => {
          const job = await s.post(`${carbon}/jobs`, { configurationId, ec3BearerToken: "t", projectName: "p" });
          expect((await s.get(job.body.job._links.status.href as string)).body.job).toMatchObject({ status: "Failed" });
        },
      },
    );
  });

  it("of mapping files", async () => {
    const text = `{ "mappingName": "Whole",   "groups": [] }\n`;
    const made = await s.post("/premap/mapping-files", { iModelId: s.iModelId, text });
    expect(made.body.file).toMatchObject({ iModelId: s.iModelId, name: "Whole.json", text });
    const at = `/premap/mapping-files/${made.body.file.mappingId}`;
    expect((await s.get(at)).body).toEqual(made.body);
    const put = await s.ask("PUT", at, { text: text.replace("Whole", "Whole2"), version: made.body.file.version });
    expect(put.body.file).toMatchObject({ mappingId: made.body.file.mappingId, name: "Whole2.json" });
  });

  it("was asked here", () => {
    expect(operations.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
  });

  it("is one of the 97, of the seven for carbon configurations, or of premap's own three", () => {
    const count = (prefix: RegExp) => operations.filter(({ path }) => prefix.test(path)).length;
    expect(count(/^\/insights\/reporting\/(?!keys)/)).toBe(59);
    expect(count(/^\/insights\/reporting\/keys/)).toBe(5);
    expect(count(/^\/grouping-and-mapping\//)).toBe(23);
    expect(count(/^\/named-groups/)).toBe(5);
    expect(count(/^\/(imodels|itwins)/)).toBe(5);
    expect(count(/^\/insights\/carbon-calculation\//)).toBe(7);
    expect(count(/^\/premap\//)).toBe(3);
    expect(operations).toHaveLength(97 + 7 + 3);
    const ids = Object.values((openApi() as { paths: object }).paths).flatMap((path: object) =>
      Object.values(path).map((each: { operationId: string }) => each.operationId),
    );
    expect(new Set(ids).size).toBe(operations.length);
  });
});
