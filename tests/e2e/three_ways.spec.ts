// One real mapping on one real snapshot: the page, the package and the command line give the same table, and it is what a
// join by hand gives. Runs where the shared fixtures are.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createEngine } from "premap";
import { notHere, sharedFixture } from "../shared.js";
import { expect, mappingFile, openPage, pick, test } from "./workbench.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const snapshotFile = sharedFixture("real/JoesHouse.bim") ?? "";

/** The sample body of the API's own reference page, with a query beside it. */
const mapping = {
  propertyName: "Code",
  dataType: "String",
  query: "SELECT ECInstanceId, ECClassId FROM Generic.PhysicalObject",
  ecProperties: [
    {
      ecSchemaName: "Generic",
      ecClassName: "PhysicalObject",
      ecPropertyName: "Category.CodeValue",
      ecPropertyType: "String",
    },
  ],
};

const byHand =
  "SELECT e.ECInstanceId, c.CodeValue FROM Generic.PhysicalObject e " +
  "LEFT JOIN bis.SpatialCategory c ON c.ECInstanceId = e.Category.Id";

test.skip(!snapshotFile, notHere);

test("page, package and command line fill the same table", async ({ page }, testInfo) => {
  const engine = await createEngine({ worker: false });
  const snapshot = await engine.open(snapshotFile);
  const { rows } = await snapshot.preview(mapping, { limit: null });
  const joined = await snapshot.query(byHand, {}).toArray();
  expect(rows.map((row) => [row["ECInstanceId"], row["Code"]])).toEqual(joined);
  expect(rows).toHaveLength(53);
  let csv = "";
  for await (const bytes of snapshot.extract(mapping, { format: "csv" })) csv += new TextDecoder().decode(bytes);
  engine.close();

  const file = mappingFile(mapping, "seed.json");
  const mappingPath = testInfo.outputPath("seed.json");
  writeFileSync(mappingPath, file.buffer);
  const fromCommand = execFileSync(process.execPath, [
    path.join(root, "dist/cli.js"),
    ...["extract", "--snapshot", snapshotFile, "--format", "csv", mappingPath],
  ]);
  expect(fromCommand.toString()).toBe(csv);

  await openPage(page);
  await pick(page, "Open mapping", file);
  await pick(page, "Open snapshot", snapshotFile);
  await expect(page.getByText(/^53 rows, 1 columns?/)).toBeVisible();
  await page.getByText("Export", { exact: true }).click();
  await page.getByRole("checkbox", { name: "CSV for Excel" }).uncheck();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV, all rows" }).click();
  expect(readFileSync(await (await download).path(), "utf8")).toBe(csv);
});
