// Groups and columns in the tree: renamed, moved by dragging and by keys, duplicated, deleted.
import type { Page } from "@playwright/test";
import { chooseColumn, chooseGroup, downloaded, expect, openPage, picture, test } from "./workbench.js";

const group = (page: Page, name: string) => page.getByRole("treeitem", { name: new RegExp(`^Group ${name},`) });
const column = (page: Page, name: string) => page.getByRole("treeitem", { name: new RegExp(`^Column ${name},`) });

interface Saved {
  groups: { groupName: string; properties: { propertyName: string }[] }[];
}

async function saved(page: Page): Promise<Saved> {
  const file = await downloaded(page, () => page.getByRole("button", { name: "Save the mapping file" }).click());
  return JSON.parse(file.text) as Saved;
}

const groupNames = async (page: Page) => (await saved(page)).groups.map((item) => item.groupName);
const columnNames = async (page: Page, name: string) =>
  (await saved(page)).groups.find((item) => item.groupName === name)?.properties.map((item) => item.propertyName);

test("a group is renamed, and the table with it", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Spaces");
  await page.keyboard.press("F2");
  const name = page.getByRole("textbox", { name: "Group name" });
  await expect(name).toBeFocused();
  await name.fill(" ");
  await expect(page.getByText("A group needs a name.")).toBeVisible();
  await name.fill("Rooms");
  await name.press("Enter");
  await expect(page.getByRole("grid", { name: "Rooms, preview" })).toBeVisible();
  await expect(page.getByText(/reports that read the old name must follow/)).toBeVisible();
  await expect(page.getByRole("form").getByText("Handover_Rooms")).toBeVisible();
  await picture(page, "edit-group");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("grid", { name: "Spaces, preview" })).toBeVisible();
});

test("groups and columns are moved by dragging", async ({ page }) => {
  await openPage(page);
  await expect(column(page, "Length")).toBeVisible();
  await column(page, "Length").dragTo(column(page, "Name"));
  await expect.poll(async () => (await columnNames(page, "Beams"))?.slice(0, 2)).toEqual(["Length", "Name"]);
  await expect(column(page, "Length")).toHaveAttribute("aria-selected", "true");
  await group(page, "Inspections").dragTo(group(page, "Spaces"));
  await expect.poll(() => groupNames(page)).toEqual(["Beams", "Columns", "Physical", "Inspections", "Spaces"]);
  // The group on screen stays on screen.
  await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible();
  // A column is no group: nothing happens.
  await column(page, "Name").dragTo(group(page, "Spaces"));
  await expect.poll(() => groupNames(page)).toHaveLength(5);
});

test("groups and columns are moved, duplicated and deleted by keys", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Length");
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(async () => (await columnNames(page, "Beams"))?.slice(0, 2)).toEqual(["Length", "Name"]);
  await page.getByRole("tree", { name: "Groups and columns of the mapping" }).focus();
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(async () => (await columnNames(page, "Beams"))?.slice(0, 2)).toEqual(["Name", "Length"]);
  await page.getByRole("tree", { name: "Groups and columns of the mapping" }).focus();
  await page.keyboard.press("Control+d");
  await expect(column(page, "Length2")).toHaveAttribute("aria-selected", "true");
  await expect.poll(async () => (await columnNames(page, "Beams"))?.slice(0, 3)).toEqual(["Name", "Length", "Length2"]);
  await page.getByRole("tree", { name: "Groups and columns of the mapping" }).focus();
  await page.keyboard.press("Delete");
  await expect(column(page, "Length2")).toHaveCount(0);
  await chooseGroup(page, "Spaces");
  await page.keyboard.press("Control+d");
  await expect(page.getByRole("grid", { name: "Spaces2, preview" })).toBeVisible();
  await page.getByRole("tree", { name: "Groups and columns of the mapping" }).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect
    .poll(() => groupNames(page))
    .toEqual(["Beams", "Columns", "Physical", "Spaces2", "Spaces", "Inspections"]);
  await expect(page.getByRole("grid", { name: "Spaces2, preview" })).toBeVisible();
  await page.getByRole("tree", { name: "Groups and columns of the mapping" }).focus();
  await page.keyboard.press("Delete");
  await expect(group(page, "Spaces2")).toHaveCount(0);
});
