// After a crash or a given-up start the page comes back to where it was.
import { chooseGroup, expect, openPage, picture, test } from "./workbench.js";

test("a crashed engine is started again and the view comes back", async ({ page }) => {
  await openPage(page);
  const [worker] = page.workers();
  expect(worker).toBeDefined();
  // What a fault of the engine looks like from outside: an error nobody caught in the worker.
  const thrown = page.waitForEvent("pageerror");
  await worker?.evaluate(() => {
    setTimeout(() => {
      throw new Error("made to fail");
    });
  });
  await thrown;
  await page.getByRole("treeitem", { name: /^Group Spaces,/ }).click();
  await expect(page.getByText("The engine stopped unexpectedly and was started again.")).toBeVisible();
  await expect(page.getByRole("grid", { name: "Spaces, preview" })).toBeVisible();
  await picture(page, "recovered");
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(page.getByText("The engine stopped unexpectedly")).toHaveCount(0);
  await chooseGroup(page, "Columns");
});

test("opening can be cancelled and taken up again", async ({ page }) => {
  // The engine's download is held back until the user has given up.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/engine*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("./");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Opening was cancelled")).toBeVisible();
  await picture(page, "cancelled");
  release();
  await page.getByRole("button", { name: /^Open building.bim .* again$/ }).click();
  await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible();
});
