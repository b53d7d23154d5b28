/** Formulas on the page: what a new one does not silently become, and the way from one API to the other. */
import { readFileSync } from "node:fs";
import { createEngine, type Engine, type Preview, type Snapshot } from "premap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { groupOf } from "../../web/src/engine/documents.js";
import { Workbench } from "../../web/src/engine/workbench.js";
import { ownList } from "../../web/src/lib/outline.js";
import { set } from "../../web/src/lib/patches.js";
import { snapshotFile } from "./support.ts";

let engine: Engine;
let building: Snapshot;
beforeAll(async () => {
  engine = await createEngine({ worker: false });
  building = await engine.open(snapshotFile("building.bim"));
});
afterAll(() => engine.close());

async function opened(mapping: unknown): Promise<Workbench> {
  const workbench = new Workbench();
  const text = typeof mapping === "string" ? mapping : JSON.stringify(mapping, null, 2);
  await workbench.files.openMapping(new File([text], "m.json"));
  await expect.poll(() => workbench.documents.state.outline?.isCurrent).toBe(true);
  return workbench;
}

const query = "SELECT ECInstanceId, ECClassId FROM bt.Beam ORDER BY ECInstanceId";
const entry = (ecPropertyName: string, ecPropertyType?: string) => ({
  ecSchemaName: "BuildingTest",
  ecClassName: "Beam",
  ecPropertyName,
  ...(ecPropertyType ? { ecPropertyType } : {}),
});
const length = { propertyName: "Length", dataType: "Double", ecProperties: [entry("Length")] };

describe("the formula of a new column", () => {
  it("does not join what the column read to begin with, however fast it is typed", async () => {
    const workbench = await opened({ mappingName: "M", groups: [{ groupName: "G", query, properties: [length] }] });
    const entries = [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: "CodeValue" }];
    workbench.edits.addNewColumn({ propertyName: "NewColumn", dataType: "String", ecProperties: entries });
    await expect.poll(() => groupOf(workbench.documents.state)?.columns.length).toBe(2);
    const column = groupOf(workbench.documents.state)!.columns[1]!;
    const typed = ["L", "Le", "Length"].map((text) =>
      workbench.edits.typeFormula(column, set(column.pointer, "formula", text)),
    );
    await Promise.all(typed);
    const now = JSON.parse(workbench.documents.now.text) as { groups: { properties: unknown[] }[] };
    expect(now.groups[0]?.properties[1]).toEqual({ propertyName: "NewColumn", dataType: "String", formula: "Length" });
  });

  it("leaves entries that somebody chose", async () => {
    const workbench = await opened({ mappingName: "M", groups: [{ groupName: "G", query, properties: [length] }] });
    const column = groupOf(workbench.documents.state)!.columns[0]!;
    await workbench.edits.typeFormula(column, set(column.pointer, "formula", "1"));
    expect(JSON.parse(workbench.documents.now.text)).toMatchObject({
      groups: [{ properties: [{ formula: "1", ecProperties: [entry("Length")] }] }],
    });
  });
});

const v1 = {
  mappingName: "M",
  groups: [
    {
      groupName: "G",
      query,
      properties: [
        {
          propertyName: "Length",
          dataType: "Number",
          quantityType: "Undefined",
          ecProperties: [entry("Length", "Double")],
        },
        {
          propertyName: "Mark",
          dataType: "String",
          ecProperties: [entry("Mark", "String"), entry("UserLabel", "String")],
        },
      ],
      calculatedProperties: [{ propertyName: "Diagonal", type: "BoundingBoxDiagonalLength" }],
      customCalculations: [
        { propertyName: "Both", formula: "Text + '!'" },
        { propertyName: "Text", formula: "'is ' + Twice" },
        { propertyName: "Twice", formula: "Length * 2", quantityType: "Distance" },
        { propertyName: "IsLong", formula: "Twice > 8" },
      ],
    },
    {
      groupName: "H",
      query: "BuildingTest:Space",
      properties: [
        {
          propertyName: "N",
          dataType: "Undefined",
          ecProperties: [{ ...entry("Number", "String"), ecClassName: "Space" }],
        },
      ],
    },
  ],
};

/** As answers of the API have it. */
const wrapped = {
  mapping: { mappingName: "M" },
  groups: v1.groups.map(({ groupName, query: text, properties, calculatedProperties, customCalculations }) => ({
    group: { groupName, query: text },
    properties: properties.map((property) => ({ property })),
    ...(calculatedProperties ? { calculatedProperties } : {}),
    ...(customCalculations
      ? { customCalculations: customCalculations.map((customCalculation) => ({ customCalculation })) }
      : {}),
  })),
};

