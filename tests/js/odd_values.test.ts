/** Values that no application writes on purpose, in previews: half points, infinity, JSON that some readers refuse, long numbers. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MappingInput, type Snapshot } from "premap";
import { createEngine as createSyncEngine, type SyncEngine } from "premap/sync";
import initSqlJs from "premap/sqljs";
import { snapshotBytes, snapshotFile } from "./support.ts";

let engine: Engine;
let snapshot: Snapshot;
let sync: SyncEngine;
beforeAll(async () => {
  engine = await createEngine({ worker: false });
  snapshot = await engine.open(snapshotFile("odd-values.bim"));
  sync = await createSyncEngine();
});
afterAll(() => (engine.close(), sync.close()));

type DataType = "String" | "Double" | "Integer" | "Boolean";
const mapping = (columns: Record<string, [DataType, string]>) => ({
  mappingName: "Odd",
  groups: [
    {
      groupName: "Things",
      query: "SELECT ECInstanceId, ECClassId FROM ov.Thing ORDER BY ECInstanceId",
      properties: Object.entries(columns).map(([propertyName, [dataType, ecPropertyName]]) => ({
        propertyName,
        dataType,
        ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName }],
      })),
    },
  ],
});

/** Column `name` of the rows of these ids. */
async function cells(input: MappingInput, name: string, ids: string[], options = {}): Promise<unknown[]> {
  const { rows } = await snapshot.preview(input, { options });
  return ids.map((id) => rows.find((row) => row["ECInstanceId"] === id)?.[name]);
}

describe("points and structs", () => {
  const points = mapping({ P2: ["String", "P2"], P3: ["String", "P3"], X: ["Double", "P2.X"], St: ["String", "St"] });
  const ids = ["0x14", "0x15", "0x16"];

  it("are null when a coordinate is missing or not finite", async () => {
    expect(await cells(points, "P2", ids)).toEqual([null, null, null]);
    expect(await cells(points, "P3", ids)).toEqual([null, null, null]);
    expect(await cells(points, "X", ids, { pathIntoPoints: true })).toEqual([1.5, null, null]);
    expect(await cells(points, "St", ids)).toEqual([null, '{"n":5}', null]);
  });
});

describe("members of JSON texts", () => {
  const json = mapping({ a: ["Integer", "J.a"], b: ["String", "J.b"], c: ["String", "J.c"] });
  const thing = (at: number) => `0x${(0x31 + at).toString(16)}`;

  it("are read beside one that is not", async () => {
    const ids = [0, 1, 2, 3, 4, 5, 8, 9, 10].map(thing);
    expect(await cells(json, "a", ids)).toEqual([1, 1, 2, 3, 5, 6, 9, 10, 11]);
    expect(await cells(json, "c", [thing(1)])).toEqual(["😀"]);
  });

  it("keep what can be shown of half a character", async () => {
    expect(await cells(json, "b", [thing(0), thing(1)])).toEqual(["\uFFFD", "\uFFFDx"]);
  });

  it("do not make a number of one beyond a double, and say so", async () => {
    expect(await cells(json, "b", [thing(2)])).toEqual([null]);
    const why = await snapshot.explain(json, { ecInstanceId: thing(2), property: "b" });
    expect(why.verdict.reason).toBe("convert-failed");
    expect(why.text).toContain("too large");
  });

  it("are not there where the text is no JSON", async () => {
    const ids = [6, 7, 11, 12, 13, 14, 15, 16, 17, 18, 19].map(thing);
    expect(await cells(json, "a", ids)).toEqual(ids.map(() => null));
  });
});

describe("keys that lead nowhere", () => {
  it("keep their row where the other end's class is known without a look at it", async () => {
    const SQL = await initSqlJs();
    const database = new SQL.Database(snapshotBytes("building.bim"));
    database.run("UPDATE bis_Element SET CodeSpecId=9999 WHERE Id=0x26");
    const altered = await engine.open(database.export());
    const query = (columns: string) =>
      altered.query(`SELECT ${columns} FROM bis.CodeSpecSpecifiesCode WHERE TargetECInstanceId=0x26`).toArray();
    expect(await query("SourceECInstanceId, TargetECInstanceId")).toEqual([["0x270f", "0x26"]]);
    expect((await query("SourceECClassId"))[0]?.[0]).toMatch(/^0x/);
    altered.close();
  });
});

describe("whole numbers", () => {
  const long = mapping({ L: ["Integer", "L"], I: ["Integer", "I"] });
  const expected = [
    9223372036854775807n,
    -9223372036854775808n,
    9007199254740993n,
    -9007199254740993n,
    9007199254740992n,
  ];
  const ids = ["0x18", "0x19", "0x1a", "0x1b", "0x1c"];

  it("have every digit in a preview, as a bigint where a number has not", async () => {
    expect(await cells(long, "L", ids)).toEqual(expected);
    expect(await cells(long, "I", ids)).toEqual([2147483648, -2147483649, 2, 7, 0]);
  });

  it("have every digit in the synchronous engine, explanations and profiles", async () => {
    const { rows } = sync.open(snapshotFile("odd-values.bim")).preview(long);
    expect(rows.find((row) => row["ECInstanceId"] === "0x1a")?.["L"]).toBe(9007199254740993n);
    const why = await snapshot.explain(long, { ecInstanceId: "0x1a", property: "L" });
    expect(why.value).toBe(9007199254740993n);
    const profile = await snapshot.profile(long);
    const health = profile.columns.find(({ name }) => name === "L");
    expect(health?.top.map(({ value }) => value)).toContain(9007199254740993n);
    expect(health).toMatchObject({ min: -9223372036854775808n, max: 9223372036854775807n });
  });

  it("are doubles in the rows of queries, as the native reader gives them", async () => {
    const rows = await snapshot.query("SELECT L FROM ov.Thing WHERE ECInstanceId = 0x1a").toArray();
    expect(rows).toEqual([[9007199254740992]]);
  });
});
