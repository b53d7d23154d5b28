// The table: sorted, filtered, copied, saved.
import type { Page } from "@playwright/test";
import {
  cell,
  chooseColumn,
  chooseGroup,
  downloaded,
  expect,
  fixture,
  inspector,
  mappingFile,
  openBroken,
  openPage,
  pick,
  picture,
  test,
} from "./workbench.js";

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
/** The column's numbers from top to bottom; those who have none stand at the end. */
async function numbers(page: Page, column: string): Promise<number[]> {
  const cells = page.getByRole("gridcell", { name: new RegExp(`^${column}: `) });
  const texts = await cells.evaluateAll((items) => items.map((item) => item.textContent));
  return texts.map(Number).filter((value) => !Number.isNaN(value));
}

test("rows are sorted by a column, up, down and not at all", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Spaces");
  const header = page.getByRole("columnheader", { name: /^NetArea,/ });
  await header.hover();
  await page.getByRole("button", { name: "Sort by NetArea", exact: true }).click();
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  const up = await numbers(page, "NetArea");
  expect(up).toEqual([...up].sort((a, b) => a - b));
  expect(new Set(up).size).toBeGreaterThan(1);
  await header.click();
  await page.keyboard.press("s");
  await expect(header).toHaveAttribute("aria-sort", "descending");
  const down = await numbers(page, "NetArea");
  expect(down).toEqual([...down].sort((a, b) => b - a));
  await picture(page, "sorted");
  // A row keeps its number and its verdict wherever it stands.
  await page
    .getByRole("gridcell", { name: /^Number: / })
    .first()
    .click();
  const number = await page.getByRole("row").nth(1).getByRole("rowheader").textContent();
  await expect(page.getByRole("complementary", { name: "Inspector" }).getByText(`Row ${number} ·`)).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(
    page
      .getByRole("row")
      .nth(2)
      .getByRole("gridcell", { name: /^Number: / }),
  ).toBeFocused();
  await page.keyboard.press("s");
  await expect(page.getByRole("columnheader", { name: /^Number,/ })).toHaveAttribute("aria-sort", "ascending");
});

test("rows without a value come last, whichever way", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "FireRating");
  const button = page.getByRole("button", { name: "Sort by FireRating", exact: true });
  for (const direction of ["ascending", "descending"]) {
    await button.click();
    await expect(page.getByRole("columnheader", { name: /^FireRating,/ })).toHaveAttribute("aria-sort", direction);
    const first = page.getByRole("gridcell", { name: /^FireRating: / }).first();
    await expect(first).not.toHaveAccessibleName(/no value/);
  }
});

test("rows are filtered by any text a cell shows, reasons too", async ({ page }) => {
  await openBroken(page);
  const filter = page.getByRole("searchbox", { name: "Filter rows" });
  // The chosen cell moves to where its row stands, and leaves the focus with the one who types.
  const chosen = page.getByRole("gridcell", { name: /^ECInstanceId: 0x/ }).nth(5);
  const id = (await chosen.textContent()) ?? "";
  await chosen.click();
  await chosen.click();
  await filter.fill(id);
  await expect(page.getByRole("status").filter({ hasText: /^\d+ of 80 rows$/ })).toBeVisible();
  await expect(page.getByRole("row").nth(1)).toContainText(id);
  await expect(filter).toBeFocused();
  await filter.fill("several aspects");
  await expect(page.getByRole("status").filter({ hasText: /^\d+ of 80 rows$/ })).toBeVisible();
  await picture(page, "filtered");
  await chooseColumn(page, "WeldType");
  await expect(page.getByRole("gridcell", { name: "WeldType: fillet" })).toHaveCount(0);
  await filter.fill("no such words");
  await expect(page.getByText("No row fits")).toBeVisible();
  await page.getByRole("button", { name: "Show all rows" }).click();
  await expect(page.getByText(/^80 rows/)).toBeVisible();
});

