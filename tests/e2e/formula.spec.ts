// Formulas: written with what can stand in them, told what they give, and never turning a mapping into one of the other API unasked.
import type { Page } from "@playwright/test";
import { expectAccessible } from "./axe.js";
import {
  chooseColumn,
  downloaded,
  expect,
  inspector,
  mappingFile,
  openBroken,
  openPage,
  pick,
  picture,
  test,
} from "./workbench.js";

const query = "SELECT ECInstanceId, ECClassId FROM bt.Beam ORDER BY ECInstanceId";
const read = (propertyName: string, dataType: string, type?: string) => ({
  propertyName,
  dataType,
  ecProperties: [
    {
      ecSchemaName: "BuildingTest",
      ecClassName: "Beam",
      ecPropertyName: propertyName,
      ...(type ? { ecPropertyType: type } : {}),
    },
  ],
});
const newer = {
  mappingName: "M",
  groups: [{ groupName: "G", query, properties: [read("Length", "Double"), read("Mark", "String")] }],
};
const older = {
  mappingName: "M",
  groups: [{ groupName: "G", query, properties: [read("Length", "Double", "Double")] }],
};

async function openMapping(page: Page, mapping: unknown): Promise<void> {
  await openPage(page);
  await pick(page, "Open mapping", mappingFile(mapping));
  await expect(page.getByRole("grid", { name: "G, preview" })).toBeVisible();
}

const editor = (page: Page) => inspector(page).getByRole("textbox", { name: "Formula" });
const saved = async (page: Page): Promise<string> =>
  (await downloaded(page, () => page.getByRole("button", { name: "Save the mapping file" }).click())).text;
const addFormula = (page: Page) =>
  page.getByRole("toolbar", { name: "Groups and columns" }).getByRole("button", { name: "Formula" }).click();

test("a formula column is written with columns and functions to complete, and tells what it gives", async ({
  page,
}) => {
  await openMapping(page, newer);
  await addFormula(page);
  await expect(inspector(page).getByRole("form", { name: "Edit column NewFormula" })).toBeVisible();
  await editor(page).click();
  await page.keyboard.type("rou");
  const offered = page.getByRole("listbox").getByRole("option");
  await expect(offered.filter({ hasText: /^round\(x\)/ })).toBeVisible();
  await picture(page, "formula-completion");
  await page.keyboard.press("Enter");
  await expect(page.locator(".cm-signature")).toContainText("round(x) Number: the nearest whole number");
  await page.keyboard.type("Len");
  await expect(offered.filter({ hasText: "Length" })).toContainText("Double");
  // Of the column that it defines nothing is offered.
  await expect(offered.filter({ hasText: "NewFormula" })).toHaveCount(0);
  await offered.filter({ hasText: "Length" }).click();
  await page.keyboard.type(" * 2");
  await expect(editor(page)).toHaveText("round(Length * 2)");
  await expect(inspector(page).getByText(/^In row 1: 4$/)).toBeVisible();
  await expect(page.getByRole("gridcell", { name: "NewFormula: 4", exact: true }).first()).toBeVisible();
  // Another row, another value.
  await page.getByRole("gridcell", { name: "NewFormula: 7", exact: true }).first().click();
  await expect(inspector(page).getByText(/^In row 3: 7$/)).toBeVisible();
  // Not for a moment with the value of the row before.
  await page.evaluate(() => {
    const told = document.querySelector(".formula__result");
    const note = () => (document.body.dataset["told"] += `|${told?.textContent}`);
    document.body.dataset["told"] = "";
    if (told) new MutationObserver(note).observe(told, { subtree: true, childList: true, characterData: true });
  });
  await page.getByRole("gridcell", { name: "NewFormula: 4", exact: true }).first().click();
  await expect(inspector(page).getByText(/^In row 1: 4$/)).toBeVisible();
  const told = await page.evaluate(() => document.body.dataset["told"]?.split("|").slice(1) ?? []);
  expect([...new Set(told)]).toEqual(["In row 1: 4"]);
  await picture(page, "formula");
  await expectAccessible(page);
});

test("a fault is underlined while one types, and mended from beside it", async ({ page }) => {
  await openMapping(page, newer);
  await addFormula(page);
  await editor(page).click();
  await page.keyboard.insertText("Lenght * 2");
  await expect(inspector(page).locator(".cm-lintRange-error")).toHaveText("Lenght");
  await expect(editor(page)).toHaveAccessibleDescription(/Variable "Lenght" is not available/);
  await inspector(page).getByRole("button", { name: 'Fix: Variable "Lenght" is not available.' }).click();
  await expect(editor(page)).toHaveText("Length * 2");
  await expect(inspector(page).getByText(/^In row 1: 4$/)).toBeVisible();
  await editor(page).click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText("Mark + '!'");
  await inspector(page)
    .getByRole("button", { name: /^Fix: The formula result data type String/ })
    .click();
  await expect(inspector(page).getByRole("combobox", { name: "Data type" })).toHaveValue("String");
});

