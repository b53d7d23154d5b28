// Columns from what a group's rows have: the table of properties, the form that "+ Column" leads to, and what is repaired by a click.
import type { Locator, Page } from "@playwright/test";
import { notHere, sharedFixture, sharedSnapshot } from "../shared.js";
import { expectAccessible } from "./axe.js";
import {
  chooseColumn,
  chooseGroup,
  expect,
  inspector,
  mappingFile,
  openBroken,
  openPage,
  pick,
  picture,
  test,
} from "./workbench.js";

const plant = sharedSnapshot("plant.bim");
const house = sharedFixture("real", "JoesHouse.bim");

const dialog = (page: Page): Locator => page.getByRole("dialog", { name: /^Columns for / });
const rowOf = (page: Page, name: string): Locator =>
  dialog(page)
    .getByRole("row")
    .filter({ has: page.getByRole("checkbox", { name, exact: true }) });

async function openColumns(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Columns…" }).click();
  const shown = dialog(page);
  await expect(shown.getByRole("status")).toContainText("in all rows", { timeout: 90_000 });
  return shown;
}

const noProblems = (page: Page) => expect(page.getByText("No problems found in this mapping")).toBeVisible();

async function openWith(
  page: Page,
  snapshot: string | undefined,
  groups: readonly (readonly [string, string])[],
): Promise<void> {
  await openPage(page);
  await pick(page, "Open snapshot", snapshot ?? "");
  const mapping = {
    mappingName: "Trial",
    groups: groups.map(([groupName, query]) => ({ groupName, query, properties: [] })),
  };
  await pick(page, "Open mapping", mappingFile(mapping));
  await expect(page.getByRole("grid", { name: `${groups[0]?.[0]}, preview` })).toBeVisible();
}

const select = (from: string): string => `SELECT ECInstanceId, ECClassId FROM ${from}`;

test("columns of the sample are ticked, typed and added in one step, which is undone in one", async ({ page }) => {
  await openPage(page);
  const shown = await openColumns(page);
  await expect(shown.getByRole("searchbox", { name: "Find a property" })).toBeFocused();
  await picture(page, "columns");
  await expectAccessible(page);
  await expect(rowOf(page, "Weight")).toContainText("Mass, KG");
  await shown.getByRole("searchbox").fill("categ code");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole("treeitem", { name: /^Column CategoryCodeValue, String/ })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("treeitem", { name: /^Column CategoryCodeValue/ })).toHaveCount(0);
});

test("twelve typed columns in few clicks, with aspects, JSON and links", async ({ page }) => {
  test.skip(!plant, notHere);
  await openWith(page, plant, [["Plant", select("PlantTest.PlantItem")]]);
  const shown = await openColumns(page);
  await expect(shown.getByRole("checkbox", { name: "DesignId" })).toHaveCount(0);
  await picture(page, "columns-plant");
  for (const name of ["Tag", "Area", "Weight", "State", "DesignPressure", "DesignFluid", "specCode"])
    await shown.getByRole("checkbox", { name, exact: true }).check();
  for (const name of ["Thickness", "Crew", "Cost", "CategoryCodeValue", "ModelModeledElementCodeValue"])
    await shown.getByRole("checkbox", { name, exact: true }).check();
  await shown.getByRole("button", { name: "Add 12 columns" }).click();
  await expect(page.getByRole("treeitem", { name: /^Column / })).toHaveCount(12);
  await expect(page.getByRole("treeitem", { name: /^Column Weight, Double/ })).toBeVisible();
  await expect(page.getByRole("treeitem", { name: /^Column specCode, String/ })).toBeVisible();
  await noProblems(page);
});

test("+ Column leads to its form; name and types follow the property until a name is given", async ({ page }) => {
  await openPage(page);
  await page.getByRole("button", { name: "Column", exact: true }).click();
  const form = (name: string) => page.getByRole("form", { name: `Edit column ${name}` });
  await expect(form("NewColumn").getByRole("textbox", { name: "Column name" })).toBeFocused();
  const path = page.getByRole("combobox", { name: "Property path" }).first();
  // What the rows have is offered though the entry names no class: links, JSON, structs without an id.
  const offered = (value: string) => page.locator(`datalist option[value="${value}"]`);
  await path.fill("Section.");
  await expect(offered("Section.Name")).toBeAttached();
  await expect(offered("Section.id")).toHaveCount(0);
  await path.fill("Model.ModeledElement.");
  await expect(offered("Model.ModeledElement.CodeValue")).toBeAttached();
  await path.fill("Weight");
  await expect(form("Weight")).toBeVisible();
  await expect(form("Weight").getByRole("combobox", { name: "Data type" })).toHaveValue("Double");
  await expect(form("Weight").getByRole("combobox", { name: "Quantity type" })).toHaveValue("Mass");
  await expect(form("Weight").getByRole("combobox", { name: "Type", exact: true })).toHaveValue("Double");
  await form("Weight").getByRole("textbox", { name: "Column name" }).fill("Tonnes");
  await page.keyboard.press("Enter");
  await expect(form("Tonnes")).toBeVisible();
  await form("Tonnes").getByRole("combobox", { name: "Property path" }).fill("TagRevision");
  await expect(form("Tonnes").getByRole("combobox", { name: "Data type" })).toHaveValue("Integer");
  await expect(form("Tonnes").getByRole("combobox", { name: "Quantity type" })).toHaveValue("");
});

