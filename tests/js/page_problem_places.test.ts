/** Where a problem is mended: for every code that can be about a mapping a sample, and the form's field, query or file it leads to. */
import { readFileSync } from "node:fs";
import {
  createEngine,
  type Diagnostic,
  type Engine,
  type MappingApi,
  type MappingOutline,
  type Snapshot,
} from "premap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ProblemList } from "../../web/src/features/problems/list_state.js";
import { mendPlace, placeOfPointer, ProblemsByField } from "../../web/src/lib/problem_place.js";
import { snapshotFile } from "./support.ts";

const entry = (schema: string, name: string, path: string, type?: string) => ({
  ecSchemaName: schema,
  ecClassName: name,
  ecPropertyName: path,
  ...(type ? { ecPropertyType: type } : {}),
});
const mark = entry("BuildingTest", "Beam", "Mark");
const column = (propertyName: unknown, dataType: unknown, ecProperties: unknown = [mark], more = {}) => ({
  propertyName,
  dataType,
  ecProperties,
  ...more,
});
const formula = (text: unknown, dataType = "Double") => ({ propertyName: "F", dataType, formula: text });
const select = "SELECT ECInstanceId, ECClassId FROM ";
const beamQuery = `${select}BuildingTest.Beam`;
const group = (properties: unknown[], query: unknown = beamQuery, groupName = "G", more = {}) => ({
  groupName,
  query,
  properties,
  ...more,
});
const mapping = (groups: unknown[], more = {}) => JSON.stringify({ mappingName: "M", ...more, groups });
const beams = (...properties: unknown[]) => mapping([group(properties)]);
const reads = (...entries: unknown[]) => beams(column("P", "String", entries));
const over = (query: unknown) => mapping([group([column("Mark", "String")], query)]);
const named = (name: string) => beams(column(name, "String"));
const computed = (text: unknown, type?: string) =>
  beams(column("a", "Double", [entry("BuildingTest", "Beam", "Length")]), column("s", "String"), formula(text, type));

/** Where it leads: `form group/column/entry/field`, `query group`, `file`; `+`: with a place in the field's text. */
type Led = string;
type Sample = readonly [code: string, text: string, led: Led, api?: MappingApi];

const ofP = "form 0/0/-/";
const ofEntry = "form 0/0/0/";
const ofOthers = "form -1/-/-/others";
const ofExtraction = "form -1/-/-/extraction";
const ofF = "form 0/2/-/formula";

