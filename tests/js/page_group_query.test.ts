/** The builder of a group's rows: what it writes runs, reads back as it was, and selects what a plain reading of it would. */
import { openAsBlob } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type SchemaInfo, type Snapshot } from "premap";
import { chosenRows, storedValue } from "../../web/src/features/group/cell_group.js";
import { fieldsOf, firstOperator, jsonMembers, operatorsOf, type Field } from "../../web/src/features/group/fields.js";
import { jsonProperties, jsonQuery } from "../../web/src/features/group/questions.js";
import { jsonPathSteps, jsonPathText, likeMeaning, likeText, nameText } from "../../web/src/lib/ecsql_text.js";
import {
  type Condition,
  type GroupQuery,
  groupQueryText,
  type Operator,
  type PropertyPath,
  propertyText,
  type QueryValue,
  rowsOf,
  simplified,
  type Test,
  type Tests,
  valuesOf,
} from "../../web/src/lib/group_query.js";
import { parseTreeQuery, readGroupQuery } from "../../web/src/lib/group_query_reader.js";
import { aspectGroup } from "../../web/src/lib/new_groups.js";
import { schemaIndex, type FoundClass, type SchemaIndex } from "../../web/src/lib/schema_index.js";

const fixtures = ["building", "yard", "shapes", "plant-1k"];

