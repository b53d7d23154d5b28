// Every screen passes axe's rules once, in both themes.
import { expectAccessible } from "./axe.js";
import {
  chooseColumn,
  chooseGroup,
  expect,
  fixture,
  kept,
  openBroken,
  openPage,
  pick,
  picture,
  test,
} from "./workbench.js";

// Looking at every element takes long, and a recording of it longer still.
test.use({ trace: "off" });
test.beforeEach(() => test.setTimeout(420_000));

test("the workbench is accessible", async ({ page }) => {
  await openBroken(page);
  await expectAccessible(page);
  await chooseColumn(page, "WeldType");
  await page.getByRole("gridcell", { name: "WeldType: no value, several aspects" }).first().click();
  await page.getByRole("tab", { name: "Query" }).click();
  await expectAccessible(page);
  await page.getByRole("tab", { name: "Mapping file" }).click();
  await page.getByRole("columnheader", { name: /^WeldType/ }).click();
  await page.getByRole("tab", { name: "Schemas" }).click();
  await page.getByRole("searchbox", { name: "Find a class or property" }).fill("mark");
  await page.getByRole("treeitem", { name: "Property Mark, string" }).first().click();
  await expectAccessible(page);
});

test("plan, facts, form and kept work are accessible", async ({ page }) => {
  await openBroken(page);
  await page.getByRole("tab", { name: "Group facts" }).click();
  const pair = page.getByRole("button", { name: /^Beams and Physical share/ });
  await pair.click();
  await page.getByRole("checkbox").check();
  await chooseColumn(page, "Length");
  await page.getByRole("tab", { name: "Edit column" }).click();
  await page.getByRole("textbox", { name: "Column name" }).fill("Name");
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "Column name" }).fill("Span");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("treeitem", { name: /^Column Span/ })).toBeVisible();
  await page.getByRole("button", { name: "Push plan" }).click();
  const dialog = page.getByRole("dialog", { name: "Before the push" });
  await dialog.locator("summary").first().click();
  await expectAccessible(page);
  const chooser = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: "Compare with a saved answer" }).click();
  await (await chooser).setFiles("web/public/sample/mapping.json");
  await expect(dialog.getByRole("list", { name: "Differences from the saved answer" })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "differences");
  await page.keyboard.press("Escape");
  await kept(page);
  await page.reload();
  await expect(page.getByText(/is as you left it/)).toBeVisible();
  await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible();
  await expectAccessible(page);
});

test("tree, group form, filters and menus are accessible", async ({ page }) => {
  await openBroken(page);
  await chooseGroup(page, "Spaces");
  await page.keyboard.press("F2");
  await page.getByRole("textbox", { name: "Group name" }).fill(" ");
  await page.getByRole("columnheader", { name: /^Number,/ }).focus();
  await page.getByRole("searchbox", { name: "Filter rows" }).fill("R10");
  await page.getByRole("searchbox", { name: "Filter problems" }).fill("group");
  await page.getByRole("banner").locator("summary", { hasText: "Mapping" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "New mapping" }).click();
  await expect(page.getByRole("button", { name: "Add a group of all" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await expectAccessible(page);
});

test("the columns of the table, and the menu of one, are accessible", async ({ page }) => {
  await openBroken(page);
  await page.locator(".columns-shown summary").click();
  await page.getByRole("checkbox", { name: /^BBoxLow/ }).uncheck();
  await expectAccessible(page);
  await page.getByRole("columnheader", { name: /^Name,/ }).click({ button: "right" });
  await expect(page.getByRole("menu", { name: "Column Name" })).toBeVisible();
  await expectAccessible(page);
});

test("repairs, entries and an empty filter are accessible", async ({ page }) => {
  await openBroken(page);
  await chooseColumn(page, "Coating");
  await page.getByRole("columnheader", { name: /^Coating/ }).click();
  await page.keyboard.press("s");
  await expect(page.getByText(/^Then 25% filled/)).toBeVisible();
  await page.getByText("Export", { exact: true }).click();
  await expectAccessible(page);
  await page.getByRole("tab", { name: "Edit column" }).click();
  await expect(page.getByText(/^Fills no row/)).toBeVisible();
  await page.getByRole("searchbox", { name: "Filter rows" }).fill("no such words");
  await expectAccessible(page);
  await picture(page, "editor");
});

test("the error panel is accessible", async ({ page }) => {
  await openPage(page);
  await pick(page, "Open snapshot", fixture("text.bim"));
  await expect(page.getByRole("alert")).toBeVisible();
  await expectAccessible(page);
});
