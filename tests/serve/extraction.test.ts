/** A run: its tables, what it tells, and what is left of one that fails. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createEngine } from "../../dist/index.js";
import { engineTables } from "../../dist/cli/serve/engine_tables.js";
import type { RunEvent } from "../../dist/cli/serve/tables.js";
import { snapshotFile } from "../js/support.js";

const folder = mkdtempSync(path.join(tmpdir(), "premap-run-"));
const { extractTables, readPartition, close } = engineTables();
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

const snapshot = snapshotFile("building.bim");
const sample = readFileSync("web/public/sample/mapping.json", "utf8");
const never = new AbortController().signal;
const own = () => mkdtempSync(path.join(folder, "run-"));

interface Group {
  groupName: string;
  query: string;
  properties?: object[];
}
const mappingOf = (groups: Group[], mappingName = "M"): string =>
  JSON.stringify({ mappingName, groups: groups.map((group) => ({ properties: [], ...group })) });
const beams = "SELECT ECInstanceId, ECClassId FROM bt.Beam";

test("tables hold what premap extract prints", async () => {
  const engine = await createEngine();
  const open = await engine.open(snapshot);
  const groups = (JSON.parse(sample) as { groups: Group[] }).groups;
  const groupIds = groups.map((_, index) => `id-${index}`);
  const events: RunEvent[] = [];
  const tables = await extractTables({
    snapshot,
    mapping: sample,
    groupIds,
    folder: own(),
    onEvent: (event) => events.push(event),
  });
  expect(tables.map(({ groupName }) => groupName)).toEqual(groups.map(({ groupName }) => groupName));
  expect(tables.map(({ groupId }) => groupId)).toEqual(groupIds);
  expect(tables[0]?.entitySet).toBe("Handover_Beams");
  for (const table of tables) {
    const pieces: Uint8Array[] = [];
    for await (const piece of open.extract(sample, { group: table.groupName, format: "csv" })) pieces.push(piece);
    const csv = Buffer.concat(pieces).toString();
    const rows: Uint8Array[] = [];
    for await (const piece of readPartition(table, never)) rows.push(piece);
    expect(Buffer.concat(rows).toString()).toBe(csv.slice(csv.indexOf("\r\n") + 2));
  }
  for (const groupId of groupIds)
    expect(events.filter((event) => event.groupId === groupId).map(({ category }) => category)).toEqual([
      "GroupQuery",
      "QueryTranslation",
      "QueryExecution",
    ]);
  engine.close();
});

test("a group that fails is told, and the others are filled", async () => {
  const events: RunEvent[] = [];
  const mapping = mappingOf([
    { groupName: "Bad", query: "SELECT Nothing FROM nowhere.Something" },
    { groupName: "Good", query: beams },
  ]);
  const tables = await extractTables({
    snapshot,
    mapping,
    groupIds: ["a", "b"],
    folder: own(),
    onEvent: (event) => events.push(event),
  });
  expect(tables.map(({ groupId, rowCount }) => [groupId, rowCount > 0])).toEqual([["b", true]]);
  const [failure] = events.filter(({ level }) => level === "Error");
  expect(failure).toMatchObject({ groupId: "a", category: "QueryTranslation", diagnostics: [{ severity: "error" }] });
});

test("groups of one name fill one table", async () => {
  const mapping = mappingOf([
    { groupName: "Same", query: beams },
    { groupName: "Same", query: beams },
  ]);
  const [table, ...others] = await extractTables({ snapshot, mapping, groupIds: ["a", "b"], folder: own() });
  expect(others).toEqual([]);
  const [once] = await extractTables({
    snapshot,
    mapping: mappingOf([{ groupName: "Same", query: beams }]),
    groupIds: ["a"],
    folder: own(),
  });
  expect(table).toMatchObject({
    groupId: "a",
    entitySet: "M_Same",
    isKeyed: false,
    rowCount: (once?.rowCount ?? 0) * 2,
  });
});

test("names become such as OData allows, each its own", async () => {
  const property = (propertyName: string) => ({ propertyName, dataType: "String", ecProperties: [] });
  const mapping = mappingOf(
    [
      {
        groupName: "B C",
        query: beams,
        properties: [property("a b"), property("a-b"), property("UserLabel"), property("1st")],
      },
      { groupName: "B-C", query: beams },
      { groupName: "x".repeat(200), query: beams },
    ],
    "A!",
  );
  const tables = await extractTables({ snapshot, mapping, groupIds: ["a", "b", "c"], folder: own() });
  expect(tables.map(({ entitySet }) => entitySet.slice(0, 10))).toEqual(["A__B_C", "A__B_C_2", "A__xxxxxxx"]);
  expect(tables[2]?.entitySet).toHaveLength(128);
  expect(tables[0]?.columns.slice(5)).toEqual([
    { name: "a_b", type: "String", displayName: "a b" },
    { name: "a_b_2", type: "String", displayName: "a-b" },
    { name: "UserLabel_2", type: "String", displayName: "UserLabel" },
    { name: "_1st", type: "String", displayName: "1st" },
  ]);
});

test("only the elements that are named", async () => {
  const mapping = mappingOf([{ groupName: "Beams", query: beams }]);
  const [all] = await extractTables({ snapshot, mapping, groupIds: ["a"], folder: own() });
  const pieces: Uint8Array[] = [];
  for await (const piece of readPartition(all as NonNullable<typeof all>, never)) pieces.push(piece);
  const ids = Buffer.concat(pieces)
    .toString()
    .split("\r\n")
    .slice(0, 2)
    .map((line) => line.split(",")[0] as string);
  const [few] = await extractTables({
    snapshot,
    mapping,
    groupIds: ["a"],
    folder: own(),
    ecInstanceIds: [...ids, "0xffffffff"],
  });
  expect(few?.rowCount).toBe(2);
});

test("a mapping without groups is told of", async () => {
  const events: RunEvent[] = [];
  expect(
    await extractTables({
      snapshot,
      mapping: mappingOf([]),
      groupIds: [],
      folder: own(),
      onEvent: (event) => events.push(event),
    }),
  ).toEqual([]);
  expect(events).toMatchObject([{ level: "Warning" }]);
});

describe("a run that cannot go on", () => {
  test("leaves nothing when it is aborted", async () => {
    const place = own();
    const aborted = new AbortController();
    const mapping = mappingOf([
      { groupName: "Done", query: beams },
      { groupName: "Endless", query: "SELECT a.ECInstanceId FROM bis.Element a, bis.Element b, bis.Element c" },
    ]);
    const running = extractTables({
      snapshot: snapshotFile("plant-1k.bim"),
      mapping: mapping.replaceAll("bt.Beam", "bis.Element"),
      groupIds: ["a", "b"],
      folder: place,
      signal: aborted.signal,
      onProgress: ({ groupId }) => groupId === "b" && aborted.abort(new Error("not wanted")),
    });
    await expect(running).rejects.toThrow("not wanted");
    expect(readdirSync(place)).toEqual([]);
  });

  test("says why, and not where, when there is no snapshot", async () => {
    const gone = path.join(folder, "gone.bim");
    const running = extractTables({ snapshot: gone, mapping: sample, groupIds: [], folder: own() });
    await expect(running).rejects.toThrow(/cannot read `the snapshot`: there is no such file/);
  });

  test("tells each group that its table cannot be written", async () => {
    const events: RunEvent[] = [];
    const mapping = mappingOf([{ groupName: "Beams", query: beams }]);
    const place = path.join(folder, "no/such/folder");
    const tables = await extractTables({
      snapshot,
      mapping,
      groupIds: ["a"],
      folder: place,
      onEvent: (event) => events.push(event),
    });
    expect(tables).toEqual([]);
    const failure = events.find(({ level }) => level === "Error");
    expect(failure).toMatchObject({
      category: "QueryExecution",
      message: "`M_Beams` could not be written: the folder is not there",
    });
    expect(JSON.stringify(events)).not.toContain(folder);
  });
});

test("without a folder tables are kept until the process ends", async () => {
  const [table] = await extractTables({
    snapshot,
    mapping: mappingOf([{ groupName: "Beams", query: beams }]),
    groupIds: ["a"],
  });
  expect(readFileSync(table?.file ?? "").length).toBeGreaterThan(0);
});
