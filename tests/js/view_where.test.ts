/** Rows are found by what was counted of them: behind every number of a profile and of the facts are exactly so many rows. */
import { readFileSync } from "node:fs";
import {
  type ColumnHealth,
  createEngine,
  type Engine,
  type Preview,
  type Profile,
  type RowCondition,
  type Snapshot,
  type View,
} from "premap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedSnapshot } from "../shared.ts";
import { rejection, snapshotFile } from "./support.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ worker: false });
});
afterAll(() => engine.close());

interface Asked {
  snapshot: Snapshot;
  mapping: string;
  group: string;
}

async function found({ snapshot, mapping, group }: Asked, ...where: RowCondition[]): Promise<View> {
  return snapshot.view(mapping, { group, filter: { where } });
}

async function countOf(asked: Asked, ...where: RowCondition[]): Promise<number> {
  const view = await found(asked, ...where);
  view.close();
  return view.rowCount;
}

/** Every count of a column, and the condition whose rows it has counted; true: there may be more. */
function countsOf(column: ColumnHealth): [number, RowCondition, (boolean | undefined)?][] {
  const { name, filled, nulls, whyNull, wins, top, bars = [], lossy } = column;
  const reasons = new Map<string, number>();
  for (const { reason, count } of whyNull) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  return [
    [filled, { column: name, filled: true }],
    [nulls, { column: name, empty: true }],
    [nulls, { column: name, values: [null] }],
    [lossy, { column: name, filled: true, lossy: true }],
    ...whyNull.map(({ reason, entry, count }): [number, RowCondition] => [
      count,
      { column: name, empty: true, reason, entry },
    ]),
    ...[...reasons].map(([reason, count]): [number, RowCondition] => [
      count,
      { column: name, empty: true, reason: reason as never },
    ]),
    ...wins.map(({ entry, source, count }): [number, RowCondition] => [
      count,
      { column: name, filled: true, entry, source },
    ]),
    ...top.map(({ value, count, isAtLeast }): [number, RowCondition, (boolean | undefined)?] => [
      count,
      { column: name, values: [value] },
      isAtLeast,
    ]),
    [
      top.reduce((sum, { count }) => sum + count, 0),
      { column: name, values: top.map(({ value }) => value) },
      top.some(({ isAtLeast }) => isAtLeast),
    ],
    ...bars.map(({ from, below, count }): [number, RowCondition] => [count, { column: name, from, below }]),
  ];
}

/** The first column of a group with an entry of an aspect class. */
function columnReading(aspect: string, { mapping, group }: Asked): string {
  type Entry = { ecSchemaName: string; ecClassName: string };
  type Column = { propertyName: string; ecProperties?: Entry[] };
  const { groups } = JSON.parse(mapping) as { groups: { groupName: string; properties: Column[] }[] };
  const columns = groups.filter(({ groupName }) => groupName === group).flatMap(({ properties }) => properties);
  const reads = ({ ecProperties = [] }: Column) =>
    ecProperties.some((e) => `${e.ecSchemaName}.${e.ecClassName}` === aspect);
  return columns.find(reads)?.propertyName ?? "";
}

async function expectCounts(asked: Asked): Promise<Profile> {
  const profile = await asked.snapshot.profile(asked.mapping, { group: asked.group });
  for (const column of profile.columns)
    for (const [count, condition, isAtLeast] of countsOf(column)) {
      const found = expect(await countOf(asked, condition), `${asked.group}: ${JSON.stringify(condition, digits)}`);
      if (isAtLeast) found.toBeGreaterThanOrEqual(count);
      else found.toBe(count);
    }
  for (const each of profile.classes) expect(await countOf(asked, { classes: [each.class] })).toBe(each.count);
  for (const { class: aspect, ...counts } of profile.aspects) {
    const column = columnReading(aspect, asked);
    for (const instances of ["none", "one", "several"] as const)
      expect(await countOf(asked, { column, aspect, instances }), `${aspect} ${instances}`).toBe(counts[instances]);
  }
  expect(await countOf(asked, { repeatedId: true })).toBe(profile.duplicateIds);
  expect(await countOf(asked, { repeatedId: false })).toBe(profile.rowCount - profile.duplicateIds);
  expect(await countOf(asked, { element: false })).toBe(profile.notElements);
  for (const { bars, filled, name } of profile.columns)
    if (bars)
      expect(
        bars.reduce((sum, { count }) => sum + count, 0),
        name,
      ).toBe(filled);
  return profile;
}

