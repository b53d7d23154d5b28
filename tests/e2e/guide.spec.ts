// The walk of docs/guide.md, step by step, and its pictures. PREMAP_PICTURES=1 writes them to docs/pictures.
import { chooseColumn, expect, guidePicture, inspector, openBroken, openPage, test } from "./workbench.js";

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 720 });
});

test("a walk through the broken sample", async ({ page }) => {
  await openBroken(page);
  await expect(inspector(page).getByText("No value.")).toBeVisible();
  await expect(
    inspector(page)
      .getByText(/^Then \d+% filled/)
      .first(),
  ).toBeVisible();
  await guidePicture(page, "overview");

  await chooseColumn(page, "Coating");
  await page.getByRole("columnheader", { name: /^Coating/ }).click();
  const repairs = inspector(page).getByRole("region", { name: "Possible repairs" });
  await expect(repairs.getByText(/^Then 25% filled/)).toBeVisible();
  await page.mouse.move(1200, 650);
  await guidePicture(page, "empty-column");
  await repairs.getByRole("button").first().click();
  await expect(page.getByRole("gridcell", { name: "Coating: intumescent" }).first()).toBeVisible();

  await page.getByRole("tab", { name: "Group facts" }).click();
  await expect(page.getByRole("button", { name: "Beams and Physical share 80 elements" })).toBeVisible();
  await page.getByRole("button", { name: "Hide the inspector" }).click();
  // Wide enough for the matrix to stand beside the table.
  await page.setViewportSize({ width: 1500, height: 800 });
  await page.getByRole("separator", { name: "Height of the lower panel" }).focus();
  for (let step = 0; step < 16; step += 1) await page.keyboard.press("ArrowUp");
  await page.getByRole("separator", { name: "Height of the lower panel" }).blur();
  await expect(page.getByRole("button", { name: "Beams and Physical share 80 elements" })).toBeInViewport({ ratio: 1 });
  await guidePicture(page, "facts");
});

test("the values of a column", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Length");
  const bars = inspector(page)
    .getByRole("group", { name: /^Values of Length/ })
    .getByRole("button");
  await bars.nth(2).hover();
  await page.mouse.down();
  await bars.nth(6).hover();
  await page.mouse.up();
  await expect(page.getByRole("button", { name: /^Remove filter Length/ })).toBeVisible();
  await expect(page.locator(".group-bar__facts")).toHaveText(/^\d+ of 80 rows$/);
  await guidePicture(page, "column");
});

test("the columns of the table", async ({ page }) => {
  await openPage(page);
  await page.locator(".columns-shown summary").click();
  for (const name of ["ECClassId", "BBoxLow", "BBoxHigh"])
    await page.getByRole("checkbox", { name: new RegExp(`^${name}`) }).uncheck();
  await page.keyboard.press("Escape");
  await chooseColumn(page, "Length");
  await page.getByRole("grid").evaluate((element) => (element.scrollLeft = 0));
  await page.getByRole("columnheader", { name: /^UserLabel/ }).click({ button: "right", position: { x: 30, y: 12 } });
  await page.getByRole("menuitem", { name: "Freeze up to here" }).hover();
  await expect(page.locator(".columns-shown summary")).toHaveText("3 columns hidden");
  await guidePicture(page, "table");
});

test("the form of a column", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Name");
  await page.getByRole("tab", { name: "Edit column" }).click();
  await expect(page.getByText(/^Alone fills/)).toHaveCount(3);
  await guidePicture(page, "entries");
});

test("a problem, and the field that mends it", async ({ page }) => {
  await openBroken(page);
  const problems = page.getByRole("list", { name: "Problems" });
  await expect(problems.getByText("query-duplicate-ids")).toBeVisible();
  await problems.locator(".problem").filter({ hasText: "FireProtecton" }).first().click();
  await expect(inspector(page).locator(".field-slot--lit")).toBeVisible();
  await guidePicture(page, "problem");
});

test("a formula in its editor", async ({ page }) => {
  await openPage(page);
  await page.getByRole("toolbar", { name: "Groups and columns" }).getByRole("button", { name: "Formula" }).click();
  const form = inspector(page).getByRole("form", { name: "Edit column NewFormula" });
  await form.getByRole("textbox", { name: "Formula" }).click();
  await page.keyboard.insertText("if(Length > 5, 'long', 'short')");
  await expect(form.getByText(/^In row 1: short$/)).toBeVisible();
  await expect(page.getByText("No problems found in this mapping")).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await guidePicture(page, "formula");
});

test("the columns of a group", async ({ page }) => {
  await openPage(page);
  await page.getByRole("button", { name: "Columns…" }).click();
  const dialog = page.getByRole("dialog", { name: "Columns for Beams" });
  await expect(dialog.getByRole("status")).toContainText("in all rows");
  for (const name of ["TagRevision", "Weight"]) await dialog.getByRole("checkbox", { name }).check();
  await guidePicture(page, "columns");
});

test("the plan of the sample's push", async ({ page }) => {
  await openPage(page);
  await page.getByRole("button", { name: "Push plan" }).click();
  const dialog = page.getByRole("dialog", { name: "Before the push" });
  await dialog.getByRole("radio", { name: "Grouping and Mapping" }).check();
  await dialog.locator("summary").nth(2).click();
  await guidePicture(page, "plan");
});
