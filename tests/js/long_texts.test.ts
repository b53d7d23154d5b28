/** Texts of 2 MB in many rows, more than twice what may be in memory: wherever they stand, the engine holds a few of them at a time. */
// @module-tag slow
import { rmSync, writeFileSync } from "node:fs";
import { createEngine, type Engine, type Mapping, type Snapshot } from "premap";
import initSqlJs from "premap/sqljs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { watchMemories } from "../../bench/lib/memories.mjs";
import { snapshotBytes, snapshotFile } from "./support.ts";

const textSize = 2 << 20;
const rowCount = 120; // every second one with a text of its own
const mostMemory = 64 << 20;

const longText = "long text ".repeat(textSize / 10);
const file = snapshotFile("building-long-texts.bim");
let engine: Engine;
let snapshot: Snapshot;
let peak: () => number;

beforeAll(async () => {
  const SQL = await initSqlJs();
  const database = new SQL.Database(snapshotBytes("building.bim"));
  database.exec("PRAGMA journal_mode=DELETE");
  // Each element's parent is the one before it: some have long texts, the others parents that have.
  database.exec("UPDATE bis_Element SET ParentId=(SELECT max(Id) FROM bis_Element e WHERE e.Id<bis_Element.Id)");
  const first = database.exec(`SELECT min(ElementId) FROM bis_GeometricElement3d`)[0]!.values[0]![0];
  const text = database.prepare("UPDATE bis_Element SET UserLabel=?||Id, JsonProperties=?||Id WHERE Id=?");
  const ids = database.exec(`SELECT Id FROM bis_Element WHERE Id>=${first} ORDER BY Id LIMIT ${rowCount}`)[0]!.values;
  // What a column of its own shows of a row is not what it shows of the row's parent.
  ids.forEach(([id], i) => text.run(i % 2 ? [longText, null, id!] : [null, longText, id!]));
  text.free();
  writeFileSync(file, database.export());
  database.close();
  // Only now, so that the memory of this SQLite is not counted.
  const watched = await watchMemories(() => createEngine({ worker: false }));
  engine = watched.value;
  peak = watched.peak;
  snapshot = await engine.open(file);
});
afterAll(() => {
  engine.close();
  rmSync(file, { force: true });
});

const mapping = (query: string, path: string): Mapping => ({
  mappingName: "Long",
  groups: [
    {
      groupName: "G",
      query,
      properties: [
        {
          propertyName: "P",
          dataType: "String",
          ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: path }],
        },
      ],
    },
  ],
});
const all = "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d";
const told = "SELECT ECInstanceId, ECClassId, UserLabel Told FROM bis.GeometricElement3d";
const ways: [what: string, Mapping][] = [
  ["of the rows' own elements", mapping(all, "UserLabel")],
  ["of elements in another order", mapping(`${all} ORDER BY ECInstanceId DESC`, "UserLabel")],
  ["that the group's query tells", mapping(told, "Told")],
  ["behind links", mapping(all, "Parent.JsonProperties")],
];

it.each(ways)("%s: a preview without a limit", async (_what, long) => {
  const preview = await snapshot.preview(long, { limit: null });
  expect(preview.rows.length).toBeGreaterThan(rowCount);
  expect(peak()).toBeLessThan(mostMemory);
});

it.each(ways)("%s: an export", async (_what, long) => {
  let bytes = 0;
  for await (const piece of snapshot.extract(long, { format: "csv" })) bytes += piece.length;
  expect(bytes).toBeGreaterThan((rowCount / 2 - 1) * textSize);
  expect(peak()).toBeLessThan(mostMemory);
});

it("a check of all rows", async () => {
  await snapshot.validate({
    mappingName: "Long",
    groups: ways.map(([, each], i) => ({ ...each.groups[0]!, groupName: `G${i}` })),
  });
  expect(peak()).toBeLessThan(mostMemory);
});