const samples: readonly Sample[] = [
  ["json-invalid", '{"groups":[],}', "file"],
  ["mapping-shape-unknown", '{"grups":[]}', "file"],
  ["mappings-several", '{"mappings":[{"mappingName":"A"},{"mappingName":"B"}]}', "file"],
  ["field-unknown", beams({ ...column("P", "String"), propertyNam: "x" }), "file"],
  ["field-unknown", mapping([{ ...group([]), qurey: "x" }]), "file"],
  ["field-misplaced", mapping([], { query: "x" }), ofOthers],
  ["field-unknown", mapping([], { nam: "x" }), ofOthers],
  ["field-misplaced", mapping([{ ...group([]), formula: "x" }]), "file"],
  ["field-type", beams(column("P", 1)), `${ofP}dataType`],
  ["field-type", mapping([], { extractionEnabled: "true" }), ofExtraction],
  ["field-type", mapping([], { description: 5 }), "form -1/-/-/description"],
  ["field-duplicate", named("P").replace('"dataType"', '"dataType":"Double","dataType"'), "file"],
  ["field-missing", beams({ propertyName: "P", ecProperties: [mark] }), `${ofP}dataType`],
  ["field-missing", beams({ dataType: "String", ecProperties: [mark] }), `${ofP}name`],
  ["field-missing", mapping([{ query: beamQuery, properties: [] }]), "form 0/-/-/name"],
  ["field-missing", '{"groups":[]}', "file"],
  ["field-missing", reads(mark), `${ofEntry}type`, "reporting"],
  [
    "field-missing",
    mapping([{ ...group([]), calculatedProperties: [{ propertyName: "V" }] }]),
    `${ofP}measure`,
    "reporting",
  ],
  ["name-invalid", named("a b"), `${ofP}name`],
  ["name-invalid", mapping([group([], beamQuery, "a b")]), "form 0/-/-/name"],
  ["name-invalid", mapping([], { mappingName: "a b" }), "form -1/-/-/name"],
  ["name-too-long", named("x".repeat(129)), `${ofP}name`],
  ["name-double-underscore", named("a__b"), `${ofP}name`],
  ["name-shadows-default-column", named("userlabel"), `${ofP}name`],
  ["name-shadows-constant", named("pi"), `${ofP}name`],
  ["name-not-usable-in-formula", named("Ⅷ"), `${ofP}name`],
  ["name-duplicate-in-group", beams(column("A", "String"), column("a", "String")), "form 0/1/-/name"],
  ["name-whitespace", reads(entry("BuildingTest ", "Beam", "Mark")), `${ofEntry}schema`],
  ["query-dialect", over(`${beamQuery} WHERE UserLabel = NULL`), "query 0+"],
  ["query-blank", over(" "), "query 0"],
  ["query-blank", mapping([{ groupName: "G", properties: [] }]), "query 0"],
  ["query-not-ecsql", over("bis.Element"), "query 0+"],
  ["query-invalid", over(`${select}BuildingTest.Bim`), "query 0+"],
  ["query-parameter", over(`${beamQuery} WHERE Mark = ?`), "query 0+"],
  ["query-not-subselectable", over(`${beamQuery};`), "query 0+"],
  ["query-no-ecinstanceid", over("SELECT ECClassId FROM BuildingTest.Beam"), "query 0+"],
  ["query-no-ecclassid", over("SELECT ECInstanceId FROM BuildingTest.Beam"), "query 0+"],
  ["query-not-portable", over(`${beamQuery} WHERE UserLabel = 'x'`), "query 0+"],
  ["query-limit-unordered", over(`${beamQuery} LIMIT 5`), "query 0+"],
  ["query-newer-ecsql", over(`${beamQuery} WHERE Mark IS UserLabel`), "query 0+"],
  [
    "query-not-element",
    mapping([
      group([column("Cost", "Double", [entry("BuildingTest", "CostAspect", "Cost")])], `${select}bt.CostAspect`),
    ]),
    "query 0",
  ],
  ["query-zero-rows", over(`${beamQuery} WHERE Mark = 'none such'`), "query 0"],
  [
    "query-duplicate-ids",
    over("SELECT b.ECInstanceId, b.ECClassId FROM bt.Beam b JOIN bt.WeldInspection w ON w.Element.Id = b.ECInstanceId"),
    "query 0",
  ],
  ["query-duplicate-column", over("SELECT ECInstanceId, ECClassId, Mark, UserLabel AS Mark FROM bt.Beam"), "query 0"],
  ["row-dangling", over("SELECT ECInstanceId + 1000000 AS ECInstanceId, ECClassId FROM bt.Beam"), "query 0"],
  ["row-class-unknown", over("SELECT ECInstanceId, 'bt.Bim' AS ECClassId FROM bt.Beam"), "query 0"],
  ["groups-overlap", mapping([group([mark]), group([], `${beamQuery} LIMIT 3`, "H")]), "query 1"],
  ["enum-unknown", beams(column("P", "Text")), `${ofP}dataType`],
  ["enum-unknown", beams(column("P", "Double", [mark], { quantityType: "Lenth" })), `${ofP}quantityType`],
  ["enum-unknown", beams(column("P", "Double", undefined, { calculatedPropertyType: "Volum" })), `${ofP}measure`],
  ["enum-unknown", reads(entry("*", "*", "Mark", "text")), `${ofEntry}type`, "reporting"],
  [
    "type-undefined",
    beams(column("P", "Undefined", [{ ...mark, ecPropertyType: "String" }])),
    `${ofP}dataType`,
    "reporting",
  ],
  [
    "deprecated-number",
    beams(column("P", "Number", [{ ...mark, ecPropertyType: "String" }])),
    `${ofP}dataType`,
    "reporting",
  ],
  ["quantity-not-numeric", beams(column("P", "String", [mark], { quantityType: "Area" })), `${ofP}quantityType`],
  [
    "quantity-unit-mismatch",
    beams(column("P", "Double", [entry("BuildingTest", "Beam", "Length")], { quantityType: "Area" })),
    `${ofP}quantityType`,
  ],
  [
    "calculated-not-double",
    beams({ propertyName: "P", dataType: "Integer", calculatedPropertyType: "Area" }),
    `${ofP}dataType`,
  ],
  ["ecproperties-empty", reads(), `${ofP}entries`],
  ["ecproperties-empty", beams({ propertyName: "P", dataType: "String" }), `${ofP}entries`, "reporting"],
  ["property-no-source", beams({ propertyName: "P", dataType: "String" }), `${ofP}entries`],
  [
    "gm-only-field",
    beams(column("P", "Double", [{ ...mark, ecPropertyType: "Double" }], { formula: "1" })),
    `${ofP}formula`,
    "reporting",
  ],
  ["v1-only-field", reads(entry("*", "*", "Mark", "String"), mark), `${ofEntry}type`, "groupingAndMapping"],
  [
    "v1-only-field",
    mapping([{ ...group([]), customCalculations: [{ propertyName: "F", formula: "1" }] }]),
    `${ofP}formula`,
    "groupingAndMapping",
  ],
  ["ecproperty-blank", reads(entry("BuildingTest", " ", "Mark")), `${ofEntry}class`],
  ["ecproperty-blank", reads({ ecSchemaName: "BuildingTest", ecPropertyName: "Mark" }), `${ofEntry}class`],
  ["wildcard-misused", reads(entry("BuildingTest", "Be*", "Mark")), `${ofEntry}class`],
  ["wildcard-no-inheritance", reads(entry("*", "Beam", "Mark")), `${ofEntry}schema`],
  ["aspect-wildcard", reads(entry("*", "FireProtection", "Coating")), `${ofEntry}schema`],
  ["ec-name-impossible", reads(entry("BuildingTest", "bt:Beam", "Mark")), `${ofEntry}class`],
  ["path-invalid", reads(entry("*", "*", "Category.")), `${ofEntry}path`],
  ["path-array-index", reads(entry("*", "*", "Mark[0]")), `${ofEntry}path`],
  ["class-unknown", reads(entry("BuildingTest", "Beem", "Mark")), `${ofEntry}class`],
  ["class-unknown", reads(entry("bis", "Element", "CodeValue")), `${ofEntry}schema`],
  ["property-unknown", reads(entry("*", "*", "Category.CodeValu")), `${ofEntry}path`],
  ["json-member-unknown", reads(entry("BuildingTest", "Beam", "ConfigJson.paint.colr")), `${ofEntry}path`],
  ["type-mismatch", beams(column("P", "Double", [entry("*", "*", "Mark", "String")])), `${ofEntry}type`, "reporting"],
  ["type-mismatch", beams(column("P", "Integer", [entry("BuildingTest", "Beam", "NumText")])), `${ofEntry}path`],
  ["lossy-conversion", beams(column("P", "Integer", [entry("BuildingTest", "Beam", "Length")])), `${ofEntry}path`],
  ["entry-unreachable", reads(mark, mark), "form 0/0/1/path"],
  ["entry-never-used", reads(entry("*", "*", "ECInstanceId"), mark), "form 0/0/1/path"],
  ["aspect-multiple", reads(entry("BuildingTest", "WeldInspection", "WeldType")), `${ofEntry}path`],
  [
    "wildcard-ambiguous-types",
    mapping([group([column("P", "Double", [entry("*", "*", "Length")])], `${select}bis.PhysicalElement`)]),
    `${ofEntry}path`,
  ],
  ["column-all-null", reads(entry("BuildingTest", "Column", "UserLabel")), `${ofP}entries`],
  [
    "column-mostly-null",
    mapping([group([column("P", "String", [entry("BuildingTest", "Space", "Number")])], `${select}bis.Element`)]),
    `${ofP}entries`,
  ],
  ["not-computable-offline", computed("random()"), ofF],
  ["metadata-key-blank", mapping([group([], beamQuery, "G", { metadata: [{ key: " " }] })]), "file"],
  ["metadata-key-duplicate", mapping([group([], beamQuery, "G", { metadata: [{ key: "a" }, { key: "a" }] })]), "file"],
  ["groups-merged", mapping([group([]), group([])]), "form 1/-/-/name"],
  [
    "merge-type-conflict",
    mapping([group([column("P", "String")]), group([column("P", "Double")])]),
    "form 1/0/-/dataType",
  ],
  ["table-name-collision", mapping([group([]), group([], beamQuery, "g")]), "form 1/-/-/name"],
  ["mapping-no-groups", mapping([]), "file"],
  ["group-no-properties", mapping([group([])]), "form 0/-/-/columns"],
  ["extraction-disabled", mapping([], { extractionEnabled: false }), ofExtraction],
  ["iModel-missing", mapping([], { iModelId: " " }), "file"],
  ["source-not-in-file", '{"mappingName":"M","sourceMappingId":"x"}', "file"],
  [
    "api-mixed",
    beams(column("P", "String", [{ ...mark, ecPropertyType: "String" }], { formula: "'1'" })),
    `${ofP}formula`,
  ],
  ["formula-empty", computed(" "), ofF],
  ["formula-invalid", computed("(a + 1"), `${ofF}+`],
  ["formula-literal", computed("1.2.3"), `${ofF}+`],
  ["formula-operator", computed("s * 2"), `${ofF}+`],
  ["formula-variable-unknown", computed("b * 2"), `${ofF}+`],
  ["formula-function-unknown", computed("mox(a, 1)"), `${ofF}+`],
  ["formula-arguments", computed("min(a)"), `${ofF}+`],
  ["formula-always-null", computed("null"), `${ofF}+`],
  ["formula-self-reference", computed("f + 1"), `${ofF}+`],
  ["formula-too-deep", computed(`${"(".repeat(300)}a${")".repeat(300)}`), `${ofF}+`],
  [
    "formula-cycle",
    beams({ ...formula("G"), propertyName: "A" }, { ...formula("A"), propertyName: "G" }),
    "form 0/1/-/formula+",
  ],
  ["formula-type-mismatch", computed("a / 2", "Integer"), `${ofF}+`],
  ["formula-not-offline", computed("random()"), `${ofF}+`],
];