const digits = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

/** A mapping of one group. */
const grouped = (query: string, columns: readonly (readonly [string, string])[]): string =>
  JSON.stringify({
    mappingName: "M",
    groups: [
      {
        groupName: "G",
        query,
        properties: columns.map(([path, dataType], index) => ({
          propertyName: `C${index}`,
          dataType,
          ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: path }],
        })),
      },
    ],
  });

const paths = [
  ...["UserLabel", "CodeValue", "Model.id", "Category.CodeValue", "LastMod", "FederationGuid", "Origin", "Yaw"],
  ...["JsonProperties", "Tag", "Area", "Weight", "State", "Design", "Length", "NoSuch", "ECInstanceId", "BBoxLow.x"],
];
const columnsOf = (types: readonly string[]) => paths.flatMap((path) => types.map((type) => [path, type] as const));

describe("every count of a profile", () => {
  it.each(["Beams", "Columns", "Physical", "Spaces", "Inspections"])("of the sample's group %s", async (group) => {
    const snapshot = await engine.open("web/public/sample/building.bim");
    const mapping = readFileSync("web/public/sample/mapping.json", "utf8");
    await expectCounts({ snapshot, mapping, group });
    snapshot.close();
  });

  const plant = sharedSnapshot("plant.bim");
  it.skipIf(!plant)("of the columns of 50,000 elements", { tags: ["slow"] }, async () => {
    const snapshot = await engine.open(plant ?? "");
    const columns = ["Tag", "Area", "Weight", "State", "Design", "LastMod", "CodeValue"].map(
      (path) => [path, path === "Weight" ? "Double" : "String"] as const,
    );
    const query = "SELECT ECInstanceId, ECClassId FROM bis.Element";
    const asked = { snapshot, mapping: grouped(query, columns), group: "G" };
    await expectCounts(asked);
    // Their ids come in several batches.
    const view = await found(asked);
    const ids = await view.ids();
    const all = Array.from({ length: ids.count }, (_, row) => ids.id(row));
    expect([all.includes(null), new Set(all).size, ids.number(ids.count - 1)]).toEqual([
      false,
      view.rowCount,
      view.rowCount - 1,
    ]);
    snapshot.close();
  });

  it.each([
    ["building.bim", ["String", "Double", "Integer", "Boolean"]],
    ["odd-values.bim", ["String", "Double"]],
    ["plant-1k.bim", ["String", "Double"]],
  ])("of columns of every kind and type in %s", { tags: ["slow"] }, async (name, types) => {
    const snapshot = await engine.open(snapshotFile(name));
    const query = "SELECT ECInstanceId, ECClassId FROM bis.Element";
    const { columns } = await expectCounts({ snapshot, mapping: grouped(query, columnsOf(types)), group: "G" });
    const kinds = new Set(columns.flatMap(({ bars }) => (bars ? [typeof bars[0]?.from] : [])));
    if (name !== "odd-values.bim") expect(kinds).toEqual(new Set(["string", "number"]));
    snapshot.close();
  });

  it("of rows that repeat ids, and of rows that are no elements", async () => {
    const snapshot = await engine.open(snapshotFile("building.bim"));
    for (const query of [
      "SELECT e.ECInstanceId, e.ECClassId FROM bis.Element e JOIN bis.CodeSpec s ON s.ECInstanceId < 4",
      "SELECT ECInstanceId, ECClassId FROM bis.ElementAspect",
      "SELECT ECInstanceId, ECClassId FROM bis.Element UNION ALL SELECT ECInstanceId, ECClassId FROM bis.ElementAspect",
      "SELECT CodeValue, UserLabel FROM bis.Element",
    ]) {
      const asked = { snapshot, mapping: grouped(query, [["CodeValue", "String"]]), group: "G" };
      const profile = await expectCounts(asked);
      const [counts] = (await snapshot.groupFacts(asked.mapping)).groups;
      expect(counts).toMatchObject({ duplicateIds: profile.duplicateIds, rowCount: profile.rowCount });
    }
    snapshot.close();
  });
});

