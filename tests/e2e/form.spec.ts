import { chooseColumn, chooseGroup, expect, inspector, openBroken, openPage, picture, test } from "./workbench.js";

test("edits can be undone, and a column be mended with one click", async ({ page }) => {
  await openBroken(page);
  await chooseColumn(page, "Coating");
  await page.getByRole("columnheader", { name: /^Coating/ }).click();
  const repair = inspector(page).getByRole("region", { name: "Possible repairs" }).getByRole("button").first();
  await expect(repair).toContainText("FireProtection");
  await repair.click();
  await expect(inspector(page).getByText("0% filled")).toHaveCount(0);
  await expect(page.getByRole("gridcell", { name: "Coating: intumescent" }).first()).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("treeitem", { name: /^Column Coating, String, 0% filled/ })).toBeVisible();
});

test("columns are added, renamed, reordered and deleted", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Spaces");
  await page.getByRole("button", { name: "Column", exact: true }).click();
  await expect(page.getByRole("columnheader", { name: /^NewColumn/ })).toBeVisible();
  await page.getByRole("tab", { name: "Edit column" }).click();
  const form = page.getByRole("form", { name: "Edit column NewColumn" });
  await form.getByRole("combobox", { name: "Property path" }).fill("UserLabel");
  await expect(page.getByRole("gridcell", { name: /^NewColumn: Space label/ }).first()).toBeVisible();
  await picture(page, "edit-column");
  await form.getByRole("button", { name: "Move left" }).click();
  await expect(page.getByRole("treeitem", { name: /^Column NewColumn/ })).toBeVisible();
  await page.getByRole("form").getByRole("textbox", { name: "Column name" }).fill("Label");
  await expect(page.getByRole("columnheader", { name: /^Label/ })).toBeVisible();
  await page.getByRole("button", { name: "Delete column" }).click();
  await expect(page.getByRole("columnheader", { name: /^Label/ })).toHaveCount(0);
});

test("a group is exported whole", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Spaces");
  await page.getByText("Export", { exact: true }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV, all rows" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("Handover_Spaces.csv");
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  expect(text).toContain("NetAreaSqFt");
  expect(text.trim().split(/\r?\n/)).toHaveLength(11);
});

test("the keyboard sheet opens and closes", async ({ page }) => {
  await openPage(page);
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toHaveCount(0);
});
