/** Views against the plainest sorting and looking through of a whole preview: which rows, in which order, and what they hold. */
import { createEngine, type Cell, type Engine, type Preview, type Snapshot, type ViewRows } from "premap";
import { createEngine as createNow } from "premap/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rejection, snapshotFile } from "./support.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ worker: false });
});
afterAll(() => engine.close());

// ----------------------------------------------------------------------------------------------------- the naive way

/** -1, 0, 1; digits of texts together as numbers, letters whatever their case, else code point by code point. */
function compareTexts(a: string, b: string): number {
  const isId = (text: string) => /^0x[0-9a-f]{1,16}$/.test(text);
  if (isId(a) && isId(b)) return Math.sign(a.length - b.length) || (a < b ? -1 : Number(a > b));
  const parts = (text: string) =>
    [...text.matchAll(/[0-9]+|[^0-9]/gu)].map(([part]) => (/^[0-9]/.test(part) ? part.replace(/^0+/, "") : part));
  const isNumber = (part: string) => /^[0-9]*$/.test(part);
  const [left, right] = [parts(a), parts(b)];
  for (let at = 0; ; at += 1) {
    const [x, y] = [left[at], right[at]];
    if (x === undefined || y === undefined) return Number(x !== undefined) - Number(y !== undefined);
    if (isNumber(x) && isNumber(y)) {
      const order = Math.sign(x.length - y.length) || (x < y ? -1 : Number(x > y));
      if (order !== 0) return order;
      continue;
    }
    // A number stands among other characters where its digits do.
    const code = (part: string) => (isNumber(part) ? 0x30 : (lower(part).codePointAt(0) as number));
    if (code(x) !== code(y)) return code(x) < code(y) ? -1 : 1;
  }
}

/** Character for character: where JavaScript makes two of one, that one stays. */
function lower(character: string): string {
  const other = character.toLowerCase();
  return [...other].length === 1 ? other : character;
}

type Point = number[];
const pointOf = (text: string): Point | undefined => {
  const found = /^\{"x":([^,{}]+),"y":([^,{}]+)(?:,"z":([^,{}]+))?\}$/.exec(text);
  return found
    ?.slice(1)
    .filter((part) => part !== undefined)
    .map(Number);
};

