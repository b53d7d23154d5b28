/** `premap pull`, `diff` and `push` as a user or a pipeline runs them, against a service with faults. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../serve/support/service.ts";
import { type Bed, testBed } from "./support/bed.ts";
import { premapCommand } from "./support/command.ts";

const secret = "s3cret.token.of.a.test";
const column = (name: string, property = name) => ({
  propertyName: name,
  dataType: "String",
  ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: property }],
});
const mappingOf = (groups: number) => ({
  mappingName: "Walls",
  groups: Array.from({ length: groups }, (_, index) => ({
    groupName: `G${index}`,
    query: "SELECT ECInstanceId, ECClassId FROM bt.Beam",
    properties: [column("Mark"), column("UserLabel")],
  })),
});

let bed: Bed;
let folder: string;
let file: string;
beforeAll(async () => {
  bed = await testBed();
  folder = temporaryFolder();
  file = path.join(folder, "walls.json");
  premap = premapCommand(bed, folder, secret);
});

let premap: ReturnType<typeof premapCommand>;
const write = (mapping: unknown) => writeFileSync(file, JSON.stringify(mapping, undefined, 2));
const changes = () => bed.seen.filter((request) => !request.startsWith("GET"));

describe("premap push", { timeout: 300_000 }, () => {
  it("shows the plan, sends it once, and nothing the second time; pull and diff agree", async () => {
    write(mappingOf(2));
    bed.inject({});
    const dry = await premap(["push", file, "--dry-run"]);
    expect([dry.status, dry.out]).toEqual([0, expect.stringContaining("7 requests, less than a minute")]);
    expect(changes()).toEqual([]);
    bed.inject({ throttleEvery: 4, dropEvery: 7 });
    const first = await premap(["push", file, "--yes"]);
    expect([first.status, first.out], first.err).toEqual([0, expect.stringContaining("What is live is what the file")]);
    bed.inject({});
    expect((await premap(["push", file, "--yes"])).status).toBe(0);
    expect(changes()).toEqual([]);
    expect((await premap(["pull", "--mapping", "Walls", "-o", "pulled.json"])).status).toBe(0);
    expect(await premap(["diff", file, "pulled.json"])).toMatchObject({ status: 0, out: "No difference.\n" });
    write(mappingOf(3));
    const different = await premap(["diff", "pulled.json", file, "--format", "json"]);
    expect(different.status).toBe(1);
    expect(JSON.parse(different.out)).toMatchObject({ changes: [{ kind: "added", what: "group", names: ["G2"] }] });
    expect((await premap(["pull", "--all", "-o", "all"])).status).toBe(0);
    expect(readdirSync(path.join(folder, "all"))).toEqual(["Walls.json", "Walls.live.json"]);
    expect(existsSync(path.join(folder, "walls.live.json"))).toBe(true);
  });

  it("that is killed goes on where it was, and is taken back by its journal", async () => {
    const before = (await premap(["pull", "--mapping", "Walls"])).out;
    write(mappingOf(8));
    const journal = path.join(folder, "walls.push.jsonl");
    for (const kills of [4, 9]) {
      bed.inject({ dropEvery: 5 });
      const child = premap.start(["push", file, "--yes"]);
      const ended = new Promise((resolve) => child.on("close", resolve));
      await expect.poll(() => changes().length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(kills);
      child.kill("SIGKILL");
      await ended;
    }
    const other = await premap(["push", file, "--yes", "--journal", "no/such/place.jsonl"]);
    expect(other.status).not.toBe(0);
    const resumed = await premap(["push", file, "--yes"]);
    expect([resumed.status, resumed.err], resumed.err).toEqual([0, expect.stringContaining("Going on with the push")]);
    const live = JSON.parse((await premap(["pull", "--mapping", "Walls"])).out) as ReturnType<typeof mappingOf>;
    expect(live.groups.map(({ groupName, properties }) => [groupName, properties.length])).toEqual(
      mappingOf(8).groups.map(({ groupName }) => [groupName, 2]),
    );
    expect((await premap(["push", "--undo", journal, "--yes"])).status).toBe(0);
    expect((await premap(["pull", "--mapping", "Walls"])).out).toBe(before);
  });

  it("runs the extraction and puts the mapping into a report", async () => {
    write(mappingOf(2));
    await bed.service().post("/insights/reporting/reports/", { displayName: "Take-off", projectId: bed.iTwinId });
    expect((await premap(["pull", "--mapping", "Walls", "--api", "v1", "-o", "walls.v1.json"])).status).toBe(0);
    for (const api of ["gm", "v1"]) {
      const args = ["--yes", "--run", "--wait", "--report", "Take-off", "--api", api];
      const told = await premap(["push", api === "gm" ? file : "walls.v1.json", ...args]);
      expect([told.status, told.out], told.err).toEqual([0, expect.stringContaining("Succeeded")]);
      expect(told.out).toContain(`${api === "gm" ? "is now" : "was already"} in the report Take-off`);
      if (api === "gm") expect(told.out).toContain("GroupId: G1.");
    }
  });

  it("refuses with its own exit code and message", async () => {
    const bad = path.join(folder, "bad.json");
    writeFileSync(bad, JSON.stringify({ mappingName: "1 bad", groups: [] }));
    expect((await premap(["push", bad, "--yes"])).status).toBe(1);
    expect((await premap(["push", file])).status).toBe(2);
    expect((await premap(["push", file, "--yes", "--wait"])).status).toBe(2);
    expect((await premap(["push", "none.json", "--yes"])).status).toBe(3);
    expect((await premap(["push", file, "--yes"], { API_ROOT: "http://example.com" })).status).toBe(2);
    const gone = "11111111-1111-4111-8111-111111111111";
    expect(await premap(["push", file, "--yes", "--mapping", gone])).toMatchObject({ status: 3 });
    expect(await premap(["push", file, "--yes", "--imodel", gone])).toMatchObject({ status: 3 });
  });

  it.each([
    ["an expired token", 401, "HeaderNotFound", "GET", 3, "the token is not valid, or no longer"],
    ["a missing right", 403, "InsufficientPermissions", "POST", 3, "the right to do this is missing"],
    ["a wrong iModel", 404, "iModelNotFound", "GET", 3, "there is no such iModel"],
    ["a formula that the service refuses", 422, "InvalidInsightsRequest", "POST", 1, "the service refuses it (422)"],
    ["a name that is taken", 409, "PropertyExists", "POST", 1, "the name is taken"],
  ])("tells of %s, where and with the service's words", async (_, status, code, method, exit, words) => {
    const formula = { propertyName: "Twice", dataType: "Double", formula: "1 + 1" };
    const refused = path.join(folder, "refused.json");
    const groups = [{ groupName: "G", query: mappingOf(1).groups[0]!.query, properties: [formula] }];
    writeFileSync(refused, JSON.stringify({ mappingName: "Refused", groups }, undefined, 2));
    const isAbout = (url = "") => (exit === 1 ? url.endsWith("/properties") : true);
    bed.inject({
      refuse: (request) => (request.method === method && isAbout(request.url) ? [status, code] : undefined),
    });
    const told = await premap(["push", refused, "--yes", "--journal", path.join(folder, `refused-${status}.jsonl`)]);
    bed.inject({});
    expect([told.status, told.err]).toEqual([exit, expect.stringContaining(words)]);
    expect(told.err).toContain("No, says the service.");
    if (exit === 1) expect(told.err).toContain("at refused.json:8:9  /groups/0/properties/0");
    if (exit !== 1) return;
    const undone = await premap(["push", "--undo", path.join(folder, `refused-${status}.jsonl`), "--yes"]);
    expect(undone.status, undone.err).toBe(0);
    expect((await premap(["pull", "--mapping", "Refused"])).status).toBe(3);
  });

  it("takes the token from standard input, and shows or keeps it nowhere", async () => {
    const told = await premap(["pull", "--mapping", "Walls", "--token-stdin"], { ITWIN_TOKEN: "" }, `${secret}\n`);
    expect(told.status, told.err).toBe(0);
    for (const name of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (name.isFile()) expect(readFileSync(path.join(name.parentPath, name.name), "utf8")).not.toContain(secret);
    const refused = await premap(["pull", "--mapping", "Walls"], { ITWIN_TOKEN: `${secret}\n\u0001` });
    expect(refused.status).not.toBe(0);
    expect(refused.out + refused.err).not.toContain(secret);
  });
});
