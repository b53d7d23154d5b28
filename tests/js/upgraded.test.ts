/** A snapshot whose schema was upgraded in place: previews, explanations, profiles and checks read what queries read. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createEngine,
  type ECProperty,
  type Engine,
  type GroupProperty,
  type MappingInput,
  type Snapshot,
} from "premap";
import { snapshotFile } from "./support.ts";

let engine: Engine;
let snapshot: Snapshot;
beforeAll(async () => {
  engine = await createEngine({ worker: false });
  snapshot = await engine.open(snapshotFile("upgraded.bim"));
});
afterAll(() => engine.close());

const entry = (ecPropertyName: string, ecClassName = "*", ecSchemaName = "*") => ({
  ecSchemaName,
  ecClassName,
  ecPropertyName,
});
const column = (propertyName: string, dataType: GroupProperty["dataType"], ...ecProperties: ECProperty[]) => ({
  propertyName,
  dataType,
  ecProperties,
});
const mapping = (query: string, ...properties: GroupProperty[]) => ({
  mappingName: "Upgraded",
  groups: [{ groupName: "G", query, properties }],
});

const machines = mapping(
  "SELECT ECInstanceId, ECClassId FROM up.Asset",
  column("Power", "Double", entry("Power")),
  column("Width", "Double", entry("Frame.Width", "Machine", "UpgradedPlant")),
  column("Centre", "String", entry("Centre")),
  column("Drives", "String", entry("Drives.UserLabel")),
  column("Built", "String", entry("Built")),
  column("Rpm", "Integer", entry("Rpm", "Rotating", "UpgradedPlant")),
  column("Note", "String", entry("Note")),
  column("Tag", "String", entry("Tag")),
  column("Label", "String", entry("Label", "ILabelled", "UpgradedPlant")),
);

/** The rows of the preview by their label. */
async function rowsOf(input: MappingInput): Promise<Record<string, Record<string, unknown>>> {
  const preview = await snapshot.preview(input);
  return Object.fromEntries(preview.rows.map((row) => [row["UserLabel"], row]));
}

describe("a class that was put between two others", () => {
  it("gives the classes below it its properties", async () => {
    const rows = await rowsOf(machines);
    expect(rows["pump after"]).toMatchObject({
      Power: 9,
      Width: 7,
      Centre: '{"x":0,"y":0,"z":1}',
      Drives: "pump before",
      Built: "2021-06-07T00:00:00.000",
      Rpm: 1000,
      Note: "noted",
    });
    expect(rows["small pump after"]).toMatchObject({ Power: 10, Width: null, Centre: null, Rpm: 1100, Note: "second" });
    expect(rows["small pump before"]).toMatchObject({ Power: null, Rpm: null, Note: "first" });
    expect(rows["machine"]).toMatchObject({ Power: 7, Width: 3, Drives: "tank before", Rpm: null, Note: null });
    expect(rows["rotating"]).toMatchObject({ Power: 8, Rpm: 900, Note: "turns" });
  });

  it("reads properties that were moved up, and those of a mixin that came later, where they are now", async () => {
    const rows = await rowsOf(machines);
    expect(rows["valve before"]).toMatchObject({ Tag: "v0", Power: null });
    expect(rows["gate after"]).toMatchObject({ Tag: "g1" });
    expect(rows["tank before"]).toMatchObject({ Tag: "t0", Label: null });
    expect(rows["vessel after"]).toMatchObject({ Tag: "t3", Label: "labelled too" });
  });

  it("tells null values from properties that are not there", async () => {
    const preview = await snapshot.preview(machines);
    const verdict = (label: string, name: string) => {
      const row = preview.rows.findIndex((each) => each["UserLabel"] === label);
      return preview.verdict(row, name);
    };
    expect(verdict("small pump before", "Power")).toMatchObject({ source: "none", reason: "value-null" });
    expect(verdict("tank before", "Power")).toMatchObject({ source: "none", reason: "property-missing" });
    expect(verdict("small pump after", "Power")).toMatchObject({ source: "element" });
  });

  it("is the same to explanations, profiles and the checks", async () => {
    const why = await snapshot.explain(machines, { ecInstanceId: "0x1f", property: "Power" });
    expect(why).toMatchObject({ value: 10, verdict: { source: "element" } });
    const profile = await snapshot.profile(machines);
    const power = profile.columns.find(({ name }) => name === "Power");
    expect(power).toMatchObject({ filled: 4, min: 7, max: 10 });
    const { diagnostics } = await snapshot.validate(machines);
    expect(diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
  });

  it("reads aspects through it", async () => {
    const remarks = mapping(
      "SELECT ECInstanceId, ECClassId FROM up.Pump WHERE UserLabel = 'pump after'",
      column("Author", "String", entry("Author", "LongRemark", "UpgradedPlant")),
    );
    expect((await snapshot.preview(remarks)).rows[0]).toMatchObject({ Author: "him" });
  });
});
