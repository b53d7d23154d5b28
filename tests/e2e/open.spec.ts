// Opening files: pickers, drops, and every way a file can be the wrong one.
import { readFileSync } from "node:fs";
import { expectAccessible } from "./axe.js";
import { cell, chooseColumn, expect, fixture, mappingFile, openPage, pick, picture, test } from "./workbench.js";

const wallMapping = {
  mappingName: "Walls",
  groups: [
    {
      groupName: "Curtain",
      query: "SELECT ECInstanceId, ECClassId FROM bt.CurtainWall ORDER BY ECInstanceId",
      properties: [
        {
          propertyName: "Panels",
          dataType: "Integer",
          ecProperties: [
            {
              ecSchemaName: "BuildingTest",
              ecClassName: "CurtainWall",
              ecPropertyName: "PanelCount",
              ecPropertyType: "Integer",
            },
          ],
        },
      ],
    },
  ],
};

test("a snapshot and a mapping are opened through the pickers", async ({ page }) => {
  await openPage(page);
  await pick(page, "Open mapping", mappingFile(wallMapping, "walls.json"));
  await expect(page.getByRole("grid", { name: "Curtain, preview" })).toBeVisible();
  await expect(page.getByText("30 rows, 1 column")).toBeVisible();
  await pick(page, "Open snapshot", fixture("building.bim"));
  await expect(page.getByRole("banner").getByText("building.bim", { exact: true })).toBeVisible();
  await expect(page.getByRole("grid", { name: "Curtain, preview" })).toBeVisible();
  await chooseColumn(page, "Panels");
  await expect(cell(page, "Panels", "1")).toBeVisible();
});

test("what the user opens is not replaced by a sample that arrives later", async ({ page }) => {
  let arrive = () => {};
  const held = new Promise<void>((resolve) => (arrive = resolve));
  await page.route("**/sample/*", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("./");
  await pick(page, "Open snapshot", fixture("large.bim"));
  await expect(page.getByRole("banner").getByText("large.bim")).toBeVisible();
  await pick(page, "Open mapping", mappingFile({ mappingName: "Mine", groups: [] }, "mine.json"));
  await expect(page.getByText("mine.json").first()).toBeVisible();
  const arrived = page.waitForResponse("**/sample/building.bim");
  arrive();
  await (await arrived).finished();
  // Whatever the sample asks of the engine now comes before this.
  await pick(page, "Open mapping", mappingFile(wallMapping, "walls.json"));
  await expect(page.getByRole("grid", { name: "Curtain, preview" })).toBeVisible();
  await expect(page.getByRole("banner").getByText("large.bim")).toBeVisible();
  await page.getByRole("banner").locator("summary", { hasText: "Mapping" }).click();
  const open = page.getByRole("list", { name: "Open mappings" }).getByRole("button");
  await expect(open).toHaveText(["mine.json", "walls.json"]);
  await expect(page.getByText("(sample)")).toHaveCount(0);
});

test("a file can be dropped on the page", async ({ page }) => {
  await openPage(page);
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "walls.json", { type: "application/json" }));
    return data;
  }, JSON.stringify(wallMapping));
  await page.dispatchEvent(".drop", "drop", { dataTransfer: transfer });
  await expect(page.getByRole("grid", { name: "Curtain, preview" })).toBeVisible();
});

const faulty = [
  ["text.bim", "This is not a snapshot", "file-not-sqlite"],
  ["empty-file.bim", "The file is empty", "file-empty"],
  ["plain-sqlite.bim", "This is a database, but not an iModel", "file-not-imodel"],
  ["truncated.bim", "The file is cut off", "file-truncated"],
  ["profile-ec-5.0.0.0.bim", "Made by a newer version than premap knows", "profile-too-new"],
  ["profile-ec-3.7.3.1.bim", "Made by a version too old to read", "profile-too-old"],
] as const;

