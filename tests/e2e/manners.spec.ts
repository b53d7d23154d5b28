// What the page promises about itself: its policy, its width, and that it never holds up the one who uses it.
import type { Page } from "@playwright/test";
import {
  chooseColumn,
  chooseGroup,
  expect,
  fixture,
  mappingFile,
  openBroken,
  openPage,
  pick,
  test,
} from "./workbench.js";

// A recording of the test takes its pictures on the page's own thread.
test.use({ trace: "off" });

test("the policy lets the page run nothing but its own files", async ({ page }) => {
  await openPage(page);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  expect(policy).toContain("default-src 'self'");
  // WebAssembly has a word of its own; nothing else is evaluated, and nothing is inline.
  expect(policy?.replace("'wasm-unsafe-eval'", "")).not.toMatch(/unsafe-|https?:|\*|data:/);
  const inline = await page.evaluate(() => document.querySelectorAll("style, script:not([src]), [onclick]").length);
  expect(inline).toBe(0);
});

test("nothing is cut off at 1024 pixels", async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 720 });
  await openBroken(page);
  const isCut = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(isCut).toBe(false);
  for (const name of ["Snapshot", "Mapping", "Push plan", "Service", "Keyboard shortcuts", "Hide the inspector"]) {
    const box = await page.getByRole("banner").getByRole("button", { name }).first().boundingBox();
    expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= 1024).toBe(true);
  }
  await expect(page.getByRole("searchbox", { name: "Filter rows" })).toBeInViewport({ ratio: 1 });
  await expect(page.getByText("Export", { exact: true })).toBeInViewport({ ratio: 1 });
});

test("files have the room for their names, and buttons say what they open", async ({ page }) => {
  await openPage(page);
  for (const name of ["handover-structure.json", "handover-piping.json"])
    await pick(page, "Open mapping", mappingFile({ mappingName: "M", groups: [] }, name));
  const cut = (what: string) =>
    page
      .locator(what)
      .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent));
  for (const width of [1600, 1440, 1280, 1190, 1024, 960]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await cut(".header__buttons .button")).toEqual([]);
    expect(await cut(".files__name")).toEqual([]);
    for (const words of ["Open snapshot", "Open mapping"])
      await expect(page.getByRole("banner").getByText(words, { exact: true })).toBeInViewport({ ratio: 1 });
  }
  await expect(page.getByTitle("handover-piping.json")).toBeVisible();
  await expect(page.getByTitle(/^building.bim \(sample\), .* EC \d/)).toBeVisible();
});

test("how many rows there are, and what their order covers, is never cut for the name of a table", async ({ page }) => {
  await openPage(page);
  await pick(page, "Open snapshot", fixture("large.bim"));
  const query = "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d";
  const facts = page.locator(".group-bar__facts");
  /** How far the words go beyond their room, in pixels. */
  const beyond = () =>
    facts.evaluate((element) => {
      const words = document.createRange();
      words.selectNodeContents(element);
      return words.getBoundingClientRect().width - element.getBoundingClientRect().width;
    });
  for (const groupName of ["Plant", "AllOfThePlant", "EverythingThatIsPhysical"]) {
    await pick(page, "Open mapping", mappingFile({ mappingName: "NewMapping", groups: [{ groupName, query }] }));
    await expect(facts).toHaveText(/^First 1,000 of \d+,\d+ rows/);
    expect(await beyond(), groupName).toBeLessThanOrEqual(0);
    await page.getByRole("columnheader", { name: /^BBoxLow/ }).hover();
    await page.getByRole("button", { name: /^Sort by BBoxLow/ }).click();
    await expect(facts).toHaveText(/^Sorted over all \d+,\d+ rows$/);
    expect(await beyond(), groupName).toBeLessThanOrEqual(0);
    // Where one looks they are read by themselves.
    await expect(page.getByRole("button", { name: "Load all rows" })).toHaveCount(0);
  }
  await page.setViewportSize({ width: 1024, height: 720 });
  expect(await beyond()).toBeLessThanOrEqual(0);
  await page.getByRole("columnheader", { name: /^BBoxLow/ }).hover();
  for (let press = 0; press < 2; press += 1) await page.getByRole("button", { name: /^Sort by BBoxLow/ }).click();
  await expect(facts).toHaveText(/^First 1,000 of/);
  expect(await beyond()).toBeLessThanOrEqual(0);
});

