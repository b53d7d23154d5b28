// The page without a mouse: every stop of the Tab key can be seen and has a name, none holds one fast, and the story of
// story.spec.ts can be lived.
import type { Locator, Page } from "@playwright/test";
import { chooseColumn, expect, inspector, openBroken, openPage, test } from "./workbench.js";

const mostStops = 150;

interface Stop {
  /** Where it is in the document; the same element has the same. */
  at: number;
  name: string;
  isMarked: boolean;
}

/** The element that has the keyboard; null outside the page. */
const stop = (page: Page) =>
  page.evaluate((): Stop | null => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const labels = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
    const texts = [
      element.getAttribute("aria-label"),
      ...labels.map((id) => document.getElementById(id)?.textContent),
      ...[...((element as HTMLInputElement).labels ?? [])].map((label) => label.textContent),
      element.textContent,
      element.getAttribute("title"),
    ];
    // A tree or a grid keeps the keyboard and marks the item it is at.
    const item = document.getElementById(element.getAttribute("aria-activedescendant") ?? "");
    const look = getComputedStyle(item ?? element);
    return {
      at: [...document.querySelectorAll("*")].indexOf(element),
      name: texts.find((text) => text?.trim())?.trim() ?? "",
      isMarked: (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== "none",
    };
  });

/** Presses Tab until the element, or one in it, has the keyboard. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let press = 0; press < mostStops; press += 1) {
    if (await target.evaluate((element) => element.contains(document.activeElement))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${target}`);
}

test("Tab walks once around the page, and shows where it is", async ({ page }) => {
  await openBroken(page);
  const stops: Stop[] = [];
  for (let press = 0; press < mostStops; press += 1) {
    await page.keyboard.press("Tab");
    const here = await stop(page);
    if (!here || here.at === stops[0]?.at) break;
    stops.push(here);
  }
  expect(stops.length).toBeGreaterThan(15);
  expect(stops.length).toBeLessThan(mostStops);
  expect(stops.filter(({ name }) => !name)).toEqual([]);
  expect(stops.filter(({ isMarked }) => !isMarked)).toEqual([]);
  expect(new Set(stops.map(({ at }) => at)).size).toBe(stops.length);
});

test("an empty column is found, understood and filled by keyboard alone", async ({ page }) => {
  await openBroken(page);
  const tree = page.getByRole("tree", { name: "Groups and columns of the mapping" });
  await tabTo(page, tree);
  const column = await page.getByRole("treeitem", { name: /^Column Coating,/ }).getAttribute("id");
  for (let press = 0; press < 40; press += 1) {
    if ((await tree.getAttribute("aria-activedescendant")) === column) break;
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  const repair = page.getByRole("region", { name: "Possible repairs" }).getByRole("button").first();
  await expect(repair).toBeVisible();
  await tabTo(page, page.getByRole("grid", { name: "Beams, preview" }));
  await page.keyboard.press("ArrowDown");
  await expect(inspector(page)).toContainText("Coating");
  await tabTo(page, repair);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("gridcell", { name: "Coating: intumescent" }).first()).toBeVisible();
});

/** Presses a key and counts it. */
const counted = (page: Page) => {
  const keys: string[] = [];
  return { keys, press: async (key: string) => (keys.push(key), page.keyboard.press(key)) };
};

test("from an empty cell to its repair takes two keys", async ({ page }) => {
  await openBroken(page);
  await chooseColumn(page, "Coating");
  await page.getByRole("columnheader", { name: /^Coating,/ }).focus();
  await page.keyboard.press("ArrowDown");
  const { keys, press } = counted(page);
  await press("Enter");
  await expect(page.getByRole("region", { name: "Possible repairs" }).getByRole("button").first()).toBeFocused();
  await press("Enter");
  await expect(page.getByRole("gridcell", { name: "Coating: intumescent" }).first()).toBeVisible();
  expect(keys.length).toBeLessThanOrEqual(5);
});

