// From an own snapshot without a mapping to groups, without a line of ECSQL.
import { expectAccessible } from "./axe.js";
import { chooseGroup, expect, fixture, openPage, pick, picture, test } from "./workbench.js";
import type { Page } from "@playwright/test";

const start = (page: Page) => page.getByRole("region", { name: "Start from the data" });

/** Opens an own snapshot over the sample, and waits until its classes are counted. */
async function openOwn(page: Page, name: string): Promise<void> {
  await pick(page, "Open snapshot", fixture(name));
  await expect(start(page).getByRole("row").nth(1)).toBeVisible();
}

test("an own snapshot shows what is in it, and ticks become groups", async ({ page }) => {
  await openPage(page);
  await openOwn(page, "plant-1k.bim");
  await expect(start(page).getByRole("status").first()).toContainText("1,018 elements");
  await expect(page.getByRole("banner").getByText("No mapping")).toBeVisible();
  // The tab counts all classes; what of them is not listed is told.
  const all = Number(await start(page).getByRole("tab", { name: "Classes" }).locator(".chip").textContent());
  const listed = (await start(page).getByRole("row").count()) - 1;
  await expect(start(page).getByText(`Also without geometry (${all - listed})`)).toBeVisible();
  const flange = start(page).getByRole("row", { name: /Flange/ });
  await expect(flange).toContainText("35");
  await flange.getByRole("checkbox").check();
  await start(page).getByRole("checkbox", { name: "Pump, PlantTest", exact: true }).check();
  await expect(start(page).locator("footer")).toContainText("2 groups of 70 rows");
  await picture(page, "start");
  await start(page).getByRole("button", { name: "Add 2 groups" }).click();
  await expect(page.getByRole("grid", { name: "Flange, preview" })).toBeVisible();
  await expect(page.getByRole("treeitem", { name: /^Group Pump,/ })).toBeVisible();
  // What is left stays on offer.
  const left = page.getByRole("region", { name: "In no group" });
  await expect(left.getByRole("button", { name: "Add a group for PlantTest.Switch" })).toBeVisible();
  await expect(left.getByRole("button", { name: "Add a group for PlantTest.Pump" })).toHaveCount(0);
  await page.getByRole("button", { name: "Group", exact: true }).click();
  await expect(start(page).getByRole("checkbox", { name: "Switch, PlantTest", exact: true })).toBeVisible();
  await expect(start(page).getByRole("checkbox", { name: "Pump, PlantTest", exact: true })).toHaveCount(0);
  await start(page).getByRole("button", { name: "Back to the table" }).click();
  await expect(page.getByRole("grid", { name: "Flange, preview" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(start(page)).toBeVisible();
});

test("categories, models and aspects become groups that check clean", async ({ page }) => {
  await openPage(page);
  await openOwn(page, "building.bim");
  for (const [tab, offer] of [
    ["Categories", "Structure"],
    ["Models", "Physical A, Partition A"],
    ["Aspects", "WeldInspection, BuildingTest"],
  ] as const) {
    await start(page).getByRole("tab", { name: tab }).click();
    await start(page).getByRole("checkbox", { name: offer, exact: true }).check();
  }
  await start(page).getByRole("tab", { name: "Classes" }).click();
  await start(page).getByRole("checkbox", { name: "Beam, BuildingTest", exact: true }).check();
  await start(page).getByRole("button", { name: "Add 4 groups" }).click();
  for (const [group, rows] of [
    ["Beam", "60 rows"],
    ["Structure", "rows"],
    ["Physical_A", "98 rows"],
    ["With_WeldInspection", "92 rows"],
  ] as const) {
    await chooseGroup(page, group);
    await expect(page.getByRole("region", { name: "Preview" }).getByRole("status").first()).toContainText(rows);
  }
  await page.getByRole("tab", { name: /^Problems/ }).click();
  // Elements in several groups are told; that is what was ticked.
  const problems = page.getByRole("tabpanel", { name: /^Problems/ });
  await expect(problems).toContainText("groups-overlap");
  await expect(problems).toContainText("0 errors");
  await expect(problems).not.toContainText(/query-zero-rows|query-invalid|query-not-element/);
});

test("the sample's mapping is put away, an edited one is kept", async ({ page }) => {
  await openPage(page);
  await page.getByRole("treeitem", { name: /^Group Spaces,/ }).click();
  await page.getByRole("button", { name: "Delete group Spaces" }).click();
  await expect(page.getByRole("treeitem", { name: /^Group Spaces,/ })).toHaveCount(0);
  await openOwn(page, "yard.bim");
  await expect(page.getByRole("banner").getByText("No mapping")).toBeVisible();
  await start(page).getByRole("button", { name: "mapping.json (sample), with your edits" }).click();
  await expect(page.getByRole("treeitem", { name: /^Group Beams,/ })).toBeVisible();
  await expect(page.getByRole("treeitem", { name: /^Group Spaces,/ })).toHaveCount(0);
});

test("an empty mapping starts from the data, too, and its group facts are no fault", async ({ page }) => {
  await openPage(page);
  await page.getByRole("banner").getByRole("button", { name: "New mapping" }).click();
  await expect(start(page).getByRole("checkbox", { name: "Beam, BuildingTest", exact: true })).toBeVisible();
  await page.getByRole("tab", { name: "Group facts" }).click();
  const left = page.getByRole("region", { name: "In no group" });
  await expect(left.getByRole("button", { name: "Add a group for BuildingTest.Beam" })).toBeVisible();
  await left.getByRole("button", { name: "Add a group for BuildingTest.Beam" }).click();
  await expect(page.getByRole("grid", { name: "Beam, preview" })).toBeVisible();
  await expect(page.getByRole("gridcell", { name: /^ECClassId: .*Beam/ }).first()).toBeVisible();
});

test("the start screen is used by keys alone, and accessible", async ({ page }) => {
  await openPage(page);
  await openOwn(page, "plant-1k.bim");
  await expectAccessible(page);
  await start(page).getByRole("searchbox", { name: "Find among classes" }).focus();
  await page.keyboard.type("pump");
  await expect(start(page).getByRole("row")).toHaveCount(2);
  await page.keyboard.press("Tab");
  for (let steps = 0; steps < 12; steps += 1) {
    const name = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    if (name === "Pump, PlantTest") break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid", { name: "Pump, preview" })).toBeVisible();
});
