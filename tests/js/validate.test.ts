/** Validation through the package: the bundled samples, repairs, quantities against units, inputs of any size and form. */
import { readFileSync } from "node:fs";
import { createEngine, type Engine, type GroupProperty, type Snapshot, type ValidateOptions } from "premap";
import initSqlJs from "premap/sqljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snapshotBytes, snapshotFile } from "./support.ts";

const sample = (name: string): string =>
  readFileSync(new URL(`../../web/public/sample/${name}.json`, import.meta.url), "utf8");

let engine: Engine;
let building: Snapshot;
beforeAll(async () => {
  engine = await createEngine({ worker: false });
  building = await engine.open(snapshotFile("building.bim"));
});
afterAll(() => engine.close());

/** Faults included, which the types would not let pass. */
type Loose = Omit<GroupProperty, "dataType" | "quantityType"> & { dataType: string; quantityType?: string };
const entry = { ecSchemaName: "BuildingTest", ecClassName: "Beam", ecPropertyName: "Length" };
const beams = (property: Loose) => ({
  mappingName: "M",
  groups: [{ groupName: "G", query: "SELECT ECInstanceId, ECClassId FROM bt.Beam", properties: [property] }],
});

describe("the bundled samples", () => {
  it("the sample has no fault at all", async () => {
    expect((await building.validate(sample("mapping"))).diagnostics).toEqual([]);
  });

  it("its broken twin shows many, each with its place and what to do", async () => {
    const { ok, diagnostics } = await building.validate(sample("broken"));
    expect(ok).toBe(false);
    expect(new Set(diagnostics.map(({ code }) => code)).size).toBeGreaterThanOrEqual(15);
    for (const { code, span, hint } of diagnostics) {
      expect(span?.line, code).toBeGreaterThan(0);
      if (code !== "query-invalid") expect(hint, code).toBeTruthy();
    }
  });

  it("without the rows only what the schemas tell is said", async () => {
    const codes = (await building.validate(sample("broken"), { rows: false })).diagnostics.map(({ code }) => code);
    expect(codes).toContain("class-unknown");
    expect(codes).not.toContain("query-zero-rows");
  });
});

describe("repairs", () => {
  it("change what is at fault and nothing else", async () => {
    const text =
      '{ "mappingName":"M",\r\n\t"groups": [ {"groupName" : "G", "query": "SELECT ECInstanceId, ECClassId FROM a.B;",\r\n "properties": [] } ] }';
    const { mapping, fixed } = await engine.fix(text);
    expect(mapping).toBe(text.replace(";", ""));
    expect(fixed.map(({ code }) => code)).toEqual(["query-not-subselectable"]);
  });

  it("go on until nothing is left to repair, and stay away from guesses", async () => {
    const mapping = beams({
      propertyName: "P",
      dataType: "double",
      ecProperties: [
        { ...entry, ecSchemaName: "bt ", ecPropertyName: "Length." },
        { ...entry, ecPropertyName: "Lenght" },
      ],
    });
    const { mapping: text, fixed } = await building.fix(mapping);
    const property = (JSON.parse(text) as typeof mapping).groups[0]?.properties[0];
    expect(property).toEqual({
      propertyName: "P",
      dataType: "Double",
      ecProperties: [entry, { ...entry, ecPropertyName: "Lenght" }],
    });
    expect(fixed).toHaveLength(4);
    expect((await building.fix(text)).mapping).toBe(text);
  });

  it("leave alone what is no JSON", async () => {
    expect(await engine.fix("{")).toEqual({ mapping: "{", fixed: [], count: 0, edits: [] });
  });

  it("are told as edits of the text that was given, whatever letters it has", async () => {
    const text =
      '{"mappingName":"M","description":"é日😀\ud800","groups":[{"Query":"SELECT * FROM a.B;","properties":[]}]}';
    const { mapping, edits } = await engine.fix(text);
    expect(mapping).toBe(text.replace("Query", "query").replace(";", ""));
    const bytes = Buffer.from(text);
    const [first, second] = edits;
    expect(edits).toHaveLength(2);
    expect(bytes.toString("utf8", first?.span.begin, first?.span.end)).toBe('"Query"');
    expect(first).toMatchObject({ text: '"query"', span: { line: 1, column: text.indexOf('"Query"') + 1 } });
    expect(second?.text).toBe('"SELECT * FROM a.B"');
    expect(second?.span.end).toBe(bytes.indexOf(";") + 2);
  });

  it("are offered as edits by validate when asked", async () => {
    const text = '{"mappingName":"M","groups":[{"groupName":"1","query":"SELECT * FROM a.B;","properties":[]}]}';
    const told = async (options: ValidateOptions) => (await engine.validate(text, options)).diagnostics;
    for (const diagnostic of await told({})) expect(diagnostic).not.toHaveProperty("edits");
    const offered = (await told({ edits: true })).filter(({ patch }) => patch !== undefined);
    expect(offered.map(({ code }) => code)).toEqual(["name-invalid", "query-not-subselectable"]);
    for (const { edits = [], patch = "" } of offered) {
      const [{ value }] = JSON.parse(patch) as [{ value: string }];
      expect(edits.map(({ text }) => JSON.parse(text) as string)).toEqual([value]);
    }
  });
});

