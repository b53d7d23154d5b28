/** What the palette finds and in which order, what addresses say, and what the glossary knows. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MappingOutline, type SchemaInfo } from "premap";
import { type Address, addressText, readAddress } from "../../web/src/engine/address.js";
import {
  commandEntries,
  find,
  mappingEntries,
  problemEntries,
  schemaEntries,
} from "../../web/src/features/find/entries.js";
import { fitOfWord } from "../../web/src/features/find/rank.js";
import { glossary, lookUp } from "../../web/src/lib/glossary.js";

let engine: Engine;
let schemas: SchemaInfo[];

beforeAll(async () => {
  engine = await createEngine();
  const snapshot = await engine.open("web/public/sample/building.bim");
  schemas = await snapshot.schemas();
  snapshot.close();
});
afterAll(() => engine.close());

async function outlineOf(mapping: unknown): Promise<MappingOutline> {
  const held = engine.openMapping(JSON.stringify(mapping));
  return held.outline();
}

const column = (propertyName: string) => ({
  propertyName,
  dataType: "String",
  ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: "CodeValue" }],
});
const group = (groupName: string, columns: string[]) => ({
  groupName,
  query: "SELECT ECInstanceId, ECClassId FROM bis.PhysicalElement",
  properties: columns.map(column),
});

describe("ranking", () => {
  it("has the exact name before its start, the start of a word, a part, and letters in order", () => {
    const names = ["FireRating", "RatingFire", "Rating", "Ratings", "Operating", "RollAtInnerGate"];
    const fits = names
      .map((name) => [name, fitOfWord("rating", name)] as const)
      .filter((pair): pair is [string, number] => pair[1] !== undefined)
      .sort((a, b) => a[1] - b[1]);
    expect(fits.map(([name]) => name)).toEqual([
      "Rating",
      "Ratings",
      "RatingFire",
      "FireRating",
      "Operating",
      "RollAtInnerGate",
    ]);
    expect(fitOfWord("fr", "FireRating")).toBeDefined();
    expect(fitOfWord("fr", "Offer")).toBeUndefined();
    expect(fitOfWord("fr", "FireRating")).toBeGreaterThan(fitOfWord("fr", "FromTo")!);
    expect(fitOfWord("xyz", "FireRating")).toBeUndefined();
  });

  it("has the name whose words begin with the letters before those that happen to hold them", () => {
    for (const other of ["BeamIsFromSupplier", "AnnotationFrameStyle", "Refresh"])
      expect(fitOfWord("fr", "FireRating")).toBeLessThan(fitOfWord("fr", other)!);
    expect(fitOfWord("frm", "FireRating_minutes")).toBeLessThan(fitOfWord("frm", "ConfirmFrm")!);
    // Of some of its words only: as any letters in order.
    expect(fitOfWord("fr", "FireRatingMinutes")).toBeGreaterThan(fitOfWord("fr", "BeamIsFromSupplier")!);
    expect(fitOfWord("f", "Fire")).toBeLessThan(2000);
  });

  it("never finds what lacks a letter, and always finds a name by itself and by its start", () => {
    const names = schemas.flatMap(({ classes }) => classes.map(({ name }) => name));
    expect(names.length).toBeGreaterThan(100);
    for (const name of names) {
      const lower = name.toLowerCase();
      expect(fitOfWord(lower, name)).toBe(0);
      for (let length = 1; length < name.length; length += 1) {
        const start = fitOfWord(lower.slice(0, length), name);
        expect(start).toBeGreaterThanOrEqual(1000);
        expect(start).toBeLessThan(2000);
      }
      expect(fitOfWord(`${lower}\u0001`, name)).toBeUndefined();
    }
  });
});

describe("finding", () => {
  it("shows groups, columns, classes and properties of the name, best first", async () => {
    const outline = await outlineOf({
      mappingName: "M",
      groups: [group("Beams", ["Length", "Mark"]), group("Walls", ["Length"])],
    });
    const all = [...mappingEntries(outline), ...schemaEntries(schemas)];
    const sections = find("beam", all);
    const first = Object.fromEntries(sections.map(({ kind, entries }) => [kind, entries[0]!]));
    expect(first["class"]).toMatchObject({ text: "Beam", detail: "bt.Beam" });
    expect(first["group"]).toMatchObject({ text: "Beams", target: { kind: "group", index: 0 } });
    // The exact name leads.
    expect(sections[0]!.kind).toBe("class");
    const columns = find("walls length", all).find(({ kind }) => kind === "column")!;
    expect(columns.entries.map(({ detail }) => detail)).toEqual(["Walls"]);
    expect(find("bt.beam", all).find(({ kind }) => kind === "class")?.entries[0]?.text).toBe("Beam");
    const property = find("haunchdepth", all)[0]!.entries[0]!;
    expect(property.target).toEqual({
      kind: "property",
      schema: "BuildingTest",
      name: "HaunchedBeam",
      property: "HaunchDepth",
    });
    expect(find("qqqqqq", all)).toEqual([]);
  });

  it("finds a problem by its words and its code, and a command by what else it is called", () => {
    const problems = problemEntries(
      [{ code: "query-invalid", severity: "error", message: "no class `bt.Beems`" }],
      undefined,
    );
    expect(find("beems", problems)[0]?.entries[0]?.text).toBe("No class bt.Beems");
    const commands = commandEntries([{ name: "Save the mapping file", also: "download json", run: () => undefined }]);
    expect(find("save json", commands)[0]?.entries).toHaveLength(1);
  });

  it("answers 500 groups of 12 columns and 2,000 classes within a frame or two", async () => {
    const names = Array.from({ length: 12 }, (_, at) => `Column${at}`);
    const outline = await outlineOf({
      mappingName: "M",
      groups: Array.from({ length: 500 }, (_, at) => group(`Group${at}`, names)),
    });
    const [schema] = schemas;
    const item = schemas.flatMap(({ classes }) => classes).find(({ properties }) => properties.length > 0)!;
    const [property] = item.properties;
    const many: SchemaInfo = {
      ...schema!,
      classes: Array.from({ length: 2000 }, (_, at) => ({
        ...item,
        name: `Class${at}`,
        properties: Array.from({ length: 10 }, (_, p) => ({
          ...property!,
          name: `Property${p}`,
          owner: `X.Class${at}`,
        })),
      })),
    };
    const all = [...mappingEntries(outline), ...schemaEntries([many])];
    expect(all.length).toBe(500 * 13 + 2000 * 11);
    const times = ["c", "col", "column11", "group499 column3", "prop", "cls", "zzz", "class1999"].map((typed) => {
      // What the processor does: the machine that runs the tests may be busy.
      const begun = process.cpuUsage();
      find(typed, all);
      const { user, system } = process.cpuUsage(begun);
      return (user + system) / 1000;
    });
    expect(times.sort((a, b) => a - b)[4]).toBeLessThan(33);
  });
});

describe("addresses", () => {
  const names = ["Beams", "a/b", "50 %", "Ä ö;2", "x?y#z&=", "(it's)", "日本", "a.b", "%41"];

  it("are read as they were written, whatever the names", () => {
    for (const name of names)
      for (const others of [{}, { column: name }, { column: name, row: 12, tab: "query" }, { nth: 2, mapping: name }]) {
        const address: Address = { group: name, ...others };
        const text = addressText(address);
        expect(text).toMatch(/^#[\w.;?&=/%~-]+$/);
        expect(readAddress(text)).toEqual(address);
      }
    expect(addressText({ group: "Beams", nth: 1, column: "Length", row: 12 })).toBe("#Beams/Length/12");
    expect(addressText({})).toBe("");
  });

  it("are taken as far as they say something", () => {
    expect(readAddress("")).toBeUndefined();
    expect(readAddress("#Beams/Length/x")).toEqual({ group: "Beams", column: "Length" });
    expect(readAddress("#Beams/Length/0")).toEqual({ group: "Beams", column: "Length" });
    expect(readAddress("#%E0%A4%A")).toEqual({ group: "%E0%A4%A" });
    expect(readAddress("#?tab=facts")).toEqual({ tab: "facts" });
  });
});

describe("the glossary", () => {
  it("has every code once of a kind, each with what it is and what to do", () => {
    expect(new Set(glossary.map(({ kind, code }) => `${kind} ${code}`)).size).toBe(glossary.length);
    expect(glossary.filter(({ what, todo }) => what.length < 10 || todo.length < 5)).toEqual([]);
    expect(lookUp("aspect-multiple")[0]).toMatchObject({ code: "aspect-multiple", kind: "reason" });
    expect(lookUp("several aspects")[0]?.code).toBe("aspect-multiple");
    expect(lookUp("query-dialect")[0]?.todo).toContain("IS NULL");
    expect(lookUp("no such word at all")).toEqual([]);
  });
});
