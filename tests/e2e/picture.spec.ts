// The model beside the table: what is drawn, what its colours say, and how it leads to rows and back. Drawn by the processor, as
// the machines that run the tests have no graphics card.
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./axe.js";
import { expect, fixture, guidePicture, inspector, openBroken, openPage, pick, picture, test } from "./workbench.js";

const args = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"];
test.use({ launchOptions: { executablePath: process.env["CHROMIUM"] || "/usr/bin/chromium", args } });

const model = (page: Page): Locator => page.getByRole("region", { name: "Model", exact: true });
const canvas = (page: Page): Locator => model(page).getByRole("application");
const legend = (page: Page): Locator => page.getByRole("region", { name: "Legend" });
const status = (page: Page): Locator => model(page).locator(".picture__status");

async function openModel(page: Page, tab: "Model" | "Both" = "Model"): Promise<void> {
  await page.getByRole("tab", { name: tab, exact: true }).click();
  await expect(status(page)).toContainText(/^[\d,]+ elements?/, { timeout: 60_000 });
}

/** How many pixels of the picture differ from its ground. */
async function painted(page: Page): Promise<number> {
  const png = (await canvas(page).screenshot()).toString("base64");
  return page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const copy = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = copy.getContext("2d") as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0);
    // Without the line around what has the focus.
    const { data } = context.getImageData(4, 4, bitmap.width - 8, bitmap.height - 8);
    let count = 0;
    for (let at = 0; at < data.length; at += 4)
      if (Math.abs((data[at] ?? 0) - (data[0] ?? 0)) + Math.abs((data[at + 2] ?? 0) - (data[2] ?? 0)) > 12) count += 1;
    return count;
  }, png);
}

test("every element with a place is drawn, in the colour of its group, and the rest is counted", async ({ page }) => {
  await openPage(page);
  await openModel(page);
  await expect(status(page)).toContainText("225 elements · 55 without a place are not shown");
  await expect(status(page)).toContainText("drawn without a graphics card");
  await expect(legend(page).getByRole("listitem").filter({ hasText: "Beams" })).toContainText("80");
  await expect(legend(page).getByRole("listitem").filter({ hasText: "Columns" })).toContainText("40");
  await expect(legend(page)).toContainText("Solid: an element's shape");
  await picture(page, "model");
  const all = await page.locator(".stage").screenshot();
  await legend(page)
    .getByRole("checkbox", { name: /^Beams/ })
    .uncheck();
  // Some pixels are another colour then.
  await expect.poll(async () => (await page.locator(".stage").screenshot()).equals(all)).toBe(false);
});

test("elements of several groups are told, and a group whose query does not run", async ({ page }) => {
  await openBroken(page);
  await openModel(page);
  await expect(legend(page).getByRole("listitem").filter({ hasText: "In several groups" })).toContainText(/\d/);
  await expect(legend(page).getByRole("listitem").filter({ hasText: "Walls" })).toContainText("does not run");
});

test("an element chosen in the list of what is in view is chosen in the table, with its Why", async ({ page }) => {
  await openPage(page);
  await openModel(page, "Both");
  await page.getByRole("tab", { name: "In view" }).click();
  const list = page.getByRole("listbox", { name: "In view" });
  await expect(list.getByRole("option").first()).toContainText(/Beams|Columns|Physical/);
  await list.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const chosen = list.getByRole("option", { selected: true });
  await expect(chosen).toHaveCount(1);
  const name = (await chosen.locator(".in-view__name").textContent()) ?? "";
  const card = page.getByRole("region", { name: "Chosen element" });
  await expect(card).toContainText(name);
  const id = (await card.locator("code").textContent()) ?? "";
  await expect(inspector(page)).toContainText(id);
  const row = await page.getByRole("grid").locator(".grid__row--active .grid__number").textContent();
  await expect(inspector(page)).toContainText(`Row ${row} `);
  await picture(page, "model-both");
});

test("a click on the picture chooses what is there", async ({ page }) => {
  await openPage(page);
  await openModel(page);
  await expect.poll(() => legend(page).textContent()).toContain("Solid");
  const box = await canvas(page).boundingBox();
  if (!box) throw new Error("no canvas");
  // A large beam is a little right of the middle.
  await page.mouse.click(box.x + box.width * 0.52, box.y + box.height * 0.47);
  await expect(page.getByRole("region", { name: "Chosen element" })).toContainText(/In (Beams|Columns|Physical)/);
  await canvas(page).focus();
  for (const key of ["ArrowLeft", "Shift+ArrowUp", "+", "-", "p", "f"]) await page.keyboard.press(key);
  await expect(page.getByRole("button", { name: "Plan", exact: true })).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => painted(page)).toBeGreaterThan(500);
});

test("a row chosen in the table is marked in the picture and zoomed to", async ({ page }) => {
  await openPage(page);
  await openModel(page, "Both");
  const before = await page.locator(".stage").screenshot();
  await page
    .getByRole("gridcell", { name: /^ECInstanceId: / })
    .nth(5)
    .click();
  const row = page.getByRole("grid").locator(".grid__row--active");
  const id = (await row.getByRole("gridcell", { name: /^ECInstanceId: / }).textContent()) ?? "";
  await expect(page.getByRole("region", { name: "Chosen element" })).toContainText(id);
  await expect.poll(async () => (await page.locator(".stage").screenshot()).equals(before)).toBe(false);
});

