// The first load: real values without a click, the same as the native engine's.
import { cell, chooseColumn, chooseGroup, expect, openPage, picture, test } from "./workbench.js";

test("the first load shows the sample with real values", async ({ page }) => {
  await openPage(page);
  await expect(page.getByText("building.bim (sample)")).toBeVisible();
  await expect(page.getByText("Nothing leaves this machine")).toBeVisible();
  await expect(page.getByText("80 rows, 14 columns")).toBeVisible();
  // Expected values: the vendor's native engine on this snapshot (tests/fixtures/mapping).
  await chooseColumn(page, "Name");
  await expect(cell(page, "Name", "Beam label 0")).toBeVisible();
  await expect(cell(page, "Name", "B1-é")).toBeVisible();
  await chooseColumn(page, "Length");
  await expect(cell(page, "Length", "2.75")).toBeVisible();
  await chooseColumn(page, "WeldType");
  await expect(cell(page, "WeldType", "fillet")).toBeVisible();
  await chooseColumn(page, "FireRating");
  await expect(page.getByRole("gridcell", { name: "FireRating: no value, no aspect" }).first()).toBeVisible();
});

test("the sample has no problems, and leads to its broken twin, which has many", async ({ page }) => {
  await openPage(page);
  await page.getByRole("tab", { name: /^Problems/ }).click();
  await expect(page.getByText("No problems found in this mapping")).toBeVisible();
  await page.getByRole("button", { name: "Open the broken sample" }).click();
  await expect(page.getByText("broken.json (sample)")).toBeVisible();
  const codes = page.getByRole("list", { name: "Problems" }).locator(".problem__code");
  // The last of those that only the rows tell.
  await expect(codes.filter({ hasText: "query-duplicate-ids" })).toHaveCount(1);
  expect(new Set(await codes.allTextContents()).size).toBeGreaterThanOrEqual(15);
  await chooseColumn(page, "WeldType");
  await expect(page.getByRole("gridcell", { name: "WeldType: no value, several aspects" }).first()).toBeVisible();
});

test("every column of the sample's beams tells its share of filled rows", async ({ page }) => {
  await openPage(page);
  const shares = [
    ["Name", "Column Name, String, 100% filled"],
    ["Length", "Column Length, Double, 84% filled"],
    ["FireRating", "Column FireRating, Integer, 29% filled"],
  ] as const;
  for (const [, label] of shares) await expect(page.getByRole("treeitem", { name: label })).toBeVisible();
});

test("the other groups of the sample fill too", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Columns");
  await expect(page.getByText("40 rows, 6 columns")).toBeVisible();
  await chooseGroup(page, "Physical");
  await expect(page.getByText("150 rows, 4 columns")).toBeVisible();
  await chooseColumn(page, "Package");
  await expect(cell(page, "Package", "Handover 2026")).toBeVisible();
  await chooseGroup(page, "Spaces");
  await expect(page.getByText("10 rows, 4 columns")).toBeVisible();
  await chooseColumn(page, "Number");
  await expect(cell(page, "Number", "R101")).toBeVisible();
  await chooseGroup(page, "Inspections");
  await expect(page.getByText("137 rows, 4 columns")).toBeVisible();
});

for (const theme of ["light", "dark"] as const) {
  test(`a picture in ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await openPage(page);
    await picture(page, theme);
    await page.setViewportSize({ width: 1024, height: 720 });
    await picture(page, `${theme}-1024`);
  });
}

test("the theme can be switched and is remembered", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await openPage(page);
  await page.getByRole("button", { name: "Switch to the dark theme" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
