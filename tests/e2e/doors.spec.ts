// Further doors: numbers that lead to rows or elements where there is no table of them yet, and problems to forms and rows.
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./axe.js";
import {
  chooseColumn,
  expect,
  fixture,
  inspector,
  mappingFile,
  openBroken,
  openPage,
  pick,
  picture,
  test,
} from "./workbench.js";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const bar = (page: Page): Locator => page.locator(".group-bar__facts");
const numberIn = async (words: Locator): Promise<number> =>
  Number(/\d+/.exec(((await words.textContent()) ?? "").replaceAll(",", ""))?.[0]);
const sheet = (page: Page): Locator => page.getByRole("dialog").filter({ has: page.locator(".elements") });

test("how many aspects elements own leads to their rows", async ({ page }) => {
  await openBroken(page);
  await chooseColumn(page, "WeldType");
  const aspects = inspector(page).getByRole("region", { name: "Aspects per element" });
  await expect(aspects.getByRole("button")).not.toHaveCount(0);
  for (const door of await aspects.getByRole("button").all()) {
    const rows = await numberIn(door);
    await door.click();
    await expect(door).toHaveAttribute("aria-pressed", "true");
    await expect(bar(page)).toHaveText(new RegExp(`^${rows} of \\d+ rows$`));
  }
  await picture(page, "doors-aspects");
});

test("a problem shows the rows it has counted", async ({ page }) => {
  await openBroken(page);
  const problems = page.getByRole("tabpanel", { name: /^Problems/ });
  const several = problems.getByRole("listitem").filter({ hasText: /\d+ elements own several/ });
  const rows = await numberIn(several.locator(".problem__words").first());
  await several
    .getByRole("button", { name: /^Show the rows/ })
    .first()
    .click();
  await expect(bar(page)).toContainText(`${rows} of `);
  await expect(page.getByRole("gridcell", { name: "WeldType: no value, several aspects" }).first()).toBeVisible();
  await picture(page, "doors-problem");
});