function compareCells(a: Exclude<Cell, null>, b: Exclude<Cell, null>): number {
  if (typeof a !== "string" || typeof b !== "string") return a < b ? -1 : Number(a > b);
  const [left, right] = [pointOf(a), pointOf(b)];
  if (!left || !right) return Number(!left) - Number(!right) || compareTexts(a, b);
  for (let axis = 0; axis < 3; axis += 1) {
    const [x = -Infinity, y = -Infinity] = [left[axis], right[axis]];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

function naiveOrder(cells: readonly Cell[], descending: boolean): number[] {
  const rows = cells.map((_, row) => row);
  return rows.sort((a, b) => {
    const [left = null, right = null] = [cells[a], cells[b]];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || a - b;
    return (descending ? -1 : 1) * compareCells(left, right) || a - b;
  });
}

type Names = Map<string, string>;

/** What the filter looks through. */
function wordsOf(table: Preview, row: number, column: number, names: Names): string {
  const value = table.cell(row, column);
  if (value === null) return `no value, ${table.verdict(row, column)?.words?.short ?? "null"}`;
  if (column === 1) return names.get(String(value)) ?? String(value);
  return value === "" ? "empty text" : String(value);
}

function naiveFilter(table: Preview, text: string, names: Names, columns?: readonly number[]): number[] {
  const looked = columns ?? table.columns.map((_, column) => column);
  const wanted = text.toLowerCase();
  // A class is found by its id, too.
  const textsOf = (row: number, column: number) =>
    wordsOf(table, row, column, names) + (column === 1 ? `\n${String(table.cell(row, 1))}` : "");
  const fits = (row: number) => looked.some((column) => textsOf(row, column).toLowerCase().includes(wanted));
  return Array.from({ length: table.rowCount }, (_, row) => row).filter(fits);
}

async function classNames(snapshot: Snapshot): Promise<Names> {
  const schemas = await snapshot.schemas();
  return new Map(schemas.flatMap((s) => s.classes.map((c) => [c.id, `${s.name}.${c.name}`] as const)));
}

// ------------------------------------------------------------------------------------------------------ random groups

function randomOf(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return { next, one: <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T };
}
type Random = ReturnType<typeof randomOf>;

const paths = [
  ...["UserLabel", "CodeValue", "Model.id", "Category.CodeValue", "LastMod", "FederationGuid", "Origin", "Yaw"],
  ...["JsonProperties", "Parent.UserLabel", "BBoxHigh", "BBoxLow.x", "ECInstanceId", "NoSuch", "Mark", "Length"],
  ...["FireRating", "CodeSpec.id", "IsPrivate", "TypeDefinition.UserLabel", "Coating", "WeldType", "NetArea"],
];
const types = ["String", "String", "Double", "Integer", "Boolean"];

function randomProperty(random: Random, name: string) {
  const entry = () => ({ ecSchemaName: "*", ecClassName: "*", ecPropertyName: random.one(paths) });
  const ecProperties = Array.from({ length: 1 + Math.floor(random.next() * 3) }, entry);
  return { propertyName: name, dataType: random.one(types), ecProperties };
}

const queries = [
  "SELECT ECInstanceId, ECClassId FROM bis.Element",
  "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d",
  "SELECT ECInstanceId, ECClassId FROM bis.Element WHERE ECInstanceId > 20",
  "SELECT ECInstanceId, ECClassId, UserLabel FROM bis.Element ORDER BY CodeValue DESC, ECInstanceId",
  "SELECT ECInstanceId, ECClassId FROM bis.Element LIMIT 40 OFFSET 3",
  "SELECT ECInstanceId FROM bis.Element",
  // Ids that come again and again, and rows without one.
  "SELECT e.ECInstanceId, e.ECClassId FROM bis.Element e JOIN bis.CodeSpec s ON s.ECInstanceId < 4",
  "SELECT CodeValue, UserLabel FROM bis.Element",
  "SELECT ECInstanceId, ECClassId FROM bis.ElementAspect",
];

function randomMapping(random: Random) {
  const properties = Array.from({ length: 4 }, (_, index) => randomProperty(random, `C${index}`));
  const formula = { propertyName: "F", dataType: "String", formula: "C0", ecProperties: [] };
  const group = { groupName: "G", query: random.one(queries), properties: [...properties, formula] };
  const isMerged = random.next() < 0.25;
  const other = {
    groupName: "G",
    query: random.one(queries),
    properties: [properties[1], randomProperty(random, "C9")],
  };
  return JSON.stringify({ mappingName: "M", groups: isMerged ? [group, other] : [group] });
}

/** What every window of a view is held to: the very rows of the table. */
function expectRows(rows: ViewRows, table: Preview, numbers: readonly number[]): void {
  expect(Array.from({ length: rows.rowCount }, (_, row) => rows.number(row))).toEqual(numbers);
  for (const [row, number] of numbers.entries()) {
    for (let column = 0; column < table.columns.length; column += 1) {
      expect(rows.cell(row, column)).toEqual(table.cell(number, column));
      expect(rows.verdict(row, column)).toEqual(table.verdict(number, column));
    }
  }
}

describe.each(["building.bim", "odd-values.bim", "upgraded.bim", "plant-1k.bim"])("views of %s", (file) => {
  let snapshot: Snapshot;
  let names: Names;
  beforeAll(async () => {
    snapshot = await engine.open(snapshotFile(file));
    names = await classNames(snapshot);
  });
  afterAll(() => snapshot.close());

  it("stand in the order of any column, up and down, and hold the rows of the table", async () => {
    const random = randomOf(7);
    for (let turn = 0; turn < 12; turn += 1) {
      const mapping = randomMapping(random);
      const table = await snapshot.preview(mapping, { limit: null });
      const column = Math.floor(random.next() * table.columns.length);
      const values = Array.from({ length: table.rowCount }, (_, row) => table.cell(row, column));
      const cells = column === 1 ? values.map((id) => names.get(String(id)) ?? null) : values;
      for (const descending of [false, true]) {
        const view = await snapshot.view(mapping, { orderBy: { column, descending } });
        const order = naiveOrder(cells, descending);
        expect([view.rowCount, view.tableRowCount]).toEqual([table.rowCount, table.rowCount]);
        const all = await view.rows({ limit: null });
        expect(Array.from({ length: all.rowCount }, (_, row) => all.number(row))).toEqual(order);
        const offset = Math.floor(random.next() * table.rowCount);
        const some = await view.rows({ offset, limit: 30 });
        expect(some.offset).toBe(offset);
        expect(some.complete).toBe(offset + 30 >= table.rowCount);
        expectRows(some, table, order.slice(offset, offset + 30));
        view.close();
      }
    }
  });

  it("have the rows with a text in a cell, in the words that cells show", async () => {
    const random = randomOf(11);
    for (let turn = 0; turn < 12; turn += 1) {
      const mapping = randomMapping(random);
      const table = await snapshot.preview(mapping, { limit: null });
      const row = Math.floor(random.next() * Math.max(1, table.rowCount));
      const column = Math.floor(random.next() * table.columns.length);
      const words = table.rowCount > 0 ? wordsOf(table, row, column, names) : "x";
      const from = Math.floor(random.next() * words.length);
      const text = random.one([
        words.slice(from, from + 4),
        words.toUpperCase(),
        "no value",
        "1",
        table.rowCount > 0 ? String(table.cell(0, 1)) : "1",
        "é",
        "nowhere to be found",
      ]);
      const columns = random.next() < 0.5 ? [column] : undefined;
      const expected = naiveFilter(table, text, names, columns);
      const view = await snapshot.view(mapping, { filter: { text, ...(columns ? { columns } : {}) } });
      expect([view.rowCount, view.tableRowCount]).toEqual([expected.length, table.rowCount]);
      expectRows(await view.rows({ limit: null }), table, expected);
      // Both together.
      const sorted = await snapshot.view(mapping, { filter: { text }, orderBy: { column: 0, descending: true } });
      const some = naiveFilter(table, text, names);
      const order = naiveOrder(
        some.map((number) => table.cell(number, 0)),
        true,
      );
      expectRows(
        await sorted.rows({ limit: 20 }),
        table,
        order.slice(0, 20).map((at) => some[at] as number),
      );
    }
  });
});

describe("a view", () => {
  const query = "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d";
  const column = (name: string, dataType = "String") => ({
    propertyName: name,
    dataType,
    ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: name }],
  });
  const mapping = {
    mappingName: "V",
    groups: [{ groupName: "V", query, properties: [column("UserLabel"), column("CodeValue")] }],
  };
  let snapshot: Snapshot;
  beforeAll(async () => {
    snapshot = await engine.open(snapshotFile("large.bim"));
  });
  afterAll(() => snapshot.close());

  it("of many rows is found in slices, and tells how far it is", async () => {
    const told: { rows: number; rowCount?: number }[] = [];
    const view = await snapshot.view(mapping, { orderBy: { column: "CodeValue" }, onProgress: (p) => told.push(p) });
    expect(view.tableRowCount).toBeGreaterThan(10_000);
    expect(told.at(-1)).toEqual({ rows: view.tableRowCount, rowCount: view.tableRowCount });
    const first = await view.rows({ limit: 50 });
    const last = await view.rows({ offset: view.rowCount - 50 });
    expect([first.rowCount, last.rowCount, last.complete]).toEqual([50, 50, true]);
    view.close();
  });

  it("is given up when its signal says so, and the snapshot goes on", async () => {
    const giveUp = new AbortController();
    const onProgress = () => giveUp.abort();
    const options = { orderBy: { column: "CodeValue" }, signal: giveUp.signal, onProgress };
    expect((await rejection(snapshot.view(mapping, options))).name).toBe("AbortError");
    expect((await snapshot.preview(mapping, { limit: 3 })).rowCount).toBe(3);
  });

  it("reads of other columns nothing: sorting by an id costs what the ids cost", async () => {
    const bytesOf = async (read: () => Promise<unknown>) => {
      const { vmSteps } = await snapshot.stats();
      await read();
      return (await snapshot.stats()).vmSteps - vmSteps;
    };
    const byId = await bytesOf(() => snapshot.view(mapping, { orderBy: { column: "ECInstanceId", descending: true } }));
    expect(byId).toBeLessThan(5_000);
  });

  it("that is closed gives no more rows", async () => {
    const view = await snapshot.view(mapping, { filter: { text: "a" } });
    view.close();
    view.close();
    expect(await rejection(view.rows())).toMatchObject({ code: "cursor-unknown" });
  });

  it("refuses columns that are not there, and options that it does not know", async () => {
    const refused = async (options: object) => (await rejection(snapshot.view(mapping, options))) as { code?: string };
    expect((await refused({ orderBy: { column: "UserLabl" } })).code).toBe("option-value");
    expect((await refused({ orderBy: { column: 99 } })).code).toBe("option-value");
    expect((await refused({ orderBy: { column: "UserLabel", descending: "yes" } })).code).toBe("option-value");
    expect((await refused({ orderBy: "UserLabel" })).code).toBe("option-value");
    expect((await refused({ orderBy: { column: "UserLabel", desc: true } })).code).toBe("option-unknown");
    expect((await refused({ filter: { text: 7 } })).code).toBe("option-value");
    expect((await refused({ filter: { text: "a", columns: ["NoSuch"] } })).code).toBe("option-value");
    expect((await refused({ sort: "UserLabel" })).code).toBe("option-unknown");
  });

  it("comes without promises too", async () => {
    const now = await createNow();
    const opened = now.open(snapshotFile("building.bim"));
    const view = opened.view(mapping, { orderBy: { column: "UserLabel", descending: true } });
    const rows = view.rows({ limit: 5 });
    const labels = Array.from({ length: 5 }, (_, row) => rows.cell(row, "UserLabel") as string);
    expect(labels).toEqual([...labels].sort((a, b) => compareTexts(b, a)));
    view.close();
    now.close();
  });
});
