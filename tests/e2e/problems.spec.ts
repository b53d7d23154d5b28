// The list of problems: narrowed down, and mended from.
import type { Page } from "@playwright/test";
import { expectAccessible } from "./axe.js";
import { downloaded, expect, inspector, mappingFile, openBroken, openPage, pick, picture, test } from "./workbench.js";

test("problems are filtered by severity and by words", async ({ page }) => {
  await openBroken(page);
  const list = page.getByRole("list", { name: "Problems" }).getByRole("listitem");
  // The last of those that only the rows tell.
  await expect(list.filter({ hasText: "query-duplicate-ids" })).toHaveCount(1);
  const all = await list.count();
  const kinds = page.getByRole("toolbar", { name: "Which problems to show" });
  const warnings = kinds.getByRole("button", { name: /warnings?$/ });
  const count = Number.parseInt((await warnings.textContent()) ?? "", 10);
  expect(count).toBeGreaterThan(0);
  await warnings.click();
  await expect(warnings).toHaveAttribute("aria-pressed", "false");
  await expect(list).toHaveCount(all - count);
  await warnings.click();
  await page.getByRole("searchbox", { name: "Filter problems" }).fill("FireProtecton");
  await expect(list.first()).toContainText("FireProtecton");
  expect(await list.count()).toBeLessThan(all);
  await picture(page, "problems-filtered");
  await page.getByRole("searchbox", { name: "Filter problems" }).fill("no such words");
  await page.getByRole("button", { name: /^Show all/ }).click();
  await expect(list).toHaveCount(all);
});

