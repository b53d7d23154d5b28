// Work over many rows: the count of all rows and the export tell how far they are, and can be given up.
import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { expect, fixture, inspector, mappingFile, pick, picture, test } from "./workbench.js";

const column = (name: string, dataType = "String") => ({
  propertyName: name.replaceAll(".", ""),
  dataType,
  ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: name }],
});
const mapping = {
  mappingName: "Large",
  groups: [
    {
      groupName: "Elements",
      query: "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d",
      properties: [column("UserLabel"), column("CodeValue"), column("Category.CodeValue")],
    },
    {
      groupName: "Beams",
      query: "SELECT ECInstanceId, ECClassId FROM bt.Beam",
      properties: [column("UserLabel")],
    },
  ],
};

declare global {
  interface Window {
    /** Messages to workers that ask for a batch wait so long. */
    batchDelay: number;
  }
}

/** A page whose engines can be slowed down: what it shows while it works is what is tested. */
async function openSlowly(page: Page, theme: "light" | "dark" = "light"): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.addInitScript(() => {
    Object.assign(window, { batchDelay: 0 });
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (this: Worker, ...sent: [any, any]) {
      const wait = sent[0]?.method === "next" ? window.batchDelay : 0;
      if (wait === 0) postMessage.apply(this, sent);
      else setTimeout(() => postMessage.apply(this, sent), wait);
    };
  });
  await page.goto("./");
  await pick(page, "Open snapshot", fixture("large.bim"));
  await expect(page.getByRole("banner").getByText("large.bim")).toBeVisible();
  await slowly(page);
  await pick(page, "Open mapping", mappingFile(mapping, "large.json"));
  await expect(page.getByRole("grid", { name: "Elements, preview" })).toBeVisible();
}

/** The same, with all rows counted and nothing slow. */
async function open(page: Page, theme: "light" | "dark" = "light"): Promise<void> {
  await openSlowly(page, theme);
  await fast(page);
  await expect(facts(page)).toHaveText(/^First 1,000 of [\d,]+ rows/);
}

const facts = (page: Page) => page.getByRole("region", { name: "Preview" }).locator("header").getByRole("status");
const slowly = (page: Page) => page.evaluate(() => void (window.batchDelay = 400));
const fast = (page: Page) => page.evaluate(() => void (window.batchDelay = 0));

/** Shows another group and comes back. */
async function comeBack(page: Page, name: string): Promise<void> {
  await page.getByRole("treeitem", { name: /^Group Beams,/ }).click();
  await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible();
  await page.getByRole("treeitem", { name: new RegExp(`^Group ${name},`) }).click();
}

for (const theme of ["light", "dark"] as const) {
  test(`the count of all rows tells how far it is, ${theme}`, async ({ page }) => {
    await openSlowly(page, theme);
    await expect(facts(page)).toHaveText(/^Counting… [\d,]+ of [\d,]+ rows$/);
    // The rows are there while they are counted, and what moves is not read out.
    await expect(page.getByRole("gridcell", { name: /^CodeValue: / }).first()).toBeVisible();
    await expect(facts(page).locator("[aria-hidden=true]")).toHaveText(/ of [\d,]+ rows$/);
    await page.getByRole("columnheader", { name: /^CodeValue,/ }).click();
    await expect(inspector(page).getByText(/of 1,000 rows \(rows shown\)/)).toBeVisible();
    await expect(inspector(page).getByText(/^Counting… [\d,]+ of/)).toBeVisible();
    await picture(page, `counting-${theme}`);
    await fast(page);
    await expect(facts(page)).toHaveText(/^First 1,000 of [\d,]+ rows/);
    await expect(inspector(page).getByText(/\(all rows\)/)).toBeVisible();
    // What was counted is known when one comes back.
    const whole = await facts(page).textContent();
    await comeBack(page, "Elements");
    await expect(facts(page)).toHaveText(/^First 1,000 of [\d,]+ rows/);
    expect((await facts(page).textContent())?.split(",").slice(0, 2)).toEqual(whole?.split(",").slice(0, 2));
  });
}

