/** What is refused, with which code, status and details; one case for each kind of fault. */
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Answer,
  elements,
  newGroup,
  newMapping,
  newReport,
  paths,
  type TestService,
  testService,
} from "./support/service.ts";

let s: TestService;
let mapping: string;
let group: string;
beforeAll(async () => {
  s = await testService();
  mapping = await newMapping(s, "Codes");
  group = await newGroup(s, mapping, "G");
});

const { gm, reporting: r, named, audit } = paths;
const missing = "00000000-0000-4000-8000-000000000000";

function refused(answer: Answer, status: number, code: string, target?: string): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.body.error).toMatchObject({ code, ...(target === undefined ? {} : { target }) });
  expect(answer.body.error.message).not.toBe("");
}
const details = (answer: Answer): string[] => answer.body.error.details.map((each: { code: string }) => each.code);

describe("an unknown id", () => {
  it.each([
    ["a mapping", () => `${gm}/${missing}`, "MappingNotFound"],
    ["a group", () => `${gm}/${mapping}/groups/${missing}`, "GroupNotFound"],
    ["the group of a property", () => `${gm}/${mapping}/groups/${missing}/properties`, "GroupNotFound"],
    ["a property", () => `${gm}/${mapping}/groups/${group}/properties/${missing}`, "PropertyNotFound"],
    [
      "a group property",
      () => `${r}/datasources/imodels/${s.iModelId}/mappings/${mapping}/groups/${group}/properties/${missing}`,
      "GroupPropertyNotFound",
    ],
    [
      "a calculated property",
      () =>
        `${r}/datasources/imodels/${s.iModelId}/mappings/${mapping}/groups/${group}/calculatedProperties/${missing}`,
      "CalculatedPropertyNotFound",
    ],
    [
      "a custom calculation",
      () => `${r}/datasources/imodels/${s.iModelId}/mappings/${mapping}/groups/${group}/customCalculations/${missing}`,
      "CustomCalculationNotFound",
    ],
    ["an iModel", () => `${gm}?iModelId=${missing}`, "iModelNotFound"],
    ["an iModel in a path", () => `${r}/datasources/imodels/-/mappings`, "iModelNotFound"],
    ["an extraction", () => `${gm}/extractions/${missing}`, "ExtractionRunNotFound"],
    ["a log", () => `${gm}/extractions/${missing}/logs`, "ExtractionLogNotFound"],
    ["a job", () => `${r}/datasources/extraction/status/${missing}`, "ExtractionStatusNotFound"],
    ["a CDM", () => `${gm}/${mapping}/extractions/${missing}/cdm`, "ExtractionRunNotFound"],
    ["a report", () => `${r}/reports/${missing}`, "ReportNotFound"],
    ["a report's tables", () => `${r}/odata/${missing}`, "ReportNotFound"],
    ["a table set", () => `${r}/datasources/aggregations/${missing}`, "AggregationTableSetNotFound"],
    ["a key", () => `${r}/keys/${missing}`, "ApiKeyNotFound"],
    ["a named group", () => `${named}/-`, "NamedGroupNotFound"],
    ["an address", () => "/insights/nothing", "ResourceNotFound"],
    ["an address with a broken escape", () => `${gm}/%zz`, "ResourceNotFound"],
  ])("of %s is a 404 of its own", async (_, path, code) => {
    refused(await s.get(path()), 404, code);
  });

  it("of a mapping in another iModel's path is not found", async () => {
    refused(await s.get(`${r}/datasources/imodels/${missing}/mappings/${mapping}`), 404, "iModelNotFound");
  });

  it("in a body is told by its field", async () => {
    refused(
      await s.post(gm, { iModelId: s.iModelId, mappingName: "C", sourceMappingId: missing }),
      404,
      "MappingNotFound",
      "sourceMappingId",
    );
    const source = { mappingId: mapping, groupId: missing };
    refused(await s.post(`${gm}/${mapping}/groups`, { groupName: "C", query: elements, source }), 404, "GroupNotFound");
    refused(
      await s.post(`${gm}/extractions`, { iModelId: s.iModelId, mappings: [{ id: missing }] }),
      404,
      "MappingNotFound",
      "mappings",
    );
    const report = await newReport(s, "R");
    refused(
      await s.post(`${r}/reports/${report}/datasources/imodelMappings`, { mappingId: missing, imodelId: s.iModelId }),
      404,
      "MappingNotFound",
    );
  });
});