test("the table's rows alone are shown", async ({ page }) => {
  await openPage(page);
  await openModel(page, "Both");
  const inView = page.getByRole("region", { name: "In view" }).getByRole("status");
  const only = page.getByRole("button", { name: "Only the table’s rows" });
  await page.getByRole("tab", { name: "In view" }).click();
  await expect(inView).toContainText("225 elements");
  await only.click();
  await expect(inView).toContainText("80 elements");
});

test("a column's values are colours: numbers a scale, texts by how often they occur, what is empty is marked", async ({
  page,
}) => {
  await openPage(page);
  await openModel(page);
  await page.getByLabel("Colour by").selectOption("Length");
  await expect(legend(page).getByRole("img", { name: "From the smallest value to the largest" })).toBeVisible();
  await expect(legend(page).getByRole("listitem").filter({ hasText: "Empty" })).toContainText("13");
  await guidePicture(page, "model");
  await page.getByLabel("Colour by").selectOption("WeldType");
  await expect(legend(page).getByRole("listitem").filter({ hasText: "Not in this group" })).toContainText("145");
  await expect(legend(page).getByRole("listitem")).not.toHaveCount(2);
});

test("sections hide models, categories and classes, and what is enclosed becomes a group", async ({ page }) => {
  await openPage(page);
  await openModel(page);
  await page.getByRole("tab", { name: "Sections" }).click();
  await page.getByRole("button", { name: "Only BuildingTest.Beam", exact: true }).click();
  await page.getByRole("button", { name: "Take all in view" }).click();
  const enclosed = page.getByRole("region", { name: "Enclosed elements" });
  await expect(enclosed).toContainText("60 elements enclosed");
  await expect(enclosed).toContainText("the group selects that class");
  await enclosed.getByRole("button", { name: "Group from these" }).click();
  await expect(page.getByRole("treeitem", { name: /^Group Enclosed60/ })).toBeVisible();
  await expect(
    legend(page)
      .or(page.getByRole("tab", { name: "Legend" }))
      .first(),
  ).toBeVisible();
  await page.getByRole("tab", { name: "Legend" }).click();
  await expect(legend(page).getByRole("listitem").filter({ hasText: "In several groups" })).toContainText("60");
});

test("a line drawn around elements encloses those alone", async ({ page }) => {
  await openPage(page);
  await openModel(page);
  await page.getByRole("button", { name: "Lasso" }).click();
  const box = await canvas(page).boundingBox();
  if (!box) throw new Error("no canvas");
  const at = (x: number, y: number) => page.mouse.move(box.x + box.width * x, box.y + box.height * y);
  await at(0.4, 0.4);
  await page.mouse.down();
  for (const [x, y] of [
    [0.6, 0.4],
    [0.6, 0.6],
    [0.4, 0.6],
  ] as const)
    await at(x, y);
  await page.mouse.up();
  const enclosed = page.getByRole("region", { name: "Enclosed elements" });
  await expect(enclosed.getByRole("heading")).toHaveText(/^[1-9]\d* elements enclosed$/);
  const count = Number((await enclosed.getByRole("heading").textContent())?.split(" ")[0]);
  expect(count).toBeLessThan(225);
});

test("drawings are flat, and a snapshot with nothing in space says so", async ({ page }) => {
  await openPage(page);
  await pick(page, "Open snapshot", fixture("shapes.bim"));
  await expect(page.getByRole("banner")).toContainText("shapes.bim");
  await openModel(page);
  await model(page).getByRole("combobox", { name: "Show" }).selectOption({ label: "Sketch" });
  await expect(status(page)).toContainText(/^12 elements/);
  await expect.poll(() => painted(page)).toBeGreaterThan(20);
  await picture(page, "model-drawing");
  await pick(page, "Open snapshot", fixture("empty.bim"));
  await expect(page.getByText("This snapshot has no elements that stand in space.")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test("the model is accessible", async ({ page }) => {
      await openPage(page);
      await openModel(page, "Both");
      await expectAccessible(page);
      await page.getByRole("tab", { name: "In view" }).click();
      await expect(page.getByRole("listbox").getByRole("option").first()).toBeVisible();
      await expectAccessible(page);
      await page.getByRole("tab", { name: "Sections" }).click();
      await expectAccessible(page);
      await picture(page, `model-sections-${colorScheme}`);
    });
  });
}

test("where the browser draws nothing in 3D the page says so, and the list works", async ({ page }) => {
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await openPage(page);
  await openModel(page);
  await expect(page.getByText("This browser cannot draw in 3D")).toBeVisible();
  await page.getByRole("tab", { name: "In view" }).click();
  await page.getByRole("listbox").getByRole("option").first().click();
  await expect(page.getByRole("region", { name: "Chosen element" })).toBeVisible();
  await page.getByRole("tab", { name: "Sections" }).click();
  await page.getByRole("button", { name: "Take all in view" }).click();
  const enclosed = page.getByRole("region", { name: "Enclosed elements" });
  await expect(enclosed).toContainText("225 elements enclosed");
  await page.getByRole("button", { name: "Only BuildingTest.Beam", exact: true }).click();
  await page.getByRole("button", { name: "Take all in view" }).click();
  await expect(enclosed).toContainText("60 elements enclosed");
});
