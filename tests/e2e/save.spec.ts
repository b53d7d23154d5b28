// A mapping back into its file, and what a mapping and a group have besides rows and columns.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./axe.js";
import { downloaded, expect, fixture, mappingFile, openPage, pick, picture, test } from "./workbench.js";

const mapping = {
  mappingName: "Walls",
  groups: [
    {
      groupName: "Curtain",
      query: "SELECT ECInstanceId, ECClassId FROM bt.CurtainWall",
      properties: [
        {
          ...{ propertyName: "Label", dataType: "String" },
          ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: "UserLabel" }],
        },
      ],
    },
  ],
};

const file = (page: Page, item: string) => page.getByRole("banner").getByRole("button", { name: item });
const openFileMenu = (page: Page) => page.getByRole("banner").getByText("File", { exact: true }).click();

/** Gives the mapping a description through its form. */
async function describe(page: Page, text: string): Promise<void> {
  await page.getByRole("button", { name: "Edit the mapping's name, description and extraction" }).click();
  const form = page.getByRole("form", { name: "The mapping" });
  await form.getByRole("textbox", { name: "Description" }).fill(text);
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
}

/** The browser's own file system behind the pickers: handles as the real ones, which no test can click on. */
async function diskPickers(page: Page): Promise<void> {
  await page.addInitScript(
    (text) => {
      const at = async (name: string) => (await navigator.storage.getDirectory()).getFileHandle(name, { create: true });
      const open = async () => {
        const handle = await at("walls.json");
        const writable = await handle.createWritable();
        await writable.write(text as string);
        await writable.close();
        return [handle];
      };
      const save = () => at("copy.json");
      Object.defineProperty(window, "showOpenFilePicker", { value: open });
      Object.defineProperty(window, "showSaveFilePicker", { value: save });
    },
    JSON.stringify(mapping, null, 2),
  );
}

const onDisk = (page: Page, name: string): Promise<string> =>
  page.evaluate(async (file) => {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle(file);
    return (await handle.getFile()).text();
  }, name);

test("the mapping's facts are a form, each field one step back", async ({ page }) => {
  await openPage(page);
  await pick(page, "Open mapping", mappingFile(mapping, "walls.json"));
  await expect(page.getByRole("grid", { name: "Curtain, preview" })).toBeVisible();
  await expect(page).toHaveTitle("walls.json – building.bim (sample) – premap");
  await page.getByRole("button", { name: "Edit the mapping's name, description and extraction" }).click();
  const form = page.getByRole("form", { name: "The mapping" });
  await form.getByRole("textbox", { name: "Mapping name" }).fill("Façades");
  await form.getByRole("textbox", { name: "Description" }).fill("Quantities\nfor the take-off");
  await form.getByRole("textbox", { name: "Description" }).press("Tab");
  await form.getByRole("combobox", { name: "Extraction" }).selectOption("On: extracted whenever the iModel changes");
  await picture(page, "mapping-facts");
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("heading", { name: "Façades" })).toBeVisible();
  await expect(page).toHaveTitle("● walls.json – building.bim (sample) – premap");
  await expect(page.getByRole("banner").getByText("edited")).toBeVisible();
  const read = async () => {
    const { text } = await downloaded(page, async () => page.keyboard.press("Control+s"));
    return JSON.parse(text) as object;
  };
  const facts = { mappingName: "Façades", description: "Quantities\nfor the take-off", extractionEnabled: true };
  expect(await read()).toEqual({ ...mapping, ...facts });
  await expect(page.getByRole("banner").getByText("edited")).toHaveCount(0);
  const undo = page.getByRole("button", { name: "Undo" });
  for (const name of ["extractionEnabled", "description", "mappingName"]) {
    await undo.click();
    Reflect.deleteProperty(facts, name);
    expect(await read()).toEqual({ ...mapping, ...facts });
  }
  await expect(undo).toBeDisabled();
});

test("a group has a description and pairs of metadata", async ({ page }) => {
  await openPage(page);
  await pick(page, "Open mapping", mappingFile(mapping, "walls.json"));
  await page.getByRole("tab", { name: /Edit/ }).click();
  const form = page.getByRole("form", { name: "Edit group Curtain" });
  await form.getByRole("textbox", { name: "Description" }).fill("Glass");
  await form.getByRole("button", { name: "Pair" }).click();
  await form.getByRole("textbox", { name: "Key 1" }).fill("stage");
  await form.getByRole("textbox", { name: "Value 1" }).fill("3");
  await form.getByRole("button", { name: "Pair" }).click();
  // A key that is there already is refused where it is typed.
  await form.getByRole("textbox", { name: "Key 2" }).fill("stage");
  await expect(form.getByText("There is this key.")).toBeVisible();
  await form.getByRole("textbox", { name: "Key 2" }).press("Escape");
  await form.getByRole("button", { name: "Delete key" }).click();
  await expect(form.getByRole("textbox", { name: "Key 2" })).toHaveCount(0);
  await picture(page, "group-metadata");
  const { text } = await downloaded(page, async () => page.keyboard.press("Control+s"));
  const [group] = (JSON.parse(text) as typeof mapping).groups;
  expect(group).toEqual({ ...mapping.groups[0], description: "Glass", metadata: [{ key: "stage", value: "3" }] });
});