test("a formula in a new column takes the place of its entry, and one beside entries says who wins", async ({
  page,
}) => {
  await openMapping(page, newer);
  await page.getByRole("button", { name: "Column", exact: true }).click();
  await expect(inspector(page).getByRole("form", { name: "Edit column NewColumn" })).toBeVisible();
  await editor(page).click();
  await page.keyboard.type("Length * 2", { delay: 20 });
  await page.keyboard.press("Escape");
  await expect(inspector(page).getByText("None. An entry would be looked at first")).toBeVisible();
  expect(JSON.parse(await saved(page))).toMatchObject({
    groups: [{ properties: [{}, {}, { propertyName: "NewColumn", formula: "Length * 2" }] }],
  });
  expect(await saved(page)).not.toContain("CodeValue");
  await chooseColumn(page, "Mark");
  await editor(page).click();
  await page.keyboard.type("'none'");
  await expect(inspector(page).getByText(/^The entry wins over the formula/)).toBeVisible();
  await expect(inspector(page).getByText(/^In row 1: none$/)).toBeVisible();
  await inspector(page).getByRole("button", { name: "Formula only" }).click();
  await expect(page.getByRole("gridcell", { name: "Mark: none", exact: true }).first()).toBeVisible();
  await expect(inspector(page).getByText(/wins over the formula/)).toHaveCount(0);
});

test("a mapping of Reporting v1 stays one, until one asks for the other", async ({ page }) => {
  await openMapping(page, older);
  const api = page.getByRole("combobox", { name: "API the mapping is for" });
  await expect(api).toContainText("Reporting v1, as the text tells");
  await expect(page.getByRole("button", { name: "Told by ecPropertyType in G › Length › entry 1" })).toBeVisible();
  await chooseColumn(page, "Length");
  await page.getByRole("tab", { name: "Edit column" }).click();
  await expect(editor(page)).toHaveCount(0);
  await inspector(page).getByText("Formula or measure in Reporting v1").click();
  await expect(inspector(page).getByText(/each a column of its own/)).toBeVisible();
  await inspector(page).getByRole("button", { name: "Add a custom calculation" }).click();
  await editor(page).click();
  await page.keyboard.insertText("Length * 2");
  await expect(page.getByRole("gridcell", { name: "NewFormula: 5.5", exact: true }).first()).toBeVisible();
  expect(JSON.parse(await saved(page))).toMatchObject({
    groups: [{ customCalculations: [{ propertyName: "NewFormula", formula: "Length * 2" }] }],
  });
  await expect(api).toContainText("Reporting v1, as the text tells");
  await page.getByRole("tab", { name: /^Problems/ }).click();
  await expect(page.getByText("v1-only-field")).toHaveCount(0);
  await chooseColumn(page, "Length");
  await inspector(page).getByText("Formula or measure in Reporting v1").click();
  await picture(page, "formula-v1");
  await inspector(page).getByRole("button", { name: "Convert the mapping to Grouping and Mapping" }).click();
  await expect(api).toContainText("Grouping and Mapping (default)");
  const converted = await saved(page);
  expect(converted).not.toContain("ecPropertyType");
  expect(JSON.parse(converted)).toMatchObject({
    groups: [{ properties: [{}, { propertyName: "NewFormula", dataType: "Double", formula: "Length * 2" }] }],
  });
  await expect(editor(page)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(api).toContainText("Reporting v1, as the text tells");
});

test("Why shows a formula's fault and the repair", async ({ page }) => {
  await openBroken(page);
  await chooseColumn(page, "Weight");
  await page
    .getByRole("gridcell", { name: /^Weight: no value/ })
    .first()
    .click();
  await page.getByRole("tab", { name: "Why" }).click();
  const told = inspector(page).getByRole("region", { name: "Formula" });
  await expect(told.locator("mark")).toHaveText("Lenght");
  await expect(told).toContainText('Variable "Lenght" is not available.');
  await picture(page, "formula-why");
  await told.getByRole("button", { name: "Write Length instead" }).click();
  await expect(told.locator("mark")).toHaveCount(0);
  await expect(page.getByRole("gridcell", { name: /^Weight: [1-9]/ }).first()).toBeVisible();
  // And on to its editor.
  await told.getByRole("button", { name: /Length \* SectionWidth/ }).click();
  await expect(editor(page)).toHaveText("Length * SectionWidth * 7850");
});
