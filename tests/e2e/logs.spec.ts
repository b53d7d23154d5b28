// A snapshot with the log of an application that has it open: read together, or said that it is missing.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { makeWal, pageSizeOf, pageWith } from "../js/logs.js";
import { expect, fixture, mappingFile, openPage, pick, type PickedFile, picture, test } from "./workbench.js";

/** A text of one page of the file alone. */
const file = readFileSync(fixture("large.bim"));
const wal = makeWal(file.byteLength / pageSizeOf(file), [[pageWith(file, '"City":"Lyon"', '"City":"Metz"')]]);

/** As an application leaves it that keeps a log. */
const marked = Buffer.from(file);
marked.set([2, 2], 18);

const binary = (name: string, bytes: Uint8Array): PickedFile => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(bytes),
});
const snapshot = binary("site.bim", marked);
const log = binary("site.bim-wal", wal);

const mapping = mappingFile({
  mappingName: "Addresses",
  groups: [
    {
      groupName: "Addressed",
      query: `SELECT ECInstanceId, ECClassId FROM bis.Element WHERE JsonProperties LIKE '%"City"%'`,
      properties: [
        {
          propertyName: "Address",
          dataType: "String",
          ecProperties: [
            { ecSchemaName: "*", ecClassName: "*", ecPropertyName: "JsonProperties", ecPropertyType: "String" },
          ],
        },
      ],
    },
  ],
});

const drop = async (page: Page, ...files: PickedFile[]) => {
  const plain = files.map(({ name, buffer }) => ({ name, text: buffer.toString("base64") }));
  const transfer = await page.evaluateHandle((dropped) => {
    const data = new DataTransfer();
    for (const { name, text } of dropped)
      data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
    return data;
  }, plain);
  await page.dispatchEvent(".drop", "drop", { dataTransfer: transfer });
};

const city = (page: Page, name: string) => page.getByRole("gridcell", { name: `"City":"${name}"` });
const note = (page: Page) => page.getByRole("banner").getByText("without a log");

test.beforeEach(async ({ page }) => {
  await openPage(page);
  await expect(note(page)).toHaveCount(0); // the sample is whole
  await pick(page, "Open mapping", mapping);
});

test("a snapshot and its log, dropped together, are read together", async ({ page }) => {
  await drop(page, log, snapshot);
  await expect(city(page, "Metz")).toBeVisible();
  await expect(page.getByRole("banner").getByText("with -wal")).toBeVisible();
  await expect(note(page)).toHaveCount(0);
  await picture(page, "log-open");
});

test("a snapshot that may have a log says so quietly, and takes the log later", async ({ page }) => {
  await pick(page, "Open snapshot", snapshot);
  await expect(city(page, "Lyon")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await note(page).click();
  await expect(page.getByRole("banner").getByText("nothing is missing")).toBeVisible();
  await picture(page, "file-log-not-given");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose site.bim-wal" }).click();
  await (await chooser).setFiles(log);
  await expect(city(page, "Metz")).toBeVisible();
  await expect(note(page)).toHaveCount(0);
});

test("a log alone says what it belongs to", async ({ page }) => {
  await drop(page, log);
  const said = page.getByRole("status").filter({ hasText: "site.bim-wal is the log of site.bim" });
  await expect(said).toBeVisible();
  await picture(page, "log-lonely");
  await drop(page, snapshot);
  await expect(city(page, "Lyon")).toBeVisible();
  await expect(said).toHaveCount(0);
  await drop(page, log);
  await expect(city(page, "Metz")).toBeVisible();
});

test("a log of another file is refused with what to do", async ({ page }) => {
  const other = makeWal(3, [[pageWith(file, '"City":"Lyon"', '"City":"Metz"')]], { pageSize: 1024 });
  await drop(page, snapshot, binary("site.bim-wal", other));
  const fault = page.getByRole("alert", { name: "The file could not be opened" });
  await expect(fault.getByText("file-log-unreadable")).toBeVisible();
  await expect(fault.getByText("wal_checkpoint")).toBeVisible();
});