for (const [file, title, code] of faulty) {
  test(`${file} is refused with what and what to do, and what was open stays`, async ({ page }) => {
    await openPage(page);
    await pick(page, "Open snapshot", fixture(file));
    const fault = page.getByRole("alert", { name: "The file could not be opened" });
    await expect(fault.getByRole("heading", { name: `Could not open ${file}: ${title}` })).toBeVisible();
    await expect(fault.getByText("What to do:")).toBeVisible();
    await expect(fault.getByText("What was open is still open.")).toBeVisible();
    await expect(fault.getByText(code)).toBeVisible();
    if (file === "text.bim") await picture(page, "error");
    await expect(page.getByRole("banner").getByText("building.bim (sample)")).toBeVisible();
    await expect(cell(page, "Length", "2.75")).toBeVisible();
    await fault.getByRole("button", { name: `Dismiss: ${file}` }).click();
    await expect(fault).toHaveCount(0);
  });
}

test.describe("without anything open", () => {
  test.use({ mayTell: /Failed to load resource/ });
  test("a file that cannot be opened is told in the middle of the page", async ({ page }) => {
    await page.route("**/sample/*", (route) => route.abort());
    await page.goto("./");
    await pick(page, "Open snapshot", fixture("text.bim"));
    const fault = page.getByRole("alert", { name: "The file could not be opened" });
    await expect(fault.getByRole("heading", { name: "This is not a snapshot" })).toBeVisible();
    await expect(fault.getByText("file-not-sqlite")).toBeVisible();
    await page.unroute("**/sample/*");
    await fault.getByRole("button", { name: "Open the sample" }).click();
    await expect(page.getByRole("grid", { name: "Beams, preview" })).toBeVisible();
  });
});

test("either button takes either kind, by what is in the file and whatever its name", async ({ page }) => {
  await openPage(page);
  await pick(page, "Open snapshot", mappingFile(wallMapping, "mapping.txt"));
  await expect(page.getByRole("grid", { name: "Curtain, preview" })).toBeVisible();
  await expect(page.getByRole("banner").getByText("mapping.txt")).toBeVisible();
  await pick(page, "Open mapping", { ...mappingFile("Dear all, ...", "notes.txt"), mimeType: "text/plain" });
  const fault = page.getByRole("alert", { name: "The file could not be opened" });
  await expect(fault).toContainText("notes.txt: This is neither a snapshot nor a mapping");
  await expect(fault).toContainText("This one begins with Dear all, ...");
  await expect(page.getByRole("grid", { name: "Curtain, preview" })).toBeVisible();
  await picture(page, "wrong-pick");
  await expectAccessible(page);
  await page.setViewportSize({ width: 720, height: 900 });
  await picture(page, "wrong-pick-720");
  await pick(page, "Open mapping", fixture("building.bim"));
  await expect(page.getByRole("banner").getByText("building.bim", { exact: true })).toBeVisible();
});

test("a snapshot, its mapping and more come in one pick", async ({ page }) => {
  await openPage(page);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("banner").getByRole("button", { name: "Open mapping" }).click();
  const building = { name: "own.bim", mimeType: "", buffer: readFileSync(fixture("building.bim")) };
  await (await chooser).setFiles([mappingFile(wallMapping, "walls.json"), building]);
  await expect(page.getByRole("banner").getByText("own.bim", { exact: true })).toBeVisible();
  await expect(page.getByRole("grid", { name: "Curtain, preview" })).toBeVisible();
  // The input that Firefox needs in the document is gone again.
  await expect(page.locator("input[type=file]")).toHaveCount(0);
});

test("a mapping that is no JSON is shown as it is, with its fault", async ({ page }) => {
  await openPage(page);
  await pick(page, "Open mapping", mappingFile("{ this is no JSON", "broken.json"));
  await expect(page.getByText("broken.json")).toBeVisible();
  await expect(page.getByRole("list", { name: "Problems" }).getByRole("button").first()).toBeVisible();
});
