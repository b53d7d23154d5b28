// What every test of the page shares: the page with its promises watched (no request to anywhere else, nothing the policy
// had to block, no error left unhandled), and words for what one does on it.
import { type BrowserContext, test as base, expect as baseExpect, type Locator, type Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Patient: the machine that runs the tests may be busy. */
export const expect = baseExpect.configure({ timeout: 30_000 });

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A snapshot of the tests by name (scripts/fixtures.mjs unpacks them). */
export const fixture = (name: string): string => path.join(root, "build/fixtures", name);

export const isFirefox = (context: BrowserContext): boolean => context.browser()?.browserType().name() === "firefox";

/**
 * Over BiDi, `fill` sets `value` from within the page, which a field of React takes for its own doing and does not tell;
 * this enters the text as the keyboard would.
 */
function fillAsTyped(): void {
  const insert = (text: string) => document.execCommand("insertText", false, text);
  Object.defineProperty(window, "__pw_bidiInsertText", { get: () => insert, set: () => undefined });
}

interface Options {
  promises: void;
  mayTell: RegExp | null;
  mayAsk: readonly string[];
  isFirstVisit: boolean;
}

export const test = base.extend<Options>({
  /** What a test causes the console to tell. */
  mayTell: [null, { option: true }],
  /** Origins that a page of the test may ask, beside its own. */
  mayAsk: [[], { option: true }],
  /** With the hints that a newcomer is shown. */
  isFirstVisit: [false, { option: true }],
  promises: [
    // Of all tabs: the page opens another one to send from.
    async ({ context, baseURL, mayTell, mayAsk, isFirstVisit }, use) => {
      const broken: string[] = [];
      const origins = [new URL(baseURL ?? "").origin, ...mayAsk];
      context.on("request", (request) => {
        const url = new URL(request.url());
        if (!origins.includes(url.origin) && url.protocol !== "blob:") broken.push(`request to ${url}`);
      });
      context.on("weberror", (webError) => {
        const { message } = webError.error();
        // The one that a test causes itself.
        if (message !== "made to fail") broken.push(`unhandled: ${message}`);
      });
      context.on("console", (message) => {
        if (message.type() === "error" && !mayTell?.test(message.text())) broken.push(`console: ${message.text()}`);
      });
      if (isFirefox(context)) await context.addInitScript(fillAsTyped);
      await context.addInitScript(() => {
        // Tests choose files through the plain input; those of the other picker put one of their own in its place.
        const none = { value: undefined, configurable: true, writable: true };
        Object.defineProperty(window, "showOpenFilePicker", none);
        // Without a dialog of its own a file goes to the downloads, where tests find it.
        Object.defineProperty(window, "showSaveFilePicker", none);
        document.addEventListener("securitypolicyviolation", (event) => {
          console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
        });
      });
      // An empty tab has no storage.
      const seen = () => location.protocol.startsWith("http") && localStorage.setItem("premap.hints", "seen");
      if (!isFirstVisit) await context.addInitScript(seen);
      await use();
      expect(broken).toEqual([]);
    },
    { auto: true },
  ],
});

/** Loads the page and waits for the sample's table. */
export async function openPage(page: Page): Promise<void> {
  await page.goto("./");
  await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible({ timeout: 60_000 });
}

/** Loads the page with the broken twin of the sample. */
export async function openBroken(page: Page): Promise<void> {
  await page.goto("./?sample=broken");
  await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible({ timeout: 60_000 });
}

/** The value a cell tells: `cell(page, "Length", "2.75")`. */
export const cell = (page: Page, column: string, value: string): Locator =>
  page.getByRole("gridcell", { name: `${column}: ${value}`, exact: true }).first();

export const inspector = (page: Page): Locator => page.getByRole("complementary", { name: "Inspector" });

/** Brings a column into view by choosing it in the mapping's tree. */
export async function chooseColumn(page: Page, name: string): Promise<void> {
  await page
    .getByRole("treeitem", { name: new RegExp(`^Column ${name},`) })
    .first()
    .click();
}

export async function chooseGroup(page: Page, name: string): Promise<void> {
  await page.getByRole("treeitem", { name: new RegExp(`^Group ${name},`) }).click();
  await expect(page.getByRole("grid", { name: `${name}, preview` })).toBeVisible();
}

/** Picks a file through the header's button, as a user does. */
export async function pick(
  page: Page,
  button: "Open snapshot" | "Open mapping",
  file: string | PickedFile,
): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("banner").getByRole("button", { name: button }).click();
  await (await chooser).setFiles(file);
}
export type PickedFile = { name: string; mimeType: string; buffer: Buffer };

export const mappingFile = (mapping: unknown, name = "mapping.json"): PickedFile => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(typeof mapping === "string" ? mapping : JSON.stringify(mapping, null, 2)),
});

/** Waits until the browser has the work: leaving the page then asks nothing. */
export async function kept(page: Page): Promise<void> {
  const mayLeave = () => page.evaluate(() => dispatchEvent(new Event("beforeunload", { cancelable: true })));
  await expect.poll(mayLeave).toBe(true);
}

/** Waits until nothing moves any more, and what was decided is drawn. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await document.fonts.ready;
    await frame();
    await frame();
    const ends = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ends.map(({ finished }) => finished));
  });
}

/** A picture of the page for people: test-results/screenshots/NAME.png. */
export async function picture(page: Page, name: string): Promise<void> {
  await still(page);
  if (isFirefox(page.context())) return; // there a screenshot puts a style into the page, which its policy blocks
  const folder = path.join(root, "test-results/screenshots");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** The text of a file the page hands to the browser's downloads. */
export async function downloaded(page: Page, start: () => Promise<void>): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent("download");
  await start();
  const file = await download;
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  return { name: file.suggestedFilename(), text: Buffer.concat(chunks).toString("utf8") };
}

/**
 * A picture of docs/guide.md. Written over the one in docs/pictures only when PREMAP_PICTURES is set: browsers differ in
 * a few pixels, and a run of the tests must not change the repository.
 */
export async function guidePicture(page: Page, name: string): Promise<void> {
  await picture(page, `guide-${name}`);
  if (!process.env.PREMAP_PICTURES) return;
  const folder = path.join(root, "docs/pictures");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
