/** Texts of numbers: the engine writes them itself, as JavaScript would, whatever the value. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createEngine, type Engine, type Snapshot } from "premap";
import initSqlJs from "premap/sqljs";
import { snapshotBytes, snapshotFile } from "./support.ts";

let engine: Engine;
let snapshot: Snapshot;

beforeAll(async () => {
  engine = await createEngine({ worker: false });
  snapshot = await engine.open(snapshotFile("building.bim"));
});
afterAll(() => engine.close());

it("writes doubles into text columns as JavaScript does", async () => {
  const numbers = [
    0.1,
    -0.1,
    1 / 3,
    5e-324,
    1.7976931348623157e308,
    1e21,
    -1e-7,
    123456.789,
    1e15,
    2 ** 53,
    0.30000000000000004,
  ];
  const columns = numbers.map((number, at) => `${number} X${at}`).join(", ");
  const mapping = {
    mappingName: "Numbers",
    groups: [
      {
        groupName: "One",
        query: `SELECT ECInstanceId, ECClassId, ${columns} FROM bis.Element LIMIT 1`,
        properties: numbers.map((_, at) => ({
          propertyName: `X${at}`,
          dataType: "String" as const,
          ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: `X${at}` }],
        })),
      },
    ],
  };
  const table = await snapshot.preview(mapping, { limit: 1 });
  expect(numbers.map((_, at) => table.cell(0, `X${at}`))).toEqual(numbers.map(String));
});

/** Bit patterns of the same sequence every time: any number, or a whole number divided by a power of ten. */
function* numbers(): Generator<number, never> {
  const bits = new DataView(new ArrayBuffer(8));
  let state = 1n;
  for (let count = 0; ; count++) {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    const mixed = state ^ (state >> 29n);
    bits.setBigUint64(0, mixed);
    const any = bits.getFloat64(0);
    if (count % 2 === 0 && Number.isFinite(any)) yield any;
    else yield Number(BigInt.asIntN(64, mixed) >> (mixed & 63n)) / 10 ** (count % 11);
  }
}

it("writes any numbers in points and texts as JavaScript does", async () => {
  const SQL = await initSqlJs();
  const database = new SQL.Database(snapshotBytes("plant-1k.bim"));
  const triggers = database.exec("SELECT name FROM sqlite_master WHERE type='trigger'")[0]?.values ?? [];
  for (const [name] of triggers) database.run(`DROP TRIGGER "${String(name)}"`); // they call functions of the native engine
  const next = numbers();
  const columns = ["X", "Y", "Z"].map((axis) => `Origin_${axis}`);
  const ids = database.exec("SELECT ElementId FROM bis_GeometricElement3d ORDER BY 1")[0]!.values.map(([id]) => id);
  const update = database.prepare(
    `UPDATE bis_GeometricElement3d SET ${columns.map((column) => `${column}=?`).join(",")} WHERE ElementId=?`,
  );
  const points = ids.map((id) => {
    const point = columns.map(() => next.next().value);
    update.run([...point, id!]);
    return point;
  });
  update.free();
  const altered = await engine.open(database.export());
  const column = (propertyName: string, ecPropertyName: string) => ({
    propertyName,
    dataType: "String" as const,
    ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName }],
  });
  const mapping = {
    mappingName: "Numbers",
    groups: [
      {
        groupName: "All",
        query: "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d ORDER BY ECInstanceId",
        properties: [column("Place", "Origin"), ...["X", "Y", "Z"].map((axis) => column(axis, `Origin.${axis}`))],
      },
    ],
  };
  const table = await altered.preview(mapping, { limit: null, options: { pathIntoPoints: true } });
  expect(table.rowCount).toBe(points.length);
  points.forEach((point, row) => {
    const texts = point.map(String);
    expect(["X", "Y", "Z"].map((name) => table.cell(row, name))).toEqual(texts);
    const [x, y, z] = texts;
    expect(table.cell(row, "Place")).toBe(`{"x":${x},"y":${y},"z":${z}}`);
  });
  altered.close();
});