test("the count can be stopped and begun again, and ends with the next edit", async ({ page }) => {
  await openSlowly(page);
  await page.getByRole("button", { name: "Stop counting" }).click();
  await expect(facts(page)).toHaveText(/^First 1,000 rows/);
  await page.getByRole("columnheader", { name: /^CodeValue,/ }).click();
  await expect(inspector(page).getByText(/\(rows shown\)/)).toBeVisible();
  await picture(page, "counting-stopped");
  await inspector(page).getByRole("button", { name: "Count all rows" }).click();
  await expect(facts(page)).toHaveText(/^Counting…/);

  // Another group's rows do not wait for it.
  await page.getByRole("treeitem", { name: /^Group Beams,/ }).click();
  await fast(page);
  await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Stop counting" })).toHaveCount(0);
  await expect(facts(page)).not.toHaveText(/Counting/);
});

for (const theme of ["light", "dark"] as const) {
  test(`an export tells how far it is, and leaves nothing when it is cancelled, ${theme}`, async ({ page }) => {
    await open(page, theme);
    const workers = page.workers().length;
    let saved = 0;
    page.on("download", () => (saved += 1));
    await slowly(page);
    // Where this machine is busy, the export may be done before there was a look at it.
    await expect(async () => {
      saved = 0;
      await page.getByRole("treeitem", { name: /^Group Elements,/ }).click();
      await page.getByText("Export", { exact: true }).click();
      await page.getByRole("button", { name: "CSV, all rows" }).click();
      await expect(page.getByText(/^[\d,]+ of [\d,]+ rows, [\d.]+ [KM]B/)).toBeVisible({ timeout: 5000 });
      const told = page.getByRole("status").filter({ hasText: "Exporting Large_Elements.csv" });
      await expect(told).toHaveCount(1, { timeout: 1000 });
      // It goes on while something else is looked at.
      await page.getByRole("treeitem", { name: /^Group Beams,/ }).click();
      const progress = page.getByRole("progressbar", { name: "Export of Large_Elements.csv" });
      await expect(progress).toBeVisible({ timeout: 1000 });
      await picture(page, `exporting-${theme}`);
      await page.getByRole("button", { name: "Cancel export" }).click({ timeout: 5000 });
    }).toPass();
    await expect(page.getByRole("progressbar")).toHaveCount(0);
    await fast(page);
    // The engine answers again, no worker is left over, and nothing was saved.
    await page.getByRole("treeitem", { name: /^Group Elements,/ }).click();
    await expect(page.getByRole("grid", { name: "Elements, preview" })).toBeVisible();
    await expect.poll(() => page.workers().length).toBe(workers);
    expect(saved).toBe(0);
  });
}

