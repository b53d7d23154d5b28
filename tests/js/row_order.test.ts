/** The order of a group's rows: the query's where it asks for one or hangs on one, by id where it leaves it open. */
import { createEngine, type Engine, type Snapshot } from "premap";
import { afterAll, beforeAll, expect, it } from "vitest";
import { snapshotFile } from "./support.ts";

let engine: Engine;
let snapshot: Snapshot;

beforeAll(async () => {
  engine = await createEngine({ worker: false });
  snapshot = await engine.open(snapshotFile("building.bim"));
});
afterAll(() => engine.close());

const value = (id: string) => Number.parseInt(id, 16);

async function queried(query: string): Promise<string[]> {
  return (await snapshot.query(query).toArray()).map(([id]) => id as string);
}

async function previewed(query: string, limit: number | null = null): Promise<string[]> {
  const mapping = { mappingName: "Order", groups: [{ groupName: "Order", query, properties: [] }] };
  return (await snapshot.preview(mapping, { limit })).rows.map((row) => row.ECInstanceId as string);
}

const open = {
  "every class of a table": "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d",
  "some classes of a table": "SELECT ECInstanceId, ECClassId FROM bt.StructuralMember",
  "one class": "SELECT ECInstanceId, ECClassId FROM ONLY bt.Beam",
};

for (const [name, query] of Object.entries(open)) {
  it(`gives the rows of ${name} by id`, async () => {
    const ids = await previewed(query);
    expect(ids.length).toBeGreaterThan(10);
    expect(ids).toEqual([...ids].sort((a, b) => value(a) - value(b)));
    expect([...ids].sort()).toEqual((await queried(query)).sort());
    expect(await previewed(query, 7)).toEqual(ids.slice(0, 7));
  });
}

it("orders rows that the query itself gives class by class", async () => {
  const ids = await previewed(open["some classes of a table"]);
  expect(await queried(open["some classes of a table"])).not.toEqual(ids);
});

const kept = {
  "a filter": "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d WHERE CodeValue IS NOT NULL",
  "an ORDER BY": "SELECT ECInstanceId, ECClassId FROM bt.StructuralMember ORDER BY ECInstanceId DESC",
  "a LIMIT": "SELECT ECInstanceId, ECClassId FROM bt.StructuralMember LIMIT 5",
  "a DISTINCT": "SELECT DISTINCT ECInstanceId, ECClassId FROM bt.StructuralMember",
  "a UNION": "SELECT ECInstanceId, ECClassId FROM bt.Beam UNION SELECT ECInstanceId, ECClassId FROM bis.Category",
};

for (const [name, query] of Object.entries(kept)) {
  it(`gives the rows of a query with ${name} as the query does`, async () => {
    const ids = await previewed(query);
    const same = await queried(query);
    if (name === "a filter") expect([...ids].sort()).toEqual([...same].sort());
    else expect(ids).toEqual(same);
  });
}
