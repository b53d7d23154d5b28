/** Why a cell is null has one answer: of the preview, the profile, the explanation, and of the page, which shows it in the engine's words. */
import { readFileSync } from "node:fs";
import { createEngine, type Engine, type Preview, type Profile, type Snapshot } from "premap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { healthOf } from "../../web/src/engine/health.ts";
import { cellFaces } from "../../web/src/features/preview/cell_face.ts";
import { repairsFor } from "../../web/src/lib/repairs.ts";
import { snapshotFile } from "./support.ts";

let engine: Engine;
let building: Snapshot;
beforeAll(async () => {
  engine = await createEngine({ worker: false });
  building = await engine.open(snapshotFile("building.bim"));
});
afterAll(() => engine.close());

const entry = (ecClassName: string, ecPropertyName: string, ecSchemaName = "BuildingTest") => ({
  ecSchemaName,
  ecClassName,
  ecPropertyName,
});
const ofBeam = (path: string) => entry("Beam", path);
const noClass = entry("Bean", "Length");
const otherClass = entry("GeometricElement2d", "UserLabel", "BisCore");
const noProperty = ofBeam("Lenght");
const column = (propertyName: string, ecProperties: object[], more: object = {}) => ({
  propertyName,
  dataType: "String",
  ecProperties,
  ...more,
});

/** The columns, and of their null cells the reason and the entry that decides: the one that got furthest, wherever it stands. */
const columns: [property: ReturnType<typeof column>, reason: string, decidedBy?: number][] = [
  [column("FurthestFirst", [noProperty, noClass]), "property-missing", 0],
  [column("FurthestLast", [noClass, noProperty]), "property-missing", 1],
  [column("FurthestBetween", [noClass, ofBeam("Length.Foot"), otherClass]), "path-into-scalar", 1],
  [column("AllAlike", [otherClass, otherClass]), "class-mismatch", 0],
  [column("NullThenOther", [ofBeam("UserLabel.x"), otherClass]), "json-invalid", 0],
  [column("BadType", [noProperty], { dataType: "Text" }), "type-unknown"],
  [column("BadTypeOfEntry", [{ ...ofBeam("Length"), ecPropertyType: "Text" }, noProperty]), "property-missing", 1],
  [column("Nothing", []), "no-source"],
  [column("Measured", [noProperty], { calculatedPropertyType: "Volume" }), "no-measure"],
  [column("Computed", [noProperty], { dataType: "Double", formula: "1 / 0" }), "formula-non-finite"],
  [column("Refused", [noProperty], { dataType: "Integer", formula: '"a text"' }), "convert-failed"],
];
const mapping = {
  mappingName: "M",
  groups: [
    {
      groupName: "G",
      query: "SELECT ECInstanceId, ECClassId FROM bt.Beam",
      properties: columns.map(([property]) => property),
    },
  ],
};
const text = JSON.stringify(mapping);