describe("a method that an address does not take", () => {
  it("is a 405 that names those it takes", async () => {
    const answer = await s.ask("PUT", `${gm}/${mapping}`, {});
    refused(answer, 405, "MethodNotAllowed");
    expect(answer.headers.get("allow")).toBe("GET, PATCH, DELETE");
  });
});

describe("a mapping's fields", () => {
  it.each([
    [{}, "mappingName", undefined],
    [{ mappingName: "a b" }, "mappingName", "name-invalid"],
    [{ mappingName: "" }, "mappingName", "name-invalid"],
    [{ mappingName: "x".repeat(129) }, "mappingName", "name-too-long"],
    [{ mappingName: 5 }, "mappingName", "field-type"],
    [{ mappingName: "A", extractionEnabled: "yes" }, "extractionEnabled", "field-type"],
    [{ mappingName: "A", description: [] }, "description", "field-type"],
  ])("%j are refused by the engine's rules", async (fields, target, code) => {
    for (const answer of [
      await s.post(gm, { iModelId: s.iModelId, ...fields }),
      await s.post(`${r}/datasources/imodels/${s.iModelId}/mappings/`, fields),
    ]) {
      refused(answer, 422, "InvalidInsightsRequest", target);
      if (code) expect(details(answer)).toContain(code);
    }
  });

  it("take names of every script, to 128 UTF-16 units", async () => {
    for (const mappingName of ["Größe", "梁".repeat(128), "Ⅷ", "a‿b", "_", "CON"]) {
      const id = await newMapping(s, mappingName);
      expect((await s.get(`${gm}/${id}`)).body.mapping.mappingName).toBe(mappingName);
    }
  });

  it("must be there in a change", async () => {
    refused(await s.ask("PATCH", `${gm}/${mapping}`, {}), 422, "InvalidInsightsRequest", "mapping");
    refused(
      await s.ask("PATCH", `${gm}/${mapping}`, { mappingName: "1" }),
      422,
      "InvalidInsightsRequest",
      "mappingName",
    );
    refused(await s.ask("PATCH", `${gm}/${mapping}/groups/${group}`, {}), 422, "InvalidInsightsRequest", "group");
  });

  it("may name a mapping like another one", async () => {
    const first = await newMapping(s, "Twin");
    expect(await newMapping(s, "Twin")).not.toBe(first);
  });
});

describe("a group's fields", () => {
  it.each([
    [{ query: elements }, "groupName", "field-missing"],
    [{ groupName: "G!", query: elements }, "groupName", "name-invalid"],
    [{ groupName: "G" }, "query", "query-blank"],
    [{ groupName: "G", query: "  " }, "query", "query-blank"],
    [{ groupName: "G", query: "DELETE FROM bis.Element" }, "query", "query-not-ecsql"],
    [{ groupName: "G", query: "SELECT CodeValue FROM bis.Element" }, "query", "query-no-ecinstanceid"],
    [{ groupName: "G", query: elements, metadata: [{ key: " " }] }, undefined, "metadata-key-blank"],
    [{ groupName: "G", query: elements, metadata: [{ key: "a" }, { key: "a" }] }, undefined, "metadata-key-duplicate"],
    [{ groupName: "G", query: elements, metadata: "no" }, undefined, "field-type"],
  ])("%j are refused", async (fields, target, code) => {
    const answer = await s.post(`${gm}/${mapping}/groups`, fields);
    refused(answer, 422, "InvalidInsightsRequest", target);
    expect(details(answer)).toContain(code);
    expect((await s.get(`${gm}/${mapping}/groups`)).body.groups).toHaveLength(1);
  });

  it("of Reporting v1 may be a class name for the query", async () => {
    const at = `${r}/datasources/imodels/${s.iModelId}/mappings/${await newMapping(s, "ByClass")}/groups`;
    expect((await s.post(at, { groupName: "G", query: "BisCore:Element" })).status).toBe(200);
  });

  it("may be those of a group that is there: their rows share a table", async () => {
    const id = await newMapping(s, "SameGroups");
    const first = await newGroup(s, id, "Same");
    const second = await newGroup(s, id, "Same");
    expect((await s.ask("PATCH", `${gm}/${id}/groups/${first}`, { description: "first" })).body.group.id).toBe(first);
    expect((await s.ask("DELETE", `${gm}/${id}/groups/${first}`)).status).toBe(204);
    expect((await s.get(`${gm}/${id}/groups`)).body.groups).toMatchObject([{ id: second, description: "" }]);
  });
});

