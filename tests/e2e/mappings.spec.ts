// Several mappings on one snapshot, and one that begins with nothing.
import type { Page } from "@playwright/test";
import { expect, kept, mappingFile, openPage, pick, picture, test } from "./workbench.js";

const mapping = (groupName: string, className: string) => ({
  mappingName: groupName,
  groups: [{ groupName, query: `SELECT ECInstanceId, ECClassId FROM bt.${className}`, properties: [] }],
});

const openMenu = (page: Page) => page.getByRole("banner").locator("summary", { hasText: "Mapping" }).click();
const openMappings = (page: Page) => page.getByRole("list", { name: "Open mappings" }).getByRole("button");
const table = (page: Page, name: string) => page.getByRole("grid", { name: `${name}, preview` });

test("several mappings are open on one snapshot, each with its edits", async ({ page }) => {
  await openPage(page);
  await pick(page, "Open mapping", mappingFile(mapping("Curtain", "CurtainWall"), "walls.json"));
  await expect(table(page, "Curtain")).toBeVisible();
  await page.getByRole("button", { name: "Column", exact: true }).click();
  await expect(page.getByRole("treeitem", { name: /^Column NewColumn/ })).toBeVisible();
  // The untouched sample made room for the first file; the second one comes beside it.
  await pick(page, "Open mapping", mappingFile(mapping("Rooms", "Space"), "rooms.json"));
  await expect(table(page, "Rooms")).toBeVisible();
  await openMenu(page);
  await expect(openMappings(page)).toHaveText([/walls.json\s*edited/, /^rooms.json$/]);
  await picture(page, "mappings");
  await openMappings(page).first().click();
  await expect(table(page, "Curtain")).toBeVisible();
  await expect(page.getByRole("treeitem", { name: /^Column NewColumn/ })).toBeVisible();
  // All of them survive a reload.
  await kept(page);
  await page.reload();
  await expect(table(page, "Curtain")).toBeVisible();
  await openMenu(page);
  await openMappings(page).nth(1).click();
  await expect(table(page, "Rooms")).toBeVisible();
  // Closing one with edits asks; closing one without does not.
  await openMenu(page);
  await page.getByRole("button", { name: "Close rooms.json" }).click();
  await expect(table(page, "Curtain")).toBeVisible();
  const question = page.waitForEvent("dialog");
  await openMenu(page);
  const closing = page.getByRole("button", { name: "Close walls.json" }).click();
  await (await question).accept();
  await closing;
  await expect(page.getByRole("region", { name: "Start from the data" })).toBeVisible();
  await expect(page.getByText(/is as you left it/)).toHaveCount(0);
  await picture(page, "empty");
});

test("a mapping begins with nothing and grows", async ({ page }) => {
  await openPage(page);
  await openMenu(page);
  await page.getByRole("button", { name: "New mapping" }).click();
  await expect(page.getByText("This mapping has no groups yet.")).toBeVisible();
  await picture(page, "new-mapping");
  await page.getByRole("button", { name: "Add a group of all physical elements" }).click();
  await expect(table(page, "NewGroup")).toBeVisible();
  await page.getByRole("button", { name: "Column", exact: true }).click();
  await expect(page.getByRole("columnheader", { name: /^NewColumn/ })).toBeVisible();
  // The sample is still there.
  await openMenu(page);
  await openMappings(page).first().click();
  await expect(table(page, "Beams")).toBeVisible();
});