for (const [width, height] of [
  [720, 450],
  [420, 800],
] as const)
  test(`nothing is out of reach at ${width} pixels: the panels lie below each other`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await openBroken(page);
    await page.getByRole("tab", { name: "Both" }).click();
    await expect(page.locator(".views__model")).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const reached = [
      page.getByRole("banner").getByRole("button", { name: "New mapping" }),
      page.getByRole("banner").getByRole("button", { name: "Hide the inspector" }),
      page.getByRole("toolbar", { name: "Groups and columns" }),
      page.getByText("Export", { exact: true }),
      page.getByRole("tab", { name: "Group facts" }),
      page.getByRole("tab", { name: "Edit column" }),
    ];
    for (const each of reached) {
      await each.scrollIntoViewIfNeeded();
      await expect(each).toBeInViewport({ ratio: 1 });
    }
  });

interface TraceEvent {
  name: string;
  ph: string;
  tid: number;
  pid: number;
  args: { name?: string };
  /** Time on the processor (µs): what other programs took away does not count. */
  tdur?: number;
}

/** The longest task of the page's own thread while `work` goes on, in milliseconds of processor time. */
async function longestTask(page: Page, work: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  const categories = "toplevel,disabled-by-default-devtools.timeline,devtools.timeline,__metadata";
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: categories.split(",") },
  });
  await work();
  const ended = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await ended;
  const threads = events.filter((e) => e.name === "thread_name" && e.args.name === "CrRendererMain");
  const isPage = ({ pid, tid }: TraceEvent) => threads.some((thread) => thread.pid === pid && thread.tid === tid);
  const tasks = events.filter((e) => e.ph === "X" && e.tdur !== undefined && /RunTask/.test(e.name) && isPage(e));
  expect(tasks.length).toBeGreaterThan(100);
  return Math.max(...tasks.map((task) => (task.tdur ?? 0) / 1000));
}

/** From here on people notice, on a machine of the usual speed (ms). */
const noticed = 50;
/** What the sum below takes on such a machine (ms). */
const usualSum = 12;

/** A task's limit on this machine as it is now: other work on it slows the processor down, not only the clock. */
async function limit(page: Page): Promise<number> {
  const sums = await page.evaluate(() =>
    [1, 2, 3, 4, 5].map(() => {
      const start = performance.now();
      let sum = 0;
      for (let i = 0; i < 10_000_000; i += 1) sum = (sum * 31 + i) | 0;
      return sum === 7 ? 0 : performance.now() - start;
    }),
  );
  const [, , median = 0] = sums.sort((a, b) => a - b);
  return noticed * Math.max(1, median / usualSum);
}

test("fifty thousand rows are sorted, filtered and scrolled without holding up the page", async ({ page }) => {
  await openPage(page);
  const column = (name: string) => ({
    propertyName: name,
    dataType: "String",
    ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: name, ecPropertyType: "String" }],
  });
  const group = {
    groupName: "All",
    query: "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d",
    properties: ["CodeValue", "UserLabel", "Category.CodeValue", "Model.ModeledElement.CodeValue"].map(column),
  };
  group.properties.forEach((property, index) => (property.propertyName = `Column${index}`));
  await pick(page, "Open mapping", mappingFile({ mappingName: "Large", groups: [group] }, "all.json"));
  const longest = await longestTask(page, async () => {
    await pick(page, "Open snapshot", fixture("large.bim"));
    await expect(page.getByText(/^First 1,000 rows/)).toBeVisible();
    await page.getByRole("button", { name: "Load all rows" }).click();
    await expect(page.getByText(/^\d\d,\d\d\d rows, 4 columns/)).toBeVisible();
    await chooseColumn(page, "Column0");
    await page.getByRole("columnheader", { name: /^Column0,/ }).click();
    await page.keyboard.press("s");
    await page.keyboard.press("s");
    await page.getByRole("searchbox", { name: "Filter rows" }).fill("7");
    await expect(page.getByText(/^[\d,]+ of [\d,]+ rows, sorted$/)).toBeVisible();
    await page.getByRole("grid").hover();
    for (let turn = 0; turn < 10; turn += 1) await page.mouse.wheel(0, 20_000);
  });
  expect(longest).toBeLessThan(await limit(page));
});