describe("quantities", () => {
  /** building.bim with its beams' Length in a unit. */
  async function withUnit(unit: string): Promise<Snapshot> {
    const SQL = await initSqlJs();
    const db = new SQL.Database(snapshotBytes("building.bim"));
    db.run(
      "INSERT INTO ec_KindOfQuantity(Id, SchemaId, Name, PersistenceUnit, RelativeError) " +
        "VALUES (1000, (SELECT Id FROM ec_Schema WHERE Name = 'BuildingTest'), 'SOME', ?, 0.01)",
      [unit],
    );
    db.run("UPDATE ec_Property SET KindOfQuantityId = 1000 WHERE Name = 'Length'");
    const bytes = db.export();
    db.close();
    return engine.open(bytes);
  }
  const length = (quantityType: string) =>
    beams({ propertyName: "P", dataType: "Double", quantityType, ecProperties: [entry] });

  it.each([
    ["u:KG", "Distance", "Mass"],
    ["u:M", "Area", "Distance"],
    ["Units.SQ_M", "Volume", "Area"],
    ["CUB_FT(DefaultReal)", "Mass", "Volume"],
    // The dot of units before EC 3.2 is no schema's.
    ["SQ.FT(DefaultRealU)", "Distance", "Area"],
    ["CUB.M", "Area", "Volume"],
  ])("a column of %s declared %s is told, with %s in its place", async (unit, declared, right) => {
    const snapshot = await withUnit(unit);
    const told = (await snapshot.validate(length(declared))).diagnostics.find(
      ({ code }) => code === "quantity-unit-mismatch",
    );
    expect(told?.severity).toBe("warning");
    expect(told?.path).toBe("/groups/0/properties/0/quantityType");
    expect(told?.hint).toContain(right);
    const codes = (await snapshot.validate(length(right))).diagnostics.map(({ code }) => code);
    expect(codes).not.toContain("quantity-unit-mismatch");
    snapshot.close();
  });

  it.each([
    "u:FURLONG_PER_FORTNIGHT",
    "u:CUB_M_PER_SEC",
    "Units.SQ_M_KELVIN_PER_W",
    "CUB.FT/MIN(DefaultRealU)",
    "LUMEN/SQ.FT(DefaultRealU)",
    "BTU/(LBM*RANKINE)(DefaultRealU)",
    "(N*M)/DEG",
  ])("nothing is said of %s, for which mappings have no word", async (unit) => {
    const snapshot = await withUnit(unit);
    expect((await snapshot.validate(length("Mass"))).diagnostics).toEqual([]);
    snapshot.close();
  });
});

describe("requests", () => {
  it("are refused as the client does", async () => {
    expect((await engine.validateRequest("list", { top: 0 })).diagnostics).toMatchObject([
      { target: "top", message: "Parameter top was outside of the valid range [1-1000]." },
    ]);
    expect((await engine.validateRequest("list", { top: 1000 })).ok).toBe(true);
  });
});