test("a fix mends what it says and takes its problem off the list", async ({ page }) => {
  await openBroken(page);
  const fix = page.getByRole("button", { name: /^Fix: .*FireProtecton/ });
  await fix.first().click();
  await expect(page.getByRole("list", { name: "Problems" }).getByText(/FireProtecton/)).toHaveCount(0);
  await expect(page.getByRole("treeitem", { name: /^Column Coating, String, [1-9]/ })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(fix.first()).toBeVisible();
});

test("the list follows the typing", async ({ page }) => {
  await openBroken(page);
  await page.getByRole("tab", { name: "Mapping file" }).click();
  const editor = page.getByRole("textbox", { name: "Mapping file" });
  await editor.click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText('{ "mappingName": "bad name", "groups": [] }');
  await page.getByRole("tab", { name: /^Problems/ }).click();
  await expect(page.getByRole("list", { name: "Problems" }).getByRole("button").first()).toBeVisible();
  await expect(page.getByRole("list", { name: "Problems" })).toContainText("bad name");
});

const list = (page: Page) => page.getByRole("list", { name: "Problems" });

/** All that only the rows tell is there. */
async function openChecked(page: Page): Promise<void> {
  await openBroken(page);
  await expect(list(page).getByText("query-duplicate-ids")).toBeVisible();
}

const textOf = async (page: Page): Promise<string> =>
  (await downloaded(page, () => page.getByRole("button", { name: "Save the mapping file" }).click())).text;

test("a click on a problem shows the field that mends it, keeps the list, and no key after it destroys anything", async ({
  page,
}) => {
  await openChecked(page);
  const before = await textOf(page);
  await page.getByRole("searchbox", { name: "Filter problems" }).fill("coating");
  const problem = list(page).locator(".problem").filter({ hasText: "has no class FireProtecton" });
  await problem.click();
  const form = inspector(page).getByRole("form", { name: "Edit column Coating" });
  await expect(form.locator(".field-slot--lit")).toContainText("Did you mean FireProtection?");
  await expect(form.getByRole("combobox", { name: "Class" })).toHaveAccessibleDescription(/has no class FireProtecton/);
  await expect(form.getByRole("button", { name: /warnings in this column$/ })).toBeVisible();
  await expect(problem).toBeFocused();
  await expect(problem).toHaveAttribute("aria-current", "true");
  await picture(page, "problem-form");
  for (const key of ["Delete", "Backspace", "x"]) await page.keyboard.press(key);
  expect(await textOf(page)).toBe(before);
  // The list is as it was left.
  await page.getByRole("tab", { name: "Group facts" }).click();
  await page.getByRole("tab", { name: /^Problems/ }).click();
  await expect(page.getByRole("searchbox", { name: "Filter problems" })).toHaveValue("coating");
  await expect(problem).toHaveAttribute("aria-current", "true");
  // Enter goes there.
  await problem.focus();
  await page.keyboard.press("Enter");
  await expect(form.getByRole("combobox", { name: "Class" })).toBeFocused();
  await expect(problem).toBeVisible();
  await expectAccessible(page);
});

test("every problem leads to a field or the query, which is there", async ({ page }) => {
  await openChecked(page);
  const problems = list(page).locator(".problem");
  expect(await problems.count()).toBeGreaterThan(25);
  const led = { form: 0, query: 0 };
  for (let line = 0; line < (await problems.count()); line += 1) {
    const code = await list(page).locator(".problem__code").nth(line).textContent();
    await test.step(code ?? "", async () => {
      const words = await problems.nth(line).locator(".problem__words > span").first().textContent();
      await problems.nth(line).click();
      const lit = inspector(page).locator(".field-slot--lit");
      const query = page.getByRole("region", { name: "Query with the problem" });
      if (code?.startsWith("query-") || code === "groups-overlap") {
        await expect(query.locator(".cm-content")).toBeVisible();
        led.query += 1;
      } else {
        await expect(lit).toContainText(words ?? "none");
        led.form += 1;
      }
      // The list may get longer: the group on screen tells more of itself.
      await expect(list(page).locator('[aria-current="true"]')).toContainText(words ?? "none");
      await expect(list(page).locator('[aria-current="true"]')).toBeFocused();
      // No more than a cursor.
      expect(await page.evaluate(() => getSelection()?.toString())).toBe("");
    });
  }
  expect(led.form).toBeGreaterThan(15);
  expect(led.query).toBeGreaterThan(5);
});

test("F8 leads through the problems, to the field, and after mending to the next", async ({ page }) => {
  await openChecked(page);
  await page.getByRole("searchbox", { name: "Filter problems" }).fill("class-unknown");
  await expect(list(page).locator(".problem")).toHaveCount(2);
  await page.getByRole("treeitem", { name: /^Group Beams/ }).focus();
  await page.keyboard.press("F8");
  const name = inspector(page).getByRole("combobox", { name: "Class" });
  await expect(name).toBeFocused();
  await expect(inspector(page).getByRole("form", { name: "Edit column Coating" })).toBeVisible();
  await page.keyboard.press("F8");
  const schema = inspector(page).getByRole("combobox", { name: "Schema" });
  await expect(schema).toBeFocused();
  await page.keyboard.press("Shift+F8");
  await expect(name).toBeFocused();
  await name.fill("FireProtection");
  await expect(list(page).locator(".problem")).toHaveCount(1);
  await page.keyboard.press("F8");
  await expect(schema).toBeFocused();
  await expect(schema).toHaveValue("bis");
});

test("a problem of a query leads to the wrong name in it, beside the list", async ({ page }) => {
  await openChecked(page);
  const problem = list(page).getByRole("button", { name: /No class bt.Wal/i });
  await problem.click();
  const query = page.getByRole("textbox", { name: "ECSQL query of Walls" });
  await expect(query).toBeVisible();
  await expect(query).not.toBeFocused();
  await expect(page.locator(".cm-lintRange-error")).toHaveText("bt.Wal");
  await picture(page, "problem-query");
  await problem.press("Enter");
  await expect(query).toBeFocused();
  await page.keyboard.type("bt.CurtainWall");
  await expect(query).toHaveText("SELECT ECInstanceId, ECClassId FROM bt.CurtainWall");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Enter");
  await expect(list(page).getByText("bt.Wal")).toHaveCount(0);
  await page.getByRole("button", { name: "Close the editor" }).click();
  await expect(query).toHaveCount(0);
  await expectAccessible(page);
});

test("arrow keys lead through the list, which is one stop for Tab", async ({ page }) => {
  await openChecked(page);
  await list(page).locator(".problem").first().click();
  await page.keyboard.press("ArrowDown");
  await expect(list(page).locator(".problem").nth(1)).toBeFocused();
  await page.keyboard.press("End");
  await expect(list(page).locator(".problem").last()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(list(page).locator(".problem").first()).toBeFocused();
  const count = await list(page).locator(".problem").count();
  await page.keyboard.press("PageDown");
  await expect(
    list(page)
      .locator(".problem")
      .nth(Math.min(10, count - 1)),
  ).toBeFocused();
  await page.keyboard.press("PageUp");
  await expect(list(page).locator(".problem").first()).toBeFocused();
  // The browser's own way back is no step to the side.
  await page.keyboard.press("Alt+ArrowRight");
  await expect(list(page).locator(".problem").first()).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(list(page).locator(":focus")).toHaveCount(0);
});

test("a column of a group that cannot be previewed has its form", async ({ page }) => {
  await openPage(page);
  await page.getByRole("tab", { name: "Query" }).click();
  await page.getByRole("textbox", { name: "ECSQL query of Beams" }).click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText("SELECT ECInstanceId FROM bt.Nowhere");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("This group cannot be previewed")).toBeVisible();
  await page.getByRole("tab", { name: /^Edit/ }).click();
  await page.getByRole("treeitem", { name: /^Column Length/ }).click();
  await expect(inspector(page).getByRole("form", { name: "Edit column Length" })).toBeVisible();
});

test.describe("at 720 pixels", () => {
  test.use({ viewport: { width: 720, height: 900 } });
  test("a problem leads to its field, and nothing is beside the page", async ({ page }) => {
    await openChecked(page);
    await list(page)
      .getByRole("button", { name: /No class bt.Wal/i })
      .click();
    await expect(page.getByRole("textbox", { name: "ECSQL query of Walls" })).toBeVisible();
    await picture(page, "problem-query-narrow");
    await list(page).locator(".problem").filter({ hasText: "has no class FireProtecton" }).click();
    await expect(inspector(page).locator(".field-slot--lit")).toBeInViewport();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720);
    await picture(page, "problem-form-narrow");
  });
});