test("Ctrl+S writes into the file that was opened", async ({ page }) => {
  await diskPickers(page);
  await openPage(page);
  await page.getByRole("banner").getByRole("button", { name: "Open mapping" }).click();
  await expect(page.getByRole("grid", { name: "Curtain, preview" })).toBeVisible();
  await describe(page, "One");
  await expect(page.getByRole("banner").getByText("edited")).toBeVisible();
  await page.keyboard.press("Control+s");
  await expect(page.getByText("walls.json is saved.")).toBeVisible();
  expect(JSON.parse(await onDisk(page, "walls.json"))).toEqual({ ...mapping, description: "One" });
  await expect(page.getByRole("banner").getByText("edited")).toHaveCount(0);
  // Another program writes to it: neither its change nor the edit is lost.
  await page.evaluate(async () => {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle("walls.json");
    const writable = await handle.createWritable();
    await writable.write("{}");
    await writable.close();
  });
  await describe(page, "Two");
  await page.keyboard.press("Control+s");
  const alert = page.getByRole("alert").filter({ hasText: "another program has changed it" });
  await expect(alert).toBeVisible();
  await picture(page, "save-changed");
  expect(await onDisk(page, "walls.json")).toBe("{}");
  await alert.getByRole("button", { name: "Save as…" }).click();
  await expect(page.getByText("copy.json is saved.")).toBeVisible();
  expect(JSON.parse(await onDisk(page, "copy.json"))).toEqual({ ...mapping, description: "Two" });
  await expect(page.getByRole("banner").getByText("copy.json")).toBeVisible();
});

test("a save that fails says so, and the edit stays", async ({ page }) => {
  await diskPickers(page);
  await openPage(page);
  await page.getByRole("banner").getByRole("button", { name: "Open mapping" }).click();
  await expect(page.getByRole("grid", { name: "Curtain, preview" })).toBeVisible();
  await page.evaluate(() => {
    const full = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
    Object.defineProperty(FileSystemFileHandle.prototype, "createWritable", { value: full });
  });
  await describe(page, "One");
  await openFileMenu(page);
  await picture(page, "file-menu");
  await file(page, "Save mapping Ctrl S").click();
  await expect(page.getByRole("alert")).toContainText("walls.json was not saved: there is no room left on the disk.");
  await expect(page.getByRole("banner").getByText("edited")).toBeVisible();
  await page.getByRole("alert").getByRole("button", { name: "Dismiss" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("the problems of a mapping are a report as the command line writes it", async ({ page }) => {
  await page.goto("./?sample=broken");
  await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible();
  await openFileMenu(page);
  await file(page, "Report of problems…").click();
  const dialog = page.getByRole("dialog", { name: "Report of problems" });
  await expect(dialog).toBeVisible();
  await picture(page, "report");
  await expectAccessible(page);
  const csv = await downloaded(page, () => dialog.getByRole("button", { name: "Save the report" }).click());
  expect(csv.name).toBe("problems-broken.csv");
  expect(
    csv.text.startsWith("\ufeffSeverity,Code,Message,What to do,Group,Column,Place,Line,Mapping,Snapshot\r\n"),
  ).toBe(true);
  expect(csv.text).toContain("Beams,Coating,");
  await openFileMenu(page);
  await file(page, "Report of problems…").click();
  await dialog.getByRole("radio", { name: /SARIF/ }).check();
  const sarif = await downloaded(page, () => dialog.getByRole("button", { name: "Save the report" }).click());
  const log = JSON.parse(sarif.text) as { runs: { tool: unknown; results: { ruleId: string; fixes?: unknown }[] }[] };
  const rows = csv.text.split("\r\n").length - 2;
  expect(log.runs[0]!.results).toHaveLength(rows);
  expect(log.runs[0]!.results.some(({ fixes }) => fixes !== undefined)).toBe(true);
  expect(JSON.stringify(log.runs[0]!.tool)).toContain("fullDescription");
});

test("what is no saved answer is refused, with how to get one", async ({ page }) => {
  await openPage(page);
  await page.getByRole("button", { name: "Push plan" }).click();
  const dialog = page.getByRole("dialog", { name: "Before the push" });
  await expect(dialog.getByText(/requests would create/)).toBeVisible();
  const chooser = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: "Compare with a saved answer" }).click();
  await (
    await chooser
  ).setFiles({
    ...{ name: "package.json", mimeType: "application/json" },
    buffer: readFileSync(new URL("../../package.json", import.meta.url)),
  });
  await expect(dialog.getByRole("alert")).toContainText("package.json has no mapping in it");
  await expect(dialog.getByText("premap pull --imodel ID").first()).toBeVisible();
  await expect(dialog.getByText('$env:ITWIN_TOKEN = "…"')).toBeVisible();
  await expect(dialog.getByText(/requests would create/)).toBeVisible();
  await picture(page, "no-saved-answer");
  await expectAccessible(page);
});

test("Ctrl+S takes what stands in a field that is not left yet", async ({ page }) => {
  await openPage(page);
  await pick(page, "Open mapping", mappingFile(mapping, "walls.json"));
  await pick(page, "Open snapshot", fixture("building.bim"));
  await page.getByRole("tab", { name: /Edit/ }).click();
  await page.getByRole("textbox", { name: "Group name" }).fill("Glass");
  const { text } = await downloaded(page, async () => page.keyboard.press("Control+s"));
  expect((JSON.parse(text) as typeof mapping).groups[0]!.groupName).toBe("Glass");
});
