// Group facts: what groups select, and a group for what none has.
import { expect, openBroken, openPage, picture, test } from "./workbench.js";

test("group facts tell classes, shared elements and what no group has", async ({ page }) => {
  await openBroken(page);
  await page.getByRole("tab", { name: "Group facts" }).click();
  const groups = page.getByRole("region", { name: "Groups", exact: true });
  await expect(groups.getByRole("row", { name: /^Beams 80/ })).toBeVisible();
  await expect(groups.getByRole("row", { name: /^Walls/ })).toContainText("its query does not run");
  // Inspections selects aspects, which are no elements.
  await expect(groups.getByRole("row", { name: /^Inspections/ })).toContainText("are no elements");
  const shared = page.getByRole("region", { name: "Elements in two groups" });
  await shared.getByRole("button", { name: "Beams and Physical share 80 elements" }).click();
  const list = page.getByRole("region", { name: "In both Beams and Physical", exact: true });
  await expect(list.getByRole("status")).toHaveText("80 elements");
  await expect(list.getByText("0x27")).toBeInViewport();
  await picture(page, "facts");
});

test("a class in no group gets one with a click", async ({ page }) => {
  await openPage(page);
  await page.getByRole("tab", { name: "Group facts" }).click();
  const outside = page.getByRole("region", { name: "In no group" });
  await outside.getByRole("checkbox").check();
  const add = outside.getByRole("button", { name: /^Add a group for/ }).first();
  const name = (await add.getAttribute("aria-label"))?.split(/[.:]/).at(-1) ?? "";
  await add.click();
  await expect(page.getByRole("grid", { name: `${name}, preview` })).toBeVisible();
  await expect(outside.getByRole("button", { name: new RegExp(`\\b${name}$`) })).toHaveCount(0);
});