test("cells, columns and the rows shown are copied whole", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openPage(page);
  await chooseColumn(page, "Name");
  await cell(page, "Name", "B1-é").click();
  await page.keyboard.press("Control+c");
  await expect(page.getByText("Copied the value.")).toBeVisible();
  expect(await clipboard(page)).toBe("B1-é");
  await chooseGroup(page, "Spaces");
  await page.getByRole("columnheader", { name: /^Number,/ }).click();
  await page.keyboard.press("Control+c");
  await expect(page.getByText("Copied the column, 10 rows.")).toBeVisible();
  expect((await clipboard(page)).split("\n").slice(0, 2)).toEqual(["Number", "R100"]);
  await page.getByRole("searchbox", { name: "Filter rows" }).fill("R101");
  await page.getByText("Export", { exact: true }).click();
  await page.getByRole("button", { name: "Copy 1 row shown" }).click();
  await expect(page.getByText("Copied 1 row.")).toBeVisible();
  const lines = (await clipboard(page)).split("\n").map((line) => line.split("\t"));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain("NetAreaSqFt");
  expect(lines[1]).toContain("R101");
  await page.getByText("Export", { exact: true }).click();
  await page.getByRole("button", { name: "Copy their ids" }).click();
  await expect(page.getByText("Copied 1 id.")).toBeVisible();
  expect(lines[1]?.[0]).toBe(await clipboard(page));
  expect(await clipboard(page)).toMatch(/^0x[0-9a-f]+$/);
});

test("every format of the extraction holds all rows", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Spaces");
  const save = async (words: string) =>
    downloaded(page, async () => {
      await page.getByText("Export", { exact: true }).click();
      await page.getByRole("button", { name: words, exact: true }).click();
    });
  const ndjson = await save("NDJSON, all rows");
  expect(ndjson.name).toBe("Handover_Spaces.ndjson");
  const lines = ndjson.text.trim().split("\n");
  expect(lines).toHaveLength(10);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ Number: "R100" });
  const json = await save("JSON, all rows");
  expect(json.name).toBe("Handover_Spaces.json");
  expect(JSON.parse(json.text)).toEqual(lines.map((line) => JSON.parse(line) as unknown));
});

test("the column's card tells what each entry won", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Name");
  await page.getByRole("columnheader", { name: /^Name,/ }).click();
  const wins = page.getByRole("region", { name: "What filled it" }).getByRole("listitem");
  await expect(wins).not.toHaveCount(0);
  const rows = (await wins.allTextContents()).map((text) => Number(/(\d+) rows?/.exec(text)?.[1]));
  expect(rows.reduce((sum, won) => sum + won, 0)).toBe(80);
});

// ------------------------------------------------------------------------------------ how the columns are looked at

const head = (page: Page, column: string) => page.getByRole("columnheader", { name: new RegExp(`^${column},`) });
const grid = (page: Page) => page.getByRole("grid");
const item = (page: Page, name: string) => page.getByRole("menu").locator("[role^=menuitem]", { hasText: name });
const columnsButton = (page: Page) => page.locator(".columns-shown summary");
/** Headers from left to right, as far as they are in the page. */
async function headers(page: Page): Promise<string[]> {
  const all = page.getByRole("columnheader").and(page.locator("[data-spot]"));
  const found = await all.evaluateAll((items) => items.map((each) => [each.ariaColIndex, each.ariaLabel] as const));
  return found.sort((a, b) => Number(a[0]) - Number(b[0])).map(([, label]) => label?.split(",")[0] ?? "");
}
async function menuOf(page: Page, column: string): Promise<void> {
  await head(page, column).click({ button: "right", position: { x: 14, y: 12 } });
  await expect(page.getByRole("menu", { name: `Column ${column}` })).toBeVisible();
}
const widthOf = async (page: Page, column: string) => Math.round((await head(page, column).boundingBox())?.width ?? 0);

