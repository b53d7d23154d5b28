// Length, Area and Volume on the page: in the table, and in the inspector with what the geometry gave.
import { writeFileSync } from "node:fs";
import { withUnknownBodies } from "../js/support.ts";
import { expect, fixture, inspector, mappingFile, pick, picture, test } from "./workbench.ts";
import type { TestInfo } from "@playwright/test";

const mapping = {
  mappingName: "Quantities",
  groups: [
    {
      groupName: "Cones",
      query:
        "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d WHERE CodeValue IN ('cone', 'cone-elliptic', 'brep-loft')",
      properties: [{ propertyName: "Volume", dataType: "Double", calculatedPropertyType: "Volume" }],
    },
  ],
};

/** The shapes with a body that cannot be read, which none of the fixtures has. */
function unknownBodies(testInfo: TestInfo): string {
  const file = testInfo.outputPath("shapes.bim");
  writeFileSync(file, withUnknownBodies("shapes.bim"));
  return file;
}

test("a volume tells what the geometry gave, and the true one where the service's engine has another", async ({
  page,
}, testInfo) => {
  await page.goto("./");
  await pick(page, "Open snapshot", unknownBodies(testInfo));
  await pick(page, "Open mapping", mappingFile(mapping, "quantities.json"));
  await page.getByRole("gridcell", { name: /^Volume: 50\.26/ }).click();
  const geometry = inspector(page).getByRole("region", { name: "Geometry" });
  await expect(geometry).toContainText("50.2654825 m³ (in truth 25.1327412 m³)");
  await expect(geometry).toContainText("The service takes an elliptic cone for a round one.");
  await picture(page, "measures");
  await expect(page.getByRole("gridcell", { name: /^Volume: .*needs the service/ })).toBeVisible();
});

const kinds = [
  "Length",
  "Area",
  "Volume",
  "BoundingBoxLongestEdgeLength",
  "BoundingBoxIntermediateEdgeLength",
  "BoundingBoxShortestEdgeLength",
  "BoundingBoxDiagonalLength",
  "BoundingBoxLongestFaceDiagonalLength",
  "BoundingBoxIntermediateFaceDiagonalLength",
  "BoundingBoxShortestFaceDiagonalLength",
];

test("all ten calculated kinds have a number or say why there is none", async ({ page }, testInfo) => {
  const group = (groupName: string, query: string) => ({
    groupName,
    query,
    properties: kinds.map((kind) => ({ propertyName: kind, dataType: "Double", calculatedPropertyType: kind })),
  });
  // A solid, a curve, a body that nobody here can read, and what is no geometry.
  const all = {
    mappingName: "Kinds",
    groups: [
      group(
        "Shapes",
        "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d WHERE CodeValue IN ('cone', 'line', 'brep-loft')",
      ),
      group("Categories", "SELECT ECInstanceId, ECClassId FROM bis.Category"),
    ],
  };
  await page.setViewportSize({ width: 3200, height: 900 });
  await page.goto("./");
  await pick(page, "Open snapshot", unknownBodies(testInfo));
  await pick(page, "Open mapping", mappingFile(all, "kinds.json"));
  const cells = (kind: string, what: string) => page.getByRole("gridcell", { name: new RegExp(`^${kind}: ${what}`) });
  // One has a number, one has nothing of the kind, and of the body nothing is known but that it has no length.
  await expect(cells("Volume", "\\d")).toHaveCount(1);
  await expect(cells("Volume", "no value, nothing to measure")).toHaveCount(1);
  await expect(cells("Volume", "no value, needs the service")).toHaveCount(1);
  await expect(cells("Area", "\\d")).toHaveCount(1);
  await expect(cells("Length", "\\d")).toHaveCount(1);
  await expect(cells("Length", "no value, nothing to measure")).toHaveCount(2);
  for (const kind of kinds.slice(3)) await expect(cells(kind, "\\d")).toHaveCount(3);
  await page
    .getByRole("treeitem", { name: /Categories/ })
    .first()
    .click();
  for (const kind of kinds) {
    await expect(cells(kind, "no value, no geometry").first()).toBeVisible();
    await expect(cells(kind, "\\d")).toHaveCount(0);
  }
});

test("a volume whose part of premap is not served says which file is missing, and the rest is shown", async ({
  page,
}) => {
  // As servers do that answer with their start page where a file is missing.
  await page.route("**/geometry*.wasm", (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html>" }),
  );
  await page.goto("./");
  await pick(page, "Open snapshot", fixture("shapes.bim"));
  await pick(page, "Open mapping", mappingFile(mapping, "quantities.json"));
  await page
    .getByRole("gridcell", { name: /^Volume: .*geometry not loaded/ })
    .first()
    .click();
  await expect(inspector(page)).toContainText("geometry.wasm, could not be loaded");
  const problem = page
    .getByRole("list", { name: "Problems" })
    .getByRole("listitem")
    .filter({ hasText: "geometry-not-loaded" });
  await expect(problem).toContainText("a page (HTML) in place of WebAssembly");
  await expect(problem).toContainText("Serve the geometry.wasm that lies beside the package's own files");
});