describe("a property's fields", () => {
  const entry = { ecSchemaName: "*", ecClassName: "*", ecPropertyName: "UserLabel" };
  it.each([
    [{ dataType: "String" }, "propertyName", "field-missing"],
    [{ propertyName: "P" }, "dataType", "field-missing"],
    [{ propertyName: "P", dataType: "Text" }, "dataType", "enum-unknown"],
    [{ propertyName: "P", dataType: "Double", quantityType: "Weight" }, "quantityType", "enum-unknown"],
    [
      { propertyName: "P", dataType: "Double", calculatedPropertyType: "Size" },
      "calculatedPropertyType",
      "enum-unknown",
    ],
    [
      { propertyName: "P", dataType: "String", ecProperties: [{ ...entry, ecPropertyName: "" }] },
      "ecProperties",
      "ecproperty-blank",
    ],
    [
      { propertyName: "P", dataType: "String", ecProperties: [{ ...entry, ecPropertyName: "a..b" }] },
      "ecProperties",
      "path-invalid",
    ],
    [{ propertyName: "P", dataType: "String", ecProperties: 5 }, "ecProperties", "field-type"],
    [{ propertyName: "P", dataType: "String", ecProperties: [5] }, undefined, "field-type"],
    [{ propertyName: "P", dataType: "Double", formula: "1 +" }, "formula", "formula-operator"],
    [{ propertyName: "P", dataType: "Double", formula: "nothing * 2" }, "formula", "formula-variable-unknown"],
    [{ propertyName: "P", dataType: "Double", formula: "P * 2" }, "formula", "formula-self-reference"],
  ])("%j are refused", async (fields, target, code) => {
    const answer = await s.post(`${gm}/${mapping}/groups/${group}/properties`, fields);
    refused(answer, 422, "InvalidInsightsRequest", target);
    expect(details(answer)).toContain(code);
  });

  it("may leave every source out: a placeholder", async () => {
    const of = await newGroup(s, mapping, "Placeholders");
    const made = await s.post(`${gm}/${mapping}/groups/${of}/properties`, {
      propertyName: "P",
      dataType: "String",
      ecProperties: [],
    });
    expect(made.body.property).not.toHaveProperty("ecProperties");
  });

  it("clash with a column of the same name: 409 for its own kind, 422 for letter case and other kinds", async () => {
    const of = await newGroup(s, mapping, "Clashes");
    const at = `${gm}/${mapping}/groups/${of}/properties`;
    const old = `${r}/datasources/imodels/${s.iModelId}/mappings/${mapping}/groups/${of}`;
    const entries = [{ ...entry, ecPropertyType: "String" }];
    const first = await s.post(at, { propertyName: "P", dataType: "String", ecProperties: [entry] });
    const other = await s.post(at, { propertyName: "Other", dataType: "String", ecProperties: [entry] });
    refused(await s.post(at, { propertyName: "P", dataType: "String" }), 409, "PropertyExists");
    refused(await s.post(at, { propertyName: "p", dataType: "String" }), 422, "InvalidInsightsRequest");
    // The fault is told at the later column of the two, whichever was changed.
    for (const [{ body }, name] of [
      [first, "Other"],
      [other, "P"],
    ] as const)
      refused(
        await s.ask("PUT", `${at}/${body.property.id}`, { propertyName: name, dataType: "String" }),
        409,
        "PropertyExists",
      );
    const property = { propertyName: "P", dataType: "String", quantityType: "Undefined", ecProperties: entries };
    refused(await s.post(`${old}/properties`, property), 409, "GroupPropertyExists");
    refused(
      await s.post(`${old}/calculatedProperties`, { propertyName: "P", type: "Length" }),
      422,
      "InvalidInsightsRequest",
    );
    expect((await s.post(`${old}/calculatedProperties`, { propertyName: "L", type: "Length" })).status).toBe(200);
    refused(
      await s.post(`${old}/calculatedProperties`, { propertyName: "L", type: "Area" }),
      409,
      "CalculatedPropertyExists",
    );
    expect((await s.post(`${old}/customCalculations`, { propertyName: "F", formula: "L * 2" })).status).toBe(200);
    refused(
      await s.post(`${old}/customCalculations`, { propertyName: "F", formula: "L" }),
      409,
      "CustomCalculationExists",
    );
  });

  it("of Reporting v1 need a source and a type", async () => {
    const old = `${r}/datasources/imodels/${s.iModelId}/mappings/${mapping}/groups/${group}`;
    const entries = [{ ...entry, ecPropertyType: "String" }];
    refused(
      await s.post(`${old}/properties`, { propertyName: "P", dataType: "String", ecProperties: [] }),
      422,
      "InvalidInsightsRequest",
      "ecProperties",
    );
    refused(
      await s.post(`${old}/properties`, { propertyName: "P", dataType: "Undefined", ecProperties: entries }),
      422,
      "InvalidInsightsRequest",
      "dataType",
    );
    refused(
      await s.post(`${old}/properties`, { propertyName: "P", dataType: "String", ecProperties: [entry] }),
      422,
      "InvalidInsightsRequest",
      "ecProperties",
    );
    refused(
      await s.post(`${old}/calculatedProperties`, { propertyName: "C", type: "Undefined" }),
      422,
      "InvalidInsightsRequest",
      "type",
    );
    refused(
      await s.post(`${old}/customCalculations`, { propertyName: "C", formula: " " }),
      422,
      "InvalidInsightsRequest",
      "formula",
    );
  });
});