test("the row's id stays in view, or what is frozen in its place", async ({ page }) => {
  await openPage(page);
  await chooseColumn(page, "Coating");
  await expect(head(page, "Coating")).toBeInViewport();
  expect(await grid(page).evaluate((element) => element.scrollLeft)).toBeGreaterThan(300);
  await expect(head(page, "ECInstanceId")).toBeInViewport();
  await expect(cell(page, "ECInstanceId", "0x27")).toBeInViewport();
  const left = async (column: string) => (await head(page, column).boundingBox())?.x ?? 0;
  // Nothing that scrolls is seen through it.
  const { x = 0, y = 0 } = (await cell(page, "ECInstanceId", "0x27").boundingBox()) ?? {};
  const onTop = await page.evaluate(
    ([at, down]) => document.elementFromPoint(at ?? 0, down ?? 0)?.closest("[role=gridcell]")?.ariaLabel,
    [x + 20, y + 10],
  );
  expect(onTop).toBe("ECInstanceId: 0x27");
  // The mapping's name of the element says better which row it is.
  await menuOf(page, "Coating");
  await item(page, "Freeze this column alone").click();
  await expect.poll(() => headers(page).then((all) => all[0])).toBe("Coating");
  await grid(page).evaluate((element) => (element.scrollLeft = 900));
  await expect(head(page, "Coating")).toBeInViewport();
  await expect(head(page, "ECInstanceId")).toHaveCount(0);
  await grid(page).evaluate((element) => (element.scrollLeft = 0));
  await menuOf(page, "ECInstanceId");
  await item(page, "Freeze up to here").click();
  const before = await left("ECInstanceId");
  await grid(page).evaluate((element) => (element.scrollLeft = 900));
  await expect.poll(() => left("ECInstanceId")).toBe(before);
  await picture(page, "frozen");
  // A frozen column is walked into like any other.
  await page
    .getByRole("gridcell", { name: /^Coating: / })
    .first()
    .click();
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("gridcell", { name: /^ECInstanceId: / }).first()).toBeFocused();
  await page.keyboard.press("ArrowRight");
  const third = await page.evaluate(() => document.activeElement?.getBoundingClientRect().left ?? 0);
  expect(third).toBeGreaterThanOrEqual(before + (await widthOf(page, "ECInstanceId")) - 1);
});

test("widths are pulled, pressed and fitted, and the browser remembers them for this group alone", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Spaces");
  const first = await widthOf(page, "Number");
  const line = page.getByRole("separator", { name: "Width of Number" });
  const { x = 0, y = 0, width = 0 } = (await line.boundingBox()) ?? {};
  await page.mouse.move(x + width / 2, y + 20);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 30, y + 20, { steps: 3 });
  expect(await widthOf(page, "Number")).toBe(first + 30);
  await page.keyboard.press("Escape");
  expect(await widthOf(page, "Number")).toBe(first);
  await page.mouse.up();
  await page.mouse.move(x + width / 2, y + 20);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 70, y + 20, { steps: 4 });
  await page.mouse.up();
  expect(await widthOf(page, "Number")).toBe(first + 70);
  await expect(head(page, "Number")).not.toHaveAttribute("aria-sort");
  // By keys: on the header, and on the line itself.
  await head(page, "Number").click();
  await page.keyboard.press("Shift+ArrowRight");
  expect(await widthOf(page, "Number")).toBe(first + 86);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Menu of Number" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(line).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(line).toHaveAttribute("aria-valuenow", String(first + 78));
  await page.keyboard.press("Escape");
  await expect(head(page, "Number")).toBeFocused();
  await page.reload();
  await chooseGroup(page, "Beams");
  await chooseGroup(page, "Spaces");
  await expect.poll(() => widthOf(page, "Number")).toBe(first + 78);
  await page.getByRole("separator", { name: "Width of Number" }).dblclick();
  await expect.poll(() => widthOf(page, "Number")).toBeLessThan(first + 78);
  const isWhole = () =>
    page
      .getByRole("gridcell", { name: /^Number: / })
      .evaluateAll((all) =>
        all.every((each) => (each.firstElementChild?.scrollWidth ?? 0) <= (each.firstElementChild?.clientWidth ?? 0)),
      );
  expect(await isWhole()).toBe(true);
  await menuOf(page, "Number");
  await item(page, "Width as at first").click();
  await expect.poll(() => widthOf(page, "Number")).toBe(first);
});