describe("inputs of any size and form", () => {
  const codesOf = async (text: string) => (await engine.validate(text)).diagnostics.map(({ code }) => code);

  const oneQuery = (megabytes: number) => async () => {
    const text = JSON.stringify(beams({ propertyName: "P", dataType: "Double", ecProperties: [entry] }));
    const comment = `/* ${"x".repeat(megabytes * 1024 * 1024)} */`;
    expect(await codesOf(text.replace("SELECT", `SELECT ${comment}`))).toEqual([]);
  };
  it("five megabytes in one query", oneQuery(5));
  it("fifty megabytes in one query", { timeout: 240_000, tags: ["nightly"] }, oneQuery(50));

  const manyProperties = (megabytes: number) => async () => {
    const one = JSON.stringify({ propertyName: "P", dataType: "Double", ecProperties: [entry] });
    const count = Math.ceil((megabytes * 1024 * 1024) / one.length);
    const text = JSON.stringify(beams({} as Loose)).replace("{}", Array<string>(count).fill(one).join(","));
    expect(text.length).toBeGreaterThan(megabytes * 1024 * 1024);
    const { diagnostics } = await engine.validate(text);
    expect(diagnostics[0]?.code).toBe("name-duplicate-in-group");
    expect(diagnostics.at(-1)?.code).toBe("diagnostics-truncated");
  };
  it("five megabytes of properties", manyProperties(5));
  it("fifty megabytes of properties", { timeout: 240_000, tags: ["nightly"] }, manyProperties(50));

  it("ten thousand lists and objects inside each other", async () => {
    const deep = 10_000;
    expect(await codesOf("[".repeat(deep))).toEqual(["json-invalid"]);
    expect(await codesOf("[".repeat(deep) + "]".repeat(deep))).toEqual(["mapping-shape-unknown"]);
    expect(await codesOf('{"a":'.repeat(deep) + "1" + "}".repeat(deep))).toEqual(["mapping-shape-unknown"]);
    const inside = `{"mappingName":"M","groups":[],"x":${"[".repeat(deep)}${"]".repeat(deep)}}`;
    expect(await codesOf(inside)).toEqual(["mapping-no-groups", "field-unknown"]);
    const formula = beams({
      propertyName: "P",
      dataType: "Double",
      formula: `${"(".repeat(deep)}1${")".repeat(deep)}`,
    });
    expect(await codesOf(JSON.stringify(formula))).toEqual(["formula-too-deep"]);
    const query = JSON.stringify(beams({} as Loose)).replace(
      "bt.Beam",
      `${"(".repeat(deep)}bt.Beam${")".repeat(deep)}`,
    );
    expect((await building.validate(query)).ok).toBe(false);
  });

  it("a byte order mark", async () => {
    const text = JSON.stringify(beams({ propertyName: "P", dataType: "Double", ecProperties: [entry] }));
    expect(await codesOf(`\uFEFF${text}`)).toEqual([]);
    expect(await codesOf("\uFEFF")).toEqual(["json-invalid"]);
    // Places count from the start of the text, the mark included.
    const place = (await engine.validate(`\uFEFF{"groups": 1}`)).diagnostics.find(({ path }) => path === "/groups");
    expect(place?.span?.begin).toBe(Buffer.byteLength('\uFEFF{"groups": '));
  });

  it("names written again", async () => {
    const text = '{"mappingName":"M","groups":[],"groups":[{"groupName":"G","query":"SELECT 1","query":"SELECT 2"}]}';
    const codes = await codesOf(text);
    expect(codes.filter((code) => code === "field-duplicate")).toHaveLength(2);
  });

  it.each(['{"a"', "{,}", "[1,]", '{"a":tru}', '"\\ud800"', '{"a":"\\x"}', "\u0000", "nul", "{}{}", "1e999", "'a'"])(
    "malformed: %j",
    async (text) => {
      const { ok, diagnostics } = await engine.validate(text);
      expect(ok).toBe(false);
      expect(diagnostics.length).toBeGreaterThan(0);
      expect(diagnostics[0]?.span?.line).toBe(1);
    },
  );
});