describe("values of very many", () => {
  // A text that is seldom until late, one in every third row, and so many different ones that not all are kept.
  const rows = "FROM bis.Element a, bis.Element b WHERE a.ECInstanceId < 250 AND b.ECInstanceId < 250";
  const n = "a.ECInstanceId * 1000 + b.ECInstanceId";
  const text = (number: string) => `CAST(${number} AS STRING)`;
  const query =
    `SELECT a.ECInstanceId, a.ECClassId, CASE WHEN b.ECInstanceId % 3 = 0 THEN 'often' WHEN a.ECInstanceId > 200 ` +
    `AND b.ECInstanceId % 3 = 1 THEN 'late' ELSE 'T ' || ${text(n)} END S, 'D ' || ${text(n)} D, ${text(`(${n}) % 9000`)} M ${rows}`;

  it("are found as they are counted: exactly, or at least so many", async () => {
    const snapshot = await engine.open(snapshotFile("building.bim"));
    const paths = ["S", "D", "M"].map((path) => [path, "String"] as const);
    const asked = { snapshot, mapping: grouped(query, paths), group: "G" };
    const { columns } = await expectCounts(asked);
    const [some, different, mixed] = columns as [ColumnHealth, ColumnHealth, ColumnHealth];
    expect(some.top.map(({ value }) => value)).toEqual(["often", "late"]);
    expect(different).toMatchObject({ top: [], distinct: different.filled, distinctIsCapped: false });
    expect(different.distinct).toBeGreaterThan(20_000);
    expect(mixed).toMatchObject({ distinctIsCapped: false });
    snapshot.close();
  });
});

