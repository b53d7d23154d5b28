/** What an extraction left beside the preview: the same over `premap serve`; where an answer differs, what would explain it. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createEngine, type Engine, type Snapshot } from "premap";
import {
  checkExtraction,
  type CheckOptions,
  pushMapping,
  type PushFetch,
  runExtraction,
  assignToReport,
} from "premap/push";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csvRecords } from "../../dist/push/check/csv.js";
import { snapshotFile } from "../js/support.ts";
import { temporaryFolder } from "../serve/support/service.ts";
import { type Bed, testBed } from "./support/bed.ts";
import { premapCommand } from "./support/command.ts";

const sample = new URL("../../web/public/sample/", import.meta.url);
const mapping = readFileSync(new URL("mapping.json", sample), "utf8");

describe("check-extraction", { timeout: 120_000 }, () => {
  let bed: Bed;
  let engine: Engine;
  let snapshot: Snapshot;
  let options: CheckOptions;
  beforeAll(async () => {
    bed = await testBed();
    engine = await createEngine({ worker: false });
    snapshot = await engine.open(snapshotFile("building.bim"));
    const api = { root: bed.url, iModelId: bed.iModelId, token: "any", rate: 1e9, pause: 1 };
    let mappingId = "";
    for await (const event of pushMapping(mapping, api)) if (event.type === "done") mappingId = event.mappingId ?? "";
    await bed.service().post("/insights/reporting/reports/", { displayName: "Checked", projectId: bed.iTwinId });
    await assignToReport(mappingId, "Checked", api);
    const states = [];
    for await (const event of runExtraction(mappingId, { ...api, poll: 50 }))
      if (event.type === "state" && event.isFinal) states.push(event.state);
    expect(states).toEqual(["Succeeded"]);
    options = { ...api, mappingId, snapshot };
  });
  afterAll(() => engine.close());

  it.each([undefined, "Checked"])(
    "finds no difference where there is none, through CDM and OData (%s)",
    async (report) => {
      bed.inject({ dropEvery: 5, throttleEvery: 4 });
      const check = await checkExtraction(mapping, report === undefined ? options : { ...options, report });
      bed.inject({});
      const differing = check.groups.filter(({ samples, rowsOnlyLive }) => samples.length + rowsOnlyLive > 0);
      expect(differing).toEqual([]);
      expect(check.isSame).toBe(true);
      expect(check.groups.length).toBeGreaterThan(1);
      expect(check.groups.every(({ cells, tried }) => cells > 0 && tried === 0)).toBe(true);
    },
  );

  /** A service that reads the rules in another way: its tables are what premap gives under another switch. */
  const otherwise =
    (options: object, group: string): PushFetch =>
    async (address, request) => {
      if (!address.includes("location=" + encodeURIComponent(`${group}/`))) return fetch(address, request);
      const pieces: Uint8Array[] = [];
      for await (const piece of snapshot.extract(mapping, { format: "csv", group, options })) pieces.push(piece);
      const text = Buffer.concat(pieces).toString("utf8");
      return { status: 200, headers: { get: () => null }, text: async () => text };
    };

  it.each([
    ["A23", { classIdOutput: "name" }, "ECClassId"],
    ["A6", { polymorphicAspects: false }, "Cost"],
  ] as const)("tells %s, when that is it", async (decision, reading, column) => {
    const check = await checkExtraction(mapping, { ...options, group: "Beams", fetch: otherwise(reading, "Beams") });
    expect(check.isSame).toBe(false);
    const [beams] = check.groups;
    expect(Object.keys(beams!.differentCells)).toEqual([column]);
    const [best] = beams!.explanations;
    expect(best).toMatchObject({ decision, options: reading, explained: beams!.tried, broken: 0, columns: [column] });
  });

  it("tells rows and columns of one side, values that nothing explains, and a table that is missing", async () => {
    const edited = (text: string) =>
      text
        .split("\n")
        .filter((_, index) => index !== 1)
        .map((line) => line.replace("Acme Steel", "Other Steel"))
        .join("\n");
    const fetchEdited: PushFetch = async (address, request) => {
      const answer = await fetch(address, request);
      if (!address.includes("location=Beams")) return answer;
      const text = edited(await answer.text());
      return { status: 200, headers: answer.headers, text: async () => text };
    };
    const [beams] = (await checkExtraction(mapping, { ...options, group: "Beams", fetch: fetchEdited })).groups;
    expect(beams).toMatchObject({ rowsOnlyPreview: 1, rowsOnlyLive: 0, isMissing: false });
    expect(beams!.samples[0]).toMatchObject({ column: "Supplier", live: "Other Steel", preview: "Acme Steel" });
    expect(beams!.explanations.filter(({ columns }) => columns.includes("Supplier"))).toEqual([]);
    const more = JSON.parse(mapping) as { groups: { groupName: string; properties: object[] }[] };
    more.groups[0]!.properties.push({ propertyName: "New", dataType: "String" });
    more.groups.push({ ...more.groups[0]!, groupName: "NotThere" });
    const check = await checkExtraction(JSON.stringify(more), options);
    expect(check.groups[0]).toMatchObject({ columnsOnlyPreview: ["New"] });
    expect(check.groups.at(-1)).toMatchObject({ group: "NotThere", isMissing: true });
    expect(check.isSame).toBe(false);
  });

  it("is a command", async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, "mapping.json"), mapping);
    const args = ["check-extraction", "mapping.json", "--snapshot", snapshotFile("building.bim")];
    const premap = premapCommand(bed, folder);
    expect(await premap(args)).toMatchObject({ status: 0, out: expect.stringContaining("No difference.") });
    const other = await premap([...args, "--option", "classIdOutput=name", "--format", "json"]);
    expect(other.status, other.err).toBe(1);
    expect(JSON.parse(other.out)).toMatchObject({ isSame: false });
    const text = await premap([...args, "--option", "classIdOutput=name", "--group", "Beams"]);
    expect(text.out).toContain("explained by A23, classIdOutput=hex");
    expect((await premap([...args, "--mapping", "11111111-1111-4111-8111-111111111111"])).status).toBe(3);
  });
});

it("CSV: quotes, line breaks in them, no value and an empty one", () => {
  const read = (text: string) => [...csvRecords(text)];
  expect(read('a,"b ""c""\r\n,",\r\n"",,1\n')).toEqual([
    ["a", 'b "c"\r\n,', null],
    ["", null, "1"],
  ]);
  expect(read("a,b")).toEqual([["a", "b"]]);
  expect(read("a,\nb,\n")).toEqual([
    ["a", null],
    ["b", null],
  ]);
  expect(read("")).toEqual([]);
});