test("a faulty formula is mended from its cell by two keys", async ({ page }) => {
  await openBroken(page);
  await chooseColumn(page, "Weight");
  await page
    .getByRole("gridcell", { name: /^Weight: / })
    .first()
    .click();
  await expect(inspector(page).getByRole("button", { name: "Write Length instead" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(inspector(page).getByRole("button", { name: "Write Length instead" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("gridcell", { name: "Weight: no value, formula fault" })).toHaveCount(0);
  await expect(page.locator(".formula-verdict__fault")).toHaveCount(0);
});

test("a button that goes away with what it did leaves the keyboard beside it", async ({ page }) => {
  await openBroken(page);
  const inPane = (name: string) => page.locator(`[data-pane="${name}"] :focus`);
  async function press(button: Locator, isGone: () => Promise<void>, pane: string): Promise<void> {
    await button.focus();
    await page.keyboard.press("Enter");
    await isGone();
    await expect(inPane(pane)).toHaveCount(1);
    // Where the next key changes nothing.
    await expect(inPane(pane)).not.toHaveRole("textbox");
  }
  await page.waitForFunction(() => performance.getEntriesByName("premap.rest.there").length > 0);
  const fix = page.getByRole("list", { name: "Problems" }).getByRole("button", { name: /^Fix: Whole length/ });
  await press(fix, () => expect(fix).toHaveCount(0), "dock");
  const all = page.getByRole("button", { name: /^Fix all/ });
  await press(all, () => expect(all).toHaveCount(0), "dock");
  await chooseColumn(page, "WeldType");
  await page
    .getByRole("gridcell", { name: /^WeldType: .*several aspects/ })
    .first()
    .click();
  const repair = inspector(page).locator(".repair").first();
  await expect(repair).toBeVisible();
  await press(repair, () => expect(inspector(page).locator(".repair")).toHaveCount(0), "inspector");
  await chooseColumn(page, "Name");
  await page.getByRole("tab", { name: "Edit column" }).click();
  const form = page.getByRole("form", { name: "Edit column Name" });
  const remove = form.getByRole("button", { name: "Delete entry 3" });
  await press(remove, () => expect(remove).toHaveCount(0), "inspector");
  // Drawn anew for the place it has now, with a button of the same name.
  const move = page.getByRole("button", { name: "Move right" });
  await move.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("treeitem", { name: /^Column / }).nth(1)).toHaveAccessibleName(/^Column Name,/);
  await expect(move).toBeFocused();
});

test("F6 goes around the panes and comes back to where one was", async ({ page }) => {
  await openBroken(page);
  const pane = () => page.evaluate(() => document.activeElement?.closest<HTMLElement>("[data-pane]")?.dataset["pane"]);
  const around: (string | undefined)[] = [];
  for (let press = 0; press < 5; press += 1) {
    await page.keyboard.press("F6");
    around.push(await pane());
  }
  expect(around).toEqual(["tree", "table", "inspector", "dock", "tree"]);
  await page.keyboard.press("Shift+F6");
  expect(await pane()).toBe("dock");
  const problems = page.getByRole("list", { name: "Problems" });
  await page.keyboard.press("ArrowDown");
  const here = problems.getByRole("listitem").nth(1).getByRole("button").first();
  await expect(here).toBeFocused();
  await page.keyboard.press("F6");
  await page.keyboard.press("Shift+F6");
  await expect(here).toBeFocused();
  // From the inspector Escape leads back to the cell.
  await page.keyboard.press("Shift+F6");
  expect(await pane()).toBe("inspector");
  await page.keyboard.press("Escape");
  expect(await pane()).toBe("table");
});

test("F6 goes on from an editor, and back into it", async ({ page }) => {
  await openPage(page);
  await page.getByRole("tab", { name: "Query" }).click();
  const query = page.getByRole("textbox", { name: "ECSQL query of Beams" });
  await query.click();
  await page.keyboard.press("F6");
  await expect(page.getByRole("tree", { name: "Groups and columns of the mapping" })).toBeFocused();
  await page.keyboard.press("Shift+F6");
  await expect(query).toBeFocused();
  await page.keyboard.press("Shift+F6");
  await expect(inspector(page).locator(":focus")).toHaveCount(1);
});

test("the list of problems is one Tab stop, and arrow keys go through it", async ({ page }) => {
  await openBroken(page);
  const problems = page.getByRole("list", { name: "Problems" });
  await expect(problems.getByRole("listitem").nth(5)).toBeVisible();
  await expect(problems.locator('button[tabindex="0"]')).toHaveCount(1);
  await tabTo(page, problems);
  const inRow = (row: number) => problems.getByRole("listitem").nth(row).getByRole("button");
  await expect(inRow(0).first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(inRow(2).first()).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(inRow(2).nth(1)).toBeFocused();
  await page.keyboard.press("End");
  const last = problems.getByRole("listitem").last().getByRole("button").first();
  await expect(last).toBeFocused();
  await page.keyboard.press("Tab");
  expect(await problems.evaluate((list) => list.contains(document.activeElement))).toBe(false);
  await page.keyboard.press("Shift+Tab");
  await expect(last).toBeFocused();
});

test("letters lead to the next item of a tree, and * opens what stands beside it", async ({ page }) => {
  await openPage(page);
  const tree = page.getByRole("tree", { name: "Groups and columns of the mapping" });
  await tree.focus();
  const at = () =>
    tree.evaluate((element) => document.getElementById(element.getAttribute("aria-activedescendant") ?? "")?.ariaLabel);
  await page.keyboard.press("Home");
  await page.keyboard.type("manu");
  expect(await at()).toMatch(/^Column Manufacturer/);
  await page.keyboard.press("Home");
  const closed = page.getByRole("treeitem", { expanded: false });
  expect(await closed.count()).toBeGreaterThan(0);
  await page.keyboard.press("*");
  await expect(closed).toHaveCount(0);
});
