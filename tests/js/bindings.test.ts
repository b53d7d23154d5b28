/** Bindings: how they are written out, and what the engine makes of them. */
import type { Bindings } from "premap";
import { createEngine, type Engine, type Snapshot } from "premap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeBindings } from "../../dist/bindings.js";
import { rejection, snapshotFile } from "./support.ts";

describe("bindings as JSON", () => {
  it("keep plain values and name the type of the others", () => {
    expect(
      encodeBindings([
        null,
        undefined,
        true,
        1.5,
        "a",
        5n,
        new Uint8Array([1, 2]),
        ["0x1"],
        { x: 1, y: 2 },
        { x: 1, y: 2, z: 3 },
      ]),
    ).toEqual([
      null,
      null,
      true,
      1.5,
      "a",
      { type: "long", value: "5" },
      { type: "blob", value: "AQI=" },
      { type: "idset", value: ["0x1"] },
      { type: "point2d", value: { x: 1, y: 2 } },
      { type: "point3d", value: { x: 1, y: 2, z: 3 } },
    ]);
  });

  it("keep given types", () => {
    expect(encodeBindings({ a: { type: "id", value: "0x2d" }, b: { type: "null" } })).toEqual({
      a: { type: "id", value: "0x2d" },
      b: { type: "null", value: null },
    });
  });

  it("refuse what is no value", () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, { a: 1 }, () => 1, Symbol("s")])
      expect(() => encodeBindings([wrong as never])).toThrow("does not fit");
  });
});

describe("bindings in the engine", () => {
  let engine: Engine;
  let snapshot: Snapshot;
  beforeAll(async () => {
    engine = await createEngine({ worker: false });
    snapshot = await engine.open(snapshotFile("building.bim"));
  });
  afterAll(() => engine.close());

  const ids = async (where: string, bindings?: Bindings): Promise<unknown[]> => {
    const ecsql = `SELECT ECInstanceId FROM bt.Beam WHERE ${where} ORDER BY ECInstanceId`;
    const rows = await snapshot.query(ecsql, bindings === undefined ? {} : { bindings }).toArray();
    return rows.map(([id]) => id);
  };

  it("make id text an id", async () => {
    expect(await ids("ECInstanceId = ?", ["0x2a"])).toEqual(["0x2a"]);
    expect(await ids("ECInstanceId = ?", [{ type: "id", value: "0x2a" }])).toEqual(["0x2a"]);
    expect(await ids("Model.Id = :model AND ECInstanceId < 0x28", { model: "0x13" })).toEqual(["0x26"]);
  });

  it("take numbers, text and booleans by position and by name", async () => {
    const literal = await ids("Length > 20 AND Material = 1");
    expect(literal.length).toBeGreaterThan(0);
    expect(await ids("Length > ? AND Material = ?", [20, 1])).toEqual(literal);
    expect(
      await ids("Length > :l AND Material = :m", { m: { type: "int", value: 1 }, L: { type: "double", value: 20 } }),
    ).toEqual(literal);
    expect(await ids("Mark = ?", ["B1-é"])).toEqual(await ids("Mark = 'B1-é'"));
    expect(await ids("IsExternal = ?", [true])).toEqual(await ids("IsExternal = TRUE"));
  });

  it("make ISO text a moment", async () => {
    const day = "2020-01-01T00:00:00.000Z";
    expect(await ids("LastMod > ?", [day])).toEqual(await ids(`LastMod > TIMESTAMP '${day}'`));
    expect((await ids("LastMod > ?", [day])).length).toBeGreaterThan(0);
  });

  it("make GUID text sixteen bytes", async () => {
    const [row] = await snapshot.query("SELECT ECInstanceId, FederationGuid FROM bt.Beam LIMIT 1").toArray();
    expect(await ids("FederationGuid = ?", [row?.[1] as string])).toEqual([row?.[0]]);
  });

  it("spread points over their columns", async () => {
    const ecsql =
      "SELECT ECInstanceId, StartPoint, Offset2d FROM bt.Beam WHERE StartPoint.X IS NOT NULL AND Offset2d.X IS NOT NULL LIMIT 1";
    const [row] = await snapshot.query(ecsql, { rowFormat: "jsNames" }).toArray();
    expect(row).toBeDefined();
    const { startPoint, offset2d } = row as {
      startPoint: { x: number; y: number; z: number };
      offset2d: { x: number; y: number };
    };
    expect(await ids("StartPoint = ?", [startPoint])).toContain(row?.["id"]);
    expect(await ids("Offset2d = ?", [{ type: "point2d", value: offset2d }])).toContain(row?.["id"]);
    expect(await ids("StartPoint = ?", [{ ...startPoint, z: startPoint.z + 1 }])).not.toContain(row?.["id"]);
  });

  it("give a set of ids", async () => {
    expect(await ids("InVirtualSet(?, ECInstanceId)", [["0x26", "0x28", "0x9999"]])).toEqual(["0x26", "0x28"]);
  });

  it("are NULL when left out", async () => {
    expect(await ids("ECInstanceId = ?")).toEqual([]);
    expect(await ids("ECInstanceId = ? OR ECInstanceId = ?", [null, "0x26"])).toEqual(["0x26"]);
  });

  it("that fit no parameter are refused, all of them", async () => {
    const unknown = await rejection(ids("ECInstanceId = ?", ["0x26", 1, 2]));
    expect(unknown).toMatchObject({ code: "binding-unknown", diagnostics: { length: 2 } });
    expect((await rejection(ids("Mark = :mark", { marc: "B" }))).code).toBe("binding-unknown");
  });

  it("of the wrong type are refused", async () => {
    for (const [where, value] of [
      ["ECInstanceId = ?", "beam"],
      ["LastMod > ?", "yesterday"],
      ["FederationGuid = ?", "no guid"],
      ["StartPoint = ?", 5],
      ["StartPoint = ?", { x: 1, y: 2 }],
      ["Length > ?", { type: "colour", value: "red" }],
    ] as const)
      expect((await rejection(ids(where, [value as never]))).code, where).toBe("binding-invalid");
  });
});
