/** Which columns a group could have, what is offered as one types, and queries that pick one of several aspects. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type SchemaInfo, type Snapshot } from "premap";
import { choices, withAspectValue } from "../../web/src/lib/aspect_queries.js";
import { candidatesOf, columnName, columnOf, type GroupRows, membersOf, search } from "../../web/src/lib/candidates.js";
import { Asides } from "../../web/src/engine/asides.js";
import { emptyMapping } from "../../web/src/lib/patches.js";
import { notHere, sharedFixture } from "../shared.js";
import { schemaIndex } from "../../web/src/lib/schema_index.js";
import { worthwhile } from "../../web/src/lib/repairs.js";
import { pathOptions } from "../../web/src/features/mapping/path_options.js";
import { isMappedBy } from "../../web/src/features/columns/mapped.js";
import { typeFrom } from "../../web/src/features/columns/column_type.js";
import { measures } from "../../web/src/lib/mapping_words.js";

const bare = { label: "", version: "", description: "" };
const item = (name: string, bases: string[], properties: object[], more: object = {}) => ({
  ...{ name, id: "0x1", type: "entity", modifier: "none", isMixin: false, label: "", bases, isQueryable: true },
  properties: properties.map((p) => ({ kind: "primitive", type: "string", label: "", ...p })),
  ...more,
});
const code = { name: "CodeValue", owner: "BisCore.Element" };
const model = {
  name: "Model",
  kind: "navigation",
  type: "navigation",
  target: ["BisCore.Model"],
  owner: "BisCore.Element",
};
const tag = { name: "Tag", owner: "T.Item" };
const size = { name: "Size", type: "double", quantityType: "Distance", unit: "M" };
const schemas = [
  {
    ...{ name: "BisCore", alias: "bis", ...bare },
    classes: [
      item("Element", [], [code, model]),
      item("ISub", [], [], { isMixin: true }),
      item("Partition", ["BisCore.Element", "BisCore.ISub"], [code]),
      item(
        "Model",
        [],
        [
          {
            name: "ModeledElement",
            kind: "navigation",
            type: "navigation",
            target: ["BisCore.ISub"],
            owner: "BisCore.Model",
          },
        ],
      ),
    ],
  },
  {
    ...{ name: "T", alias: "t", ...bare },
    classes: [
      item("Item", ["BisCore.Element"], [code, model, tag]),
      ...["A", "B", "C", "D"].map((name) =>
        item(
          name,
          ["T.Item"],
          [
            code,
            model,
            name === "A" ? { ...tag, owner: "T.A" } : tag,
            { ...size, owner: `T.${name}` },
            { name: "Mixed", owner: `T.${name}`, type: name === "A" ? "int" : "string" },
            { name: "Design", kind: "struct", type: "T.Design", owner: `T.${name}` },
            { name: "Shape", type: "binary", owner: `T.${name}` },
          ],
        ),
      ),
      item("Design", [], [{ name: "Pressure", type: "double", owner: "T.Design" }], { type: "struct" }),
      item(
        "Check",
        ["BisCore.Element"],
        [
          { name: "Element", kind: "navigation", type: "navigation", owner: "BisCore.Aspect" },
          { name: "By", owner: "T.Check" },
        ],
      ),
    ],
  },
] as unknown as SchemaInfo[];
const rows: GroupRows = {
  classes: ["T.A", "T.B", "T.C", "T.D"],
  aspects: ["T.Check"],
  selected: [{ name: "Grade", type: "string" }],
  members: membersOf("BisCore.Element", "JsonProperties", [
    '{"a":{"n":1,"t":"x"},"m":1}',
    '{"m":"two","b.c":1}',
    "no JSON",
  ]),
  linked: new Map(),
};

describe("candidates", () => {
  const found = candidatesOf(schemas, rows, measures);
  const at = (path: string) => found.filter((candidate) => candidate.path === path);

  it("are what rows, aspects, JSON, links, structs and geometry have, each once", () => {
    expect(at("Grade")).toMatchObject([{ source: "selected", places: [{ schema: "*", class: "*", path: "Grade" }] }]);
    expect(at("Design.Pressure")).toMatchObject([{ dataType: "Double", name: "DesignPressure" }]);
    expect(at("Model.ModeledElement.CodeValue")).toMatchObject([{ source: "related" }]);
    expect(at("By")).toMatchObject([{ source: "aspect", places: [{ schema: "T", class: "Check", path: "By" }] }]);
    expect(found.filter(({ source }) => source === "measure")).toHaveLength(measures.length);
    for (const none of ["Shape", "Element", "Design.id", "Model"]) expect(at(none)).toEqual([]);
    expect(new Set(found.map(({ name }) => name.toLowerCase())).size).toBe(found.length);
  });

  it("read through the base class, by any class where many declare alike, by each where types differ", () => {
    expect(at("Tag")).toMatchObject([{ places: [{ schema: "T", class: "Item" }] }]);
    expect(at("Size")).toMatchObject([{ places: [{ schema: "*", class: "*" }], quantityType: "Distance", unit: "M" }]);
    expect(at("Mixed").map(({ dataType, places }) => [dataType, places.length])).toEqual([
      ["Integer", 1],
      ["String", 3],
    ]);
  });

  it("of JSON are typed by all of their values", () => {
    expect(rows.members.map(({ path, kind }) => [path, kind])).toEqual([
      ["JsonProperties.a.n", "number"],
      ["JsonProperties.a.t", "string"],
      ["JsonProperties.m", "string"],
    ]);
    const [number] = at("JsonProperties.a.n");
    const facts = { filled: 3, asDouble: 3, asInteger: 3, asBoolean: 0 } as never;
    if (!number) throw new Error("not found");
    expect(typeFrom(number, { facts, isWhole: true })).toBe("Integer");
    expect(typeFrom(number, { facts, isWhole: false })).toBe("Double");
    expect(typeFrom(number, { facts: { filled: 3, asDouble: 2 } as never, isWhole: true })).toBe("String");
  });

  it("of JSON have names that a path and a mapping can hold", () => {
    const texts = ['{"\\ud800":1,"a.b":2," c":3,"":4,"\\ud83d\\ude00":5}'];
    expect(membersOf("BisCore.Element", "JsonProperties", texts).map(({ path }) => path)).toEqual([
      "JsonProperties.😀",
    ]);
  });

  it("become columns by the rules of either API", () => {
    const [length] = at("Size");
    if (!length) throw new Error("not found");
    const entry = { ecSchemaName: "*", ecClassName: "*", ecPropertyName: "Size" };
    const column = { propertyName: "Size", dataType: "Double", quantityType: "Distance" };
    expect(columnOf(length, "Double", "Size", false)).toEqual({ ...column, ecProperties: [entry] });
    expect(columnOf(length, "Double", "Size", true)).toEqual({
      ...column,
      ecProperties: [{ ...entry, ecPropertyType: "Double" }],
    });
  });

  it("are mapped where an entry reads them, of an aspect only one that names it", () => {
    const mappedBy = (schema: string, name: string, property: string) => {
      const entries = [{ schema, class: name, property }];
      const isMapped = isMappedBy({ columns: [{ entries }] } as never, found);
      return found.filter(isMapped).map(({ path, owner }) => `${owner}.${path}`);
    };
    const sisters = { ...rows, selected: [{ name: "By", type: "string" }] };
    const ofBoth = candidatesOf(schemas, sisters, []).filter(({ path }) => path === "By");
    const told = (schema: string, name: string) => {
      const entries = [{ schema, class: name, property: "by" }];
      return ofBoth.map(isMappedBy({ columns: [{ entries }] } as never, ofBoth));
    };
    expect(mappedBy("*", "*", "tag")).toEqual(["T.Item.Tag"]);
    expect(mappedBy("T", "A", "Tag")).toEqual(["T.Item.Tag"]);
    expect([told("*", "*"), told("t", "check")]).toEqual([
      [true, false],
      [false, true],
    ]);
    const measured = isMappedBy({ columns: [{ entries: [], calculatedPropertyType: "Area" }] } as never, found);
    expect(found.filter(measured).map(({ measure }) => measure)).toEqual(["Area"]);
  });

  it("are found by words, best first, and named as columns may be", () => {
    expect(search(found, "size")[0]?.path).toBe("Size");
    expect(search(found, "model code")[0]?.path).toBe("Model.ModeledElement.CodeValue");
    expect(search(found, "nothing like it")).toEqual([]);
    expect(["a.b c", "1st", "Ünï"].map(columnName)).toEqual(["aB_c", "_1st", "Ünï"]);
    expect(["ft__x00B2____x0020__a", "m²", "a__b", "é"].map(columnName)).toEqual(["ft_a", "m", "a_b", "é"]);
    expect(columnName("x".repeat(300)).length).toBeLessThan(128);
    const [constant] = candidatesOf(schemas, { ...rows, selected: [{ name: "PI", type: "double" }] }, []);
    expect(constant?.name).toBe("PI2");
  });

  it("are offered as paths while one types", () => {
    const offered = (path: string, schema = "*", name = "*") =>
      pathOptions(schemas, rows, schema, name, path).map((option) => option.path);
    expect(offered("")).toEqual(["Grade", "CodeValue", "Model", "Tag", "Size", "Mixed", "Design", "Shape"]);
    expect(offered("Design.")).toEqual(["Design.Pressure"]);
    expect(offered("Model.ModeledElement.")).toEqual(["Model.ModeledElement.CodeValue", "Model.ModeledElement.id"]);
    expect(offered("jsonproperties.a.")).toEqual(["jsonproperties.a.n", "jsonproperties.a.t"]);
    expect(offered("", "T", "Check")).toEqual(["Element", "By"]);
  });

  it("are offered with those first that most classes of the rows have", () => {
    const kinds = ["Valve", "Pump", "Pipe"].map((name) =>
      item(name, [], [{ name: `${name}Size` }, { name: `${name}Code` }, tag, ...(name === "Pipe" ? [] : [code])]),
    );
    const all = [{ name: "T", alias: "t", ...bare, classes: kinds }] as SchemaInfo[];
    const of = { classes: ["T.Valve", "T.Pump", "T.Pipe"], linked: new Map(), members: [], selected: [] };
    const offered = pathOptions(all, of as unknown as GroupRows, "*", "*", "").map(({ path }) => path);
    expect(offered).toEqual([
      "Tag",
      "CodeValue",
      ...["Valve", "Pump", "Pipe"].flatMap((n) => [`${n}Size`, `${n}Code`]),
    ]);
  });
});

describe("one of several aspects", () => {
  let engine: Engine;
  let snapshot: Snapshot;
  beforeAll(async () => {
    engine = await createEngine();
    snapshot = await engine.open("build/fixtures/building.bim");
  });
  afterAll(() => engine.close());
  const value = { aspect: "BuildingTest.WeldInspection", path: "WeldType", name: "Weld" };

  /** Ids and the new column, as text. */
  async function read(query: string): Promise<{ id: string; weld: unknown }[]> {
    const names = (await snapshot.query(query).columns()).map(({ name }) => name.toLowerCase());
    const [id, weld] = [names.indexOf("ecinstanceid"), names.indexOf("weld")];
    return (await snapshot.query(query).toArray()).map((row) => ({ id: String(row[id]), weld: row[weld] ?? null }));
  }

  it.each([
    "SELECT ECInstanceId, ECClassId FROM bt.Beam",
    "SELECT b.ECInstanceId, b.ECClassId FROM bt.Beam b WHERE b.Length > 1 -- from here",
    "SELECT ECInstanceId, ECClassId, 'a from b' AS F FROM BuildingTest.[Beam] AS x ORDER BY ECInstanceId",
    "select ECInstanceId, ECClassId from bt.Beam where Length is not null limit 50",
    "SELECT ECInstanceId, ECClassId, (SELECT COUNT(*) FROM bt.Beam) AS N FROM ONLY bt:Beam",
    "SELECT Beam.ECInstanceId FROM bt.Beam",
    "SELECT a.ECInstanceId, a.ECClassId FROM bt.Beam a",
    "SELECT ö.[ECInstanceId], ö.ECClassId FROM bt.Beam ö",
    "SELECT [my b].ECInstanceId FROM bt.Beam AS [my b] WHERE [my b].Length > 1",
    "SELECT ECInstanceId, ECClassId -- from all\nFROM bt.Beam",
    "SELECT b.ECInstanceId AS ECInstanceId FROM bis.Category e JOIN bt.Beam b ON e.ECInstanceId = b.Category.Id",
    "SELECT p.* FROM bt.Beam b JOIN bt.Beam p ON p.ECInstanceId = b.Parent.Id",
    "SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE Length > (SELECT AVG(e.Length) FROM bt.Beam e)",
  ])("is selected by %s: for every element the one that is asked for", async (query) => {
    const aspects = (
      await snapshot.query("SELECT Element.Id, WeldType FROM bt.WeldInspection ORDER BY ECInstanceId").toArray()
    ).map(([element, weld]) => ({ element: String(element), weld: weld ?? null }));
    const wanted: Record<string, (own: readonly unknown[]) => unknown> = {
      Last: (own) => own.at(-1),
      First: (own) => own[0],
      Greatest: (own) =>
        own
          .filter((weld) => weld !== null)
          .sort()
          .at(-1),
    };
    for (const choice of choices(undefined)) {
      const changed = withAspectValue(query, { ...value, choice }) ?? "";
      const rows = await read(changed);
      expect(rows.map(({ id }) => id)).toEqual((await read(query)).map(({ id }) => id));
      const expected = rows.map(({ id }) => {
        const own = aspects.filter(({ element }) => element === id).map(({ weld }) => weld);
        return { id, weld: wanted[choice.prefix]?.(own) ?? null };
      });
      expect(rows).toEqual(expected);
      expect(rows.some(({ weld }) => weld !== null)).toBe(true);
      const entry = { ecSchemaName: "*", ecClassName: "*", ecPropertyName: "Weld" };
      const properties = [{ propertyName: "W", dataType: "String", ecProperties: [entry] }];
      const trial = { mappingName: "M", groups: [{ groupName: "G", query: changed, properties }] };
      const { diagnostics } = await snapshot.validate(trial);
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      expect((await snapshot.profile(trial)).columns[0]?.filled).toBe(rows.filter(({ weld }) => weld !== null).length);
    }
  });

  it.each([
    "SELECT DISTINCT ECInstanceId FROM bt.Beam",
    "SELECT ECInstanceId FROM bt.Beam UNION SELECT ECInstanceId FROM bt.Space",
    "SELECT b.Parent.Id AS ECInstanceId, ECClassId FROM bt.Beam b",
    "SELECT MIN(ECInstanceId) ECInstanceId FROM bt.Beam",
    "SELECT ECInstanceId FROM bt.Beam WHERE Beam.Length > 2",
    "SELECT ECInstanceId FROM bt.Beam JOIN bis.Category e ON e.ECInstanceId = Category.Id",
    "SELECT ECClassId, Length FROM bt.Beam",
    "WITH x AS (SELECT ECInstanceId FROM bt.Beam) SELECT ECInstanceId FROM x",
    "BuildingTest:Beam",
    "",
  ])("is not put into %s", (query) => {
    const [choice] = choices(undefined);
    expect(choice && withAspectValue(query, { ...value, choice })).toBeUndefined();
  });
});