/** Numbers that come again with the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const pick = <T>(items: readonly T[], random: (below: number) => number): T => items[random(items.length)] as T;

describe("members of JSON", () => {
  it("are those of objects and of a list's first item", () => {
    const members = jsonMembers(["J"], ['{"a":{"b":1}}', '{"l":[{"c":true}],"a":{"d":"x"}}']);
    expect(members.map(({ json, type }) => [json.join(), type])).toEqual([
      ["a,b", "number"],
      ["l,0,c", "boolean"],
      ["a,d", "text"],
    ]);
  });

  it("are none where a row has text that is no JSON: a condition would end the query", () => {
    expect(jsonMembers(["J"], ['{"a":1}', ""])).toEqual([]);
    expect(jsonMembers(["J"], ["{oops"])).toEqual([]);
  });
});

describe("names and values in ECSQL", () => {
  it("stand in brackets where the bare word would be read otherwise", () => {
    expect(["Beam", "Column", "GROUP", "Order", "a b", "1st", "Grün", "_x"].map(nameText)).toEqual([
      "Beam",
      "Column",
      "[GROUP]",
      "[Order]",
      "[a b]",
      "[1st]",
      "[Grün]",
      "_x",
    ]);
  });

  it("read a pattern back as it was meant", () => {
    const random = numbers(5);
    const signs = ["%", "_", "\\", "'", "a", "B", "é", " "];
    for (let run = 0; run < 2000; run += 1) {
      const text = Array.from({ length: 1 + random(5) }, () => pick(signs, random)).join("");
      const [kind, before, after] = pick(
        [
          ["contains", "%", "%"],
          ["starts", "", "%"],
          ["ends", "%", ""],
        ] as const,
        random,
      );
      const [, pattern = "", escape] =
        /^'((?:[^']|'')*)'(?: ESCAPE '(.)')?$/s.exec(likeText(text, before, after)) ?? [];
      expect(likeMeaning(pattern.replaceAll("''", "'"), escape), JSON.stringify(text)).toEqual({ kind, text });
    }
  });

  it("read a path into JSON back", () => {
    for (const steps of [["a"], ["a", "b c", 0, "é"], ["0"], ["_x", "$y", "z.w"]])
      expect(jsonPathSteps(jsonPathText(steps))).toEqual(steps);
    for (const text of ["$", "a.b", "$.a[#-1]", "$[*]"]) expect(jsonPathSteps(text)).toBeUndefined();
  });
});

describe("classes by name", () => {
  const schemaOf = (name: string, alias: string, item: string) =>
    ({ name, alias, classes: [{ name: item, bases: [] }] }) as unknown as SchemaInfo;
  const index = schemaIndex([
    schemaOf("Pipes", "Ducts", "Elbow"),
    schemaOf("Ducts", "d", "Elbow"),
    schemaOf("Bare", "", "Elbow"),
  ]);

  it("takes a schema's name before another's alias, as the engine does", () => {
    expect(index.find("ducts.elbow")?.fullName).toBe("Ducts.Elbow");
    expect(index.find("Pipes.Elbow")?.inQuery).toEqual({ schema: "Pipes", name: "Elbow" });
    expect(index.find("d:Elbow")?.inQuery).toEqual({ schema: "d", name: "Elbow" });
    expect(index.find("Bare.Elbow")?.inQuery).toEqual({ schema: "Bare", name: "Elbow" });
    expect(index.find(".Elbow")).toBeUndefined();
  });
});

describe("a value as a condition", () => {
  it("is what is stored: text that looks like an id is text, and a number without end is none", () => {
    expect(storedValue("0x1f", false)).toEqual({ type: "id", text: "0x1f" });
    expect(storedValue("0x1f", true)).toEqual({ type: "text", text: "0x1f" });
    expect(storedValue("it's", true)).toEqual({ type: "text", text: "it's" });
    expect(storedValue(0.1 + 0.2, false)).toEqual({ type: "number", text: "0.30000000000000004" });
    expect(storedValue(1e21, false)).toEqual({ type: "number", text: "1e+21" });
    expect(storedValue(9007199254740993n, false)).toEqual({ type: "number", text: "9007199254740993" });
    expect(storedValue(true, false)).toEqual({ type: "boolean", text: "TRUE" });
    for (const value of [Infinity, NaN, null, undefined, { x: 1 }]) expect(storedValue(value, false)).toBeUndefined();
  });
});

describe("a group of an aspect", () => {
  const classes = [
    { name: "Cost", bases: [] },
    { name: "LaborCost", bases: ["S.Cost"] },
  ];
  const index = schemaIndex([{ name: "S", alias: "s", classes }] as unknown as SchemaInfo[]);

  it("has as many rows as were offered: those of its subclasses are offered on their own", () => {
    const all = ["S.Cost", "S.LaborCost"];
    expect(aspectGroup(index, "S.Cost", all).query).toContain("FROM ONLY s.Cost)");
    expect(aspectGroup(index, "S.LaborCost", all).query).toContain("FROM s.LaborCost)");
    expect(aspectGroup(index, "S.Cost", ["S.Cost"]).query).toContain("FROM s.Cost)");
  });
});

describe.each(fixtures)("a group's rows chosen in %s", (name) => {
  let engine: Engine;
  let snapshot: Snapshot;
  let index: SchemaIndex;
  const parse = async (text: string) => String((await snapshot.query(parseTreeQuery(text)).toArray())[0]?.[0]);
  const read = (text: string) => readGroupQuery(text, parse, (schema) => index.schemaInQuery(schema));
  const rows = async (ecsql: string) => snapshot.query(ecsql, { convertClassIdsToClassNames: true }).toArray();

  beforeAll(async () => {
    engine = await createEngine();
    snapshot = await engine.open(
      await openAsBlob(new URL(`../../build/fixtures/${name}.bim`, import.meta.url).pathname),
    );
    index = schemaIndex(await snapshot.schemas());
  });
  afterAll(() => {
    snapshot.close();
    engine.close();
  });

  it("names every class and property so that the engine finds it", async () => {
    for (const found of index.all()) {
      if (!found.item.isQueryable || found.item.type !== "entity") continue;
      const paths = found.item.properties
        .filter(({ kind }) => kind === "primitive")
        .map((p) => propertyText({ path: [p.name] }));
      const query = { ...rowsOf(found.inQuery), select: ["ECInstanceId", ...paths].join(", ") };
      await snapshot.nativeSql(groupQueryText(query));
    }
  });

  /** The value a property has in each row that has one, by the id of the row, or of the element an aspect is of. */
  async function valuesOfRows(from: FoundClass["inQuery"], key: string, property: PropertyPath) {
    const ecsql = `SELECT ${key}, ${propertyText({ path: property.path })} FROM ${from.schema}.[${from.name}]`;
    const found = (await rows(ecsql)).map(([id, value = null]) => ({ id: id as string, value }));
    const { json } = property;
    return json ? found.map(({ id, value }) => ({ id, value: member(value, json) })) : found;
  }

  /** What JSON text holds at a place, as SQLite has it: true is 1. */
  function member(text: unknown, steps: readonly (string | number)[]): unknown {
    if (typeof text !== "string") return null;
    let at: unknown = JSON.parse(text);
    for (const step of steps) {
      const isThere =
        typeof step === "number"
          ? Array.isArray(at)
          : typeof at === "object" && at !== null && !Array.isArray(at) && Object.hasOwn(at, step);
      at = isThere ? (at as Record<string | number, unknown>)[step] : undefined;
    }
    if (at === undefined || at === null) return null;
    if (typeof at === "boolean") return Number(at);
    return typeof at === "object" ? JSON.stringify(at) : at;
  }

  /** Does a value pass, as people read the comparison? Texts are compared letter case aside only where the engine's column is so. */
  function passes(
    value: unknown,
    { operator, values }: Pick<Test, "operator" | "values">,
    isCaseless: boolean,
  ): boolean {
    if (operator === "empty") return value === null;
    if (operator === "filled") return value !== null;
    if (value === null) return false;
    const fold = (text: string) => (isCaseless ? lower(text) : text);
    const given = values.map((v) => ("text" in v ? v : { type: "text", text: "" }));
    const compare = (v: { type: string; text: string }): number => {
      if (v.type === "number")
        return typeof value === "number" || typeof value === "bigint" ? Number(value) - Number(v.text) : 1;
      if (v.type === "boolean") return Number(Boolean(value)) - Number(v.text === "TRUE");
      if (v.type === "date")
        return (
          Date.parse(`${value as string}`.replace(/Z?$/, "Z")) -
          Date.parse(v.text.replace(/Z?$/, "Z").replace(/^(\d{4}-\d\d-\d\d)Z$/, "$1T00:00Z"))
        );
      if (typeof value === "number" && v.type === "text") return -1; // a number comes before every text
      const [a, b] = [fold(String(value)), fold(v.text)];
      return a < b ? -1 : a > b ? 1 : 0;
    };
    const text = lower(String(value));
    const [first = { type: "text", text: "" }, second = first] = given;
    const wanted = lower(first.text);
    const answers: Partial<Record<Operator, () => boolean>> = {
      "=": () => compare(first) === 0,
      "<>": () => compare(first) !== 0,
      "<": () => compare(first) < 0,
      "<=": () => compare(first) <= 0,
      ">": () => compare(first) > 0,
      ">=": () => compare(first) >= 0,
      between: () => compare(first) >= 0 && compare(second) <= 0,
      in: () => given.some((v) => compare(v) === 0),
      "not in": () => given.every((v) => compare(v) !== 0),
      contains: () => text.includes(wanted),
      "not contains": () => !text.includes(wanted),
      starts: () => text.startsWith(wanted),
      ends: () => text.endsWith(wanted),
    };
    return (answers[operator] as () => boolean)();
  }
  const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const isCaseless = ({ path }: PropertyPath) => path.at(-1) === "CodeValue";

  /** The ids of rows that pass one condition. */
  async function idsOf(test: Test, from: FoundClass["inQuery"]): Promise<Set<string>> {
    const { subject, operator } = test;
    if (subject.kind === "class") {
      const all = await valuesOfRows(from, "ECInstanceId", { path: ["ECClassId"] });
      const isIn = (of: string) =>
        test.values.some(
          (v) =>
            v.type === "class" &&
            (v.only ? index.find(v)?.fullName === of : index.isA(of, index.find(v)?.fullName ?? "")),
        );
      return new Set(all.filter(({ value }) => isIn(value as string) === (operator === "in")).map(({ id }) => id));
    }
    if (subject.kind === "property") {
      const all = await valuesOfRows(from, "ECInstanceId", subject);
      return new Set(all.filter(({ value }) => passes(value, test, isCaseless(subject))).map(({ id }) => id));
    }
    if (subject.kind === "linked") {
      const targets = await valuesOfRows(subject.to, "ECInstanceId", subject.property);
      const good = new Set(
        targets.filter(({ value }) => passes(value, test, isCaseless(subject.property))).map(({ id }) => id),
      );
      const links = await valuesOfRows(from, "ECInstanceId", { path: [...subject.link, "Id"] });
      return new Set(links.filter(({ value }) => good.has(value as string)).map(({ id }) => id));
    }
    const property = subject.property ?? { path: ["ECInstanceId"] };
    const aspects = await valuesOfRows(subject.of, "Element.Id", property);
    const all = (await valuesOfRows(from, "ECInstanceId", { path: ["ECInstanceId"] })).map(({ id }) => id);
    const isGood = (value: unknown) => !subject.property || passes(value, test, isCaseless(property));
    const good = new Set(aspects.filter(({ value }) => isGood(value)).map(({ id }) => id));
    return new Set(all.filter((id) => good.has(id) !== (operator === "has not")));
  }

  async function expected(
    condition: Condition,
    from: FoundClass["inQuery"],
    all: ReadonlySet<string>,
  ): Promise<ReadonlySet<string>> {
    if (condition.kind === "test") return idsOf(condition, from);
    const parts: ReadonlySet<string>[] = [];
    for (const item of condition.items) parts.push(await expected(item, from, all));
    if (parts.length === 0) return all;
    return new Set(
      [...all].filter((id) =>
        condition.kind === "all" ? parts.every((p) => p.has(id)) : parts.some((p) => p.has(id)),
      ),
    );
  }

  /** Values that some rows have, for a condition that is neither always so nor never. */
  async function sampled(field: Field, from: FoundClass["inQuery"]): Promise<unknown[]> {
    const { subject } = field;
    const source = subject.kind === "linked" ? subject.to : subject.kind === "aspect" ? subject.of : from;
    const property =
      subject.kind === "property" ? subject : subject.kind === "class" ? { path: ["ECClassId"] } : subject.property;
    if (!property) return [];
    const found = await valuesOfRows(source, "ECInstanceId", property);
    return found.slice(0, 200).flatMap(({ value }) => (value === null ? [] : [value]));
  }

  async function randomTest(
    fields: readonly Field[],
    from: FoundClass,
    random: (below: number) => number,
  ): Promise<Test> {
    const field =
      pick(
        fields.filter(({ section }) => section === pick([...new Set(fields.map((f) => f.section))], random)),
        random,
      ) ?? pick(fields, random);
    const values = await sampled(field, from.inQuery);
    const names = operatorsOf(field.type, firstOperator(field.type)).map(([operator]) => operator);
    // A date's text has milliseconds, what is stored has more: equality is not offered, and what has no value is only asked for it.
    const operator =
      values.length === 0 && field.type !== "aspect" && field.type !== "class"
        ? pick(["filled", "empty"] as const, random)
        : pick(names, random);
    const valueOf = (): QueryValue => {
      const value = pick(values, random);
      if (field.type === "class") {
        const found = index.find(value as string) as FoundClass;
        return { type: "class", only: random(2) === 0, ...found.inQuery };
      }
      if (field.type === "boolean") return { type: "boolean", text: value ? "TRUE" : "FALSE" };
      if (field.type === "date") return { type: "date", text: String(value).slice(0, 10) };
      if (field.type === "number" || field.type === "id") return { type: field.type, text: String(value) };
      const text = String(value);
      if (operator === "=" || operator === "in" || random(3) > 0) return { type: "text", text };
      return { type: "text", text: text.slice(random(text.length + 1), 1 + random(text.length + 1)) || "%" };
    };
    const wanted = valuesOf(operator);
    const given = Array.from({ length: wanted === "many" ? 1 + random(4) : wanted }, valueOf);
    return { kind: "test", subject: field.subject, operator, values: given };
  }

  it("runs, reads back as it was, and selects what a plain reading selects", { timeout: 120_000 }, async () => {
    const random = numbers(Number(process.env["PREMAP_SEED"] ?? 19));
    const runs = Number(process.env["PREMAP_RANDOM_QUERIES"] ?? 60);
    const counts = await rows("SELECT ECClassId, COUNT(*) FROM bis.Element GROUP BY ECClassId");
    const names = counts.map(([className]) => index.find(className as string) as FoundClass);
    const aspects = [];
    for (const base of ["ElementUniqueAspect", "ElementMultiAspect"])
      for (const [aspect] of await rows(`SELECT DISTINCT ECClassId FROM bis.${base}`))
        aspects.push({ aspect: aspect as string, class: "", elements: 0 });
    let few = 0;
    for (let run = 0; run < runs; run += 1) {
      const leaf = pick(names, random);
      const bases = [...index.basesOf(leaf.fullName)]
        .map((base) => index.find(base) as FoundClass)
        .filter(({ item, fullName }) => item.isQueryable && !item.isMixin && index.isA(fullName, "BisCore.Element"));
      const from = pick(bases, random);
      const members = [];
      for (const property of jsonProperties(from))
        members.push(
          ...jsonMembers(
            [property],
            (await rows(jsonQuery(property, from))).map(([text]) => String(text)),
          ),
        );
      const fields = fieldsOf(index, from, aspects, members);
      const group = async (depth: number): Promise<Tests> => {
        const items: Condition[] = [];
        for (let n = random(depth === 0 ? 4 : 3); n >= 0; n -= 1)
          items.push(depth < 2 && random(4) === 0 ? await group(depth + 1) : await randomTest(fields, from, random));
        return { kind: pick(["all", "any"] as const, random), items };
      };
      const query: GroupQuery = { ...rowsOf(from.inQuery, random(4) === 0), where: await group(0) };
      const text = groupQueryText(query);
      const found = new Set((await rows(text)).map(([id]) => id as string));
      const back = await read(text);
      expect(back.because, text).toBeUndefined();
      expect(back.query, text).toEqual({ ...query, where: simplified(query.where) });
      const all = new Set(
        (await rows(groupQueryText({ ...query, where: { kind: "all", items: [] } }))).map(([id]) => id as string),
      );
      // What lacks something is not in the query.
      const meant = await expected(simplified(query.where), from.inQuery, all);
      const differs = [...all].filter((id) => meant.has(id) !== found.has(id)).slice(0, 3);
      expect(differs, text).toEqual([]);
      few += Number(found.size > 0 && found.size < all.size);
    }
    // Else the conditions tell nothing.
    expect(few).toBeGreaterThan(runs / 10);
  });
});