test("names without a blank break where they stand, and a repair shows all that it writes", async ({ page }) => {
  const long = "NameWithoutAnyBlankInIt".repeat(5);
  const entry = { ecSchemaName: "BuildingTest", ecClassName: "Beam", ecPropertyName: long };
  const names = [long, "\u{1F3F3}\uFE0F\u200D\u{1F308} flag", "\u2600\uFE0F\u200D\u2764\uFE0F"];
  const properties = names.map((propertyName) => ({ propertyName, dataType: "string", ecProperties: [entry] }));
  const query = "SELECT ECInstanceId, ECClassId FROM bt.Beam";
  await openPage(page);
  await pick(
    page,
    "Open mapping",
    mappingFile({ mappingName: long, groups: [{ groupName: `${long}G`, query, properties }] }),
  );
  const list = page.getByRole("list", { name: "Problems" });
  await expect(list.getByRole("listitem").filter({ hasText: "property-unknown" }).first()).toBeVisible();
  for (const width of [1440, 900]) {
    await page.setViewportSize({ width, height: 900 });
    const over = await list.evaluate((all) =>
      [...all.querySelectorAll(".problem > *:not(.visually-hidden)")]
        .filter((part) => part.scrollWidth > part.clientWidth + 1)
        .map((part) => part.textContent),
    );
    expect(over).toEqual([]);
  }
  await picture(page, "long-names");
  const invalid = list.getByRole("listitem").filter({ hasText: "name-invalid" });
  await expect(invalid).toHaveCount(2);
  await expect(invalid.first()).toContainText("Write flag");
  // Nothing is left of the other: it has no repair.
  await expect(invalid.last().getByRole("button", { name: /^Fix/ })).toHaveCount(0);
});

test("problems stand where they are in a text with line breaks of Windows, which stay through an edit", async ({
  page,
}) => {
  await openPage(page);
  const group = {
    groupName: "G",
    query: "SELECT ECInstanceId,\r\n  ECClassId\r\nFROM bt.Beam\r\n\r\nWHERE Lenght > 'ä😀'",
    properties: [
      {
        propertyName: "N",
        dataType: "Strin",
        ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: "CodeValue" }],
      },
    ],
  };
  const text = JSON.stringify({ mappingName: "M", groups: [group] }, null, 2).replaceAll("\n", "\r\n");
  await pick(page, "Open mapping", mappingFile(text));
  await page.getByRole("tab", { name: "Mapping file" }).click();
  const marked = page.locator(".cm-lintRange");
  await expect(marked.filter({ hasText: /^"Strin"$/ })).toBeVisible();
  await expect(marked.filter({ hasText: /^Lenght$/ })).toBeVisible();
  await page.getByRole("tab", { name: "Query" }).click();
  await expect(marked).toHaveText(["Lenght"]);
  await page.getByRole("tab", { name: "Mapping file" }).click();
  await page.getByRole("textbox", { name: "Mapping file" }).press("Control+End");
  await page.keyboard.type(" ");
  const saved = () => downloaded(page, () => page.getByRole("button", { name: "Save the mapping file" }).click());
  expect((await saved()).text).toBe(`${text} `);
});