test("several aspects are mended by a click that picks one of them in the query", async ({ page }) => {
  await openBroken(page);
  await chooseColumn(page, "WeldType");
  await page.getByRole("gridcell", { name: "WeldType: no value, several aspects" }).first().click();
  const repairs = inspector(page).getByRole("region", { name: "Possible repairs" });
  await expect(repairs.getByRole("button").first()).toContainText(/Then \d+% filled/);
  await picture(page, "aspect-repairs");
  await repairs.getByRole("button", { name: /that was added last/ }).click();
  await expect(page.getByRole("gridcell", { name: "WeldType: no value, several aspects" })).toHaveCount(0);
  await expect(page.getByRole("gridcell", { name: /^WeldType: (groove|fillet)/ }).first()).toBeVisible();
});

test("a repair that fills no more is not offered", async ({ page }) => {
  await openBroken(page);
  await chooseColumn(page, "WeldType");
  await page.getByRole("columnheader", { name: /^WeldType/ }).click();
  const panel = inspector(page);
  await expect(panel.getByRole("region", { name: "Possible repairs" })).toBeVisible();
  const [now] = await panel.locator(".fill__number b").allTextContents();
  const effects = await panel.locator(".repair__effect b").allTextContents();
  expect(effects.length).toBeGreaterThan(0);
  expect(effects.filter((effect) => parseInt(effect) <= parseInt(now ?? "")).length).toBe(0);
});

test("all safe repairs are one click, and one step back", async ({ page }) => {
  await openBroken(page);
  const fixAll = page.getByRole("button", { name: /^Fix all \d+ safe ones$/ });
  await expect(fixAll).toBeVisible();
  await picture(page, "fix-all");
  await fixAll.click();
  await expect(page.getByRole("button", { name: /^Fix (all|the) .*safe/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(fixAll).toBeVisible();
});

test("five groups of twelve columns take four clicks each", async ({ page }) => {
  test.skip(!plant, notHere);
  test.slow();
  const classes = ["Pump", "Pipe", "Motor", "Panel", "Valve"];
  await openWith(
    page,
    plant,
    classes.map((name) => [name, select(`PlantTest.${name}`)]),
  );
  for (const name of classes) {
    await chooseGroup(page, name);
    const shown = await openColumns(page);
    const boxes = shown.getByRole("rowgroup").getByRole("checkbox");
    await boxes.first().click();
    await boxes.nth(11).click({ modifiers: ["Shift"] });
    await shown.getByRole("button", { name: "Add 12 columns" }).click();
    await expect(page.getByRole("treeitem", { name: `Group ${name}, 12 columns` })).toBeVisible();
  }
  await noProblems(page);
});

test("the table of properties fits a narrow window, in the dark", async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 700 });
  await page.emulateMedia({ colorScheme: "dark" });
  await openPage(page);
  const shown = await openColumns(page);
  await shown.getByRole("searchbox").fill("size");
  await expect(shown.getByRole("button", { name: "Cancel" })).toBeInViewport();
  // Nothing is left out, and nothing lies beside the sheet.
  await expect(shown.getByRole("columnheader").last()).toBeInViewport({ ratio: 1 });
  await expect(shown.locator(".columns__values").first()).toBeInViewport({ ratio: 1 });
  await picture(page, "columns-narrow");
  const isWide = await shown.evaluate((element) => element.scrollWidth > element.clientWidth);
  expect(isWide).toBe(false);
});

test("columns of a real model validate clean", async ({ page }) => {
  test.skip(!house, notHere);
  await openWith(page, house, [["Objects", select("generic.PhysicalObject")]]);
  const shown = await openColumns(page);
  await shown.getByRole("checkbox", { name: "Tick all with values" }).check();
  await picture(page, "columns-house");
  await shown.getByRole("button", { name: /^Add \d+ columns$/ }).click();
  await expect(page.getByRole("treeitem", { name: /^Column / }).first()).toBeVisible();
  await noProblems(page);
});
