// Several groups as one file: a workbook, or CSV in a zip; into a file of the disk, or the downloads.
import type { Download, Page } from "@playwright/test";
import { strFromU8, unzipSync } from "fflate";
import readSheets from "read-excel-file/node";
import { expectAccessible } from "./axe.js";
import { expect, fixture, mappingFile, openPage, pick, picture, test } from "./workbench.js";

async function bytesOf(download: Download): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function openDialog(page: Page) {
  await page.getByRole("banner").getByText("File", { exact: true }).click();
  await page.getByRole("button", { name: "Export all groups…" }).click();
  const dialog = page.getByRole("dialog", { name: "Export several groups" });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** What the extraction writes of a group, by the table's own button. */
async function csvOf(page: Page, hasMark: boolean): Promise<string> {
  await page.getByText("Export", { exact: true }).click();
  await page.getByRole("checkbox", { name: "CSV for Excel" }).setChecked(hasMark);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV, all rows" }).click();
  return (await bytesOf(await download)).toString("utf8");
}

test("all groups are a workbook with a sheet each, which another reader reads", async ({ page }) => {
  await openPage(page);
  const csv = await csvOf(page, false);
  const dialog = await openDialog(page);
  await picture(page, "export-dialog");
  await expectAccessible(page);
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export 5 groups" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("Handover.xlsx");
  const sheets = await readSheets(await bytesOf(file));
  expect(sheets.map(({ sheet }) => sheet)).toEqual(
    ["Beams", "Columns", "Physical", "Spaces", "Inspections"].map((name) => `Handover_${name}`),
  );
  const [names, ...rows] = sheets[0]!.data;
  const [head, ...lines] = csv.trimEnd().split("\r\n");
  expect(names!.join(",")).toBe(head);
  expect(rows).toHaveLength(lines.length);
  expect(rows.map(([id]) => id)).toEqual(lines.map((line) => line.split(",")[0]));
  const length = names!.indexOf("Length");
  expect(rows.some((row) => row[length] === 2.75)).toBe(true);
});

test("some groups are CSV in a zip, each the very bytes of its extraction", async ({ page }) => {
  await openPage(page);
  const beams = await csvOf(page, true);
  expect(beams.startsWith("\ufeffECInstanceId,")).toBe(true);
  const dialog = await openDialog(page);
  await dialog.getByRole("radio", { name: /CSV files in a zip/ }).check();
  await dialog.getByRole("checkbox", { name: "Columns", exact: true }).uncheck();
  await dialog.getByRole("checkbox", { name: "Physical", exact: true }).uncheck();
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export 3 groups" }).click();
  const files = unzipSync(await bytesOf(await download));
  expect(Object.keys(files)).toEqual(["Handover_Beams.csv", "Handover_Spaces.csv", "Handover_Inspections.csv"]);
  expect(strFromU8(files["Handover_Beams.csv"]!)).toBe(beams.replace(/^\ufeff/, ""));
  expect([...files["Handover_Beams.csv"]!.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
});

const property = (name: string) => ({
  ...{ propertyName: name.replaceAll(".", ""), dataType: "String" },
  ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: name }],
});
const large = (count: number, query: string) => ({
  mappingName: "Large",
  groups: Array.from({ length: count }, (_, index) => ({
    ...{ groupName: `G${index}`, query },
    properties: ["CodeValue", "UserLabel", "Category.CodeValue", "Model.ModeledElement.CodeValue"].map(property),
  })),
});

test("a group that cannot be run is left out, which is said", async ({ page }) => {
  await openPage(page);
  const mapping = large(2, "SELECT ECInstanceId, ECClassId FROM bt.Beam");
  mapping.groups[0]!.query = "SELECT ECInstanceId, ECClassId FROM bt.Beems";
  await pick(page, "Open mapping", mappingFile(mapping, "half.json"));
  const dialog = await openDialog(page);
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export 2 groups" }).click();
  const sheets = await readSheets(await bytesOf(await download));
  expect(sheets.map(({ sheet }) => sheet)).toEqual(["Large_G1"]);
  const note = page.getByRole("status").filter({ hasText: "this is to be known of it" });
  await expect(note).toContainText("G0 was left out: no class bt.Beems");
  await picture(page, "export-notes");
  await expectAccessible(page);
  await note.getByRole("button", { name: "Dismiss" }).click();
  await expect(note).toHaveCount(0);
});

/** The browser's own file system behind the dialog that asks where to save. */
async function saveOnDisk(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const value = async ({ suggestedName }: { suggestedName: string }) =>
      (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
    Object.defineProperty(window, "showSaveFilePicker", { value });
  });
}
const filesOnDisk = (page: Page) =>
  page.evaluate(async () => {
    const sizes: Record<string, number> = {};
    const directory = (await navigator.storage.getDirectory()) as unknown as {
      values(): AsyncIterable<FileSystemFileHandle>;
    };
    for await (const handle of directory.values())
      if (handle.kind === "file") sizes[handle.name] = (await handle.getFile()).size;
    return sizes;
  });

test("where the browser writes into files an export goes there piece by piece", async ({ page }) => {
  await saveOnDisk(page);
  await openPage(page);
  await pick(page, "Open snapshot", fixture("large.bim"));
  const mapping = large(2, "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d");
  await pick(page, "Open mapping", mappingFile(mapping, "large.json"));
  await expect(page.getByRole("grid", { name: "G0, preview" })).toBeVisible();
  const dialog = await openDialog(page);
  await dialog.getByRole("button", { name: "Export 2 groups" }).click();
  await expect(page.getByText(/Large_G[01], [12] of 2 groups/)).toBeVisible();
  await picture(page, "export-running");
  await expect(page.getByRole("status").filter({ hasText: "Large.xlsx is saved" })).toBeAttached({ timeout: 120_000 });
  const size = (await filesOnDisk(page))["Large.xlsx"];
  expect(size).toBeGreaterThan(500_000);
  const bytes = await page.evaluate(async () => {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle("Large.xlsx");
    const buffer = new Uint8Array(await (await handle.getFile()).arrayBuffer());
    let text = "";
    for (let at = 0; at < buffer.length; at += 8192) text += String.fromCharCode(...buffer.subarray(at, at + 8192));
    return btoa(text);
  });
  const files = unzipSync(Buffer.from(bytes, "base64"), { filter: ({ name }) => name.includes("sheet2") });
  const rows = strFromU8(files["xl/worksheets/sheet2.xml"]!).match(/<row /g)!.length;
  await expect(page.getByText(new RegExp(`of ${(rows - 1).toLocaleString("en")} rows`)).first()).toBeVisible();
});

test("an export that is stopped leaves no file", async ({ page }) => {
  await saveOnDisk(page);
  await openPage(page);
  await pick(page, "Open snapshot", fixture("large.bim"));
  const mapping = large(6, "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d");
  await pick(page, "Open mapping", mappingFile(mapping, "large.json"));
  await expect(page.getByRole("grid", { name: "G0, preview" })).toBeVisible();
  const dialog = await openDialog(page);
  await dialog.getByRole("radio", { name: /CSV files in a zip/ }).check();
  await dialog.getByRole("button", { name: "Export 6 groups" }).click();
  await page.getByRole("button", { name: "Cancel export" }).click();
  await expect(page.getByRole("button", { name: "Cancel export" })).toHaveCount(0);
  await expect.poll(() => filesOnDisk(page)).toEqual({});
});