describe("a column, seen by both generations", () => {
  it("is what its first source makes it", async () => {
    const of = await newGroup(s, mapping, "Seen");
    const at = `${gm}/${mapping}/groups/${of}/properties`;
    const old = `${r}/datasources/imodels/${s.iModelId}/mappings/${mapping}/groups/${of}`;
    const names = async (path: string, key: string) =>
      (await s.get(path)).body[key].map((each: { propertyName: string }) => each.propertyName);
    await s.post(at, { propertyName: "Measure", dataType: "Double", calculatedPropertyType: "Length" });
    await s.post(`${old}/customCalculations`, { propertyName: "Twice", formula: "Measure * 2" });
    await s.post(`${old}/customCalculations`, { propertyName: "Text", formula: "concat('a', 'b')" });
    await s.post(at, { propertyName: "Placeholder", dataType: "Integer" });
    expect(await names(`${old}/properties`, "properties")).toEqual(["Placeholder"]);
    expect(await names(`${old}/calculatedProperties`, "properties")).toEqual(["Measure"]);
    expect(await names(`${old}/customCalculations`, "customCalculations")).toEqual(["Twice", "Text"]);
    const all = (await s.get(at)).body.properties;
    expect(all.find((each: { propertyName: string }) => each.propertyName === "Twice")).toMatchObject({
      dataType: "Double",
      formula: "Measure * 2",
    });
    const [, text] = (await s.get(`${old}/customCalculations`)).body.customCalculations;
    expect(text.dataType).toBe("String");
    // Replaced by the newer API it is a property like others, and keeps its id.
    const put = await s.ask("PUT", `${at}/${text.id}`, { propertyName: "Text2", dataType: "String", formula: "'c'" });
    expect(put.body.property).toMatchObject({ id: text.id, propertyName: "Text2" });
    expect(await names(`${old}/customCalculations`, "customCalculations")).toEqual(["Text2", "Twice"]);
  });
});