describe("classes by name", () => {
  it("go by their schema's name before another's alias", () => {
    const named = (name: string, alias: string) => ({ name, alias, ...bare, classes: [item("Pump", [], [])] });
    const index = schemaIndex([named("Plant", "Site"), named("Site", "s")] as unknown as SchemaInfo[]);
    expect(["Site.Pump", "site:pump", "s.Pump", "Plant.Pump"].map((name) => index.find(name)?.fullName)).toEqual([
      ...["Site.Pump", "Site.Pump", "Site.Pump", "Plant.Pump"],
    ]);
  });
});

describe("repairs", () => {
  const repairs = ["same", "worse", "better", "better again", "unknown"].map((words) => ({ words, patch: [] }));
  const tried = (text: string, filled: number) => ({ text, facts: { filled } });
  it("are offered when they fill more, each once", () => {
    const after = [tried("a", 30), tried("b", 10), tried("c", 31), tried("c", 31), { text: "d" }];
    expect(worthwhile(repairs, tried("now", 30), after).map(({ repair }) => repair.words)).toEqual(["better"]);
    expect(worthwhile(repairs, undefined, after).map(({ repair }) => repair.words)).toEqual([
      "same",
      "worse",
      "better",
    ]);
  });
});

/** What the page finds out about a query's rows, without a page. */
async function candidatesFor(snapshot: Snapshot, query: string) {
  const schemas = await snapshot.schemas();
  const asides = new Asides({ files: { snapshot, state: { schemas } } } as never);
  const { signal } = new AbortController();
  const found = await asides.rowsOf(query, signal);
  return { found, asides, signal, candidates: candidatesOf(schemas, found, measures) };
}

