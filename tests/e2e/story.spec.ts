// The two-minute story: a mapping with faults, a click on an empty cell, the reason, one click to mend it, the column full.
import { chooseColumn, expect, inspector, openBroken, picture, test } from "./workbench.js";

test("from an empty column to a full one", async ({ page }) => {
  await openBroken(page);
  await expect(page.getByRole("treeitem", { name: /^Column Coating, String, 0% filled, has/ })).toBeVisible();
  await chooseColumn(page, "Coating");
  await page.getByRole("gridcell", { name: "Coating: no value, unknown class" }).first().click();
  const panel = inspector(page);
  await expect(panel.getByText(/has no class FireProtecton, so the entry never applies/)).toBeVisible();
  const repair = panel.getByRole("region", { name: "Possible repairs" }).getByRole("button").first();
  await expect(repair).toContainText("FireProtection");
  // Two ways to the same text are one repair.
  await expect(panel.getByRole("region", { name: "Possible repairs" }).getByRole("button")).toHaveCount(1);
  // What it would do is told before it is done.
  await expect(repair).toContainText(/Then 25% filled, for example /);
  await picture(page, "story-why");
  await repair.click();
  await expect(page.getByRole("gridcell", { name: "Coating: intumescent" }).first()).toBeVisible();
  await expect(page.getByRole("gridcell", { name: "Coating: no value, unknown class" })).toHaveCount(0);
  await expect(page.getByRole("treeitem", { name: /^Column Coating, String, [1-9]/ })).toBeVisible();
  await picture(page, "story-mended");
});

test("a fault of the column itself is told before those of its entries", async ({ page }) => {
  await openBroken(page);
  await chooseColumn(page, "CategoryLabel");
  await page.getByRole("gridcell", { name: "CategoryLabel: no value, unknown type" }).first().click();
  await expect(
    inspector(page)
      .getByText(/is no data type/)
      .first(),
  ).toBeVisible();
});