describe("values", () => {
  // Numbers, texts that look alike, quotes, what is cut on screen, what JSON writes in its own way.
  const values = [
    ...[
      "0",
      "-0.0",
      "1",
      "1.0",
      "0.1",
      "1e21",
      "1e-7",
      "12345678901234567890.0",
      "9007199254740993",
      "-9007199254740995",
    ],
    ...["''", "' '", "'a'", "'A'", "'it''s'", "'\"q\"'", "'a\\b'", "'1'", "'1.0'", "'true'", "'null'", "'é'", "'👩‍👧'"],
    ...[`'${"long ".repeat(500)}'`, `'${"long ".repeat(500)}!'`, "'a' || char(10) || 'b'", "NULL"],
  ];
  const query = values
    .map((value) => `SELECT ECInstanceId, ECClassId, ${value} X FROM bis.Element WHERE ECInstanceId < 20`)
    .join(" UNION ALL ");

  it.each(["String", "Double", "Integer", "Boolean"])(
    "of a %s column are told apart as the count does",
    async (type) => {
      const snapshot = await engine.open(snapshotFile("building.bim"));
      const asked = { snapshot, mapping: grouped(query, [["X", type]]), group: "G" };
      const { columns } = await expectCounts(asked);
      const table = await snapshot.preview(asked.mapping, { limit: null });
      // More different values than are told as the most frequent: each cell of the table.
      const counts = new Map<unknown, number>();
      for (let row = 0; row < table.rowCount; row += 1) {
        const value = table.cell(row, "C0");
        const key = value === 0 ? 0 : value;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      for (const [value, count] of counts)
        expect(await countOf(asked, { column: "C0", values: [value as never] }), String(value)).toBe(count);
      expect(columns[0]?.distinct).toBe(counts.size - Number(counts.has(null)));
      snapshot.close();
    },
  );
});

describe("conditions together", () => {
  const mapping = readFileSync("web/public/sample/mapping.json", "utf8");
  let snapshot: Snapshot;
  let table: Preview;
  beforeAll(async () => {
    snapshot = await engine.open("web/public/sample/building.bim");
    table = await snapshot.preview(mapping, { group: "Beams", limit: null });
  });
  afterAll(() => snapshot.close());
  const asked = () => ({ snapshot, mapping, group: "Beams" });

  it("are all fulfilled, with the text and in the order that are asked for", async () => {
    const label = table.columns.findIndex(({ name }) => name === "Name");
    const { columns } = await snapshot.profile(mapping, { group: "Beams" });
    const length = columns.find(({ name }) => name === "Length");
    const bar = length?.bars?.[Math.floor((length.bars.length ?? 0) / 2)];
    const where: RowCondition[] = [
      { column: "Length", from: bar?.from ?? 0, below: 1e9 },
      { column: "Name", filled: true },
    ];
    const view = await snapshot.view(mapping, {
      group: "Beams",
      filter: { text: "beam", where },
      orderBy: { column: "Length", descending: true },
    });
    const rows = await view.rows({ limit: null });
    const wanted = Array.from({ length: table.rowCount }, (_, row) => row).filter((row) => {
      const value = table.cell(row, "Length");
      const isLong = typeof value === "number" && value >= Number(bar?.from) && value < 1e9;
      return isLong && table.cell(row, label) !== null;
    });
    const numbers = Array.from({ length: rows.rowCount }, (_, row) => rows.number(row));
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.length).toBeLessThan(table.rowCount);
    expect([...numbers].sort((a, b) => a - b)).toEqual(wanted);
    const lengths = numbers.map((number) => Number(table.cell(number, "Length")));
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
    const ids = await view.ids();
    expect(Array.from({ length: ids.count }, (_, row) => [ids.id(row), ids.number(row)])).toEqual(
      numbers.map((number) => [table.cell(number, "ECInstanceId"), number]),
    );
    const some = await view.ids({ offset: 1, limit: 2 });
    expect([some.count, some.id(0), some.id(2), some.number(2)]).toEqual([2, ids.id(1), null, -1]);
    view.close();
  });

  it("find the elements that groups share and leave out, as many as the facts have counted", async () => {
    const read = JSON.parse(mapping) as { groups: object[] };
    // Groups of one name are one, and an element may come several times.
    const selected = ["Beam WHERE ECInstanceId % 2 = 0", "Beam WHERE ECInstanceId % 3 = 0", "Wall"];
    const more = selected.map((from, index) => ({
      groupName: index === 2 ? "More 1" : `More ${index}`,
      query: `SELECT ECInstanceId, ECClassId FROM bt.${from}`,
      properties: [],
    }));
    const repeated = {
      groupName: "Again",
      query: "SELECT e.ECInstanceId, e.ECClassId FROM bt.Beam e JOIN bis.CodeSpec s ON s.ECInstanceId < 4",
      properties: [],
    };
    const groups = [...read.groups, ...more, repeated];
    const whole = JSON.stringify({ ...read, groups });
    const facts = await snapshot.groupFacts(whole);
    expect(facts.overlaps.length).toBeGreaterThan(0);
    for (const { groups: pair, elementCount, samples } of facts.overlaps) {
      const [a, b] = pair.map((index) => facts.groups[index]?.group ?? "") as [string, string];
      const view = await found({ snapshot, mapping: whole, group: a }, { inGroup: b }, { repeatedId: false });
      expect(view.rowCount).toBe(elementCount);
      const ids = await view.ids();
      const all = Array.from({ length: ids.count }, (_, row) => ids.id(row));
      expect(all).toEqual(expect.arrayContaining(samples));
      const others = await countOf(
        { snapshot, mapping: whole, group: a },
        { notInGroup: b },
        { repeatedId: false },
        { element: true },
      );
      expect(others + elementCount).toBe(facts.groups[pair[0]]?.elementCount);
      view.close();
    }
    for (const item of facts.ungrouped) {
      const query = `SELECT ECInstanceId, ECClassId FROM ONLY ${item.class.replace(/\.(.*)/, ".[$1]")}`;
      const text = JSON.stringify({ ...read, groups: [...groups, { groupName: "?", query, properties: [] }] });
      const where = facts.groups.map(({ group }) => ({ notInGroup: group }));
      expect(await countOf({ snapshot, mapping: text, group: "?" }, ...where), item.class).toBe(item.ungrouped);
    }
  });

  it("are refused where they ask for what there is not", async () => {
    const refused = async (condition: unknown) => (await rejection(found(asked(), condition as RowCondition))).message;
    expect(await refused({ column: "Nowhere", filled: true })).toContain("none named `Nowhere`");
    expect(await refused({ column: "Name" })).toContain("filter.where");
    expect(await refused({ column: "Name", values: "x" })).toContain("a list");
    expect(await refused({ column: "Name", values: [{}] })).toContain("a list of cells");
    expect(await refused({ column: "Name", empty: true, reason: "nonsense" })).toContain("reason");
    expect(await refused({ column: "Name", from: true })).toContain("a number or a text");
    expect(await refused({ classes: ["A.B"], column: "Name" })).toContain("option");
    expect(await refused({ inGroup: "No such group" })).toContain("group");
    expect(await refused({ column: "Name", aspect: "A.B" })).toContain("`none`, `one` or `several`");
    expect(await refused({ column: "Name", aspect: 1, instances: "one" })).toContain("the name of a class");
    expect(await countOf(asked(), { column: "Name", aspect: "No.Such", instances: "none" })).toBe(0);
    expect(await refused(7)).toContain("filter.where");
    expect(await countOf(asked(), { classes: ["No.Such"] })).toBe(0);
    expect(await countOf(asked())).toBe(table.rowCount);
  });
});
