/** The plan of a push: requests, their order, both generations of the API, updates against a live mapping, the script. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
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

const hasTools = ["curl", "jq"].every((tool) => spawnSync(tool, ["--version"]).status === 0);
describe("the script", () => {
  let folder: string;
  let server: Server;
  let answer = (_: IncomingMessage): { status: number; body: unknown } => ({ status: 200, body: {} });
  interface Sent {
    method: string;
    path: string;
    body: string;
    token: string;
  }
  const sent: Sent[] = [];
  const nasty = 'it\'s "$(touch owned)" `touch owned` \\ ; {iModelId}\n% Größe ‘’';
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "premap-plan-"));
    server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on("data", (piece: Buffer) => pieces.push(piece));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        sent.push({ method, path: url, body: Buffer.concat(pieces).toString(), token: headers.authorization ?? "" });
        const { status, body } = answer(request);
        response.writeHead(status).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const nastyPlan = planPush({
    mappingName: nasty,
    groups: [{ groupName: nasty, query: nasty, properties: [{ propertyName: nasty, dataType: "String" }] }],
  });
  const run = (args: string[], env: Record<string, string> = {}) => {
    writeFileSync(path.join(folder, "push.sh"), pushScript(nastyPlan));
    sent.length = 0;
    const { port } = server.address() as AddressInfo;
    const root = `http://127.0.0.1:${port}`;
    const { PATH } = process.env;
    return new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
      const child = spawn("sh", ["push.sh", ...args], { cwd: folder, env: { PATH, API_ROOT: root, ...env } });
      const told = { stdout: "", stderr: "" };
      child.stdout.on("data", (piece: Buffer) => (told.stdout += piece.toString()));
      child.stderr.on("data", (piece: Buffer) => (told.stderr += piece.toString()));
      child.on("close", (status) => resolve({ status, ...told }));
    });
  };
  const state = () => path.join(folder, "push.sh.state");
  const secrets = { ITWIN_TOKEN: "s3cret", IMODEL_ID: "5e19bee0-3aea-4355-a9f0-c6df9989ee7d" };
  const service = ({ method, url = "" }: IncomingMessage) => {
    if (method === "GET") return { status: 200, body: { items: [] } };
    const kind = url.endsWith("/groups") ? "group" : url.endsWith("/properties") ? "property" : "mapping";
    return { status: 200, body: { [kind]: { id: `${kind[0]}-1` } } };
  };

  it("lists the requests and sends nothing by itself", async () => {
    for (const args of [[], ["--dry-run"]]) {
      const { status, stdout, stderr } = await run(args);
      expect([status, stderr]).toEqual([0, ""]);
      expect(stdout).toContain("3/3 Create column");
      expect(stdout).toContain("/imodel-mappings/MAPPING_ID/groups/GROUP_ID1/properties");
      expect(stdout).toContain("Nothing was sent");
    }
    expect(sent).toEqual([]);
  });

  it.skipIf(!hasTools)("sends every body as it is, whatever it holds, and hands ids on; once", async () => {
    rmSync(state(), { force: true });
    answer = service;
    const { status, stderr } = await run(["--send"], secrets);
    expect([status, stderr]).toEqual([0, ""]);
    const made = sent.filter(({ method }) => method === "POST");
    expect(made.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { iModelId: secrets.IMODEL_ID, mappingName: nasty },
      { groupName: nasty, query: nasty },
      { propertyName: nasty, dataType: "String" },
    ]);
    expect(made[2]?.path).toBe("/grouping-and-mapping/datasources/imodel-mappings/m-1/groups/g-1/properties");
    expect(new Set(sent.map(({ token }) => token))).toEqual(new Set(["Bearer s3cret"]));
    expect(readdirSync(folder).sort()).toEqual(["push.sh", "push.sh.state"]);
    expect(readFileSync(state(), "utf8")).not.toContain("s3cret");
    expect((await run(["--send"], secrets)).status).toBe(0);
    expect(sent).toEqual([]);
    const elsewhere = { ...secrets, IMODEL_ID: "other" };
    expect((await run(["--send"], elsewhere)).stderr).toContain("of a push to another place");
  });

  it.skipIf(!hasTools)("stops at the first refusal, and refuses to start without what it needs", async () => {
    rmSync(state(), { force: true });
    answer = (request) => (request.method === "GET" ? service(request) : { status: 422, body: { error: "no" } });
    const failed = await run(["--send"], secrets);
    expect([failed.status, failed.stderr]).toEqual([1, expect.stringContaining("Request 1 of 3 failed")]);
    expect(sent.filter(({ method }) => method === "POST")).toHaveLength(1);
    expect((await run(["--send"], { IMODEL_ID: secrets.IMODEL_ID })).status).not.toBe(0);
    expect((await run(["--send"], { ...secrets, IMODEL_ID: 'x"/../y' })).stderr).toContain("is not an id");
    expect((await run(["--sent"], secrets)).status).toBe(2);
  });

  it("for PowerShell holds the requests as data, in ASCII and no quote that ends it", () => {
    const script = pushScript(nastyPlan, { shell: "powershell" });
    expect(script).toMatch(/^[\x20-\x7e\n]*$/);
    const data = /^\$Data = @'\n(.*?)\n'@$/ms.exec(script)?.[1] ?? "";
    const requests = JSON.parse(data) as { path: string; body: string; gives?: string }[];
    expect(requests.map(({ path: at, gives }) => [at, gives])).toEqual(
      nastyPlan.requests.map((request) => [request.path, request.gives?.placeholder]),
    );
    expect(requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual(nastyPlan.requests.map(({ body }) => body));
    expect(data.split("\n").some((line) => line.startsWith("'@"))).toBe(false);
    expect(() => pushScript(nastyPlan, { shell: "cmd" as never })).toThrow(EngineError);
  });
});