describe("what a query selects", () => {
  let engine: Engine;
  let snapshot: Snapshot;
  beforeAll(async () => {
    engine = await createEngine();
    snapshot = await engine.open("build/fixtures/building.bim");
  });
  afterAll(() => engine.close());

  it("is offered where it is no property of the rows, which keep unit and type", async () => {
    const { candidates, found } = await candidatesFor(
      snapshot,
      "SELECT b.ECInstanceId, b.ECClassId, b.Length, b.CamberValues, b.Section.Name, b.Category.Id, b.Weight * 2, " +
        "'x' AS Mark, c.ECInstanceId AS Other, c.IsPrivate FROM bt.Beam b JOIN bis.Category c ON c.ECInstanceId = b.Category.Id",
    );
    expect(found.selected).toEqual([
      { name: "Mark", type: "string" },
      { name: "Other", type: "id" },
      { name: "IsPrivate", type: "boolean" },
    ]);
    const at = (path: string) => candidates.find((candidate) => candidate.path === path);
    expect(at("Length")).toMatchObject({ source: "own", quantityType: "Distance", unit: "M" });
    expect(at("CamberValues")).toMatchObject({ source: "own", dataType: "String" });
    expect(at("Other")).toMatchObject({ dataType: "String" });
    expect(at("Mark")).toMatchObject({ source: "selected" });
  });

  it("is text where its values fit no stricter type", async () => {
    const query = "SELECT ECInstanceId, ECClassId, CamberValues AS Cambers, BigCount AS Big FROM bt.Beam";
    const { candidates, asides, signal } = await candidatesFor(snapshot, query);
    const chosen = candidates.filter(({ source }) => source === "selected");
    const asText = chosen.map((candidate) => columnOf(candidate, "String", "", false));
    const facts = (await asides.tryBlock(query, asText, signal)).columns;
    const types = chosen.map((candidate, at) => {
      const known = facts[at];
      return typeFrom(candidate, known && { facts: known, isWhole: true });
    });
    expect(types).toEqual(["String", "Integer"]);
  });

  it.each([" -- all of them", ";", "; -- all of them", " /* ; */ "])(
    "or not: %s at the end of a query hides neither aspects nor JSON",
    async (end) => {
      const query = "SELECT ECInstanceId, ECClassId FROM bt.Beam";
      const { found } = await candidatesFor(snapshot, query + end);
      expect(found).toEqual((await candidatesFor(snapshot, query)).found);
      expect(found.aspects.length * found.members.length).toBeGreaterThan(0);
    },
  );
});

