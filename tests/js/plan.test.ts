/** The plan of a push: requests, their order, both generations of the API, updates against a live mapping, the script. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CustomCalculation, GroupProperty } from "premap";
import { EngineError, planPush, pushScript } from "premap/plan";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const entry = { ecSchemaName: "BuildingTest", ecClassName: "Beam", ecPropertyName: "Mark" };
const query = "SELECT ECInstanceId, ECClassId FROM bt.Beam";
const mapping = {
  mappingName: "Structure",
  description: "Take-off",
  groups: [
    {
      groupName: "Beams",
      query,
      properties: [
        { propertyName: "Twice", dataType: "Double", formula: "Half * 4" },
        { propertyName: "Half", dataType: "Double", formula: "Length / 2" },
        { propertyName: "Length", dataType: "Double", quantityType: "Distance", ecProperties: [entry] },
        { propertyName: "Volume", dataType: "Double", calculatedPropertyType: "Volume" },
      ],
    },
    { groupName: "Spaces", query, properties: [] },
  ],
};
const lines = (plan: ReturnType<typeof planPush>) => plan.requests.map(({ method, path }) => `${method} ${path}`);

describe("a new mapping", () => {
  it("is created part by part, formulas after the columns they read", () => {
    const plan = planPush(mapping);
    const root = "/grouping-and-mapping/datasources/imodel-mappings";
    expect([plan.api, plan.kind, plan.obstacles]).toEqual(["groupingAndMapping", "create", []]);
    expect(lines(plan)).toEqual([
      `POST ${root}`,
      `POST ${root}/{mappingId}/groups`,
      ...Array<string>(4).fill(`POST ${root}/{mappingId}/groups/{groupId1}/properties`),
      `POST ${root}/{mappingId}/groups`,
    ]);
    expect(plan.requests.map((r) => r.body?.["propertyName"]).filter(Boolean)).toEqual([
      "Length",
      "Half",
      "Twice",
      "Volume",
    ]);
    expect(plan.requests[0]?.body).toEqual({
      iModelId: "{iModelId}",
      mappingName: "Structure",
      description: "Take-off",
    });
    expect(plan.requests[2]?.body).toEqual({
      propertyName: "Length",
      dataType: "Double",
      quantityType: "Distance",
      ecProperties: [entry],
    });
  });

  it("goes to the three resources of Reporting v1, with the types that API requires", () => {
    const plan = planPush(mapping, { api: "reporting" });
    const root = "/insights/reporting/datasources/imodels/{iModelId}/mappings";
    expect(plan.requests[0]).toMatchObject({ path: root, body: { mappingName: "Structure", description: "Take-off" } });
    const columns = plan.requests.slice(2, 6).map(({ path, body }) => [path.split("/").at(-1), body]);
    expect(columns).toEqual([
      [
        "properties",
        {
          propertyName: "Length",
          dataType: "Double",
          quantityType: "Distance",
          ecProperties: [{ ...entry, ecPropertyType: "Double" }],
        },
      ],
      ["customCalculations", { propertyName: "Half", formula: "Length / 2" }],
      ["customCalculations", { propertyName: "Twice", formula: "Half * 4" }],
      ["calculatedProperties", { propertyName: "Volume", type: "Volume" }],
    ]);
    expect(plan.notes).toHaveLength(1);
  });

  it("is read from the answers of either API", () => {
    const answer = {
      mapping: { id: "m1", mappingName: "Old", _links: { imodel: { href: "" } } },
      groups: [
        {
          group: { id: "g1", groupName: "Beams", query },
          properties: [{ id: "p1", propertyName: "Mark", dataType: "String", ecProperties: [entry] }],
          calculatedProperties: [{ id: "p2", propertyName: "Size", type: "Length", quantityType: "Distance" }],
          customCalculations: [{ id: "p3", propertyName: "Double", formula: "Size * 2", dataType: "Double" }],
        },
      ],
    };
    expect(planPush(answer).api).toBe("reporting");
    expect(lines(planPush(JSON.stringify(answer))).map((line) => line.split("/").at(-1))).toEqual([
      "mappings",
      "groups",
      "properties",
      "calculatedProperties",
      "customCalculations",
    ]);
    const modern = planPush(answer, { api: "groupingAndMapping" });
    expect(modern.requests.slice(2).map((r) => r.body)).toEqual([
      { propertyName: "Mark", dataType: "String", ecProperties: [entry] },
      { propertyName: "Size", dataType: "Double", quantityType: "Distance", calculatedPropertyType: "Length" },
      { propertyName: "Double", dataType: "Double", formula: "Size * 2" },
    ]);
  });

  it("is for the API that is named, in full or short, and for no other", () => {
    const mapping = { mappingName: "M", groups: [{ groupName: "G", query, properties: [] }] };
    const apiOf = (api: string) => planPush(mapping, { api: api as "gm" }).api;
    expect(["reporting", "v1", "groupingAndMapping", "gm"].map(apiOf)).toEqual([
      "reporting",
      "reporting",
      "groupingAndMapping",
      "groupingAndMapping",
    ]);
    for (const wrong of ["Reporting", "V1", "GM", "grouping-and-mapping", "toString", ""])
      expect(() => apiOf(wrong), wrong).toThrow('`api` must be one of "reporting", "groupingAndMapping", "v1", "gm"');
    expect(() => planPush(mapping, { api: undefined } as never)).not.toThrow();
  });

  it("refuses what is no mapping and no option", () => {
    const wrong: [() => unknown, string, string][] = [
      [() => planPush(Promise.resolve("{}") as never), "argument-invalid", "it is a Promise"],
      [() => planPush(Buffer.from("{}") as never), "argument-invalid", "it is a Buffer"],
      [() => planPush(undefined as never), "argument-invalid", "it is undefined"],
      [() => planPush("{}", { liev: "{}" } as never), "option-unknown", "`liev`"],
      [() => planPush("{}", { live: Buffer.from("{}") } as never), "option-value", "`live`"],
      [() => planPush("{}", "gm" as never), "argument-invalid", "the options must be an object"],
      [() => pushScript("{}" as never), "argument-invalid", "`plan` must be what planPush answers"],
    ];
    for (const [call, code, says] of wrong) {
      expect(call).toThrow(EngineError);
      expect(call).toThrow(says);
      expect(call).toThrow(expect.objectContaining({ code }));
    }
  });

  it("is held back by what the API cannot take", () => {
    const placeholder: GroupProperty = { propertyName: "Later", dataType: "String" };
    const circle: GroupProperty[] = [
      { propertyName: "A", dataType: "Double", formula: "B + 1" },
      { propertyName: "B", dataType: "Double", formula: "A + 1" },
    ];
    const group = (properties: GroupProperty[]) => ({
      mappingName: "M",
      groups: [{ groupName: "G", query, properties }],
    });
    expect(planPush(group([placeholder])).obstacles).toEqual([]);
    const [obstacle] = planPush(group([placeholder]), { api: "reporting" }).obstacles;
    expect(obstacle).toMatchObject({ pointer: "/groups/0/properties/0" });
    expect(obstacle?.message).toContain("no source");
    expect(planPush(group(circle)).obstacles[0]?.message).toContain("circle");
    expect(planPush("no JSON").obstacles).toHaveLength(1);
    expect(() => pushScript(planPush(group(circle)))).toThrow(RangeError);
  });
});

describe("a live mapping", () => {
  const live = {
    mapping: { id: "m/1", mappingName: "Structure", description: "Take-off", extractionEnabled: true },
    groups: [
      {
        group: { id: "g1", groupName: "Beams", query },
        properties: [
          { id: "p1", propertyName: "Length", dataType: "Double", quantityType: "Distance", ecProperties: [entry] },
          { id: "p2", propertyName: "Half", dataType: "Double", formula: "Length / 2" },
          { id: "p3", propertyName: "Old", dataType: "String" },
        ],
      },
      { group: { id: "g2", groupName: "Gone", query }, properties: [] },
    ],
  };

  it("is left alone where nothing differs", () => {
    const plan = planPush(live, { live });
    expect([plan.kind, plan.requests, plan.changes, plan.obstacles]).toEqual(["update", [], [], []]);
  });

  it("is changed with the fewest requests, and what differs is told", () => {
    const plan = planPush(mapping, { live });
    const root = "/grouping-and-mapping/datasources/imodel-mappings/m%2F1/groups";
    expect(lines(plan)).toEqual([
      `POST ${root}/g1/properties`,
      `POST ${root}/g1/properties`,
      `DELETE ${root}/g1/properties/p3`,
      `POST ${root}`,
      `DELETE ${root}/g2`,
    ]);
    expect(plan.changes.map(({ kind, names }) => `${kind} ${names.join(".")}`)).toEqual([
      "added Beams.Twice",
      "added Beams.Volume",
      "removed Beams.Old",
      "added Spaces",
      "removed Gone",
    ]);
  });

  it("keeps a column that was renamed, and the name is free before it is taken", () => {
    const edited = structuredClone(live);
    edited.mapping.extractionEnabled = false;
    edited.groups[0]!.group.query = `${query} WHERE Length > 1`;
    const [length, half, old] = edited.groups[0]!.properties;
    length!.propertyName = "Old";
    half!.formula = "Old / 2";
    old!.propertyName = "Older";
    edited.groups.pop();
    const plan = planPush(edited, { live });
    expect(plan.obstacles).toEqual([]);
    expect(plan.requests.map(({ method, path, body }) => [method, path.split("/").at(-1), body])).toEqual([
      ["PATCH", "m%2F1", { extractionEnabled: false }],
      ["PATCH", "g1", { query: `${query} WHERE Length > 1` }],
      ["PUT", "p3", { propertyName: "Older", dataType: "String" }],
      ["PUT", "p1", { propertyName: "Old", dataType: "Double", quantityType: "Distance", ecProperties: [entry] }],
      ["PUT", "p2", { propertyName: "Half", dataType: "Double", formula: "Old / 2" }],
      ["DELETE", "g2", undefined],
    ]);
    expect(plan.changes.find((c) => c.names[1] === "Half")?.fields).toEqual([
      { field: "formula", before: "Length / 2", after: "Old / 2" },
    ]);
    const swapped = structuredClone(live);
    swapped.groups[0]!.properties[0]!.propertyName = "Old";
    swapped.groups[0]!.properties[2]!.propertyName = "Length";
    expect(planPush(swapped, { live }).obstacles[0]?.message).toContain("circle");
  });

  it("patches and replaces what the older API cannot put", () => {
    const group = { id: "g", groupName: "G", query };
    const before = {
      mapping: { id: "m", mappingName: "M" },
      groups: [{ group, customCalculations: [{ id: "c", propertyName: "F", formula: "1", quantityType: "Area" }] }],
    };
    const after = (calculation: CustomCalculation) => ({
      mapping: { mappingName: "M" },
      groups: [{ group, customCalculations: [calculation] }],
    });
    const [patch] = planPush(after({ propertyName: "F", formula: "2" }), { live: before }).requests;
    expect(patch).toMatchObject({ method: "PATCH", body: { formula: "2", quantityType: "Undefined" } });
    const plan = planPush(
      {
        mappingName: "M",
        groups: [{ groupName: "G", query, calculatedProperties: [{ propertyName: "F", type: "Area" }] }],
      },
      { live: before },
    );
    expect(lines(plan).map((line) => line.replace(/ .*groups/, " "))).toEqual([
      "DELETE /g/customCalculations/c",
      "POST /g/calculatedProperties",
    ]);
  });

  it("cannot be changed when the answer was saved without ids", () => {
    const { obstacles } = planPush(mapping, { live: { ...mapping, description: "other" } });
    expect(obstacles.map(({ message }) => message)).toEqual([
      "The saved answer has no id for mapping Structure: save it as the API gave it.",
    ]);
    expect(planPush(mapping, { live: "[]" }).obstacles).toHaveLength(1);
  });
});

describe("the script", () => {
  let folder: string;
  const nasty = 'it\'s "$(touch owned)" `touch owned` \\ ; {iModelId}\n% Größe';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "premap-plan-"));
    mkdirSync(path.join(folder, "bin"));
    // Stand-ins: curl notes what it was given, jq picks the member.
    const note = `require("fs").appendFileSync(process.env.LOG, JSON.stringify({ args: process.argv.slice(2), body: require("fs").readFileSync(0, "utf8"), headers: require("fs").readFileSync(process.argv.find((a) => a.startsWith("@/")).slice(1), "utf8") }) + "\\n");`;
    const tools = {
      curl: `${note} if (process.env.FAIL) process.exit(22); console.log('{"mapping":{"id":"m-1"},"group":{"id":"g-1"}}');`,
      jq: `const answer = JSON.parse(require("fs").readFileSync(0, "utf8")); console.log(process.argv.at(-1).slice(1).split(".").reduce((o, k) => o[k], answer));`,
    };
    for (const [name, code] of Object.entries(tools)) {
      const file = path.join(folder, "bin", name);
      writeFileSync(file, `#!${process.execPath}\n${code}\n`);
      chmodSync(file, 0o755);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const nastyPlan = planPush({
    mappingName: nasty,
    groups: [{ groupName: nasty, query: nasty, properties: [{ propertyName: nasty, dataType: "String" }] }],
  });
  const run = (args: string[], env: Record<string, string> = {}) => {
    writeFileSync(path.join(folder, "push.sh"), pushScript(nastyPlan));
    rmSync(path.join(folder, "log"), { force: true });
    return spawnSync("sh", ["push.sh", ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: `${path.join(folder, "bin")}:/usr/bin:/bin`, LOG: path.join(folder, "log"), ...env },
    });
  };
  const sent = () =>
    readFileSync(path.join(folder, "log"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { args: string[]; body: string; headers: string });
  const secrets = { ITWIN_TOKEN: "s3cret", IMODEL_ID: "5e19bee0-3aea-4355-a9f0-c6df9989ee7d" };

  it("lists the requests and sends nothing by itself", () => {
    const { status, stdout, stderr } = run([]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("3/3 Create column");
    expect(stdout).toContain("/imodel-mappings/MAPPING_ID/groups/GROUP_ID1/properties");
    expect(stdout).toContain("Nothing was sent");
    expect(() => sent()).toThrow();
  });

  it("sends every body as it is, whatever it holds, and hands ids on", () => {
    const { status, stderr } = run(["--send"], secrets);
    expect([status, stderr]).toEqual([0, ""]);
    const bodies = sent().map(({ body }) => JSON.parse(body) as unknown);
    expect(bodies).toEqual([
      { iModelId: secrets.IMODEL_ID, mappingName: nasty },
      { groupName: nasty, query: nasty },
      { propertyName: nasty, dataType: "String" },
    ]);
    expect(sent()[2]?.args.at(-1)).toBe(
      "https://api.bentley.com/grouping-and-mapping/datasources/imodel-mappings/m-1/groups/g-1/properties",
    );
    expect(sent()[0]?.headers).toBe("Authorization: Bearer s3cret\n");
    expect(sent().some(({ args }) => args.join(" ").includes("s3cret"))).toBe(false);
    expect(execFileSync("ls", [folder], { encoding: "utf8" })).not.toContain("owned");
  });

  it("stops at the first failure, and refuses to start without what it needs", () => {
    const failed = run(["--send"], { ...secrets, FAIL: "yes" });
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain("Request 1 of 3 failed");
    expect(sent()).toHaveLength(1);
    expect(run(["--send"], { IMODEL_ID: secrets.IMODEL_ID }).status).not.toBe(0);
    expect(run(["--send"], { ...secrets, IMODEL_ID: 'x"/../y' }).stderr).toContain("is not an id");
    expect(run(["--sent"], secrets).status).toBe(2);
  });
});
