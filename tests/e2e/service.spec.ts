// The page that `premap serve` serves, with a real one: a mapping from it and back, an extraction, its tables; and every way to fail.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./axe.js";
import { root } from "./package_server.js";
import { Service } from "./running_service.js";
import { expect, guidePicture, openPage, picture, test as base } from "./workbench.js";

const test = base.extend<object, { service: Service }>({
  // One for all: each test finds the mapping as the one before has left it, and the last one ends it.
  service: [
    async ({}, use) => {
      const service = await Service.start();
      await use(service);
      if (service.child.exitCode === null && service.child.signalCode === null) await service.end();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ service }, use) => use(service.origin),
});
// Looking at every element takes long, and a recording of it longer still.
test.use({ trace: "off", mayTell: /^Failed to load resource/ });

test.describe.configure({ mode: "serial" });

const dialogOf = (page: Page): Locator => page.getByRole("dialog", { name: "Service" });

/** Follows the link that the terminal shows. */
async function follow(page: Page, service: Service): Promise<Locator> {
  await page.goto(service.told["Page"] ?? "");
  const dialog = dialogOf(page);
  await expect(dialog.getByText("Connected", { exact: true })).toBeVisible();
  return dialog;
}

/** Opens the service's mapping, and adds a group to it. */
async function edit(page: Page, dialog: Locator): Promise<void> {
  await dialog.getByRole("button", { name: "Open Handover" }).click();
  await expect(page.getByRole("banner").getByText("Handover.json")).toBeVisible();
  await page
    .getByRole("toolbar", { name: "Groups and columns" })
    .getByRole("button", { name: "Group", exact: true })
    .click();
  await page.getByRole("button", { name: "Add a group of all physical elements" }).click();
  await expect(page.getByRole("treeitem", { name: /^Group NewGroup/ }).first()).toBeVisible();
}

const save = (page: Page) =>
  page.getByRole("toolbar", { name: "History and file" }).getByRole("button", { name: "Save to the service" });

test("a mapping goes from the service to the page and back, is extracted, and its table has an address", async ({
  page,
  context,
  service,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const dialog = await follow(page, service);
  // Only what is on screen is in the address.
  expect(page.url().replace(/#.*/, "")).toBe(`${service.origin}/page/`);
  expect(page.url()).not.toContain("key");
  await expect(page.getByText(`Talks to ${new URL(service.origin).host} alone`)).toBeVisible();
  await expect(dialog.getByRole("row", { name: /^Handover/ })).toBeVisible();
  await picture(page, "service-mappings");

  await edit(page, dialog);
  await save(page).click();
  await expect.poll(() => readFileSync(service.file, "utf8")).toContain("NewGroup");
  await expect(save(page)).toBeDisabled();

  await page.getByRole("banner").getByRole("button", { name: "Service" }).click();
  await expect(dialog.getByText(/^is saved\.|^is as the service has it\./)).toBeVisible();
  await dialog.getByRole("button", { name: "Run extraction of Handover" }).click();
  const run = dialog.getByRole("group").filter({ has: page.getByText("Handover", { exact: true }) });
  await expect(run.getByText(/^(Partly s|S)ucceeded$/).first()).toBeVisible();
  await expect(dialog.getByRole("list", { name: /^Log of the extraction/ })).toContainText(/NewGroup|Handover/);
  await dialog.getByRole("button", { name: "Show rows of Handover_NewGroup" }).click();
  const rows = dialog.getByRole("group", { name: "Rows of Handover_NewGroup" });
  await expect(rows.getByRole("columnheader", { name: "ECInstanceId" })).toBeVisible();
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "light" });
  await guidePicture(page, "service");
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "service-extraction");
  await dialog.getByRole("button", { name: "Copy the address of Handover_NewGroup" }).click();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  const answer = await fetch(`${address}/$count`, { headers: { authorization: `Bearer ${service.key}` } });
  expect(Number(await answer.text())).toBeGreaterThan(0);

  await dialog.getByRole("tab", { name: "Reports (1)" }).click();
  await expect(dialog.getByRole("list", { name: /^Tables of/ })).toContainText("Handover_Beams");
  await picture(page, "service-reports");
  expect(service.output.join("")).not.toContain(service.key);
});

