// The table: sorted, filtered, copied, saved.
import type { Page } from "@playwright/test";
import {
  cell,
  chooseColumn,
  chooseGroup,
  downloaded,
  expect,
  openBroken,
  openPage,
  picture,
  test,
} from "./workbench.js";

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
/** The column's numbers from top to bottom; those who have none stand at the end. */
async function numbers(page: Page, column: string): Promise<number[]> {
  const cells = page.getByRole("gridcell", { name: new RegExp(`^${column}: `) });
  const texts = await cells.evaluateAll((items) => items.map((item) => item.textContent));
  return texts.map(Number).filter((value) => !Number.isNaN(value));
}

test("rows are sorted by a column, up, down and not at all", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Spaces");
  const header = page.getByRole("columnheader", { name: /^NetArea,/ });
  await header.hover();
  await page.getByRole("button", { name: "Sort by NetArea", exact: true }).click();
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  const up = await numbers(page, "NetArea");
  expect(up).toEqual([...up].sort((a, b) => a - b));
  expect(new Set(up).size).toBeGreaterThan(1);
  await header.click();
  await page.keyboard.press("s");
  await expect(header).toHaveAttribute("aria-sort", "descending");
  const down = await numbers(page, "NetArea");
  expect(down).toEqual([...down].sort((a, b) => b - a));
  await picture(page, "sorted");
  // A row keeps its number and its verdict wherever it stands.
  await page
    .getByRole("gridcell", { name: /^Number: / })
    .first()
    .click();
  const number = await page.getByRole("row").nth(1).getByRole("rowheader").textContent();
  await expect(page.getByRole("complementary", { name: "Inspector" }).getByText(`Row ${number} ·`)).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(
    page
      .getByRole("row")
      .nth(2)
      .getByRole("gridcell", { name: /^Number: / }),
  ).toBeFocused();
  await page.keyboard.press("s");
  await expect(page.getByRole("columnheader", { name: /^Number,/ })).toHaveAttribute("aria-sort", "ascending");
});

test("rows without a value come last, whichever way", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "FireRating");
  const button = page.getByRole("button", { name: "Sort by FireRating", exact: true });
  for (const direction of ["ascending", "descending"]) {
    await button.click();
    await expect(page.getByRole("columnheader", { name: /^FireRating,/ })).toHaveAttribute("aria-sort", direction);
    const first = page.getByRole("gridcell", { name: /^FireRating: / }).first();
    await expect(first).not.toHaveAccessibleName(/no value/);
  }
});

test("rows are filtered by any text a cell shows, reasons too", async ({ page }) => {
  await openBroken(page);
  const filter = page.getByRole("searchbox", { name: "Filter rows" });
  // The chosen cell moves to where its row stands, and leaves the focus with the one who types.
  const chosen = page.getByRole("gridcell", { name: /^ECInstanceId: 0x/ }).nth(5);
  const id = (await chosen.textContent()) ?? "";
  await chosen.click();
  await chosen.click();
  await filter.fill(id);
  await expect(page.getByRole("status").filter({ hasText: /^\d+ of 80 rows$/ })).toBeVisible();
  await expect(page.getByRole("row").nth(1)).toContainText(id);
  await expect(filter).toBeFocused();
  await filter.fill("several aspects");
  await expect(page.getByRole("status").filter({ hasText: /^\d+ of 80 rows$/ })).toBeVisible();
  await picture(page, "filtered");
  await chooseColumn(page, "WeldType");
  await expect(page.getByRole("gridcell", { name: "WeldType: fillet" })).toHaveCount(0);
  await filter.fill("no such words");
  await expect(page.getByText("No row fits")).toBeVisible();
  await page.getByRole("button", { name: "Show all rows" }).click();
  await expect(page.getByText(/^80 rows/)).toBeVisible();
});

test("cells, columns and the rows shown are copied whole", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openPage(page);
  await chooseColumn(page, "Name");
  await cell(page, "Name", "B1-é").click();
  await page.keyboard.press("Control+c");
  await expect(page.getByText("Copied the value.")).toBeVisible();
  expect(await clipboard(page)).toBe("B1-é");
  await chooseGroup(page, "Spaces");
  await page.getByRole("columnheader", { name: /^Number,/ }).click();
  await page.keyboard.press("Control+c");
  await expect(page.getByText("Copied the column, 10 rows.")).toBeVisible();
  expect((await clipboard(page)).split("\n").slice(0, 2)).toEqual(["Number", "R100"]);
  await page.getByRole("searchbox", { name: "Filter rows" }).fill("R101");
  await page.getByText("Export", { exact: true }).click();
  await page.getByRole("button", { name: "Copy 1 row shown" }).click();
  await expect(page.getByText("Copied 1 row.")).toBeVisible();
  const lines = (await clipboard(page)).split("\n").map((line) => line.split("\t"));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain("NetAreaSqFt");
  expect(lines[1]).toContain("R101");
});

test("every format of the extraction holds all rows", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Spaces");
  const save = async (words: string) =>
    downloaded(page, async () => {
      await page.getByText("Export", { exact: true }).click();
      await page.getByRole("button", { name: words, exact: true }).click();
    });
  const ndjson = await save("NDJSON, all rows");
  expect(ndjson.name).toBe("Handover_Spaces.ndjson");
  const lines = ndjson.text.trim().split("\n");
  expect(lines).toHaveLength(10);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ Number: "R100" });
  const json = await save("JSON, all rows");
  expect(json.name).toBe("Handover_Spaces.json");
  expect(JSON.parse(json.text)).toEqual(lines.map((line) => JSON.parse(line) as unknown));
});

test("the column's card tells what each entry won", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Name");
  await page.getByRole("columnheader", { name: /^Name,/ }).click();
  const wins = page.getByRole("region", { name: "What filled it" }).getByRole("listitem");
  await expect(wins).not.toHaveCount(0);
  const rows = (await wins.allTextContents()).map((text) => Number(/(\d+) rows?/.exec(text)?.[1]));
  expect(rows.reduce((sum, won) => sum + won, 0)).toBe(80);
});
