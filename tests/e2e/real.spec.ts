// Snapshots from public repositories: they open, their classes become groups with rows, and problems are found on them.
// Runs where the shared fixtures are.
import { notHere, sharedFixture } from "../shared.js";
import { chooseColumn, expect, mappingFile, openPage, pick, picture, test } from "./workbench.js";

const entry = (schema: string, className: string, property: string) => ({
  ecSchemaName: schema,
  ecClassName: className,
  ecPropertyName: property,
  ecPropertyType: "String",
});

/** What is asked of each: a column that fills, and one whose class is misspelt. */
const snapshots = [
  { file: "JoesHouse.bim", query: "Generic.PhysicalObject", schema: "Generic", name: "PhysicalObject", rows: 53 },
  {
    file: "Properties_60InstancesWithUrl2.ibim",
    query: "PCJ_TestSchema.TestClass",
    schema: "PCJ_TestSchema",
    name: "TestClass",
    rows: 60,
  },
];

for (const { file, query, schema, name, rows } of snapshots) {
  test(`${file}: preview, problems and repair`, async ({ page }) => {
    const snapshot = sharedFixture("real", file);
    if (!snapshot) return test.skip(true, notHere);
    const columns = [
      { propertyName: "Category", dataType: "String", ecProperties: [entry(schema, name, "Category.CodeValue")] },
      { propertyName: "Slip", dataType: "String", ecProperties: [entry(schema, `${name}x`, "Category.CodeValue")] },
    ];
    const group = { groupName: "Things", query: `SELECT ECInstanceId, ECClassId FROM ${query}`, properties: columns };
    await openPage(page);
    await pick(page, "Open mapping", mappingFile({ mappingName: "Real", groups: [group] }, "real.json"));
    await pick(page, "Open snapshot", snapshot);
    await expect(page.getByText(new RegExp(`^${rows} rows, 2 columns`))).toBeVisible();
    await expect(
      page.getByRole("treeitem", { name: "Column Category, String, 100% filled", exact: true }),
    ).toBeVisible();
    const problem = page.getByRole("list", { name: "Problems" }).getByRole("button", { name: new RegExp(`${name}x`) });
    await expect(problem.first()).toBeVisible();
    await chooseColumn(page, "Slip");
    await page.getByRole("gridcell", { name: "Slip: no value, unknown class" }).first().click();
    await picture(page, `real-${name}`);
    await page.getByRole("region", { name: "Possible repairs" }).getByRole("button").first().click();
    await expect(page.getByRole("treeitem", { name: "Column Slip, String, 100% filled", exact: true })).toBeVisible();
    await expect(page.getByText("No problems found in this mapping")).toBeVisible();
  });
}