test("the table fills the room there is before it cuts a text", async ({ page }) => {
  await page.setViewportSize({ width: 2200, height: 900 });
  await openPage(page);
  await chooseGroup(page, "Inspections");
  const blank = () =>
    grid(page).evaluate((element) => {
      const cells = [...element.querySelectorAll<HTMLElement>("[data-spot]")];
      const end = Math.max(...cells.map((each) => each.getBoundingClientRect().right));
      const isCut = cells.some((each) =>
        [...each.querySelectorAll(".grid__value, .grid__name")].some((part) => part.scrollWidth > part.clientWidth),
      );
      return { isCut, isFull: end >= element.getBoundingClientRect().left + element.clientWidth - cells.length };
    });
  await expect.poll(async () => (await blank()).isCut).toBe(false);
  await page.setViewportSize({ width: 1280, height: 900 });
  const narrow = await blank();
  expect(narrow.isFull || !narrow.isCut).toBe(true);
});

test("columns are hidden and shown; what is hidden is told, and neither mapping nor export knows", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openBroken(page);
  await chooseColumn(page, "WeldType");
  await head(page, "WeldType").click();
  await page.keyboard.press("Shift+F10");
  await expect(item(page, "Copy the column")).toBeFocused();
  await page.keyboard.press("End");
  await expect(item(page, "Edit column")).toBeFocused();
  await page.keyboard.press("h");
  await page.keyboard.press("Enter");
  await expect(columnsButton(page)).toHaveText("1 column hidden");
  await expect(head(page, "WeldType")).toHaveCount(0);
  await expect(head(page, "FireRating")).toBeFocused();
  await expect(grid(page)).toHaveAttribute("aria-colcount", "24");
  // What leads to it says where it is.
  await chooseColumn(page, "WeldType");
  await expect(page.getByText("The column WeldType is hidden.")).toBeVisible();
  await picture(page, "hidden-column");
  await page.getByRole("button", { name: "Show it" }).click();
  await expect(head(page, "WeldType")).toBeInViewport();
  await expect(columnsButton(page)).toHaveText("Columns");
  await columnsButton(page).click();
  await page.getByRole("button", { name: "Hide the empty ones" }).click();
  await expect(columnsButton(page)).toHaveText(/^[3-9] columns hidden$/);
  for (const name of ["UserLabel", "BBoxLow", "BBoxHigh"])
    await page.getByRole("checkbox", { name: new RegExp(`^${name}`) }).uncheck();
  await picture(page, "columns-shown");
  await page.keyboard.press("Escape");
  await expect(columnsButton(page)).toBeFocused();
  await page.reload();
  await expect(columnsButton(page)).toHaveText(/columns hidden$/);
  await grid(page).evaluate((element) => (element.scrollLeft = 0));
  await expect.poll(() => headers(page).then((all) => all.slice(0, 3))).toEqual(["ECInstanceId", "ECClassId", "Name"]);
  // Copied as it is seen, saved as it is.
  await page.getByText("Export", { exact: true }).click();
  await page.getByRole("button", { name: "Copy 80 rows shown" }).click();
  await expect(page.getByText("Copied 80 rows.")).toBeVisible();
  expect((await clipboard(page)).split("\n")[0]?.split("\t").slice(0, 3)).toEqual([
    "ECInstanceId",
    "ECClassId",
    "Name",
  ]);
  const { text } = await downloaded(page, async () => {
    await page.getByText("Export", { exact: true }).click();
    await page.getByRole("button", { name: "CSV, all rows", exact: true }).click();
  });
  expect(text.split("\n")[0]).toMatch(/^\uFEFFECInstanceId,ECClassId,UserLabel,BBoxLow,BBoxHigh,Name,/);
  await page.getByRole("tab", { name: "Mapping file" }).click();
  await expect(page.getByRole("button", { name: "Undo" })).toBeDisabled();
});

test("the words of a tick are as good as its box, and leave the menu open", async ({ page }) => {
  await openPage(page);
  await page.locator(".columns-shown summary").click();
  const columns = page.locator(".columns-shown");
  for (const name of ["BBoxLow", "BBoxHigh"]) {
    await columns.getByText(name, { exact: true }).click();
    await expect(columns.getByRole("checkbox", { name: new RegExp(`^${name}`) })).not.toBeChecked();
  }
  await expect(page.locator(".columns-shown summary")).toHaveText("2 columns hidden");
  await page.keyboard.press("Escape");
  await page.getByText("Export", { exact: true }).click();
  const mark = page.getByRole("checkbox", { name: "CSV for Excel" });
  const isOn = await mark.isChecked();
  await page.getByText("CSV for Excel").click({ position: { x: 60, y: 10 } });
  await expect(mark).toBeChecked({ checked: !isOn });
  // Elsewhere it closes, as ever.
  await page.getByRole("heading", { name: "Beams" }).click();
  await expect(mark).toHaveCount(0);
});