/** Codes that are never told of a place in a mapping, by the module that gives them, and those that need a text too large for a test. */
const elsewhereModules = ["package", "sqlite", "schema"];
const elsewhere = new Set([
  ...[
    "binding-invalid",
    "binding-unknown",
    "cancelled",
    "group-ambiguous",
    "group-missing",
    "group-unknown",
    "row-unknown",
  ],
  ...["option-unknown", "option-value", "argument-invalid", "call-invalid", "call-unknown", "cursor-unknown"],
  ...["patch-invalid", "request-invalid", "request-unknown", "mapping-too-large", "diagnostics-truncated"],
]);

let engine: Engine;
let building: Snapshot;
beforeAll(async () => {
  engine = await createEngine({ worker: false });
  building = await engine.open(snapshotFile("building.bim"));
});
afterAll(() => engine.close());

async function judged(
  text: string,
  api?: MappingApi,
): Promise<{ outline?: MappingOutline; faults: readonly Diagnostic[] }> {
  const outline = await engine.outline(text).catch(() => undefined);
  const { diagnostics } = await building.validate(text, api ? { api } : {});
  return { faults: diagnostics, ...(outline ? { outline } : {}) };
}

function ledBy(outline: MappingOutline | undefined, fault: Diagnostic): Led {
  const place = mendPlace(outline, fault);
  if (place.in === "file") return "file";
  const within = place.within ? "+" : "";
  if (place.in === "query") return `query ${place.group}${within}`;
  const part = (index: number | undefined) => (index === undefined || index < 0 ? "-" : String(index));
  return `form ${place.group}/${part(place.column)}/${part(place.entry)}/${place.field}${within}`;
}