describe("every candidate of any rows", () => {
  const real = ["JoesHouse.bim", "Properties_60InstancesWithUrl2.ibim"].map((name) => [
    name,
    sharedFixture("real", name),
  ]);
  const made = ["building.bim", "odd-values.bim", "plant-1k.bim"].map((name) => [name, `build/fixtures/${name}`]);
  it.for([...made, ...real])("of %s is planned as it is told, and filled as its type", async ([, file], { skip }) => {
    if (file === undefined) return skip(notHere);
    const engine = await createEngine();
    const snapshot = await engine.open(file);
    const { ungrouped } = await snapshot.groupFacts(emptyMapping);
    const classes = ungrouped.map(({ class: name }) => name.replace(/\.(.*)$/, ".[$1]"));
    const faults: string[] = [];
    for (const from of ["bis.Element", ...classes.slice(0, 12).map((name) => `ONLY ${name}`)])
      for (const list of ["ECInstanceId, ECClassId", "*"]) {
        const query = `SELECT ${list} FROM ${from}`;
        const { candidates, asides, signal } = await candidatesFor(snapshot, query);
        const properties = candidates.map((candidate) =>
          columnOf(candidate, candidate.dataType, candidate.name, false),
        );
        const text = JSON.stringify({ mappingName: "M", groups: [{ groupName: "G", query, properties }] });
        const { diagnostics } = await snapshot.validate(text, { api: "groupingAndMapping", rows: false });
        const ofColumns = diagnostics.filter(({ path }) => path?.includes("/properties/"));
        faults.push(...ofColumns.map(({ code, message }) => `${query}: ${code}: ${message}`));
        const asText = candidates.map((each) => columnOf(each, each.measure ? "Double" : "String", "", false));
        const typed = (await asides.tryBlock(query, properties, signal)).columns;
        const told = (await asides.tryBlock(query, asText, signal)).columns;
        for (const [at, { path, type, dataType }] of candidates.entries())
          if (typed[at]?.filled === undefined || typed[at].filled !== told[at]?.filled || typed[at].lossy > 0)
            faults.push(`${query}: ${path}, ${type}: ${typed[at]?.filled} of ${told[at]?.filled} as ${dataType}`);
      }
    expect(faults).toEqual([]);
    engine.close();
  });
});