test("editing, typing and looking around do not hold up the page", async ({ page }) => {
  await openBroken(page);
  const longest = await longestTask(page, async () => {
    await chooseGroup(page, "Spaces");
    await chooseGroup(page, "Beams");
    await chooseColumn(page, "Coating");
    await page.getByRole("region", { name: "Possible repairs" }).getByRole("button").first().click();
    await expect(page.getByRole("gridcell", { name: "Coating: intumescent" }).first()).toBeVisible();
    await page.getByRole("tab", { name: "Edit column" }).click();
    await page.getByRole("form").getByRole("combobox", { name: "Property path" }).first().pressSequentially("x");
    await page.getByRole("tab", { name: "Group facts" }).click();
    await expect(page.getByRole("button", { name: "Beams and Physical share 80 elements" })).toBeVisible();
    await page.getByRole("tab", { name: /^Problems/ }).click();
    await page.getByRole("searchbox", { name: "Filter problems" }).pressSequentially("class");
  });
  expect(longest).toBeLessThan(await limit(page));
});

test("two hundred columns are scrolled, widened and hidden without holding up the page", async ({ page }) => {
  await openPage(page);
  const paths = ["CodeValue", "UserLabel", "Category.CodeValue", "Model.ModeledElement.CodeValue", "NoSuchThing"];
  const properties = Array.from({ length: 200 }, (_, index) => ({
    ...{ propertyName: `C${index}`, dataType: "String" },
    ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: paths[index % paths.length] }],
  }));
  const query = "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d";
  await pick(page, "Open snapshot", fixture("plant-1k.bim"));
  await expect(page.getByText("plant-1k.bim", { exact: true })).toBeVisible();
  const longest = await longestTask(page, async () => {
    await pick(
      page,
      "Open mapping",
      mappingFile({ mappingName: "Wide", groups: [{ groupName: "Wide", query, properties }] }),
    );
    const table = page.getByRole("grid", { name: "Wide, preview" });
    await expect(table).toHaveAttribute("aria-colcount", "206");
    await table.hover();
    for (let turn = 0; turn < 12; turn += 1) await page.mouse.wheel(700, 0);
    for (let turn = 0; turn < 12; turn += 1) await page.mouse.wheel(0, 700);
    for (let turn = 0; turn < 12; turn += 1) await page.mouse.wheel(-150, -150);
    const line = page.getByRole("separator", { name: /^Width of C/ }).nth(4);
    const { x = 0, y = 0 } = (await line.boundingBox()) ?? {};
    await page.mouse.move(x + 4, y + 20);
    await page.mouse.down();
    await page.mouse.move(x + 120, y + 20, { steps: 12 });
    await page.mouse.up();
    await page.locator(".columns-shown summary").click();
    await page.getByRole("button", { name: "Hide the empty ones" }).click();
    await expect(table).toHaveAttribute("aria-colcount", "166");
  });
  expect(longest).toBeLessThan(await limit(page));
});

test("a mapping of five hundred groups with faults is edited and looked through without a halt", async ({ page }) => {
  await openPage(page);
  const entry = { ecSchemaName: "BuildingTest", ecClassName: "Beem", ecPropertyName: "Mark", ecPropertyType: "String" };
  const properties = Array.from({ length: 10 }, (_, c) => ({
    propertyName: `Column${c}`,
    dataType: "String",
    ecProperties: [c === 0 ? entry : { ...entry, ecClassName: "Beam" }],
  }));
  const query = "SELECT ECInstanceId, ECClassId FROM BuildingTest.Beam";
  const groups = Array.from({ length: 500 }, (_, g) => ({ groupName: `Group${g}`, query, properties }));
  await pick(page, "Open mapping", mappingFile({ mappingName: "Wide", groups }, "wide.json"));
  await expect(page.getByRole("grid", { name: "Group0, preview" })).toBeVisible();
  await expect(page.getByRole("tab", { name: /^Problems/ })).toContainText(/\d{3}/);
  const longest = await longestTask(page, async () => {
    await page.getByRole("tab", { name: "Mapping file" }).click();
    const editor = page.getByRole("textbox", { name: "Mapping file" });
    await editor.click();
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.type("  ");
    await page.getByRole("tab", { name: "Group facts" }).click();
    // Not by expect: what it gathers for its report of a failure takes the page itself a second.
    await page.getByRole("table").getByText("Group499").first().waitFor();
  });
  // Group facts of 500 groups: 100 ms is what is promised of a mapping of this size.
  expect(longest).toBeLessThan(2 * (await limit(page)));
});
