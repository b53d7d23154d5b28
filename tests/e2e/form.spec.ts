// Editing by forms: columns and groups, undo, and the formulas that follow a rename.
import {
  chooseColumn,
  chooseGroup,
  downloaded,
  expect,
  inspector,
  mappingFile,
  openBroken,
  openPage,
  pick,
  picture,
  test,
} from "./workbench.js";

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
  // The name follows what was chosen.
  await expect(page.getByRole("gridcell", { name: /^Label: Space label/ }).first()).toBeVisible();
  await picture(page, "edit-column");
  await page.getByRole("form").getByRole("button", { name: "Move left" }).click();
  await expect(page.getByRole("treeitem", { name: /^Column Label/ })).toBeVisible();
  const name = page.getByRole("form").getByRole("textbox", { name: "Column name" });
  await name.fill("Room");
  await name.press("Enter");
  await expect(page.getByRole("columnheader", { name: /^Room/ })).toBeVisible();
  await page.getByRole("form").getByRole("button", { name: "Delete column" }).click();
  await expect(page.getByRole("columnheader", { name: /^Room/ })).toHaveCount(0);
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
  const link = page.getByRole("link", { name: "third-party notices" });
  const notices = await page.request.get(new URL((await link.getAttribute("href"))!, page.url()).href);
  expect(notices.headers()["content-type"]).toContain("text/plain");
  for (const part of ["SQLite", "musl", "preact", "Permission is hereby granted"])
    expect(await notices.text()).toContain(part);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toHaveCount(0);
});

test("the click that ends a rename goes where it was aimed", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Length");
  await page.getByRole("tab", { name: "Edit column" }).click();
  const name = page.getByRole("form", { name: "Edit column Length" }).getByRole("textbox", { name: "Name" });
  await name.click();
  await page.keyboard.press("End");
  await page.keyboard.type("X");
  await page.getByRole("treeitem", { name: /^Column Manufacturer/ }).click();
  await expect(page.getByRole("treeitem", { name: /^Column LengthX/ })).toBeVisible();
  await expect(page.getByRole("form", { name: "Edit column Manufacturer" })).toBeVisible();
  await expect(page.getByRole("treeitem", { name: /^Column Manufacturer/ })).toHaveAttribute("aria-selected", "true");
});

test("the bin deletes what is chosen: a column, else the group", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Supplier");
  await page.getByRole("button", { name: "Delete column Supplier" }).click();
  await expect(page.getByRole("treeitem", { name: /^Column Supplier/ })).toHaveCount(0);
  await expect(page.getByRole("treeitem", { name: /^Group Beams/ })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("treeitem", { name: /^Column Supplier/ })).toBeVisible();
  await page.getByRole("treeitem", { name: /^Group Beams/ }).click();
  await page.getByRole("button", { name: "Delete group Beams" }).click();
  await expect(page.getByRole("treeitem", { name: /^Group Beams/ })).toHaveCount(0);
});

test("formulas follow a renamed column, in its group only", async ({ page }) => {
  const length = {
    propertyName: "Length",
    dataType: "Double",
    ecProperties: [{ ecSchemaName: "BuildingTest", ecClassName: "Beam", ecPropertyName: "Length" }],
  };
  const twice = { propertyName: "Twice", dataType: "Double", formula: "length * 2" };
  const note = { propertyName: "Note", dataType: "String", formula: "'Length ' + Length" };
  const query = "SELECT ECInstanceId, ECClassId FROM bt.Beam";
  const groups = ["First", "Second"].map((groupName) => ({ groupName, query, properties: [length, twice, note] }));
  await openPage(page);
  await pick(page, "Open mapping", mappingFile({ mappingName: "Formulas", groups }));
  await chooseColumn(page, "Length");
  await page.getByRole("tab", { name: "Edit column" }).click();
  const name = page.getByRole("textbox", { name: "Column name" });
  await name.fill("twice");
  await expect(page.getByText("First has a column of this name already.")).toBeVisible();
  await name.press("Enter");
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await name.fill("Span");
  await name.press("Enter");
  await expect(page.getByText("2 formulas that read it followed.")).toBeVisible();
  await expect(name).toBeFocused();
  await expect(page.getByRole("treeitem", { name: /^Column Twice, Double, 84% filled/ })).toBeVisible();
  const saved = await downloaded(page, () => page.getByRole("button", { name: "Save the mapping file" }).click());
  const edited = JSON.parse(saved.text) as { groups: { properties: { formula?: string }[] }[] };
  const formulas = edited.groups.map((group) => group.properties.map((property) => property.formula));
  expect(formulas).toEqual([
    [undefined, "Span * 2", "'Length ' + Span"],
    [undefined, "length * 2", "'Length ' + Length"],
  ]);
  // One edit, one step back.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("treeitem", { name: /^Column Length/ })).toBeVisible();
});
