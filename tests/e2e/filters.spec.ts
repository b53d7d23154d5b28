// Numbers as doors to their rows: bars, reasons, classes, shared elements, repeated ids; chips that are dropped again.
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./axe.js";
import { chooseColumn, chooseGroup, expect, inspector, openBroken, openPage, picture, test } from "./workbench.js";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const bar = (page: Page): Locator => page.locator(".group-bar__facts");
const chip = (page: Page, words: string): Locator =>
  page.getByRole("button", { name: `Remove filter ${words}`, exact: true });
const rowsShown = (page: Page): Locator => page.getByRole("grid").getByRole("row");

test("a bar of the column's picture filters the table, and its chip takes that back", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Length");
  const values = inspector(page).getByRole("group", { name: /^Values of Length/ });
  const first = values.getByRole("button").first();
  const words = (await first.getAttribute("aria-label")) ?? "";
  const [, range = "", rows = ""] = /^(.*), (\d+) rows?$/.exec(words) ?? [];
  await first.click();
  await expect(bar(page)).toHaveText(`${rows} of 80 rows`);
  await expect(rowsShown(page)).toHaveCount(Number(rows) + 1);
  await expect(first).toHaveAttribute("aria-pressed", "true");
  await expect(inspector(page).locator(".figures")).toContainText("Mean");

  // Several side by side by dragging, in place of the first.
  await values.getByRole("button").nth(2).hover();
  await page.mouse.down();
  await values.getByRole("button").nth(5).hover();
  await page.mouse.up();
  await expect(chip(page, `Length: ${range}`)).toHaveCount(0);
  const counted = await values
    .getByRole("button", { pressed: true })
    .evaluateAll((bars) => bars.map((each) => Number(/(\d+) rows?$/.exec(each.getAttribute("aria-label") ?? "")?.[1])));
  expect(counted).toHaveLength(4);
  const sum = counted.reduce((total, count) => total + count, 0);
  await expect(bar(page)).toHaveText(`${sum} of 80 rows`);

  // With the text and the order, all at once.
  await page.getByRole("searchbox", { name: "Filter rows" }).fill("structure");
  await expect(bar(page)).not.toHaveText(`${sum} of 80 rows`);
  await page.getByRole("button", { name: "Remove all filters" }).click();
  await expect(bar(page)).toContainText("80 rows, 14 columns");
  await expect(page.getByRole("searchbox", { name: "Filter rows" })).toBeFocused();
});

test("reasons and sources are doors, filters of several columns hold together", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Supplier");
  const why = inspector(page).getByRole("region", { name: "Why rows are empty" });
  const reason = why.getByRole("button").first();
  const rows = Number(/\d+/.exec((await reason.textContent()) ?? "")?.[0]);
  await reason.click();
  await expect(bar(page)).toHaveText(`${rows} of 80 rows`);
  await chooseColumn(page, "External");
  await inspector(page)
    .getByRole("button", { name: /^true, / })
    .click();
  await expect(
    page.getByRole("group", { name: "Filters", exact: true }).getByRole("button", { name: /^Remove filter/ }),
  ).toHaveCount(2);
  await expect(bar(page)).not.toHaveText(`${rows} of 80 rows`);
  await expect(bar(page)).toHaveText(/^\d+ of 80 rows$/);
  const both = Number(/^\d+/.exec((await bar(page).textContent()) ?? "")?.[0]);
  expect(both).toBeLessThan(rows);
  await page.getByRole("button", { name: "Copy ids" }).click();
  await expect(bar(page)).toHaveText(`Copied ${both} ids.`);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split("\n")).toHaveLength(both);
  expect(copied).toMatch(/^(0x[0-9a-f]+\n?)+$/);
  await picture(page, "filters");
  await expectAccessible(page);
  await chip(page, "External: true").click();
  await expect(bar(page)).toHaveText(`${rows} of 80 rows`);
});