describe("a problem leads to where it is mended", () => {
  const named = samples.map(([code, text, led, api]) => ({ code, text, led, api }));
  it.each(named)("$code of $text: $led", async ({ code, text, led, api }) => {
    const { outline, faults } = await judged(text, api);
    const found = faults.filter((fault) => fault.code === code);
    const all = found.map((fault) => ledBy(outline, fault).replace(led.endsWith("+") ? /$^/ : /\+$/, ""));
    expect(all, JSON.stringify(faults.map((fault) => [fault.code, fault.path, fault.target]))).toContain(led);
  });

  it("for every code that can be about a mapping", () => {
    const catalogue = JSON.parse(readFileSync(new URL("../../docs/diagnostics.json", import.meta.url), "utf8")) as {
      code: string;
      module: string;
    }[];
    const wanted = catalogue.filter(({ code, module }) => !elsewhereModules.includes(module) && !elsewhere.has(code));
    const tested = new Set(samples.map(([code]) => code));
    expect(wanted.map(({ code }) => code).filter((code) => !tested.has(code))).toEqual([]);
    expect([...tested].filter((code) => !catalogue.some((row) => row.code === code))).toEqual([]);
  });

  it("to the word in the field that is wrong", async () => {
    for (const [text, code, word] of [
      [computed("'ü\\n' + Lenght"), "formula-variable-unknown", "Lenght"],
      [over(`${select}\tBuildingTest.Bim`), "query-invalid", "BuildingTest.Bim"],
    ] as const) {
      const { outline, faults } = await judged(text);
      const fault = faults.find((each) => each.code === code);
      const place = outline && fault && mendPlace(outline, fault);
      const groups = outline?.groups[0];
      const field = place?.in === "query" ? groups?.query : groups?.columns[2]?.formula;
      const { from = 0, to = 0 } = (place && place.in !== "file" && place.within) || {};
      expect(field?.slice(from, to)).toBe(word);
    }
  });

  it("in the forms of answers of the API, whose items are wrapped", async () => {
    const text = JSON.stringify({
      mapping: { mappingName: "M" },
      groups: [
        {
          group: { groupName: "G", query: beamQuery },
          properties: [{ property: column("a b", "String") }],
          customCalculations: [{ customCalculation: { propertyName: "F", formula: "x" } }],
        },
      ],
    });
    const { outline, faults } = await judged(text);
    const led = faults.map((fault) => `${fault.code} ${ledBy(outline, fault)}`);
    expect(led).toContain("name-invalid form 0/0/-/name");
    expect(led).toContain("formula-variable-unknown form 0/1/-/formula+");
  });
});

