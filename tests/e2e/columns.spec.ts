// Columns from what a group's rows have: the table of properties, the form that "+ Column" leads to, and what is repaired by a click.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./axe.js";
import { chooseColumn, chooseGroup, expect, mappingFile, openPage, pick, picture, test } from "./workbench.js";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const plant = at("build/shared/plant.bim");
const house = at("../shared/fixtures/real/JoesHouse.bim");

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

async function openWith(page: Page, snapshot: string, groups: readonly (readonly [string, string])[]): Promise<void> {
  await openPage(page);
  await pick(page, "Open snapshot", snapshot);
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
  test.skip(!existsSync(plant), "the plant of the shared fixtures is not here");
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
