// The entries of a column: what each would fill, what can stand in it, and in which order they are tried.
import { cell, chooseColumn, chooseGroup, expect, openPage, picture, test } from "./workbench.js";

test("each entry tells its share of rows and values it gives", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Name");
  await page.getByRole("tab", { name: "Edit column" }).click();
  const form = page.getByRole("form", { name: "Edit column Name" });
  const entries = form.getByRole("listitem");
  // Every third beam has no UserLabel; what fills the gap is the code.
  await expect(entries.first()).toContainText("Alone fills 66% of 80 rows: ラベル 11");
  await expect(entries.nth(1)).toContainText(/Alone fills \d+% of 80 rows: B/);
  await picture(page, "entries");
  await entries.first().getByRole("combobox", { name: "Class" }).fill("Beeam");
  await expect(entries.first()).toContainText("Fills no row: unknown class");
});

test("paths are offered from the snapshot, each with its share of rows", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Length");
  await page.getByRole("tab", { name: "Edit column" }).click();
  const path = page.getByRole("form").getByRole("combobox", { name: "Property path" }).first();
  const offered = (value: string) => page.locator(`datalist option[value="${value}"]`);
  await path.focus();
  await expect(offered("Length").first()).toHaveAttribute("label", /^84% filled: /);
  await path.fill("Category.");
  await expect(offered("Category.CodeValue").first()).toHaveAttribute("label", /^100% filled: /);
  const schema = page.getByRole("form").getByRole("combobox", { name: "Schema" }).first();
  await schema.focus();
  await expect(offered("BuildingTest").first()).toBeAttached();
  await expect(offered("CurtainWall").first()).toBeAttached();
});

test("entries change places, and the first that gives a value wins", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Name");
  await expect(cell(page, "Name", "Beam label 0")).toBeVisible();
  await page.getByRole("tab", { name: "Edit column" }).click();
  await page.getByRole("button", { name: "Move entry 2 up" }).click();
  await expect(cell(page, "Name", "Beam label 0")).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(cell(page, "Name", "Beam label 0")).toBeVisible();
  await page.getByRole("button", { name: "Delete entry 1" }).click();
  await expect(cell(page, "Name", "Beam label 0")).toHaveCount(0);
});

test("a formula is edited in the form and fills the column while one types", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Spaces");
  await page.getByRole("button", { name: "Column", exact: true }).click();
  await page.getByRole("tab", { name: "Edit column" }).click();
  const form = page.getByRole("form", { name: "Edit column NewColumn" });
  await form.getByRole("button", { name: "Delete entry 1" }).click();
  await form.getByRole("textbox", { name: "Formula" }).fill("'Room ' + Number");
  await expect(cell(page, "NewColumn", "Room R101")).toBeVisible();
  await form.getByRole("textbox", { name: "Formula" }).fill("'Room ' + Nmber");
  await expect(page.getByRole("gridcell", { name: "NewColumn: no value, formula fault" }).first()).toBeVisible();
  await page.getByRole("tab", { name: /^Problems/ }).click();
  await expect(page.getByRole("list", { name: "Problems" })).toContainText("Nmber");
});