it("a measure that could not be loaded leads to the measure", async () => {
  const outline = await engine.outline(
    beams({ propertyName: "V", dataType: "Double", calculatedPropertyType: "Volume" }),
  );
  const [path, code] = ["/groups/0/properties/0", "geometry-not-loaded"] as const;
  expect(mendPlace(outline, { code, path })).toEqual({ in: "form", group: 0, column: 0, field: "measure" });
});

describe("problems of a form", () => {
  it("stand at their fields, and are counted for the column and the group", async () => {
    const text = readFileSync(new URL("../../web/public/sample/broken.json", import.meta.url), "utf8");
    const { outline, faults } = await judged(text);
    if (!outline) throw new Error("no outline");
    const problems = new ProblemsByField(outline, faults);
    const at = outline.groups[0]?.columns.findIndex(({ name }) => name === "Weight") ?? -1;
    const place = { group: 0, column: at, field: "formula" } as const;
    expect(problems.at(place).map(({ code }) => code)).toEqual(["formula-variable-unknown"]);
    expect(problems.of(0, at)).toHaveLength(1);
    const inColumns =
      outline.groups[0]?.columns.reduce((sum, _, column) => sum + problems.of(0, column).length, 0) ?? 0;
    expect(problems.of(0).length).toBeGreaterThanOrEqual(inColumns);
    expect(inColumns).toBeGreaterThan(10);
  });

  it("each entry of a cell has its place in the form", async () => {
    const outline = await engine.outline(reads(mark, entry("*", "*", "UserLabel")));
    for (const [index, item] of outline.groups[0]!.columns[0]!.entries.entries())
      expect(placeOfPointer(outline, item.pointer)).toEqual({
        in: "form",
        group: 0,
        column: 0,
        entry: index,
        field: "path",
      });
  });
});

describe("the next problem", () => {
  const problems = (...names: string[]) => names.map((message) => ({ code: "enum-unknown", message }) as Diagnostic);
  it("behind the last one is the first, also where more than the chosen one were mended", () => {
    const list = new ProblemList();
    const all = problems("a", "b", "c", "d", "e", "f");
    expect(list.neighbour(all, 1)).toBe(0);
    expect(list.neighbour(all, -1)).toBe(5);
    list.choose(all[4]!, 4);
    expect([list.neighbour(all, 1), list.neighbour(all, -1)]).toEqual([5, 3]);
    // What is at its line now comes next.
    expect([list.neighbour(problems("a", "b", "c", "d", "f"), 1)]).toEqual([4]);
    expect([list.neighbour(problems("a", "b", "c"), 1), list.neighbour(problems("a", "b", "c"), -1)]).toEqual([0, 2]);
  });
});
