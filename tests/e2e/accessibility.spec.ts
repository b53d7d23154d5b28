import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { chooseColumn, expect, fixture, openBroken, openPage, pick, test } from "./workbench.js";

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`)).toEqual([]);
}

for (const theme of ["light", "dark"] as const) {
  test(`the workbench is accessible in ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await openBroken(page);
    await page.waitForTimeout(400);
    await expectAccessible(page);
    await chooseColumn(page, "WeldType");
    await page.getByRole("gridcell", { name: "WeldType: no value, several aspects" }).first().click();
    await page.getByRole("tab", { name: "Query" }).click();
    await expectAccessible(page);
    await page.getByRole("tab", { name: "Mapping file" }).click();
    await page.getByRole("columnheader", { name: /^WeldType/ }).click();
    await page.getByRole("tab", { name: "Schemas" }).click();
    await page.getByRole("searchbox").fill("mark");
    await page.getByRole("treeitem", { name: "Property Mark, string" }).first().click();
    await expectAccessible(page);
  });

  test(`the error panel is accessible in ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await openPage(page);
    await pick(page, "Open snapshot", fixture("text.bim"));
    await expect(page.getByRole("alert")).toBeVisible();
    await expectAccessible(page);
  });
}
