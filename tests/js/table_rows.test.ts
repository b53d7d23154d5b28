/** A table read from its beginning to its end, against the one that is there at once. */
import { readFile } from "node:fs/promises";
import { createEngine, type Engine, type Preview, type Snapshot, type TableRows } from "premap";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rejection, snapshotFile } from "./support.ts";

let engine: Engine;
let snapshot: Snapshot;
let mapping: string;
beforeAll(async () => {
  engine = await createEngine({ worker: false });
  snapshot = await engine.open(snapshotFile("building.bim"));
  mapping = await readFile(new URL("../../web/public/sample/mapping.json", import.meta.url), "utf8");
});
afterAll(() => engine.close());

const cellsOf = (table: Preview) =>
  Array.from({ length: table.rowCount }, (_, row) => table.columns.map((_, column) => table.cell(row, column)));

async function read(table: TableRows) {
  const cells = [];
  for await (const piece of table) cells.push(...cellsOf(piece));
  return cells;
}

for (const group of ["Beams", "Columns", "Physical", "Spaces", "Inspections"])
  it(`has the cells of a preview of all rows: ${group}`, async () => {
    const all = await snapshot.preview(mapping, { group, limit: null });
    const table = await snapshot.tableRows(mapping, { group });
    const { tableName, columns, diagnostics } = all;
    expect(table).toMatchObject({ group, tableName, columns, diagnostics });
    expect([undefined, all.rowCount]).toContain(table.rowCount);
    expect(await read(table)).toEqual(cellsOf(all));
  });

it("knows how many rows there are where they come by id", async () => {
  const of = async (order: string) => {
    const query = `SELECT ECInstanceId, ECClassId FROM bis.PhysicalElement${order}`;
    const table = await snapshot.tableRows({ groupName: "G", query }, {});
    table.close();
    return table.rowCount;
  };
  expect(await of("")).toBeGreaterThan(50);
  expect(await of(" ORDER BY CodeValue DESC")).toBeUndefined();
});

it("is stopped by its signal, refuses what it does not know, and a group that is none", async () => {
  const stop = new AbortController();
  const table = await snapshot.tableRows(mapping, { group: "Beams", signal: stop.signal });
  stop.abort();
  expect((await rejection(read(table))).name).toBe("AbortError");
  const unknown = { group: "Beams", limit: 3 } as object;
  expect(await rejection(snapshot.tableRows(mapping, unknown))).toMatchObject({ code: "option-unknown" });
  expect(await rejection(snapshot.tableRows(mapping, { group: "Beems" }))).toMatchObject({ code: "group-unknown" });
});