test("columns are put in another order by hand and by keys", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openPage(page);
  await chooseGroup(page, "Spaces");
  const names = await headers(page);
  const own = names.slice(5);
  const [first = "", second = "", third = ""] = own;
  await head(page, third).dragTo(head(page, first), {
    sourcePosition: { x: 20, y: 12 },
    targetPosition: { x: 20, y: 12 },
  });
  await expect.poll(() => headers(page).then((all) => all.slice(5, 8))).toEqual([third, first, second]);
  await head(page, third).click();
  await page.keyboard.press("Control+Shift+ArrowRight");
  await expect(head(page, third)).toBeFocused();
  await expect(head(page, third)).toHaveAttribute("aria-colindex", "8");
  await expect.poll(() => headers(page).then((all) => all.slice(5, 8))).toEqual([first, third, second]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Control+Shift+ArrowLeft");
  await expect.poll(() => headers(page).then((all) => all.slice(5, 8))).toEqual([third, first, second]);
  await expect(page.getByRole("gridcell", { name: new RegExp(`^${third}: `) }).first()).toBeFocused();
  // Arrow keys walk as it is seen, and so does what is copied.
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("gridcell", { name: new RegExp(`^${first}: `) }).first()).toBeFocused();
  await page.getByRole("rowheader").nth(2).click();
  await page.getByRole("rowheader").nth(0).click();
  await page
    .getByRole("gridcell", { name: /^ECInstanceId: / })
    .nth(0)
    .click();
  await page.keyboard.press("Control+c");
  await expect(page.getByText("Copied 2 chosen rows.")).toBeVisible();
  const lines = (await clipboard(page)).split("\n").map((line) => line.split("\t"));
  expect(lines[0]?.slice(5, 8)).toEqual([third, first, second]);
  expect(lines.slice(1).map((line) => line[0])).toEqual(
    await page
      .getByRole("gridcell", { name: /^ECInstanceId: / })
      .evaluateAll((all) => [all[0]?.textContent, all[2]?.textContent]),
  );
  await columnsButton(page).click();
  await page.getByRole("button", { name: "As at first" }).click();
  await expect.poll(() => headers(page).then((all) => all.slice(0, 8))).toEqual(names.slice(0, 8));
});

test("ids and classes are as an export has them, the name of the class beside", async ({ page }) => {
  await openPage(page);
  const { text } = await downloaded(page, async () => {
    await page.getByText("Export", { exact: true }).click();
    await page.getByRole("button", { name: "CSV, all rows", exact: true }).click();
  });
  const [id, classId] = text.split("\n")[1]?.split(",") ?? [];
  await expect(page.getByRole("gridcell", { name: `ECInstanceId: ${id}`, exact: true })).toHaveText(id ?? "");
  await grid(page).evaluate((element) => (element.scrollLeft = 0));
  const first = page.getByRole("gridcell", { name: `ECClassId: ${classId}, BuildingTest.Beam`, exact: true }).first();
  await expect(first).toHaveText(`${classId} Beam`);
  const filter = page.getByRole("searchbox", { name: "Filter rows" });
  const rows = text.split("\n").filter((line) => line.split(",")[1] === classId).length;
  expect(rows).toBeGreaterThan(1);
  for (const words of [classId ?? "", "BuildingTest.Beam"]) {
    await filter.fill(words);
    await expect(page.getByText(`${rows} of 80 rows`)).toBeVisible();
  }
});