function rowsOf(table: Preview): unknown[] {
  return table.columns.map(({ name, dataType }, column) => [
    name,
    dataType,
    Array.from({ length: table.rowCount }, (_, row) => table.cell(row, column)),
  ]);
}

describe.each([
  ["as a file", v1],
  ["as answers of the API", wrapped],
  ["the sample", readFileSync(new URL("../../web/public/sample/mapping.json", import.meta.url), "utf8")],
])("a mapping of Reporting v1, %s", (_, mapping) => {
  it("becomes one of Grouping and Mapping with the same table, in one step", async () => {
    const workbench = await opened(mapping);
    const before = workbench.documents.now.text;
    const { outline } = workbench.documents.state;
    expect(outline?.api).toBe("reporting");
    await workbench.edits.convert();
    const after = workbench.documents.now.text;
    const { api } = await engine.outline(after);
    expect(api).toBe("groupingAndMapping");
    const { diagnostics } = await building.validate(after);
    const left = diagnostics.filter(({ severity, code }) => severity !== "info" || code === "v1-only-field");
    expect(left.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
    for (const { name } of outline?.groups ?? []) {
      const [old, now] = [
        await building.preview(before, { group: name }),
        await building.preview(after, { group: name }),
      ];
      expect(rowsOf(now)).toEqual(rowsOf(old));
    }
    // What is left out means another thing there.
    expect((await engine.outline(after)).extractionEnabled).toBe(outline?.extractionEnabled ?? true);
    workbench.documents.undo();
    expect(workbench.documents.now.text).toBe(before);
  });
});

describe("converting a mapping of Reporting v1", () => {
  it("leaves nothing that tells Reporting v1: no empty list, no link of an answer", async () => {
    const lists = { calculatedProperties: [], customCalculations: [] };
    const group = { groupName: "G", query, properties: [length], ...lists };
    const workbench = await opened({ mappingName: "M", groups: [group, { ...group, groupName: "H" }] });
    expect(workbench.documents.state.outline?.api).toBe("reporting");
    await workbench.edits.convert();
    expect((await engine.outline(workbench.documents.now.text)).api).toBe("groupingAndMapping");
    const answer = { mapping: { mappingName: "M", _links: { imodel: { href: "x" } } }, groups: [] };
    const other = await opened(answer);
    expect(other.documents.state.outline?.api).toBe("reporting");
    await other.edits.convert();
    expect((await engine.outline(other.documents.now.text)).api).toBe("groupingAndMapping");
  });

  it("gives a formula the type that its column has in the table", async () => {
    const whole = { propertyName: "Whole", dataType: "Integer", ecProperties: [entry("Length", "Integer")] };
    const customCalculations = [
      { propertyName: "Same", formula: "Whole" },
      { propertyName: "Twice", formula: "Whole * 2" },
      { propertyName: "Word", formula: "IfNull(null, 'none')" },
    ];
    const group = { groupName: "G", query, properties: [whole], customCalculations };
    const workbench = await opened({
      mappingName: "M",
      groups: [group, { ...group, groupName: "H", query: "SELECT" }],
    });
    await workbench.files.openAny([{ file: new File([readFileSync(snapshotFile("building.bim"))], "building.bim") }]);
    expect(workbench.files.state.snapshot.phase).toBe("ready");
    const before = await building.preview(workbench.documents.now.text, { group: "G" });
    await workbench.edits.convert();
    expect(rowsOf(await building.preview(workbench.documents.now.text, { group: "G" }))).toEqual(rowsOf(before));
  });

  it("leaves a text alone that cannot be read", async () => {
    const workbench = await opened({ mappingName: "M", groups: [{ groupName: "G", query, properties: [] }] });
    const text = `${workbench.documents.now.text},`;
    workbench.documents.type(text);
    await workbench.edits.convert();
    expect(workbench.documents.now.text).toBe(text);
  });
});

describe("the list of a resource of Reporting v1", () => {
  it("lies beside that of the mapped columns", async () => {
    for (const text of [v1, wrapped]) {
      const outline = await engine.outline(JSON.stringify(text));
      const list = ownList(outline.groups[0]!, "customCalculations");
      const at = outline.groups[0]?.columns.find(({ name }) => name === "Both")?.pointer;
      expect(at?.startsWith(`${list}/0`)).toBe(true);
    }
  });
});
