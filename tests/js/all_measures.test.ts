/** All ten calculated kinds over every shape there is: a value that is right, or the reason why there is none. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { createEngine, type Engine, type Preview, type Snapshot } from "premap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snapshotFile } from "./support.ts";

const measures = ["Length", "Area", "Volume"] as const;
const boxes = [
  "BoundingBoxLongestEdgeLength",
  "BoundingBoxIntermediateEdgeLength",
  "BoundingBoxShortestEdgeLength",
  "BoundingBoxDiagonalLength",
  "BoundingBoxLongestFaceDiagonalLength",
  "BoundingBoxIntermediateFaceDiagonalLength",
  "BoundingBoxShortestFaceDiagonalLength",
] as const;
const kinds = [...measures, ...boxes];

/** Everything with a shape, in 3d and 2d, and some elements that have none. */
const queries = {
  in3d: "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d",
  in2d: "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement2d",
  without: "SELECT ECInstanceId, ECClassId FROM bis.Category",
};
const mapping = {
  mappingName: "M",
  groups: Object.entries(queries).map(([groupName, query]) => ({
    groupName,
    query,
    properties: kinds.map((kind) => ({
      propertyName: kind,
      dataType: "Double" as const,
      calculatedPropertyType: kind,
    })),
  })),
};

interface Recorded {
  id: string;
  code: string;
  lengths: { ok: boolean; length?: number };
  areas: { ok: boolean; area?: number };
  volumes: { ok: boolean; volume?: number };
}
const recorded = new Map(
  (
    JSON.parse(readFileSync(path.resolve(import.meta.dirname, "../fixtures/geometry/shapes.json"), "utf8")) as {
      elements: Recorded[];
    }
  ).elements.map((each) => [each.id, each]),
);

/** As tests/unit/geometry/shapes_test.cpp has it, with the reasons. */
const differing =
  /^(region-gap|surface-plane-knots-2-5|surface-wavy|raw-catenary|brep-cylinder-cut|brep-loft|brep-pipes|brep-spline-wall)$/;

let engine: Engine;
let snapshot: Snapshot;
beforeAll(async () => {
  engine = await createEngine({ worker: false });
  snapshot = await engine.open(snapshotFile("shapes.bim"));
});
afterAll(() => engine.close());

const filled = (group: string) => snapshot.preview(mapping, { group, limit: 1000 });

/** How many cells of each kind have a value, and how many are empty for each reason. */
function tally(preview: Preview): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  for (let row = 0; row < preview.rowCount; row++)
    for (const kind of kinds) {
      const value = preview.cell(row, kind);
      const { reason } = preview.verdict(row, kind)!;
      if (value === null) expect(reason, `row ${row}, ${kind}`).toBeTruthy();
      else expect(Number.isFinite(value), `row ${row}, ${kind}`).toBe(true);
      const of = (counts[kind] ??= {});
      const what = value === null ? reason! : "value";
      of[what] = (of[what] ?? 0) + 1;
    }
  return counts;
}

describe("every shape in 3d", () => {
  it("has a value of each kind, or a reason", async () => {
    const counts = tally(await filled("in3d"));
    expect(Object.keys(counts)).toEqual(kinds);
    for (const kind of measures) {
      expect(counts[kind]!["value"], kind).toBeGreaterThan(30);
      expect(counts[kind]!["no-measure"], kind).toBeGreaterThan(20);
    }
    // Every body of these can be read.
    for (const kind of measures) expect(counts[kind]!["not-computable-offline"], kind).toBeUndefined();
    for (const kind of boxes) expect(counts[kind]!["value"], kind).toBeGreaterThan(220);
  });

  it("measures what the native engine measures, and is empty where that has none", async () => {
    const preview = await filled("in3d");
    let compared = 0;
    for (let row = 0; row < preview.rowCount; row++) {
      const { code, lengths, areas, volumes } = recorded.get(preview.cell(row, "ECInstanceId") as string)!;
      if (differing.test(code)) continue;
      const native = [lengths.ok && lengths.length, areas.ok && areas.area, volumes.ok && volumes.volume];
      measures.forEach((kind, k) => {
        const reason = preview.verdict(row, kind)?.reason;
        if (reason === "not-computable-offline") return;
        const wanted = native[k];
        const value = preview.cell(row, kind) as number | null;
        if (typeof wanted !== "number") return expect(value, `${code}, ${kind}`).toBeNull();
        const near = (code.startsWith("far") ? 1e-8 : 1e-9) * Math.abs(wanted);
        expect(Math.abs((value ?? Number.NaN) - wanted), `${code}, ${kind}`).toBeLessThanOrEqual(near);
        compared++;
      });
    }
    expect(compared).toBeGreaterThan(300);
  });

  it("has edges and diagonals of one box", async () => {
    const preview = await filled("in3d");
    for (let row = 0; row < preview.rowCount; row++) {
      const cells = boxes.map((kind) => preview.cell(row, kind) as number | null);
      if (cells.includes(null)) continue;
      const [long, middle, short, whole, longest, between, shortest] = cells as number[];
      expect(long! >= middle! && middle! >= short!).toBe(true);
      expect(whole).toBeCloseTo(Math.hypot(long!, middle!, short!), 6);
      expect(longest).toBeCloseTo(Math.hypot(long!, middle!), 6);
      expect(between).toBeCloseTo(Math.hypot(long!, short!), 6);
      expect(shortest).toBeCloseTo(Math.hypot(middle!, short!), 6);
    }
  });
});

describe("every shape in 2d, and what has none", () => {
  it("has a value or a reason; nothing in 2d has a volume", async () => {
    const counts = tally(await filled("in2d"));
    expect(counts["Volume"]!["value"]).toBeUndefined();
    expect(counts["Length"]!["value"]).toBeGreaterThan(3);
    expect(counts["Area"]!["value"]).toBeGreaterThan(1);
  });

  it("says of what is no geometry that it is none", async () => {
    const counts = tally(await filled("without"));
    for (const kind of kinds) expect(Object.keys(counts[kind]!), kind).toEqual(["not-geometric"]);
  });
});
