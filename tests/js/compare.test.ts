/** Two snapshots side by side, against tables compared row by row in the plainest way. */
import { readFile } from "node:fs/promises";
import { type Cell, createEngine, type Engine, type Snapshot } from "premap";
import { type ComparedGroup, type CompareKey, compareSnapshots } from "premap/compare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changedSnapshot } from "./changed_snapshot.ts";
import { rejection, snapshotFile } from "./support.ts";

let engine: Engine;
let before: Snapshot;
let sample: string;

beforeAll(async () => {
  engine = await createEngine({ worker: false });
  before = await engine.open(snapshotFile("building.bim"));
  sample = await readFile(new URL("../../web/public/sample/mapping.json", import.meta.url), "utf8");
});
afterAll(() => engine.close());

const entry = (path: string) => ({
  ecSchemaName: "*",
  ecClassName: "*",
  ecPropertyName: path,
  ecPropertyType: "String",
});
const column = (name: string, path = name) => ({
  ...{ propertyName: name, dataType: "String" },
  ecProperties: [entry(path)],
});
const mappingOf = (...queries: string[]) =>
  JSON.stringify({
    mappingName: "M",
    groups: queries.map((query, index) => ({
      ...{ groupName: `G${index}`, query },
      properties: [column("CodeValue"), column("Guid", "FederationGuid"), column("Category", "Category.CodeValue")],
    })),
  });
const elements = mappingOf(
  "SELECT ECInstanceId, ECClassId FROM bis.Element",
  "SELECT ECInstanceId, ECClassId FROM bis.PhysicalElement ORDER BY CodeValue DESC",
);

async function later(...statements: string[]): Promise<Snapshot> {
  return engine.open(await changedSnapshot(snapshotFile("building.bim"), ...statements));
}

type Row = readonly Cell[];

/** The rows of a table by key; `byGuid`: the column Guid, rows without one apart. */
async function tableOf(snapshot: Snapshot, mapping: string, group: string, key: CompareKey) {
  const table = await snapshot.preview(mapping, { group, limit: null });
  const names = table.columns.map(({ name }) => name);
  const at = key === "ECInstanceId" ? 0 : names.indexOf("Guid");
  const rows = new Map<string, Row[]>();
  let without = 0;
  for (let row = 0; row < table.rowCount; row += 1) {
    const cells = names.map((_, index) => table.cell(row, index));
    const found = cells[at];
    if (found === null || found === undefined) without += 1;
    else rows.set(String(found), [...(rows.get(String(found)) ?? []), cells]);
  }
  return { names, rows, without, rowCount: table.rowCount };
}

/** What a comparison has to tell, without any order of keys and with everything in memory. */
async function plainly(after: Snapshot, mapping: string, group: string, key: CompareKey) {
  const a = await tableOf(before, mapping, group, key);
  const b = await tableOf(after, mapping, group, key);
  const skipped = key === "ECInstanceId" ? 1 : 2;
  const changed = new Map<string, number>(a.names.slice(skipped).map((name) => [name, 0]));
  const only: [string[], string[]] = [[], []];
  let [both, changedRows] = [0, 0];
  for (const id of new Set([...a.rows.keys(), ...b.rows.keys()])) {
    const left = a.rows.get(id) ?? [];
    const right = b.rows.get(id) ?? [];
    const pairs = Math.min(left.length, right.length);
    both += pairs;
    for (let extra = pairs; extra < left.length; extra += 1) only[0].push(id);
    for (let extra = pairs; extra < right.length; extra += 1) only[1].push(id);
    for (let pair = 0; pair < pairs; pair += 1) {
      let isChanged = false;
      for (const [index, name] of a.names.entries())
        if (index >= skipped && left[pair]![index] !== right[pair]![index]) {
          changed.set(name, changed.get(name)! + 1);
          isChanged = true;
        }
      if (isChanged) changedRows += 1;
    }
  }
  const counts = { rowsA: a.rowCount, rowsB: b.rowCount, rowsInBoth: both, changedRows };
  return { ...counts, withoutKeyA: a.without, withoutKeyB: b.without, only, changed: Object.fromEntries(changed) };
}