describe("other requests", () => {
  it.each([0, 1001, "x", -1, 1.5])("with $top=%s are refused", async (top) => {
    refused(await s.get(`${gm}?iModelId=${s.iModelId}&$top=${top}`), 422, "InvalidInsightsRequest", "top");
  });

  it.each([
    ["a made-up continuation token", () => `${gm}?iModelId=${s.iModelId}&$continuationToken=abc`, "$continuationToken"],
    ["no iModelId", () => gm, "iModelId"],
    ["no projectId", () => `${r}/reports`, "projectId"],
    ["no iTwinId", () => named, "iTwinId"],
    ["no datasourceType", () => `${r}/datasources/aggregations?datasourceId=${mapping}`, "datasourceType"],
    ["a time that is none", () => `${audit}?iModelId=${s.iModelId}&after=yesterday`, "after"],
  ])("with %s are refused", async (_, path, target) => {
    refused(await s.get(path()), 422, "InvalidInsightsRequest", target);
  });

  it("with names that are none are refused, wherever names stand", async () => {
    const set = { tableSetName: "a b", datasourceId: mapping, datasourceType: "IModelMapping" };
    refused(await s.post(`${r}/datasources/aggregations`, set), 422, "InvalidInsightsRequest", "tableSetName");
    refused(
      await s.post(`${r}/datasources/aggregations`, { ...set, tableSetName: "A", datasourceType: "Other" }),
      422,
      "InvalidInsightsRequest",
      "datasourceType",
    );
    refused(
      await s.post(`${r}/reports/`, { displayName: "", projectId: s.iTwinId }),
      422,
      "InvalidInsightsRequest",
      "displayName",
    );
    refused(await s.post(`${r}/reports/`, { displayName: "R" }), 422, "InvalidInsightsRequest", "projectId");
    refused(
      await s.post(named, { iTwinId: s.iTwinId, displayName: "x".repeat(513), query: elements }),
      422,
      "InvalidInsightsRequest",
      "displayName",
    );
    refused(
      await s.post(named, { iTwinId: s.iTwinId, displayName: " ", query: elements }),
      422,
      "InvalidInsightsRequest",
      "displayName",
    );
    refused(await s.post(named, { iTwinId: s.iTwinId, displayName: "x" }), 422, "InvalidInsightsRequest", "query");
  });

  it("for a run with another changeset or odd instances are refused", async () => {
    const run = { iModelId: s.iModelId, mappings: [{ id: mapping }] };
    refused(
      await s.post(`${gm}/extractions`, { ...run, changesetId: "abc" }),
      422,
      "InvalidInsightsRequest",
      "changesetId",
    );
    refused(
      await s.post(`${gm}/extractions`, { ...run, ecInstanceIds: ["1"] }),
      422,
      "InvalidInsightsRequest",
      "ecInstanceIds",
    );
    refused(
      await s.post(`${gm}/extractions`, { iModelId: s.iModelId, mappings: [] }),
      422,
      "InvalidInsightsRequest",
      "mappings",
    );
  });

  it("for a second link of the same mapping conflict", async () => {
    const links = `${r}/reports/${await newReport(s, "Twice")}/datasources/imodelMappings`;
    const body = { mappingId: mapping, imodelId: s.iModelId };
    expect((await s.post(links, body)).status).toBe(200);
    refused(await s.post(links, body), 409, "ReportMappingExists");
  });

  it("for keys that live too long, or not at all, are refused", async () => {
    const reportId = await newReport(s, "Keys");
    const key = { displayName: "K", reportId };
    refused(
      await s.post(`${r}/keys`, { ...key, expiresAt: "2020-01-01T00:00:00Z" }),
      422,
      "InvalidInsightsRequest",
      "expiresAt",
    );
    const far = new Date(Date.now() + 300 * 24 * 3600 * 1000).toISOString();
    refused(await s.post(`${r}/keys`, { ...key, expiresAt: far }), 422, "InvalidInsightsRequest", "expiresAt");
    refused(await s.post(`${r}/keys`, { displayName: "K", reportId: missing }), 404, "ReportNotFound");
  });
});
