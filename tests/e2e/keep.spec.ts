// Work that outlives the page: edits, which file they are for, and files that were open lately.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import {
  chooseGroup,
  expect,
  fixture,
  kept,
  mappingFile,
  openBroken,
  openPage,
  pick,
  picture,
  test,
} from "./workbench.js";

const mapping = {
  mappingName: "Walls",
  groups: [{ groupName: "Curtain", query: "SELECT ECInstanceId, ECClassId FROM bt.CurtainWall", properties: [] }],
};

async function addColumn(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Column", exact: true }).click();
  await expect(page.getByRole("treeitem", { name: /^Column NewColumn/ })).toBeVisible();
}

/** Names of the snapshots the browser would open again. Leaving without edits asks nothing, so there `kept` has nothing to tell. */
const writtenDown = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open("premap"));
    const works = await done(database.transaction("work").objectStore("work").getAll());
    database.close();
    return (works as { snapshot?: { file?: { name: string } } }[]).map(({ snapshot }) => snapshot?.file?.name ?? "");
  });

test("edits on the sample survive a reload", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Spaces");
  await addColumn(page);
  await kept(page);
  await page.reload();
  await expect(page.getByText(/is as you left it/)).toBeVisible();
  await expect(page.getByRole("grid", { name: "Spaces, preview" })).toBeVisible();
  await expect(page.getByRole("treeitem", { name: /^Column NewColumn/ })).toBeVisible();
  await picture(page, "resumed");
  await page.getByRole("button", { name: "Start over with the sample" }).click();
  await expect(page.getByRole("treeitem", { name: /^Column NewColumn/ })).toHaveCount(0);
  // What was given up by mistake comes back.
  await page.getByRole("button", { name: "Undo" }).click();
  await chooseGroup(page, "Spaces");
  await expect(page.getByRole("treeitem", { name: /^Column NewColumn/ })).toBeVisible();
});

test("a reload of the broken sample takes up its edits, a link to it does not", async ({ page }) => {
  await openBroken(page);
  await addColumn(page);
  await kept(page);
  await page.reload();
  await expect(page.getByText(/is as you left it/)).toBeVisible();
  await expect(page.getByRole("treeitem", { name: /^Column NewColumn/ })).toBeVisible();
  await openBroken(page);
  await expect(page.getByRole("treeitem", { name: /^Column NewColumn/ })).toHaveCount(0);
});

test("a file the browser gives no handle for is chosen again", async ({ page }) => {
  await openPage(page);
  await pick(page, "Open mapping", mappingFile(mapping, "walls.json"));
  await pick(page, "Open snapshot", fixture("building.bim"));
  await addColumn(page);
  await kept(page);
  await page.reload();
  await expect(page.getByText("Choose building.bim again")).toBeVisible();
  await expect(page.getByRole("treeitem", { name: /^Column NewColumn/ })).toBeVisible();
  await picture(page, "choose-again");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose building.bim" }).click();
  await (await chooser).setFiles(fixture("building.bim"));
  await expect(page.getByRole("grid", { name: "Curtain, preview" })).toBeVisible();
});

/**
 * Puts files into the browser's own file system and a picker that answers them in turn: handles as those of the real
 * picker, which no test can click on. `asks` makes the browser's question part of it.
 */
async function handPicker(page: Page, asks: boolean): Promise<void> {
  const bytes = readFileSync(fixture("building.bim")).toString("base64");
  await page.addInitScript(
    ([bim, json, question]) => {
      const files: [string, Uint8Array<ArrayBuffer>][] = [
        ["own.bim", Uint8Array.from(atob(bim as string), (c) => c.charCodeAt(0))],
        ["own.json", new TextEncoder().encode(json as string)],
      ];
      let next = 0;
      const picker = async () => {
        const [name, content] = files[next++ % files.length]!;
        const handle = await (await navigator.storage.getDirectory()).getFileHandle(name, { create: true });
        const writable = await handle.createWritable();
        await writable.write(content);
        await writable.close();
        return [handle];
      };
      Object.defineProperty(window, "showOpenFilePicker", { value: picker });
      if (!question) return;
      const prototype = FileSystemHandle.prototype as unknown as Record<string, () => Promise<string>>;
      let isAllowed = false;
      prototype["queryPermission"] = () => Promise.resolve(isAllowed ? "granted" : "prompt");
      prototype["requestPermission"] = () => {
        isAllowed = navigator.userActivation.isActive;
        return Promise.resolve(isAllowed ? "granted" : "denied");
      };
    },
    [bytes, JSON.stringify(mapping), asks] as const,
  );
}

test("a file with a handle opens by itself, and is among the recent ones", async ({ page }) => {
  await handPicker(page, false);
  await openPage(page);
  await page.getByRole("banner").getByRole("button", { name: "Open snapshot" }).click();
  await expect(page.getByRole("banner").getByText("own.bim", { exact: true })).toBeVisible();
  await page.getByRole("banner").getByRole("button", { name: "Open mapping" }).click();
  await expect(page.getByRole("grid", { name: "Curtain, preview" })).toBeVisible();
  await addColumn(page);
  await kept(page);
  await page.reload();
  await expect(page.getByRole("grid", { name: "Curtain, preview" })).toBeVisible();
  await expect(page.getByRole("treeitem", { name: /^Column NewColumn/ })).toBeVisible();
  await page.getByRole("banner").getByText("File", { exact: true }).click();
  const recent = page.getByRole("list", { name: "Recent files" }).getByRole("button");
  await expect(recent).toHaveText([/own.json/, /own.bim/]);
  await picture(page, "recent");
  await recent.first().click();
  await expect(page.getByRole("treeitem", { name: /^Column NewColumn/ })).toHaveCount(0);
  // A file that is gone says so and leaves the list.
  await page.evaluate(async () => (await navigator.storage.getDirectory()).removeEntry("own.bim"));
  await page.getByRole("banner").getByText("File", { exact: true }).click();
  await recent.last().click();
  await expect(page.getByRole("alert")).toContainText("Could not open own.bim: The file cannot be read");
});

test("the browser's question is asked on a click", async ({ page }) => {
  await handPicker(page, true);
  await openPage(page);
  await page.getByRole("banner").getByRole("button", { name: "Open snapshot" }).click();
  await expect(page.getByRole("banner").getByText("own.bim", { exact: true })).toBeVisible();
  await expect.poll(() => writtenDown(page)).toContain("own.bim");
  await page.reload();
  await page.getByRole("button", { name: "Open own.bim" }).click();
  // Without a mapping, as it was.
  await expect(page.getByRole("region", { name: "Start from the data" }).getByRole("row").nth(1)).toBeVisible();
});