test("a column's picture is walked by keys, and a range chosen by them", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Length");
  const bars = inspector(page)
    .getByRole("group", { name: /^Values of Length/ })
    .getByRole("button");
  await bars.first().focus();
  await page.keyboard.press("ArrowRight");
  await expect(bars.nth(1)).toBeFocused();
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Enter");
  await expect(bars.and(page.locator('[aria-pressed="true"]'))).toHaveCount(3);
  await page.keyboard.press("End");
  await expect(bars.last()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(bars.and(page.locator('[aria-pressed="true"]'))).toHaveCount(1);
  // One stop for all of them.
  await expect(bars.and(page.locator('[tabindex="0"]'))).toHaveCount(1);
  const filter = page.getByRole("button", { name: /^Remove filter Length/ });
  await filter.focus();
  await page.keyboard.press("Enter");
  await expect(filter).toHaveCount(0);
  await expect(page.getByRole("searchbox", { name: "Filter rows" })).toBeFocused();
});

test("dragging over the picture in a header filters, a click shows the column", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Category");
  const head = page.getByRole("columnheader", { name: /^Length,/ });
  const small = head.locator(".grid__picture");
  await small.click();
  await expect(inspector(page).getByRole("heading", { name: "Length" })).toBeVisible();
  await expect(page.getByRole("group", { name: "Filters", exact: true })).toHaveCount(0);
  const box = await small.boundingBox();
  if (!box) throw new Error("no picture");
  await page.mouse.move(box.x + 2, box.y + 6);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 6, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole("button", { name: /^Remove filter Length: 2 to below/ })).toBeVisible();
  await expect(bar(page)).toHaveText(/^\d+ of 80 rows$/);
});

test("a click on a column in the tree shows its summary, whichever row was looked at", async ({ page }) => {
  await openPage(page);
  await page
    .getByRole("gridcell", { name: /^Length:/ })
    .nth(3)
    .click();
  await expect(inspector(page).getByText(/^Row 4/)).toBeVisible();
  await chooseColumn(page, "Supplier");
  await expect(inspector(page).locator(".fill__number")).toContainText("filled");
  await expect(inspector(page).getByText(/^Row \d/)).toHaveCount(0);
});

test("the facts' numbers show the rows of the group they are of", async ({ page }) => {
  await openBroken(page);
  await page.getByRole("tab", { name: "Group facts" }).click();
  const groups = page.getByRole("region", { name: "Groups", exact: true });
  const beam = groups.getByRole("row", { name: /^Physical/ }).getByRole("button", { name: /^BuildingTest.Beam \d/ });
  const count = Number(/ (\d+) /.exec((await beam.textContent()) ?? "")?.[1]);
  await beam.click();
  await expect(page.getByRole("grid", { name: "Physical, preview" })).toBeVisible();
  await expect(chip(page, "Class: BuildingTest.Beam")).toBeVisible();
  await expect(bar(page)).toHaveText(new RegExp(`^${count} of \\d+ rows$`));

  const odd = groups.getByRole("row", { name: /^Inspections/ }).getByRole("button", { name: /are no elements$/ });
  const none = Number(/\d+/.exec((await odd.textContent()) ?? "")?.[0]);
  await odd.click();
  await expect(page.getByRole("grid", { name: "Inspections, preview" })).toBeVisible();
  await expect(bar(page)).toHaveText(new RegExp(`^${none} of \\d+ rows$`));

  const repeated = groups.getByRole("row", { name: /^Welds/ }).getByRole("button", { name: /repeats? an id$/ });
  const repeats = Number(/\d+/.exec((await repeated.textContent()) ?? "")?.[0]);
  await repeated.click();
  await expect(bar(page)).toHaveText(new RegExp(`^${repeats} of \\d+ rows$`));
  await expect(page.locator(".grid__cell--repeated").first()).toHaveCount(1);

  // Many classes are shown when they are asked for.
  const more = groups.getByRole("button", { name: /more class/ }).first();
  await more.click();
  await expect(groups.getByRole("button", { name: "Show fewer classes" }).first()).toBeVisible();
});