const countsOf = (preview: Preview, name: string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (let row = 0; row < preview.rowCount; row += 1) {
    const reason = preview.verdict(row, name)?.reason;
    if (preview.cell(row, name) === null && reason) counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
};

describe("the reason that decides", () => {
  let preview: Preview, profile: Profile;
  beforeAll(async () => {
    preview = await building.preview(text, { limit: null });
    profile = await building.profile(text);
  });

  it.each(columns.map(([{ propertyName }, ...told]) => [propertyName, ...told] as const))(
    "%s: %s",
    async (name, reason, decidedBy) => {
      const verdicts = Array.from({ length: preview.rowCount }, (_, row) => row)
        .filter((row) => preview.cell(row, name) === null)
        .map((row) => ({ row, verdict: preview.verdict(row, name) }));
      const first = verdicts.find(({ verdict }) => verdict?.reason === reason);
      expect(first?.verdict).toMatchObject({ entry: null, source: "none" });
      expect(first?.verdict?.decidedBy).toBe(decidedBy);
      if (decidedBy !== undefined) expect(first?.verdict?.skipped[decidedBy]?.reason).toBe(reason);

      const id = preview.cell(first?.row ?? 0, "ECInstanceId");
      const told = await building.explain(text, { property: name, ecInstanceId: String(id) });
      expect(told.verdict).toEqual(first?.verdict);
      expect(told.text).toBeTruthy();

      const counted = profile.columns.find((item) => item.name === name);
      expect(countsOf(preview, name)).toEqual(counted?.nullReasons);
      expect(counted?.whyNull).toContainEqual({
        reason,
        entry: decidedBy ?? null,
        count: counted?.nullReasons[reason],
        words: first?.verdict?.words,
      });
    },
  );

  it("has words wherever it is told", () => {
    for (const { reason, words, skipped, source, decisions = [] } of preview.verdicts) {
      if (reason) expect(words).toEqual(preview.words.reasons[reason]);
      for (const word of Object.values(words ?? {})) expect(word).not.toBe("");
      for (const skip of skipped) expect(preview.words.reasons[skip.reason]?.short).toBeTruthy();
      expect(preview.words.sources[source]).toBeTruthy();
      for (const name of decisions) expect(preview.words.decisions[name]).toBeTruthy();
    }
  });

  it("is what the page shows in the cell and counts in the rows at hand", () => {
    const faces = cellFaces((row) => ({ table: preview, row }), new Map());
    const shown = healthOf(preview, undefined).columns;
    for (const [{ propertyName }, reason, decidedBy = null] of columns) {
      const index = preview.columns.findIndex(({ name }) => name === propertyName);
      const row = Array.from({ length: preview.rowCount }, (_, r) => r).find(
        (r) => preview.verdict(r, index)?.reason === reason,
      );
      expect(faces(row ?? -1, index).text).toBe(preview.words.reasons[reason as "internal"]?.short);
      expect(shown[index]?.whyNull).toContainEqual(expect.objectContaining({ reason, entry: decidedBy }));
      expect(shown[index]?.whyNull.map(({ words: _, ...gap }) => gap)).toEqual(
        profile.columns.find(({ name }) => name === propertyName)?.whyNull.map(({ words: _, ...gap }) => gap),
      );
    }
  });

  it("is the entry that a repair mends", async () => {
    const group = (await engine.outline(text)).groups[0];
    const property = group?.columns.find(({ name }) => name === "FurthestBetween");
    const { whyNull } = profile.columns.find(({ name }) => name === "FurthestBetween") ?? { whyNull: [] };
    if (!group || !property) return expect.fail("the column is not there");
    const [repair] = repairsFor(group, property, whyNull, [], []);
    expect(repair?.words).toBe("Shorten the path to Length");
    const patched = await engine.apply(text, [...(repair?.patch ?? [])]);
    const mended = JSON.parse(patched.mapping) as typeof mapping;
    expect(mended.groups[0]?.properties[2]?.ecProperties).toEqual([noClass, ofBeam("Length"), otherClass]);
  });
});

it("in the broken sample, too, page and engine tell the same of every column", async () => {
  const broken = readFileSync(new URL("../../web/public/sample/broken.json", import.meta.url), "utf8");
  let compared = 0;
  for (const { name: group } of (await engine.outline(broken)).groups) {
    const preview = await building.preview(broken, { group, limit: null }).catch(() => undefined);
    if (!preview) continue;
    const profile = await building.profile(broken, { group });
    const shown = new Map(healthOf(preview, undefined).columns.map((item) => [item.name, item]));
    for (const { name, whyNull } of profile.columns) {
      expect(shown.get(name)?.whyNull, `${group}.${name}`).toEqual(whyNull);
      compared += whyNull.length;
    }
  }
  expect(compared).toBeGreaterThan(5);
});

it("merged groups: what one lacks, and where they disagree", async () => {
  const group = (properties: object[], where: string) => ({
    groupName: "G",
    query: `SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE ${where}`,
    properties,
  });
  const merged = {
    mappingName: "M",
    groups: [
      group([column("Own", [ofBeam("CodeValue")]), column("Torn", [ofBeam("Length")])], "Length > 5"),
      group([column("Torn", [ofBeam("Length")], { dataType: "Double" })], "Length <= 5"),
    ],
  };
  const preview = await building.preview(JSON.stringify(merged), { limit: null });
  const profile = await building.profile(JSON.stringify(merged));
  for (const [name, reason] of [
    ["Own", "column-absent"],
    ["Torn", "merge-type-conflict"],
  ] as const) {
    expect(countsOf(preview, name)).toEqual(profile.columns.find((item) => item.name === name)?.nullReasons);
    expect(Object.keys(countsOf(preview, name))).toContain(reason);
    expect(preview.words.reasons[reason]?.short).toBeTruthy();
  }
});
