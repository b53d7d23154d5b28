// Finding things: the palette, the page's address, the glossary, the hints of the first visit, and what a refused query was to say.
import type { Page } from "@playwright/test";
import { expectAccessible } from "./axe.js";
import { chooseColumn, chooseGroup, expect, inspector, openBroken, openPage, picture, test } from "./workbench.js";

const palette = (page: Page) => page.getByRole("dialog", { name: "Find anything" });
const option = (page: Page, name: RegExp | string) => palette(page).getByRole("option", { name });
const selected = (page: Page) => palette(page).getByRole("option", { selected: true });

/** Types into the palette and waits for what is wanted to be first. */
async function find(page: Page, typed: string, first: RegExp): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(palette(page).getByRole("combobox")).toBeFocused();
  await page.keyboard.type(typed);
  await expect(selected(page)).toHaveText(first);
}

test("Ctrl+K leads to groups, columns, classes, problems and commands, by keys alone", async ({ page }) => {
  await openBroken(page);
  await find(page, "columns", /^Columns/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid", { name: "Columns, preview" })).toBeVisible();

  await find(page, "coating", /^CoatingBeams$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible();
  await expect(inspector(page).getByRole("heading", { name: "Coating" })).toBeVisible();

  await find(page, "haunchedbeam", /^HaunchedBeambt\.HaunchedBeam$/);
  await page.keyboard.press("Enter");
  const details = page.getByRole("region", { name: "Details" });
  await expect(details).toContainText("BuildingTest.HaunchedBeam");
  await expect(details.getByRole("button", { name: "Add as group" })).toBeVisible();
  const item = page.getByRole("tree", { name: "Schemas" }).getByRole("treeitem", { selected: true });
  await expect(item).toBeInViewport();

  await find(page, "haunchedbeam haunchdepth", /^HaunchDepthbt\.HaunchedBeam$/);
  await page.keyboard.press("Enter");
  await expect(details).toContainText("HaunchDepth");
  await expect(details.getByRole("button", { name: "Add as column" })).toBeVisible();

  await find(page, "show the group facts", /^Show the group facts$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "Group facts" })).toHaveAttribute("aria-selected", "true");

  await page.keyboard.press("Control+k");
  await page.keyboard.type("no class");
  await expect(
    palette(page)
      .getByRole("group", { name: /^Problems/ })
      .getByRole("option")
      .first(),
  ).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
});

test("the focus goes along to what was found", async ({ page }) => {
  await openBroken(page);
  await find(page, "fr", /^FireRatingBeams$/);
  await page.keyboard.press("Enter");
  await expect(page.locator('[role="grid"][aria-label="Beams, preview"] :focus')).toHaveAccessibleName(/^FireRating/);
  // Over to another group, whose table is yet to be read.
  await find(page, "columns", /^Columns/);
  await page.keyboard.press("Enter");
  await expect(page.locator('[role="grid"][aria-label="Columns, preview"] :focus')).toHaveCount(1);
  await find(page, "haunchedbeam", /^HaunchedBeam/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tree", { name: "Schemas" })).toBeFocused();
  await find(page, "show the query", /^Show the query$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: /^ECSQL query/ })).toBeFocused();
  await find(page, "group facts", /^Show the group facts$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "Group facts" })).toBeFocused();
  await find(page, "no class bt", /^No class bt.Wal/);
});

test("the focus stays where the user took it after the palette has led there", async ({ page }) => {
  await openPage(page);
  await page.waitForFunction(() => performance.getEntriesByName("premap.rest.there").length > 0);
  // Left again where nothing had the focus, the palette gives it to nothing.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Find anything" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Find anything" })).toHaveCount(0);
  await expect(page.locator("body")).toBeFocused();
  // The editor's own search field.
  await find(page, "show the mapping file", /^Show the mapping file$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: /^Mapping file/ })).toBeFocused();
  await page.keyboard.press("Control+f");
  await page.waitForTimeout(300);
  await page.keyboard.type("Beam");
  await page.waitForTimeout(300);
  await expect(page.getByRole("button", { name: "Undo" })).toBeDisabled();
});

