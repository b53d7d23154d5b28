// Which rows a group has, chosen in forms and in the table: never a line of ECSQL typed.
import type { Page } from "@playwright/test";
import { expectAccessible } from "./axe.js";
import { cell, chooseGroup, expect, inspector, openPage, picture, test } from "./workbench.js";

const rows = (page: Page) => page.getByRole("region", { name: "Rows of the group" });
const facts = (page: Page) => page.getByRole("region", { name: "Preview" }).getByRole("status").first();

/** The form of a group's rows. */
async function openForm(page: Page, group: string): Promise<void> {
  await chooseGroup(page, group);
  await inspector(page).getByRole("tab", { name: /^Edit/ }).click();
  await expect(rows(page)).toBeVisible();
}

/** The query as the form tells it. */
async function query(page: Page): Promise<string> {
  await rows(page).locator("summary").click();
  const text = await rows(page).locator("code").textContent();
  await rows(page).locator("summary").click();
  return text ?? "";
}

test("conditions on a category, a number and an aspect are chosen, and can be undone", async ({ page }) => {
  await openPage(page);
  await openForm(page, "Beams");
  await expect(rows(page).getByLabel("Class", { exact: true })).toHaveValue("bt.Beam");
  const add = rows(page).getByRole("button", { name: "Condition", exact: true });
  await add.click();
  await rows(page).getByLabel("Value of Category › CodeValue").fill("Structure");
  await expect
    .poll(() => query(page))
    .toContain("Category.Id IN (SELECT ECInstanceId FROM bis.SpatialCategory WHERE CodeValue = 'Structure')");
  await add.click();
  const length = rows(page)
    .getByRole("group", { name: /^Condition on/ })
    .nth(1);
  await length.getByLabel("What the condition is about").selectOption("Length");
  await rows(page).getByLabel("Comparison of Length").selectOption(">");
  await rows(page).getByLabel("Value of Length").fill("not a number");
  await expect(rows(page)).toContainText("That is no number.");
  await expect(rows(page)).toContainText("1 condition lacks something");
  await rows(page).getByLabel("Value of Length").fill("2.5");
  await add.click();
  const aspect = rows(page)
    .getByRole("group", { name: /^Condition on/ })
    .nth(2);
  await aspect.getByLabel("What the condition is about").selectOption("Has WeldInspection");
  await expect
    .poll(() => query(page))
    .toContain("Length > 2.5 AND ECInstanceId IN (SELECT Element.Id FROM bt.WeldInspection)");
  // What the form does not speak of is kept.
  expect(await query(page)).toMatch(
    /^SELECT b\.ECInstanceId.* AS WeldType FROM bt\.Beam b WHERE .* ORDER BY b\.ECInstanceId$/,
  );
  await expect(facts(page)).toContainText("rows");
  await picture(page, "builder");
  await expectAccessible(page);
  await rows(page).getByLabel("How the conditions are joined").selectOption("any");
  await expect.poll(() => query(page)).toContain(" OR Length > 2.5 OR ");
  const undo = page.getByRole("button", { name: "Undo" });
  while (await undo.isEnabled()) await undo.click();
  await expect(rows(page).getByRole("group", { name: /^Condition on/ })).toHaveCount(0);
});

test("a query that says more stays text, and the form says why", async ({ page }) => {
  await page.goto("./?sample=broken");
  await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible({ timeout: 60_000 });
  await openForm(page, "Welds");
  await expect(rows(page)).toContainText("Written by hand");
  await expect(rows(page)).toContainText("it joins several classes");
  await rows(page).getByRole("button", { name: "Edit it under Query" }).click();
  await expect(page.getByRole("tab", { name: "Query" })).toHaveAttribute("aria-selected", "true");
});

test("a value becomes a group", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Physical");
  await page
    .getByRole("gridcell", { name: /^ECClassId: .*CurtainWall/ })
    .first()
    .click();
  const make = page.getByRole("region", { name: "Make a group" });
  await make.getByRole("button", { name: /Class is CurtainWall$/ }).click();
  await expect(page.getByRole("grid", { name: "CurtainWall, preview" })).toBeVisible();
  await expect(facts(page)).toContainText("30 rows");
  // Of a group that is not of one class: the value as it is stored, whatever the column makes of it.
  await chooseGroup(page, "Beams");
  await page.getByRole("treeitem", { name: /^Column Length,/ }).click();
  await cell(page, "Length", "2.75").click();
  await make.getByRole("button", { name: /Length is 2.75$/ }).click();
  await expect(page.getByRole("grid", { name: "Length_2_75, preview" })).toBeVisible();
  await expect(facts(page)).toContainText("2 rows");
});

test("chosen rows become a group, by keys, too", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Spaces");
  const grid = page.getByRole("grid", { name: "Spaces, preview" });
  await grid.getByRole("rowheader", { name: "1", exact: true }).click();
  await grid.getByRole("rowheader", { name: "3", exact: true }).click({ modifiers: ["Shift"] });
  await grid.getByRole("gridcell").first().click();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+Space");
  await inspector(page).getByRole("tab", { name: "Why" }).click();
  await page.getByRole("button", { name: "Group from these 4 rows" }).click();
  await expect(page.getByRole("grid", { name: "Spaces_chosen, preview" })).toBeVisible();
  await expect(facts(page)).toContainText("4 rows");
});

test("a class of the schemas becomes a group, and rows are counted", async ({ page }) => {
  await openPage(page);
  await page.getByRole("tab", { name: "Schemas" }).click();
  await expect(page.getByRole("treeitem", { name: /schemas? that every iModel has/ })).toHaveAttribute(
    "aria-expanded",
    "false",
  );
  await page.getByRole("searchbox", { name: "Find a class or property" }).fill("beam");
  await expect(page.getByText(/^\d+ classes found/)).toBeVisible();
  const card = page.getByRole("region", { name: "Details" });
  // Of what is neither element nor aspect nothing was counted, and nothing is claimed.
  await page.getByRole("searchbox", { name: "Find a class or property" }).fill("PhysicalModel");
  await page.getByRole("treeitem", { name: /^Class PhysicalModel/ }).click();
  await expect(card).toContainText("Bases");
  await expect(card).not.toContainText("Rows");
  await page.getByRole("searchbox", { name: "Find a class or property" }).fill("beam");
  await page.getByRole("treeitem", { name: "Class Beam, 60 rows" }).click();
  await expect(card).toContainText("60 of its own, 80 with its subclasses");
  await card.getByRole("button", { name: "Add as group" }).click();
  await expect(page.getByRole("grid", { name: "Beam, preview" })).toBeVisible();
  await expect(facts(page)).toContainText("80 rows");
});
