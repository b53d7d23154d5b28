/** Length, Area and Volume through the package: cells, why they are null, and what each primitive gave. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createEngine, type Engine, type Snapshot } from "premap";
import { withUnknownBodies } from "./support.ts";

const mapping = {
  mappingName: "M",
  groups: [
    {
      groupName: "Cones",
      query:
        "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d WHERE CodeValue IN ('cone', 'cone-elliptic', 'line', 'brep-loft')",
      properties: [
        {
          propertyName: "Code",
          dataType: "String" as const,
          ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: "CodeValue" }],
        },
        { propertyName: "Length", dataType: "Double" as const, calculatedPropertyType: "Length" as const },
        { propertyName: "Volume", dataType: "Double" as const, calculatedPropertyType: "Volume" as const },
      ],
    },
  ],
};

let engine: Engine;
let snapshot: Snapshot;

beforeAll(async () => {
  engine = await createEngine({ worker: false });
  // No body of the fixtures is of a kind that cannot be read.
  snapshot = await engine.open(withUnknownBodies("shapes.bim"));
});
afterAll(() => engine.close());

it("fills measures, and says of each empty cell why", async () => {
  const preview = await snapshot.preview(mapping);
  const facts = Object.fromEntries(
    Array.from({ length: preview.rowCount }, (_, row) => [
      preview.cell(row, "Code"),
      (["Length", "Volume"] as const).map((name) => preview.cell(row, name) ?? preview.verdict(row, name)?.reason),
    ]),
  );
  expect(facts).toEqual({
    line: [13, "no-measure"],
    cone: ["no-measure", expect.closeTo(12 * Math.PI, 9)],
    "cone-elliptic": ["no-measure", expect.closeTo(16 * Math.PI, 9)],
    "brep-loft": ["no-measure", "not-computable-offline"],
  });
});

it("explains a measure by its primitives, with the true one where the service's engine has another", async () => {
  const preview = await snapshot.preview(mapping);
  const rows = Array.from({ length: preview.rowCount }, (_, row) => row);
  const explain = async (code: string) => {
    const row = rows.find((each) => preview.cell(each, "Code") === code) as number;
    const ecInstanceId = preview.cell(row, "ECInstanceId") as string;
    return (await snapshot.explain(mapping, { ecInstanceId, property: "Volume" })).measures;
  };
  const elliptic = await explain("cone-elliptic");
  expect(elliptic?.primitives).toMatchObject([{ kind: "cone", deviations: [{ code: "elliptic-cone" }] }]);
  expect(elliptic?.differing).toEqual(["area", "volume"]);
  expect(elliptic?.exact.volume).toBeCloseTo(8 * Math.PI, 9);
  expect(elliptic?.engine.volume).toBeCloseTo(16 * Math.PI, 9);
  expect(await explain("brep-loft")).toMatchObject({
    counted: 0,
    refused: 1,
    primitives: [{ kind: "body", refusal: { code: "body-format", what: expect.stringContaining("format") } }],
  });
});