describe("what others wrote", () => {
  let engine: Engine;
  let snapshot: Snapshot;
  let index: SchemaIndex;
  const parse = async (text: string) => String((await snapshot.query(parseTreeQuery(text)).toArray())[0]?.[0]);
  const read = (text: string) => readGroupQuery(text, parse, (schema) => index.schemaInQuery(schema));

  beforeAll(async () => {
    engine = await createEngine();
    snapshot = await engine.open(
      await openAsBlob(new URL("../../build/fixtures/building.bim", import.meta.url).pathname),
    );
    index = schemaIndex(await snapshot.schemas());
  });
  afterAll(() => {
    snapshot.close();
    engine.close();
  });

  it.each([
    "select ecinstanceid, ecclassid from BuildingTest.Beam;",
    "SELECT b.ECInstanceId, b.ECClassId, (SELECT MAX(w.WeldType) FROM bt.WeldInspection w WHERE w.Element.Id = b.ECInstanceId) AS WeldType FROM bt.Beam b ORDER BY b.ECInstanceId",
    "SELECT 'from here' AS Package, ECInstanceId, ECClassId FROM bis.PhysicalElement WHERE ECClassId IS NOT (bt.Beam, bt.[Column], bt.Space) ORDER BY ECInstanceId",
    "SELECT ECInstanceId, ECClassId, NetArea * 10.7639 AS NetAreaSqFt FROM bt.Space ORDER BY ECInstanceId LIMIT 5",
    "SELECT ECInstanceId FROM ONLY bt.Beam b WHERE (b.Length > 2.5 OR b.Mark LIKE '%1%') AND b.Category.Id IN (SELECT ECInstanceId FROM bis.Category WHERE CodeValue='Structure')",
    "SELECT ECInstanceId FROM bt.Beam WHERE Length != 3 AND Material = bt.MaterialKind.Steel",
    "SELECT ECInstanceId FROM ALL bt.Beam WHERE ((Length > 1 AND (Weight < 2)) OR Length IS NULL)",
    "SELECT ECInstanceId FROM bis.Element WHERE ECInstanceId IN (SELECT Element.Id FROM ONLY bt.WeldInspection WHERE Score > 1)",
    "SELECT ECInstanceId FROM bis.Element WHERE ECInstanceId NOT IN (SELECT Element.Id FROM ONLY bt.WeldInspection)",
    "SELECT DISTINCT ECInstanceId, ECClassId FROM bt.Beam -- only beams\nWHERE Length > 1",
  ])("is read, and what is written of it selects the same: %s", async (text) => {
    const { query, because } = await read(text);
    expect(because).toBeUndefined();
    const again = groupQueryText(query as GroupQuery);
    expect(await snapshot.query(again).toArray()).toEqual(await snapshot.query(text).toArray());
    expect(await read(again)).toEqual({ query });
  });

  it.each([
    "SELECT ECInstanceId, ECClassId FROM bt.Beam ORDER BY ECInstanceId LIMIT 2 OFFSET 3",
    "SELECT ECInstanceId FROM bt.Beam b WHERE b.Length > 2 ORDER BY b.ECInstanceId DESC",
    "SELECT MAX(ECInstanceId) ECInstanceId FROM bt.Beam GROUP BY Length ORDER BY Length",
  ])("gives its rows to a group of those that were chosen: %s", async (text) => {
    const ids = (await snapshot.query(text).toArray()).slice(0, 4).map(([id]) => String(id));
    const chosen = groupQueryText(chosenRows((await read(text)).query, ids));
    expect((await snapshot.query(chosen).toArray()).map(([id]) => id).toSorted()).toEqual(ids.toSorted());
  });

  it.each([
    [
      "SELECT b.ECInstanceId FROM bt.Beam b JOIN bt.WeldInspection w ON w.Element.Id = b.ECInstanceId",
      /joins several classes/,
    ],
    ["SELECT ECInstanceId FROM bt.Beam UNION SELECT ECInstanceId FROM bt.Space", /several queries/],
    ["SELECT ECInstanceId FROM bt.Beam WHERE UPPER(Mark) = 'A'", /calls UPPER/i],
    ["SELECT ECInstanceId FROM bt.Beam WHERE Length > Weight", /computed/],
    ["SELECT ECInstanceId FROM bt.Beam WHERE NOT (Length > 1)", /NOT/],
    ["SELECT ECInstanceId FROM (SELECT ECInstanceId FROM bt.Beam)", /another query/],
    ["WITH c(a) AS (SELECT ECInstanceId FROM bt.Beam) SELECT a FROM c", /WITH/],
    ["SELECT ECInstanceId FROM bt.Beam WHERE Length NOT BETWEEN 1 AND 2", /BETWEEN/],
    [
      "SELECT ECInstanceId FROM bt.Beam b WHERE EXISTS (SELECT 1 FROM bt.WeldInspection w WHERE w.Element.Id = b.ECInstanceId)",
      /EXISTS/,
    ],
    [
      "SELECT ECInstanceId FROM bt.Beam WHERE ECInstanceId IN (SELECT Element.Id FROM bt.WeldInspection WHERE Score > 1 AND Score < 5)",
      /several conditions/,
    ],
    ["SELECT ECInstanceId FROM bt.Beam WHERE IsExternal IS TRUE", /computed|compares/],
  ])("stays text where it says more: %s", async (text, reason) => {
    const { query, because } = await read(text);
    expect(query).toBeUndefined();
    expect(because).toMatch(reason);
  });
});
