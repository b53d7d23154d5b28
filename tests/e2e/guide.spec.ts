// The walk of docs/guide.md, step by step, and its pictures. PREMAP_PICTURES=1 writes them to docs/pictures.
import { chooseColumn, expect, guidePicture, inspector, openPage, test } from "./workbench.js";

test("the walk of the guide", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 720 });
  await openPage(page);
  await expect(page.getByText(/has more than one BuildingTest.WeldInspection aspect/)).toBeVisible();
  await page.waitForTimeout(600);
  await guidePicture(page, "overview");

  await chooseColumn(page, "Coating");
  await page.getByRole("columnheader", { name: /^Coating/ }).click();
  await expect(inspector(page).getByRole("region", { name: "Possible repairs" })).toBeVisible();
  await page.waitForTimeout(600);
  await guidePicture(page, "empty-column");
  await inspector(page).getByRole("region", { name: "Possible repairs" }).getByRole("button").first().click();
  await expect(page.getByRole("gridcell", { name: "Coating: intumescent" }).first()).toBeVisible();

  await page.getByRole("tab", { name: "Edit column" }).click();
  await page.getByRole("tab", { name: "Group facts" }).click();
  await expect(page.getByRole("button", { name: "Beams and Physical share 80 elements" })).toBeVisible();
  await page.getByRole("separator", { name: "Height of the lower panel" }).focus();
  for (let step = 0; step < 9; step += 1) await page.keyboard.press("ArrowUp");
  await page.waitForTimeout(400);
  await guidePicture(page, "facts");

  await page.getByRole("button", { name: "Push plan" }).click();
  const dialog = page.getByRole("dialog", { name: "Before the push" });
  await dialog.getByRole("radio", { name: "Grouping and Mapping" }).check();
  await dialog.locator("summary").nth(2).click();
  await page.waitForTimeout(400);
  await guidePicture(page, "plan");
});
