/** Texts of numbers, which the engine has JavaScript write: the digits of the native build, whatever the value. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createEngine, type Engine, type Snapshot } from "premap";
import { snapshotFile } from "./support.ts";

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