const told = ({ onlyA, onlyB, columns, ...counts }: ComparedGroup) => {
  const { rowsA, rowsB, rowsInBoth, changedRows, withoutKeyA, withoutKeyB } = counts;
  return {
    ...{ rowsA, rowsB, rowsInBoth, changedRows, withoutKeyA, withoutKeyB },
    only: [onlyA, onlyB].map(({ rows }) => rows.map(({ key }) => key).sort()),
    changed: Object.fromEntries(columns.map(({ name, changed }) => [name, changed])),
  };
};

/** Small numbers that look as if by chance, the same in every run. */
function chance(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

function changes(seed: number): string[] {
  const next = chance(seed);
  const of = () => `Id % ${3 + next(7)} = ${next(3)}`;
  return [
    `UPDATE bis_Element SET UserLabel = 'now ' || Id WHERE ${of()}`,
    `UPDATE bis_Element SET UserLabel = NULL WHERE ${of()}`,
    `UPDATE bis_Element SET FederationGuid = NULL WHERE ${of()} AND Id % 2 = ${next(2)}`,
    `UPDATE bis_Element SET FederationGuid = randomblob(16) WHERE Id % ${11 + next(5)} = 0`,
    `DELETE FROM bis_Element WHERE Id > 60 AND Id % ${9 + next(9)} = 1`,
  ];
}

describe("what a comparison tells", () => {
  for (const key of ["ECInstanceId", "FederationGuid"] as const)
    for (let seed = 1; seed <= 4; seed += 1)
      it(`by ${key} is what rows compared one by one tell (changes ${seed})`, async () => {
        const after = await later(...changes(seed));
        const { groups, isSame } = await compareSnapshots(before, after, elements, { key, samples: 100_000 });
        expect(isSame).toBe(false);
        expect(groups).toHaveLength(2);
        for (const group of groups) {
          const { only, ...plain } = await plainly(after, elements, group.group, key);
          expect(told(group as ComparedGroup)).toEqual({ ...plain, only: only.map((keys) => keys.sort()) });
          expect(plain.changedRows).toBeGreaterThan(0);
        }
        after.close();
      });

  const orders = mappingOf(
    "SELECT e.ECInstanceId, e.ECClassId FROM bis.PhysicalElement e, bis.Category c",
    "SELECT ECInstanceId, ECClassId FROM bis.PhysicalElement UNION ALL SELECT ECInstanceId, ECClassId FROM bis.Element",
    "SELECT a.Element.Id AS ECInstanceId, e.ECClassId FROM bis.ElementMultiAspect a JOIN bis.Element e ON e.ECInstanceId = a.Element.Id",
    "SELECT ECInstanceId, ECClassId FROM bis.Element",
    "SELECT ECInstanceId, ECClassId FROM bis.Element WHERE UserLabel = 'nowhere'",
    "SELECT ECInstanceId, ECClassId FROM bis.Category",
  );
  it("is the same whatever the order of rows, and however often a row comes", async () => {
    // Ids of the upper half come first in a table, and last in the order of ids.
    const upper = "UPDATE bis_Element SET Id = Id - 2199023255552 WHERE Id IN (0x50, 0x51, 0x52)";
    const after = await later(upper, ...changes(5));
    const { groups } = await compareSnapshots(before, after, orders, { samples: 100_000 });
    for (const group of groups) {
      const { only, ...plain } = await plainly(after, orders, group.group, "ECInstanceId");
      expect(told(group as ComparedGroup), group.group).toEqual({ ...plain, only: only.map((keys) => keys.sort()) });
    }
    expect((groups[3] as ComparedGroup).onlyB.rows.map(({ key }) => key)).toContain("0xfffffe0000000050");
    expect((groups[4] as ComparedGroup).columns.length).toBeGreaterThan(3);
    const same = await compareSnapshots(after, after, orders);
    expect(same.isSame).toBe(true);
    after.close();
  });

  it("is nothing of a text that is no mapping: it is refused", async () => {
    for (const text of ["nope", "", "[]", '{"mappingName": "M", "groups": [}'])
      for (const key of ["ECInstanceId", "FederationGuid"] as const)
        expect(await rejection(compareSnapshots(before, before, text, { key })), text).toHaveProperty("diagnostics");
  });

  it("of one snapshot with itself is nothing", async () => {
    const { isSame, groups } = await compareSnapshots(before, before, sample);
    expect(isSame).toBe(true);
    expect(groups.map(({ group }) => group)).toEqual(["Beams", "Columns", "Physical", "Spaces", "Inspections"]);
  });

  it("is not that nothing differs where rows could not be compared", async () => {
    const without = await later("UPDATE bis_Element SET FederationGuid = NULL");
    const { isSame } = await compareSnapshots(without, without, elements, { key: "FederationGuid" });
    expect(isSame).toBe(false);
    without.close();
  });

  it("has values of both sides, which are those of the tables", async () => {
    const after = await later("UPDATE bis_Element SET UserLabel = 'other' WHERE Id = 0x28");
    const { groups } = await compareSnapshots(before, after, sample, { groups: ["Beams"] });
    const label = (groups[0] as ComparedGroup).columns.find(({ name }) => name === "UserLabel");
    expect(label).toMatchObject({
      ...{ changed: 1, gained: 0, lost: 0, filledA: 53, filledB: 53 },
      cells: [{ key: "0x28", idA: "0x28", idB: "0x28", a: "ラベル 2", b: "other" }],
    });
    after.close();
  });

  it("lists no more than was asked for, and counts all", async () => {
    const after = await later("UPDATE bis_Element SET UserLabel = 'other'", "DELETE FROM bis_Element WHERE Id % 3 = 0");
    const { groups } = await compareSnapshots(before, after, elements, { samples: 2 });
    const group = groups[0] as ComparedGroup;
    expect(group.onlyA.count).toBeGreaterThan(2);
    expect(group.onlyA.rows).toHaveLength(2);
    expect(group.columns.find(({ name }) => name === "UserLabel")!.cells).toHaveLength(2);
    after.close();
  });

  it("says of a group on which snapshot it cannot be run", async () => {
    const other = await engine.open(snapshotFile("plant-1k.bim"));
    const text = mappingOf(
      "SELECT ECInstanceId, ECClassId FROM bt.Beam",
      "SELECT ECInstanceId, ECClassId FROM bis.Category",
      "SELECT ECInstanceId FROM no.Where",
    );
    const { groups, isSame } = await compareSnapshots(before, other, text);
    expect(isSame).toBe(false);
    expect(groups[0]).toMatchObject({ group: "G0", failedB: [{ code: "query-invalid" }] });
    expect(groups[0]).not.toHaveProperty("failedA");
    expect(groups[1]).toHaveProperty("columns");
    for (const side of ["failedA", "failedB"]) expect(groups[2]).toHaveProperty([side, 0, "code"], "query-invalid");
    other.close();
  });
});

it("tells how far it is, and stops", async () => {
  const steps: string[] = [];
  const stop = new AbortController();
  const comparing = compareSnapshots(before, before, elements, {
    signal: stop.signal,
    onProgress: ({ step, groupNumber }) => {
      steps.push(`${groupNumber} ${step}`);
      if (groupNumber === 2) stop.abort();
    },
  });
  expect((await rejection(comparing)).name).toBe("AbortError");
  // The second group's query has an order of its own.
  expect(steps).toEqual(["1 comparing", "2 ordering"]);
});

it("tells GUIDs apart that the order takes for one number", async () => {
  // Zeros before a number do not count: these stand in the order of their tables, which is another in each.
  const guid = (text: string) => `X'${text.replaceAll("-", "")}'`;
  const one = guid("00000000-0000-0000-0000-a01b1a000000");
  const two = guid("00000000-0000-0000-0000-a1b01a000000");
  const pair = (first: string, second: string) => [
    `UPDATE bis_Element SET FederationGuid = ${first} WHERE Id = 0x28`,
    `UPDATE bis_Element SET FederationGuid = ${second} WHERE Id = 0x29`,
  ];
  const a = await later(...pair(one, two));
  const b = await later(...pair(two, one));
  const { groups } = await compareSnapshots(a, b, elements, { key: "FederationGuid", groups: ["G0"] });
  const { onlyA, onlyB, rowsInBoth, columns } = groups[0] as ComparedGroup;
  expect([onlyA.count, onlyB.count]).toEqual([0, 0]);
  expect(rowsInBoth).toBeGreaterThan(100);
  const label = columns.find(({ name }) => name === "UserLabel");
  expect(label?.cells.map(({ idA, idB }) => [idA, idB])).toEqual([
    ["0x28", "0x29"],
    ["0x29", "0x28"],
  ]);
  a.close();
  b.close();
});
