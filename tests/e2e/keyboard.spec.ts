// The page without a mouse: every stop of the Tab key can be seen and has a name, none holds one fast, and the story of
// story.spec.ts can be lived.
import type { Locator, Page } from "@playwright/test";
import { expect, inspector, openBroken, test } from "./workbench.js";

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
