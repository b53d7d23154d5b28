// What a first visit costs: every file that is fetched until the sample is on screen, by its size as a server sends it compressed.
import { brotliCompressSync } from "node:zlib";
import type { Page, Request } from "@playwright/test";
import { expect, test } from "./workbench.js";

/** Bytes (brotli), without the sample's own files: the snapshot and its mapping. */
const ceiling = 700_000;
/** What web/src/app/idle.ts leaves in the page's timeline when it begins to fetch what is for later. */
const beganMark = "premap.rest";
const endedMark = "premap.rest.there";

/** When a mark was left: in milliseconds of the page, once each. */
const times = (page: Page, name: string): Promise<number[]> =>
  page.evaluate((mark) => performance.getEntriesByName(mark).map((each) => each.startTime), name);

test.use({ isFirstVisit: true });

test("a first visit fetches less than its ceiling until table, profiles and problems are on screen", async ({
  page,
  context,
}) => {
  const requests: Request[] = [];
  // Those of the engine's worker are among them.
  context.on("request", (request) => requests.push(request));
  await page.addInitScript(() => {
    const isComplete = () =>
      document.querySelector('[role="gridcell"]') !== null &&
      document.querySelector(".grid__picture path") !== null &&
      document.body.textContent.includes("No problems found in this mapping");
    const look = () => (isComplete() ? performance.mark("complete") : requestAnimationFrame(look));
    addEventListener("DOMContentLoaded", () => requestAnimationFrame(look));
  });
  await page.goto("./");
  await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible({ timeout: 60_000 });
  // The later of the two: when all is to be seen, and when the page took itself to be done.
  await expect.poll(() => times(page, "complete")).toHaveLength(1);
  await expect.poll(() => times(page, beganMark)).toHaveLength(1);
  const [[complete = 0], [began = 0]] = await Promise.all([times(page, "complete"), times(page, beganMark)]);
  const end = (await page.evaluate(() => performance.timeOrigin)) + Math.max(complete, began);
  await expect.poll(() => times(page, endedMark)).toHaveLength(1);

  const files = await Promise.all(
    [...new Map(requests.map((request) => [request.url(), request])).values()]
      .map((request) => ({ request, name: new URL(request.url()).pathname }))
      .filter(({ request, name }) => request.url().startsWith("http") && !name.startsWith("/sample/"))
      .map(async ({ request, name }) => {
        const size = brotliCompressSync(await (await request.response())!.body()).byteLength;
        return { name, size, isFirst: request.timing().startTime <= end };
      }),
  );
  const total = (list: typeof files) => list.reduce((sum, { size }) => sum + size, 0);
  const first = files.filter(({ isFirst }) => isFirst).sort((a, b) => b.size - a.size);
  console.log(
    [...first.map(({ name, size }) => `${size} ${name}`), `first ${total(first)}, then all ${total(files)}`].join("\n"),
  );
  // It counts what it is to count.
  for (const kind of [/engine-.*\.wasm$/, /worker-.*\.js$/, /index-.*\.js$/, /\.css$/])
    expect(
      first.some(({ name }) => kind.test(name)),
      String(kind),
    ).toBe(true);
  expect(total(first)).toBeLessThan(ceiling);
  // The rest comes by itself, and after that.
  expect(files.some(({ name, isFirst }) => name.includes("edit_panel") && !isFirst)).toBe(true);
});

test.describe("once the page is idle", () => {
  // What is asked of a part of the engine that was not needed before.
  test.use({ mayTell: /ERR_INTERNET_DISCONNECTED/ });

  test("what was not on the first screen works offline", async ({ page, context }) => {
    await page.goto("./");
    await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible({ timeout: 60_000 });
    await expect.poll(() => times(page, endedMark)).toHaveLength(1);
    await expect(page.getByRole("region", { name: "Make a group" })).toBeVisible();
    await context.setOffline(true);
    await page.getByRole("tab", { name: /^Edit/ }).click();
    await expect(page.getByRole("form", { name: /^Edit column/ })).toBeVisible();
    await page.getByRole("tab", { name: "Schemas" }).click();
    await expect(page.getByRole("tree", { name: "Schemas" })).toBeVisible();
    await page.getByRole("tab", { name: "Query" }).click();
    await expect(page.getByRole("textbox", { name: /ECSQL/ })).toBeVisible();
    await context.setOffline(false);
  });
});

test.describe("a part of the page that does not come", () => {
  test.use({ mayTell: /Failed to load resource|edit_panel/ });

  test("is told where it would be, and comes when it is asked for again", async ({ page }) => {
    await page.route("**/edit_panel-*.js", (route) => route.abort());
    await page.goto("./");
    await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible({ timeout: 60_000 });
    await page.getByRole("tab", { name: /^Edit/ }).click();
    const told = page.getByRole("status").filter({ hasText: "This part of the page could not be fetched" });
    await expect(told).toBeVisible();
    await page.unroute("**/edit_panel-*.js");
    await told.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("form", { name: /^Edit column/ })).toBeVisible();
    await expect(told).toHaveCount(0);
  });
});