test("the palette is to be seen, told and left", async ({ page }) => {
  await openPage(page);
  const button = page.getByRole("button", { name: "Find anything" });
  await button.click();
  await expect(option(page, /^Open a snapshot/)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.type("beam");
  await expect(selected(page)).toHaveText(/^Beam/);
  await picture(page, "find");
  await page.keyboard.press("ArrowDown");
  await expect(palette(page).getByRole("option").nth(1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.type(" no such thing");
  await expect(palette(page)).toContainText("Nothing here is called");
  await page.setViewportSize({ width: 720, height: 480 });
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
});

test("Back, Forward and a pasted link lead to group, column, row and tab", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Columns");
  await expect(page).toHaveURL(/#Columns$/);
  await chooseColumn(page, "Height");
  await expect(page).toHaveURL(/#Columns\/Height$/);
  const steps = await page.evaluate(() => history.length);
  await page.getByRole("columnheader", { name: /^Height,/ }).focus();
  for (let press = 0; press < 12; press += 1) await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(/#Columns\/Height\/12$/);
  // Walking through cells is no step to go back.
  expect(await page.evaluate(() => history.length)).toBe(steps);
  await page.getByRole("tab", { name: "Group facts" }).click();
  await expect(page).toHaveURL(/#Columns\/Height\/12\?tab=facts$/);
  await chooseGroup(page, "Beams");
  await expect(page).toHaveURL(/#Beams\?tab=facts$/);

  await page.goBack();
  await expect(page.getByRole("grid", { name: "Columns, preview" })).toBeVisible();
  await expect(inspector(page)).toContainText("Row 12");
  await page.goBack();
  await expect(page.getByRole("tab", { name: "Problems" })).toHaveAttribute("aria-selected", "true");
  await page.goForward();
  await page.goForward();
  await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible();

  await page.goto("about:blank");
  await page.goto("./#Columns/Height/3?tab=query");
  await expect(page.getByRole("grid", { name: "Columns, preview" })).toBeVisible({ timeout: 60_000 });
  await expect(inspector(page)).toContainText("Row 3");
  await expect(page.getByRole("tab", { name: "Query" })).toHaveAttribute("aria-selected", "true");
});

test("a link to what is not there says so and breaks nothing", async ({ page }) => {
  await page.goto("./#Gone/Length/3");
  await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("The link leads to the group Gone, which this mapping does not have.")).toBeVisible();
  await page.evaluate(() => (location.hash = "#Beams/Nope"));
  await expect(page.getByText("The link leads to the column Nope, which Beams does not have.")).toBeVisible();
  await page.evaluate(() => (location.hash = "#Beams/Length/100000"));
  await expect(page.getByText(/The link leads to row 100000; Beams has \d+\./)).toBeVisible();
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(page.getByText("The link leads to")).toBeHidden();
});

test.describe("the first visit", () => {
  test.use({ isFirstVisit: true });

  test("has four hints that can be closed, and never come again", async ({ page }) => {
    await openPage(page);
    const hints = page.getByRole("region", { name: "First steps" });
    await expect(hints.getByRole("listitem")).toHaveCount(4);
    await picture(page, "hints");
    await expectAccessible(page);
    await hints.getByRole("button", { name: /^Click an empty cell/ }).click();
    await expect(inspector(page).getByRole("region", { name: "Entries in priority order" })).toBeVisible();
    await hints
      .getByRole("button", { name: /^Close the hint/ })
      .first()
      .click();
    await expect(hints.getByRole("listitem")).toHaveCount(3);
    await hints.getByRole("button", { name: "Close all hints" }).click();
    await expect(hints).toBeHidden();
    await page.reload();
    await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible({ timeout: 60_000 });
    await expect(hints).toBeHidden();
  });
});

test("every code leads to what it means, from a problem and from Why", async ({ page }) => {
  await openBroken(page);
  const list = page.getByRole("list", { name: "Problems" });
  // What the rows tell comes later, and may come first in the list.
  await expect(list.getByRole("button", { name: "What column-all-null means" }).first()).toBeAttached();
  const code = list.getByRole("button", { name: /^What .* means$/ }).first();
  const name = (await code.textContent())!;
  await code.click();
  const help = page.getByRole("dialog", { name: "Help" });
  await expect(help.getByRole("searchbox")).toHaveValue(name);
  await expect(help.locator("dt").first()).toContainText(name);
  await expect(help).toContainText(/Version \d+\.\d+\.\d+, ECSQL/);
  await picture(page, "help");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(code).toBeFocused();

  await inspector(page)
    .getByRole("button", { name: /^What .* means$/ })
    .first()
    .click();
  await expect(help.locator("dt").first()).toContainText("Why:");
  await help.getByRole("searchbox").fill("no class of that name anywhere");
  await expect(help).toContainText("No reason or code has");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("F1");
  await expect(help.getByRole("link", { name: "Third-party notices" })).toBeVisible();
});

test("a refused query is repaired by a button beside its error", async ({ page }) => {
  await openPage(page);
  await page.getByRole("tab", { name: "Query" }).click();
  const editor = page.getByRole("textbox", { name: "ECSQL query of Beams" });
  const write = async (text: string) => {
    await editor.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(text);
  };
  const fix = page.getByRole("status").getByRole("button", { name: "Fix" });
  for (const [text, hint, repaired] of [
    [
      "SELECT ECInstanceId, ECClassId FROM bt.Beems",
      "did you mean bt.Beam?",
      "SELECT ECInstanceId, ECClassId FROM bt.Beam",
    ],
    ["SELECT ECInstanceId, ECClassId FROM Beam", "write bt.Beam", "SELECT ECInstanceId, ECClassId FROM bt.Beam"],
    [
      'SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE UserLabel = "Beam label 0"',
      "texts are in single quotes",
      "SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE UserLabel = 'Beam label 0'",
    ],
    [
      "SELECT TOP 10 ECInstanceId, ECClassId FROM bt.Beam",
      "LIMIT 10",
      "SELECT ECInstanceId, ECClassId FROM bt.Beam LIMIT 10",
    ],
  ] as const) {
    await write(text);
    await expect(page.locator(".query__status")).toContainText(hint, { ignoreCase: true });
    await fix.click();
    await expect(editor).toHaveText(repaired);
    await expect(fix).toBeHidden();
  }
  await picture(page, "query-repaired");

  // What compiles and finds nothing is told once it is the group's query.
  await write("SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE UserLabel = NULL");
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".query__status")).toContainText("nothing is equal or unequal to NULL", {
    ignoreCase: true,
  });
  await fix.click();
  await expect(editor).toHaveText("SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE UserLabel IS NULL");
  await expect(page.getByRole("grid", { name: "Beams, preview" }).getByRole("row").nth(3)).toBeVisible();
});