describe("all columns of the sample's rows", () => {
  it.each([
    ["reporting", true],
    ["groupingAndMapping", false],
  ] as const)("keep the rules of %s", async (api, isV1) => {
    const engine = await createEngine();
    const snapshot = await engine.open("build/fixtures/building.bim");
    const found = candidatesOf(
      await snapshot.schemas(),
      {
        classes: ["BuildingTest.Beam", "BuildingTest.HaunchedBeam"],
        aspects: ["BuildingTest.FireProtection", "BuildingTest.WeldInspection"],
        selected: [],
        members: [],
        linked: new Map(),
      },
      measures,
    );
    expect(found.length).toBeGreaterThan(60);
    const made = found.map((item) => [item, columnOf(item, item.dataType, item.name, isV1)] as const);
    const calculated = made.filter(([{ measure }]) => isV1 && measure !== undefined).map(([, column]) => column);
    const properties = made.filter(([{ measure }]) => !isV1 || measure === undefined).map(([, column]) => column);
    const query = "SELECT ECInstanceId, ECClassId FROM bt.Beam";
    const group = { groupName: "G", query, properties, ...(isV1 ? { calculatedProperties: calculated } : {}) };
    const text = JSON.stringify({ mappingName: "M", groups: [group] });
    const { diagnostics } = await snapshot.validate(text, { api, rows: false });
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
    expect((await engine.outline(text)).api).toBe(api);
    engine.close();
  });
});