test("numbers of the start screen list their elements before there is a group", async ({ page }) => {
  await openPage(page);
  await pick(page, "Open snapshot", fixture("building.bim"));
  const start = page.getByRole("region", { name: "Start from the data" });
  for (const [tab, row] of [
    ["Classes", /Beam/],
    ["Categories", /Structure/],
    ["Models", /Physical A/],
    ["Aspects", /WeldInspection/],
  ] as const) {
    await start.getByRole("tab", { name: tab }).click();
    const door = start
      .getByRole("row", { name: row })
      .first()
      .getByRole("button", { name: /^List the \d+ elements of/ });
    const elements = await numberIn(door);
    await door.click();
    await expect(sheet(page).getByRole("status")).toHaveText(`${elements} elements`);
    await expect(sheet(page).getByRole("listitem").first()).toContainText("0x");
    if (tab === "Classes") {
      await picture(page, "doors-start");
      await expectAccessible(page);
      await sheet(page).getByRole("button", { name: "Copy ids" }).click();
      await expect(sheet(page).getByRole("status")).toContainText("opied");
      expect((await page.evaluate(() => navigator.clipboard.readText())).split("\n")).toHaveLength(elements);
    }
    await page.keyboard.press("Escape");
    await expect(sheet(page)).toHaveCount(0);
    await expect(door).toBeFocused();
  }
  // By keys from the tick.
  await start.getByRole("tab", { name: "Classes" }).click();
  await start.getByRole("checkbox", { name: "Beam, BuildingTest", exact: true }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(sheet(page).getByRole("status")).toContainText("elements");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowLeft");
  await expect(start.getByRole("checkbox", { name: "Beam, BuildingTest", exact: true })).toBeFocused();
  // It was no tick.
  await expect(start.locator("footer")).toContainText("Tick what should become a table");
});

test("elements with several aspects are listed over the table of properties, which stays as it was", async ({
  page,
}) => {
  await openPage(page);
  await page.getByRole("button", { name: "Columns…" }).click();
  const table = page.getByRole("dialog", { name: "Columns for Beams" });
  const door = table.getByRole("button", { name: /elements own several/ }).first();
  await expect(table.getByRole("status")).toContainText("in all rows", { timeout: 60_000 });
  await table.getByRole("checkbox").nth(3).check();
  const elements = await numberIn(door);
  await door.click();
  await expect(sheet(page).getByRole("status")).toHaveText(`${elements} elements`);
  await picture(page, "doors-columns");
  await page.keyboard.press("Escape");
  await expect(sheet(page)).toHaveCount(0);
  await expect(table.getByRole("button", { name: "Add 1 column" })).toBeEnabled();
});

test("a count of the legend chooses the elements of its colour", async ({ page }) => {
  await openPage(page);
  await page.getByRole("tab", { name: "Both" }).click();
  const item = page.getByRole("region", { name: "Legend" }).getByRole("listitem").filter({ hasText: "Beams" });
  await expect(item).toContainText("80");
  await item.getByRole("button").click();
  const card = page.getByRole("region", { name: "Chosen elements" });
  await expect(card).toContainText("80 elements");
  await expect(card).toContainText("Groups: Beams");
  await picture(page, "doors-legend");
  await card.getByRole("button", { name: "Show only these" }).click();
  await card.getByRole("button", { name: "Let them go" }).click();
  await expect(card).toHaveCount(0);
});

test("a problem of the mapping itself leads to its form, which mends it", async ({ page }) => {
  await openPage(page);
  const faulty = { mappingName: "a b", extractionEnabled: false, colour: "red", groups: [] };
  await pick(page, "Open mapping", mappingFile(faulty));
  const problems = page.getByRole("tabpanel", { name: /^Problems/ });
  const form = inspector(page).getByRole("form", { name: "The mapping" });
  await problems
    .getByRole("button", { name: /mappingName/ })
    .first()
    .click();
  await expect(form.locator(".field-slot--lit")).toContainText("Mapping name");
  await expect(inspector(page).getByRole("tab", { name: "Edit mapping" })).toBeVisible();
  await problems
    .getByRole("button", { name: /no field colour/ })
    .first()
    .click();
  await expect(form.locator(".field-slot--lit")).toContainText("Members that a mapping does not have");
  await picture(page, "doors-mapping");
  await expectAccessible(page);
  await form.getByRole("button", { name: "Remove colour" }).click();
  await expect(problems.getByRole("button", { name: /no field colour/ })).toHaveCount(0);
  // By keys one goes on in the field.
  await problems
    .getByRole("button", { name: /mappingName/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  await expect(form.getByRole("textbox", { name: "Mapping name" })).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Handover");
  await page.keyboard.press("Enter");
  await expect(problems.getByRole("button", { name: /mappingName/ })).toHaveCount(0);
  await form.getByRole("combobox", { name: "Extraction" }).selectOption("true");
  await inspector(page).getByRole("button", { name: "Back", exact: true }).click();
  await expect(form).toHaveCount(0);
});

test("all groups are exported from the table's own Export", async ({ page }) => {
  await openPage(page);
  await page.getByRole("region", { name: "Preview" }).getByText("Export", { exact: true }).click();
  await page.getByRole("button", { name: "All groups in one file…" }).click();
  await expect(page.getByRole("dialog", { name: /Export/ })).toBeVisible();
});

test("a column says that all its values are different, or which of many come most often", async ({ page }) => {
  await openPage(page);
  const reads = (path: string) => [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: path }];
  const column = (propertyName: string, path: string) => ({
    propertyName,
    dataType: "String",
    ecProperties: reads(path),
  });
  const text = "CAST(a.ECInstanceId * 1000 + b.ECInstanceId AS STRING)";
  const query =
    `SELECT a.ECInstanceId, a.ECClassId, ${text} Own, CASE WHEN b.ECInstanceId % 3 = 0 THEN 'often' ELSE ${text} END Mixed ` +
    "FROM bis.Element a, bis.Element b WHERE a.ECInstanceId < 250 AND b.ECInstanceId < 250";
  const groups = [{ groupName: "G", query, properties: [column("Own", "Own"), column("Mixed", "Mixed")] }];
  await pick(page, "Open mapping", mappingFile({ mappingName: "M", groups }));
  await expect(page.getByRole("grid", { name: "G, preview" })).toBeVisible();
  await chooseColumn(page, "Own");
  const values = inspector(page).getByRole("region", { name: "Values" });
  await expect(values.getByRole("heading")).toHaveText(/^All [\d,]+ values are different$/, { timeout: 60_000 });
  await expect(values).toContainText("tells its rows apart");
  await picture(page, "doors-different");
  await chooseColumn(page, "Mixed");
  await expect(values.getByRole("heading")).toHaveText(/^[\d,]+ different values$/);
  const often = values.getByRole("button", { name: /^often, / });
  await expect(values.getByRole("button")).toHaveCount(1);
  const [, rows = ""] = /^often, ([\d,]+) rows$/.exec((await often.getAttribute("aria-label")) ?? "") ?? [];
  await often.click();
  await expect(bar(page)).toContainText(`${rows} of `);
  await picture(page, "doors-often");
});
