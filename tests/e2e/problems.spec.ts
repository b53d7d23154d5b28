// The list of problems: narrowed down, and mended from.
import { expect, mappingFile, openBroken, openPage, pick, picture, test } from "./workbench.js";

test("problems are filtered by severity and by words", async ({ page }) => {
  await openBroken(page);
  const list = page.getByRole("list", { name: "Problems" }).getByRole("listitem");
  // The last of those that only the rows tell.
  await expect(list.filter({ hasText: "query-duplicate-ids" })).toHaveCount(1);
  const all = await list.count();
  const kinds = page.getByRole("group", { name: "Which problems to show" });
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