test("an export of many rows holds them all", async ({ page }) => {
  await open(page);
  const rows = Number(/of ([\d,]+) rows/.exec((await facts(page).textContent()) ?? "")?.[1]?.replaceAll(",", ""));
  const coming = page.waitForEvent("download");
  await page.getByText("Export", { exact: true }).click();
  await page.getByRole("button", { name: "CSV, all rows" }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe("Large_Elements.csv");
  const lines = readFileSync(await download.path(), "utf8").split("\r\n");
  expect(lines).toHaveLength(rows + 2);
  expect(rows).toBeGreaterThan(40_000);
  await expect(page.getByRole("status").filter({ hasText: "Large_Elements.csv is saved" })).toHaveCount(1);
});

/** How many rows the group has, once they are counted. */
async function rowsInAll(page: Page): Promise<string> {
  return /of ([\d,]+) rows/.exec((await facts(page).textContent()) ?? "")?.[1] ?? "";
}

const grid = (page: Page) => page.getByRole("grid", { name: "Elements, preview" });

/** The ids of the rows as they stand on screen. */
const idsOnScreen = (page: Page) =>
  page
    .getByRole("gridcell", { name: /^ECInstanceId: 0x/ })
    .evaluateAll((cells) => cells.map((cell) => Number.parseInt((cell.textContent ?? "").slice(2), 16)));

test("rows are sorted over all rows of the group, not over those that are loaded", async ({ page }) => {
  await open(page);
  const all = await rowsInAll(page);
  const header = page.getByRole("columnheader", { name: /^ECInstanceId,/ });
  await header.click();
  await page.keyboard.press("s");
  await expect(facts(page)).toHaveText(`Sorted over all ${all} rows`);
  await page.keyboard.press("s");
  await expect(header).toHaveAttribute("aria-sort", "descending");
  await expect(facts(page)).toHaveText(`Sorted over all ${all} rows`);
  // The last row of the group stands first: it is far beyond the first thousand, and can be asked about.
  await expect(grid(page)).toHaveAttribute("aria-rowcount", String(Number(all.replaceAll(",", "")) + 1));
  const ids = await idsOnScreen(page);
  expect(ids).toEqual([...ids].sort((a, b) => b - a));
  await expect(page.getByRole("row").nth(1).getByRole("rowheader")).toHaveText(all.replaceAll(",", ""));
  await page
    .getByRole("gridcell", { name: /^CodeValue: / })
    .first()
    .click();
  await expect(inspector(page).getByText(`Row ${all.replaceAll(",", "")} ·`)).toBeVisible();
  await picture(page, "sorted-over-all");
  // To the other end and back by keyboard: rows come as they are looked at.
  await page.keyboard.press("Control+End");
  await expect(inspector(page).getByText("Row 1 ·")).toBeVisible();
  await expect(grid(page).locator('[data-active="true"]')).toBeFocused();
  await page.keyboard.press("PageUp");
  await expect(inspector(page).getByText("Row 1 ·")).toHaveCount(0);
  // And in the query's order again.
  await header.click();
  await page.keyboard.press("s");
  await expect(facts(page)).toHaveText(new RegExp(`^First 1,000 of ${all} rows`));
  await expect(header).not.toHaveAttribute("aria-sort");
});

test("a filter looks through all rows, and what it found is sorted and copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  const all = await rowsInAll(page);
  const filter = page.getByRole("searchbox", { name: "Filter rows" });
  await filter.fill("77");
  await expect(facts(page)).toHaveText(new RegExp(`^[\\d,]+ of ${all} rows$`));
  const found = Number(/^[\d,]+/.exec((await facts(page).textContent()) ?? "")?.[0].replaceAll(",", ""));
  expect(found).toBeGreaterThan(1000);
  await page.getByRole("columnheader", { name: /^CodeValue,/ }).click();
  await page.keyboard.press("s");
  await expect(facts(page)).toHaveText(new RegExp(`^[\\d,]+ of ${all} rows, sorted$`));
  await page.getByText("Export", { exact: true }).click();
  const copied = Math.min(found, 5000);
  await page.getByRole("button", { name: /^Copy [\d,]+ rows/ }).click();
  await expect(page.getByText(`Copied ${copied.toLocaleString("en")} rows.`)).toBeVisible();
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split("\n");
  expect(lines).toHaveLength(copied + 1);
  expect(lines.slice(1).every((line) => line.includes("77"))).toBe(true);
  await filter.fill("no such words");
  await expect(page.getByText(`None of all ${all} rows has “no such words” in a cell.`)).toBeVisible();
  await page.getByRole("button", { name: "Show all rows" }).click();
  await expect(facts(page)).toHaveText(`Sorted over all ${all} rows`);
});

for (const theme of ["light", "dark"] as const) {
  test(`sorting tells how far it is, is stopped, and given up for the next, ${theme}`, async ({ page }) => {
    await open(page, theme);
    const all = await rowsInAll(page);
    await slowly(page);
    await page.getByRole("columnheader", { name: /^CodeValue,/ }).click();
    await page.keyboard.press("s");
    await expect(facts(page)).toHaveText(new RegExp(`^Sorting all rows… [\\d,]+ of ${all} rows$`));
    await expect(facts(page).locator("[aria-hidden=true]")).toHaveText(/ of [\d,]+ rows$/);
    await picture(page, `sorting-${theme}`);
    await page.getByRole("button", { name: "Stop sorting" }).click();
    // The order that was there before is there, and nothing says that it is another.
    await expect(facts(page)).toHaveText(new RegExp(`^First 1,000 of ${all} rows`));
    await expect(page.getByRole("columnheader", { name: /^CodeValue,/ })).not.toHaveAttribute("aria-sort");
    // The second of two is the one that counts.
    await page.getByRole("columnheader", { name: /^CodeValue,/ }).click();
    await page.keyboard.press("s");
    await expect(page.getByRole("button", { name: "Stop sorting" })).toBeVisible();
    await page.getByRole("columnheader", { name: /^ECInstanceId,/ }).click();
    await page.keyboard.press("s");
    await page.keyboard.press("s");
    await fast(page);
    await expect(page.getByRole("columnheader", { name: /^ECInstanceId,/ })).toHaveAttribute("aria-sort", "descending");
    await expect(page.getByRole("columnheader", { name: /^CodeValue,/ })).not.toHaveAttribute("aria-sort");
    const ids = await idsOnScreen(page);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });
}