test("what is cut is told whole to the one who points at it or goes there, and nothing else is", async ({ page }) => {
  await openPage(page);
  const tip = page.getByRole("tooltip");
  await chooseColumn(page, "Manufacturer");
  const short = cell(page, "ECInstanceId", "0x27");
  await short.hover();
  await expect(tip).toBeHidden();
  const value = page.getByRole("gridcell", { name: /^Manufacturer: [^n]/ }).first();
  const text = (await value.textContent()) ?? "";
  const line = page.getByRole("separator", { name: "Width of Manufacturer" });
  await head(page, "Manufacturer").click();
  for (let press = 0; press < 12; press += 1) await page.keyboard.press("Shift+ArrowLeft");
  await expect(line).toHaveAttribute("aria-valuenow", "56");
  await value.hover();
  await expect(tip).toHaveText(text);
  await tip.hover();
  await expect(tip).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(tip).toBeHidden();
  await page.mouse.move(2, 2);
  await value.focus();
  await expect(tip).toHaveText(text);
  await picture(page, "tip");
  await page.keyboard.press("ArrowLeft");
  await expect(tip).toBeHidden();
});

test("the column's menu sorts, leads to the form, and closes without a trace", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Spaces");
  await menuOf(page, "NetArea");
  await item(page, "Largest first").click();
  await expect(head(page, "NetArea")).toHaveAttribute("aria-sort", "descending");
  await page
    .getByRole("gridcell", { name: /^NetArea: / })
    .first()
    .click();
  await page.keyboard.press("ContextMenu");
  await expect(item(page, "Copy the value")).toBeFocused();
  await expect(page.getByRole("menuitemradio", { name: "Largest first" })).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(page.getByRole("gridcell", { name: /^NetArea: / }).first()).toBeFocused();
  await page.getByRole("button", { name: "Menu of NetArea", exact: true }).click();
  await item(page, "As the query gives them").click();
  await expect(head(page, "NetArea")).not.toHaveAttribute("aria-sort");
  await menuOf(page, "NetArea");
  await page.getByRole("heading", { name: "Spaces" }).click();
  await expect(page.getByRole("menu")).toHaveCount(0);
  await menuOf(page, "NetArea");
  await item(page, "Edit column").click();
  await expect(page.getByRole("textbox", { name: "Column name" })).toBeFocused();
  await expect(page.getByRole("textbox", { name: "Column name" })).toHaveValue("NetArea");
});

test("of 200 columns and 1,000 rows only what is looked at is made", async ({ page }) => {
  const properties = Array.from({ length: 200 }, (_, index) => ({
    ...{ propertyName: `C${index}`, dataType: "String" },
    ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: index % 2 ? "UserLabel" : "CodeValue" }],
  }));
  const query = "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d";
  const wide = { mappingName: "Wide", groups: [{ groupName: "Wide", query, properties }] };
  await openPage(page);
  await pick(page, "Open snapshot", fixture("plant-1k.bim"));
  await pick(page, "Open mapping", mappingFile(wide));
  const table = page.getByRole("grid", { name: "Wide, preview" });
  await expect(table).toHaveAttribute("aria-rowcount", "1001");
  await expect(table).toHaveAttribute("aria-colcount", "206");
  await chooseColumn(page, "C3");
  await page.getByRole("gridcell", { name: /^C3: / }).nth(2).click();
  const seen = () =>
    table.evaluate((element) => {
      const cells = [...element.querySelectorAll("[role=gridcell]")];
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const isSeen = (box: DOMRect) => box.right > left && box.left < right && box.bottom > top && box.top < bottom;
      const inView = cells.filter((each) => isSeen(each.getBoundingClientRect()));
      const columns = new Set(inView.map((each) => each.ariaColIndex)).size;
      const rows = new Set(inView.map((each) => (each as HTMLElement).dataset.place)).size;
      return { made: cells.length, columns, rows };
    });
  // So many more columns and rows may be made than are seen: those next to them, and the chosen one.
  const isFrugal = async () => {
    const { made, columns, rows } = await seen();
    expect(rows).toBeGreaterThan(5);
    expect(made).toBeLessThanOrEqual((columns + 3) * (rows + 14));
  };
  await isFrugal();
  await table.evaluate((element) => (element.scrollLeft = 9000));
  await expect(head(page, "C3")).toHaveCount(0);
  await isFrugal();
  // The chosen cell stays in the page, alone of its column.
  await expect(page.getByRole("gridcell", { name: /^C3: / })).toHaveCount(1);
  await table.evaluate(async (element) => {
    for (let frame = 0; frame < 60; frame += 1) {
      element.scrollLeft += 150;
      element.scrollTop += 150;
      await new Promise(requestAnimationFrame);
    }
    element.scrollTo(1e6, 1e6);
  });
  await expect(head(page, "C199")).toBeInViewport();
  await expect(page.getByRole("rowheader", { name: "1000" })).toBeInViewport();
  await expect(page.getByRole("gridcell", { name: /^ECInstanceId: / }).last()).toBeInViewport();
  await isFrugal();
  await picture(page, "wide");
});

