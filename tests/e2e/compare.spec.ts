// Two snapshots, one mapping, side by side.
import { changedSnapshot } from "../js/changed_snapshot.js";
import { expectAccessible } from "./axe.js";
import {
  downloaded,
  expect,
  fixture,
  guidePicture,
  inspector,
  isFirefox,
  mappingFile,
  openPage,
  pick,
  type PickedFile,
  picture,
  test,
} from "./workbench.js";
import type { Page } from "@playwright/test";

async function openDialog(page: Page) {
  await page.getByRole("banner").getByText("File", { exact: true }).click();
  await page.getByRole("button", { name: "Compare with another snapshot…" }).click();
  return page.getByRole("dialog", { name: "Compare with another snapshot" });
}

async function choose(page: Page, button: string, file: PickedFile | string): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("dialog").getByRole("button", { name: button }).click();
  await (await chooser).setFiles(file);
}

async function later(...statements: string[]): Promise<PickedFile> {
  const buffer = await changedSnapshot(fixture("building.bim"), ...statements);
  return { name: "later.bim", mimeType: "", buffer };
}

test("rows that came and went, fill and changed cells of each group", async ({ page }) => {
  await openPage(page);
  const dialog = await openDialog(page);
  await expect(dialog.getByText("Choose the other snapshot")).toBeVisible();
  const file = await later(
    "UPDATE bis_Element SET UserLabel = 'other' WHERE Id = 0x28",
    "UPDATE bis_Element SET UserLabel = NULL WHERE Id = 0x2b",
    "DELETE FROM bis_Element WHERE Id = 0x2d",
  );
  await choose(page, "Choose B", file);
  const groups = dialog.getByRole("group", { name: "Groups" });
  const beams = groups.getByRole("row", { name: /^Beams/ });
  await expect(beams).toHaveText(/^Beams80797910/);
  await expect(groups.getByRole("row")).toHaveCount(6);
  const columns = dialog.getByRole("group", { name: "Columns of Beams" });
  await columns.getByRole("button", { name: "UserLabel" }).click();
  const cells = dialog.getByRole("group", { name: "Changed cells of UserLabel" });
  await expect(cells).toContainText("0x28");
  await expect(cells).toContainText("other");
  await guidePicture(page, "compare");
  await expectAccessible(page);
  await page.setViewportSize({ width: 720, height: 900 });
  await picture(page, "compare-720");
  await page.setViewportSize({ width: 1440, height: 900 });
  await columns.getByRole("button", { name: "1 row only in A" }).click();
  await expect(dialog.getByRole("group", { name: "Rows only in A" })).toContainText("0x2d");
  // What Firefox downloads no test hears of.
  if (!isFirefox(page.context())) {
    const saved = await downloaded(page, () => dialog.getByRole("button", { name: "Save as JSON" }).click());
    expect(JSON.parse(saved.text)).toMatchObject({ b: "later.bim", key: "ECInstanceId", isSame: false });
  }
  // By GUID the same rows, under other names.
  await dialog.getByRole("radio", { name: "Federation GUID" }).check();
  await expect(beams).toHaveText(/^Beams80797910/);
  await columns.getByRole("button", { name: "1 row only in A" }).click();
  await expect(dialog.getByRole("group", { name: "Rows only in A" })).toContainText("a9153895-b4af-4380-");
  // What the open snapshot has leads to its row.
  await dialog.getByRole("group", { name: "Rows only in A" }).getByRole("button").click();
  await expect(dialog).toHaveCount(0);
  await expect(inspector(page)).toContainText("0x2d");
});

test("the same twice says that nothing differs; what is no snapshot says so", async ({ page }) => {
  await openPage(page);
  const dialog = await openDialog(page);
  await choose(page, "Choose B", fixture("text.bim"));
  await expect(dialog.getByText("text.bim is not a snapshot. Choose a .bim file.")).toBeVisible();
  await choose(page, "Choose B", { name: "later.bim-wal", mimeType: "", buffer: Buffer.from("log") });
  await expect(dialog.getByText("later.bim-wal is the log of later.bim. Choose both together.")).toBeVisible();
  await choose(page, "Choose B", fixture("building.bim"));
  await expect(dialog.getByText("Nothing differs: every row and every cell is the same in both.")).toBeVisible();
  // An edit makes it out of date, and another snapshot puts it away.
  await page.keyboard.press("Escape");
  await page.getByRole("treeitem", { name: /^Group Beams,/ }).click();
  await page.getByRole("button", { name: "Delete group Beams" }).click();
  await openDialog(page);
  await expect(dialog.getByText("The mapping was edited since this was compared.")).toBeVisible();
  await dialog.getByRole("button", { name: "Compare again" }).click();
  await expect(dialog.getByText("Nothing differs: every row and every cell is the same in both.")).toBeVisible();
  await expect(dialog.getByRole("group", { name: "Groups" }).getByRole("row")).toHaveCount(5);
  await page.keyboard.press("Escape");
  await pick(page, "Open snapshot", fixture("plant-1k.bim"));
  await expect(page.getByRole("banner")).toContainText("plant-1k.bim");
  const query = "SELECT ECInstanceId, ECClassId FROM bis.PhysicalElement";
  await pick(
    page,
    "Open mapping",
    mappingFile({ mappingName: "M", groups: [{ groupName: "G", query }] }, "other.json"),
  );
  await expect(page.getByRole("grid", { name: "G, preview" })).toBeVisible();
  await openDialog(page);
  await expect(dialog.getByText("Choose the other snapshot")).toBeVisible();
});