test("what somebody else has changed is not written over unasked", async ({ page, service }) => {
  const sample = readFileSync(path.join(root, "web/public/sample/mapping.json"), "utf8");
  writeFileSync(service.file, sample);
  const dialog = await follow(page, service);
  await expect.poll(() => service.text()).toBe(sample);
  await edit(page, dialog);
  const theirs = readFileSync(service.file, "utf8").replace("Beams", "TheirBeams");
  writeFileSync(service.file, theirs);
  await save(page).click();
  await expect(dialog.getByRole("alert")).toContainText("somebody else has changed it");
  expect(readFileSync(service.file, "utf8")).toBe(theirs);
  await expectAccessible(page);
  await picture(page, "service-conflict");
  await dialog.getByRole("button", { name: "Show theirs" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("treeitem", { name: /^Group TheirBeams/ })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("treeitem", { name: /^Group NewGroup/ })).toBeVisible();
  // What is there now was seen.
  await save(page).click();
  await expect.poll(() => readFileSync(service.file, "utf8")).toContain("NewGroup");
  writeFileSync(service.file, theirs);
  await page
    .getByRole("toolbar", { name: "Groups and columns" })
    .getByRole("button", { name: "Group", exact: true })
    .click();
  await page.getByRole("button", { name: "Add a group of all physical elements" }).click();
  await save(page).click();
  await dialog.getByRole("button", { name: "Save mine over theirs" }).click();
  await expect.poll(() => readFileSync(service.file, "utf8")).toContain("NewGroup2");
});

test("a wrong key and a service that has ended are told, with what to do", async ({ page, service }) => {
  await page.goto(`${service.origin}/page/`);
  await page.getByRole("banner").getByRole("button", { name: "Service" }).click();
  const dialog = dialogOf(page);
  await expect(dialog.getByLabel("Key", { exact: true })).toBeFocused();
  await page.keyboard.type("wrong");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("alert")).toContainText("take the one that the terminal shows now");
  await expectAccessible(page);
  await picture(page, "service-key");
  await dialog.getByLabel("Key", { exact: true }).fill(service.key);
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Connected", { exact: true })).toBeVisible();
  // Kept for the tab alone.
  const kept = () => page.evaluate(() => [JSON.stringify(sessionStorage), JSON.stringify(localStorage)]);
  expect((await kept()).map((each) => each.includes(service.key))).toEqual([true, false]);

  // What is still asked would find out by itself.
  await expect(dialog.getByRole("button", { name: "Refresh" })).toBeEnabled();
  await service.end();
  await dialog.getByRole("button", { name: "Refresh" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Is it still running?");
  await picture(page, "service-lost");
  const next = await Service.start(new URL(service.origin).port);
  try {
    await dialog.getByRole("button", { name: "Try again" }).click();
    await expect(dialog.getByRole("alert")).toContainText("The key is made anew at every start");
    await dialog.getByLabel("Key", { exact: true }).fill(next.key);
    await dialog.getByRole("checkbox", { name: /^Keep the key/ }).check();
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("button", { name: "Open Handover" })).toBeVisible();
    expect((await kept()).map((each) => each.includes(next.key))).toEqual([false, true]);
    await dialog.getByRole("button", { name: "Add to the service" }).click();
    await expect(dialog.getByRole("button", { name: "Open Handover" })).toHaveCount(2);
    await expect(dialog.getByText("Handover_2.json")).toBeVisible();
    await dialog.getByRole("button", { name: "Disconnect" }).click();
    await expect(dialog.getByLabel("Key", { exact: true })).toBeFocused();
    expect((await kept()).map((each) => each.includes(next.key))).toEqual([false, false]);
  } finally {
    await next.end();
  }
});

base("a page from elsewhere asks no service, and tells where one is", async ({ page }) => {
  await openPage(page);
  await page.getByRole("banner").getByRole("button", { name: "Service" }).click();
  const dialog = dialogOf(page);
  const link = dialog.getByRole("link", { name: "Open its page" });
  await expect(link).toHaveAttribute("href", "http://127.0.0.1:8080/page/");
  await dialog.getByLabel("Address of a service that runs").fill("http://127.0.0.1:9999/x");
  await expect(link).toHaveAttribute("href", "http://127.0.0.1:9999/page/");
  await expectAccessible(page);
  await picture(page, "service-elsewhere");
  await dialog.getByLabel("Address of a service that runs").fill("nonsense");
  await expect(dialog.getByRole("alert")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("banner").getByRole("button", { name: "Service" })).toBeFocused();
});