test("elements of two groups are listed beside the matrix, copied, and shown in the table", async ({ page }) => {
  await openBroken(page);
  await page.getByRole("tab", { name: "Group facts" }).click();
  await page.getByRole("button", { name: "Columns and Physical share 40 elements" }).click();
  const list = page.getByRole("region", { name: "In both Columns and Physical", exact: true });
  await expect(list.getByRole("status")).toHaveText("40 elements");
  await expect(list.getByRole("listitem").first()).toContainText("Column");
  await expect(list.getByRole("listitem").first()).toBeInViewport();
  await list.getByRole("button", { name: "Copy ids" }).click();
  await expect(list.getByRole("status")).toHaveText("Copied 40 ids.");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(new Set(copied.split("\n")).size).toBe(40);
  await expectAccessible(page);
  await list.getByRole("button", { name: "Show in table" }).click();
  await expect(page.getByRole("grid", { name: "Columns, preview" })).toBeVisible();
  await expect(chip(page, "Also in Physical")).toBeVisible();
  await expect(bar(page)).toHaveText("40 of 40 rows");

  const outside = page.getByRole("region", { name: "In no group" });
  await outside.getByRole("checkbox").check();
  const left = outside.getByTitle(/^List the elements of/).first();
  const [, count = ""] = /(\d+)/.exec((await left.textContent()) ?? "") ?? [];
  await left.click();
  const others = page
    .getByRole("region", { name: /in no group$/i })
    .filter({ has: page.getByRole("button", { name: "Copy ids" }) });
  await expect(others.getByRole("status")).toHaveText(new RegExp(`^${count} elements?$`));
  await others.getByRole("button", { name: "Close the list" }).click();
  await expect(left).toBeFocused();
});

test("filters go with their column, and hold for the next table of the group", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "External");
  await inspector(page)
    .getByRole("button", { name: /^true, / })
    .click();
  await expect(chip(page, "External: true")).toBeVisible();
  await expect(bar(page)).toHaveText(/^\d+ of 80 rows$/);
  const filtered = (await bar(page).textContent()) ?? "";
  await chooseColumn(page, "Supplier");
  await page.getByRole("treeitem", { name: /^Column Supplier,/ }).press("Delete");
  await expect(page.getByRole("treeitem", { name: /^Column Supplier,/ })).toHaveCount(0);
  await expect(bar(page)).toHaveText(filtered);
  await chooseColumn(page, "External");
  await page.getByRole("treeitem", { name: /^Column External,/ }).press("Delete");
  await expect(chip(page, "External: true")).toHaveCount(0);
  await expect(bar(page)).toContainText("80 rows, 12 columns");
  await chooseGroup(page, "Columns");
  await expect(page.getByRole("group", { name: "Filters", exact: true })).toHaveCount(0);
});

test("a list of the facts follows the mapping: other rows, or none where its group is gone", async ({ page }) => {
  await openBroken(page);
  await page.getByRole("tab", { name: "Group facts" }).click();
  await page.getByRole("button", { name: "Columns and Physical share 40 elements" }).click();
  const list = page.getByRole("region", { name: "In both Columns and Physical", exact: true });
  await expect(list.getByRole("status")).toHaveText("40 elements");
  await chooseGroup(page, "Columns");
  await page.getByRole("tab", { name: "Query" }).click();
  const editor = page.getByRole("textbox", { name: /ECSQL/ });
  await editor.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("SELECT ECInstanceId, ECClassId FROM bt.[Column] LIMIT 7");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("tab", { name: "Group facts" }).click();
  await page.getByRole("button", { name: "Columns and Physical share 7 elements" }).click();
  await expect(list.getByRole("status")).toHaveText("7 elements");
  // While it is open, too.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(list.getByRole("status")).toHaveText("40 elements");
  await chooseGroup(page, "Columns");
  await page.keyboard.press("Delete");
  await expect(list).toHaveCount(0);
});
