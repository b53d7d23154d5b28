// Length, Area and Volume on the page: in the table, and in the inspector with what the geometry gave.
import { expect, fixture, inspector, mappingFile, pick, picture, test } from "./workbench.ts";

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

test("a volume tells what the geometry gave, and the true one where the service's engine has another", async ({
  page,
}) => {
  await page.goto("./");
  await pick(page, "Open snapshot", fixture("shapes.bim"));
  await pick(page, "Open mapping", mappingFile(mapping, "quantities.json"));
  await page.getByRole("gridcell", { name: /^Volume: 50\.26/ }).click();
  const geometry = inspector(page).getByRole("region", { name: "Geometry" });
  await expect(geometry).toContainText("50.2654825 m³ (in truth 25.1327412 m³)");
  await expect(geometry).toContainText("The service takes an elliptic cone for a round one.");
  await picture(page, "measures");
  await expect(page.getByRole("gridcell", { name: /^Volume: .*needs the service/ })).toBeVisible();
});

test("a volume whose part of premap is not served says which file is missing, and the rest is shown", async ({
  page,
}) => {
  // As servers do that answer with their start page where a file is missing.
  await page.route("**/extras*.wasm", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
  await page.goto("./");
  await pick(page, "Open snapshot", fixture("shapes.bim"));
  await pick(page, "Open mapping", mappingFile(mapping, "quantities.json"));
  await page
    .getByRole("gridcell", { name: /^Volume: .*geometry not loaded/ })
    .first()
    .click();
  await expect(inspector(page)).toContainText("extras.wasm, could not be loaded");
  const problem = page
    .getByRole("list", { name: "Problems" })
    .getByRole("listitem")
    .filter({ hasText: "geometry-not-loaded" });
  await expect(problem).toContainText("a page (HTML) in place of WebAssembly");
  await expect(problem).toContainText("Serve the extras.wasm that lies beside the package's own files");
});
