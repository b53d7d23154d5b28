// The two-minute story: a mapping with a fault, a click on an empty cell, the reason, one click to mend it, the column full.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chooseColumn, expect, guidePicture, inspector, mappingFile, openPage, pick, test } from "./workbench.js";

const sample = readFileSync(fileURLToPath(new URL("../../web/public/sample/mapping.json", import.meta.url)), "utf8");

/** The sample with the faults people make: a misspelt class, the wrong class, a path too long. */
const broken = sample
  .replace('"mappingName": "Handover"', '"mappingName": "Broken"')
  .replace(
    /("ecClassName": ")FireProtection(", "ecPropertyName": "RatingMinutes")/,
    (_, before: string, after: string) => `${before}FireProtction${after}`,
  );

test("from an empty column to a full one", async ({ page }) => {
  expect(broken).toContain("FireProtction");
  await page.setViewportSize({ width: 1280, height: 760 });
  await openPage(page);
  await pick(page, "Open mapping", mappingFile(broken, "broken.json"));
  await expect(
    page.getByRole("treeitem", { name: "Column FireRating, Integer, 0% filled, has warnings" }),
  ).toBeVisible();
  await chooseColumn(page, "FireRating");
  await page.getByRole("gridcell", { name: "FireRating: no value, unknown class" }).first().click();
  const panel = inspector(page);
  await expect(panel.getByText("There is no class BuildingTest.FireProtction in this snapshot.")).toBeVisible();
  const repair = panel.getByRole("region", { name: "Possible repairs" }).getByRole("button").first();
  await expect(repair).toContainText("FireProtection");
  await page.waitForTimeout(400);
  await guidePicture(page, "why");
  await repair.click();
  await expect(page.getByRole("treeitem", { name: "Column FireRating, Integer, 29% filled" })).toBeVisible();
  await expect(page.getByRole("gridcell", { name: /^FireRating: \d+$/ }).first()).toBeVisible();
  await expect(page.getByRole("gridcell", { name: "FireRating: no value, unknown class" })).toHaveCount(0);
  await page.waitForTimeout(400);
  await guidePicture(page, "mended");
});
