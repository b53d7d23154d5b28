// The walk of docs/guide.md, step by step, and its pictures. PREMAP_PICTURES=1 writes them to docs/pictures.
import { chooseColumn, expect, guidePicture, inspector, openBroken, openPage, test } from "./workbench.js";

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 720 });
});

test("a walk through the broken sample", async ({ page }) => {
  await openBroken(page);
  await expect(inspector(page).getByText("No value.")).toBeVisible();
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
  await page.getByRole("separator", { name: "Height of the lower panel" }).focus();
  for (let step = 0; step < 16; step += 1) await page.keyboard.press("ArrowUp");
  await page.getByRole("separator", { name: "Height of the lower panel" }).blur();
  await guidePicture(page, "facts");
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