test("what was done to columns stays with a group that gets another name, and goes back with it", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Spaces");
  await menuOf(page, "Number");
  await item(page, "Hide").click();
  await expect(columnsButton(page)).toHaveText("1 column hidden");
  await chooseGroup(page, "Spaces");
  await page.keyboard.press("F2");
  await page.getByRole("textbox", { name: "Group name" }).fill("Rooms");
  await page.getByRole("textbox", { name: "Group name" }).press("Enter");
  await expect(page.getByRole("grid", { name: "Rooms, preview" })).toBeVisible();
  await expect(columnsButton(page)).toHaveText("1 column hidden");
  await expect(head(page, "Number")).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("grid", { name: "Spaces, preview" })).toBeVisible();
  await expect(columnsButton(page)).toHaveText("1 column hidden");
});

test("what was done to a column stays with it when it gets another name, and goes back with it", async ({ page }) => {
  await openPage(page);
  await chooseGroup(page, "Spaces");
  const line = page.getByRole("separator", { name: "Width of Number" });
  await line.focus();
  for (let press = 0; press < 6; press += 1) await page.keyboard.press("ArrowRight");
  const wide = await widthOf(page, "Number");
  await head(page, "Number").click();
  await page.keyboard.press("ControlOrMeta+Shift+ArrowLeft");
  const orderOf = () => page.getByRole("columnheader").locator(".grid__name").allTextContents();
  const before = await orderOf();
  await chooseColumn(page, "Number");
  await page.keyboard.press("F2");
  await page.getByRole("textbox", { name: "Column name" }).fill("RoomNumber");
  await page.getByRole("textbox", { name: "Column name" }).press("Enter");
  await expect(head(page, "RoomNumber")).toBeVisible();
  expect(await widthOf(page, "RoomNumber")).toBe(wide);
  expect(await orderOf()).toEqual(before.map((name) => (name === "Number" ? "RoomNumber" : name)));
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(head(page, "Number")).toBeVisible();
  await expect.poll(() => widthOf(page, "Number")).toBe(wide);
  expect(await orderOf()).toEqual(before);
});

test("of two columns of one name the one that is chosen is told, marked in the tree and edited", async ({ page }) => {
  await openPage(page);
  const column = (propertyName: string, dataType: string, ecPropertyName: string) => ({
    ...{ propertyName, dataType },
    ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName }],
  });
  const query = "SELECT ECInstanceId, ECClassId FROM bt.Beam";
  const properties = [column("A", "String", "CodeValue"), column("A", "Double", "Length")];
  const mapping = { mappingName: "Twins", groups: [{ groupName: "G", query, properties }] };
  await pick(page, "Open mapping", mappingFile(mapping));
  await expect(page.getByRole("grid", { name: "G, preview" })).toBeVisible();
  const items = page.getByRole("treeitem", { name: /^Column A,/ });
  for (const [index, type] of [
    [1, "Double"],
    [0, "String"],
  ] as const) {
    await page.getByRole("columnheader", { name: new RegExp(`^A, ${type}`) }).click();
    await expect(items.nth(index)).toHaveAttribute("aria-selected", "true");
    await expect(items.nth(1 - index)).toHaveAttribute("aria-selected", "false");
    await expect(
      inspector(page).getByText(index === 1 ? "1. any class › Length" : "1. any class › CodeValue"),
    ).toBeVisible();
  }
  // Rows that are chosen are no text that is selected.
  await page.getByRole("rowheader").nth(1).click();
  await page
    .getByRole("rowheader")
    .nth(4)
    .click({ modifiers: ["Shift"] });
  await expect(page.getByRole("button", { name: "Group from these 4 rows" })).toBeVisible();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe("");
});
