// The inspector: why a cell has its value, and where that is written.
import { cell, chooseColumn, expect, inspector, openBroken, openPage, picture, test } from "./workbench.js";

test("a cell tells which entry won and why the others did not", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Name");
  await cell(page, "Name", "B1-é").click();
  const panel = inspector(page);
  await expect(panel.getByRole("heading", { name: "Name" })).toBeVisible();
  await expect(panel.getByText("Entry 2 won.")).toBeVisible();
  await expect(panel.getByText(/^UserLabel is null in the snapshot; the entry itself is fine/)).toBeVisible();
  await expect(panel.getByText("Not reached")).toBeVisible();
  await expect(panel.getByText("0x27")).toBeVisible();
});

test("a null tells its reason and what to do", async ({ page }) => {
  await openBroken(page);
  await chooseColumn(page, "WeldType");
  await page.getByRole("gridcell", { name: "WeldType: no value, several aspects" }).first().click();
  const panel = inspector(page);
  await expect(panel.getByText("No value.")).toBeVisible();
  await expect(
    panel.getByText(/owns 2 BuildingTest.WeldInspection aspects; with more than one none is taken/),
  ).toBeVisible();
  await expect(panel.getByText(/Name a more specific aspect class/)).toBeVisible();
  await picture(page, "inspector");
});

test("an entry leads to its form, near its field, where no key destroys anything", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Length");
  await cell(page, "Length", "2.75").click();
  const entry = inspector(page).getByRole("button", { name: /BuildingTest.Beam/ });
  await entry.click();
  const form = inspector(page).getByRole("form", { name: "Edit column Length" });
  const path = form.getByRole("combobox", { name: "Property path" });
  await expect(form.locator(".field-slot--lit")).toContainText("Property path");
  await page.keyboard.press("Delete");
  await page.keyboard.press("x");
  await expect(path).toHaveValue("Length");
  await page.keyboard.press("Tab");
  await expect(path).toBeFocused();
  // By keys one goes into it at once.
  await page.getByRole("tab", { name: "Why" }).click();
  await entry.focus();
  await page.keyboard.press("Enter");
  await expect(path).toBeFocused();
});

test("a column's header tells how it is filled", async ({ page }) => {
  await openBroken(page);
  await chooseColumn(page, "WeldType");
  await page.getByRole("columnheader", { name: /^WeldType/ }).click();
  const panel = inspector(page);
  await expect(panel.getByText("28% filled")).toBeVisible();
  await expect(panel.getByText("22 of 80 rows")).toBeVisible();
  await expect(panel.getByText("Several aspects")).toBeVisible();
  await picture(page, "column");
});

test("the table is used by keyboard alone", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Name");
  const start = cell(page, "Name", "Beam label 0");
  await start.click();
  await expect(start).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(cell(page, "Name", "B1-é")).toBeFocused();
  await expect(inspector(page).getByText("Entry 2 won.")).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(cell(page, "Length", "2.75")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(page.getByRole("gridcell", { name: "ECInstanceId: 0x27" })).toBeFocused();
  await page.keyboard.press("Control+End");
  await expect(page.locator('[role="row"][aria-rowindex="81"] [role="gridcell"]:focus')).toHaveCount(1);
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("columnheader", { name: /^ECInstanceId/ })).toBeFocused();
});
