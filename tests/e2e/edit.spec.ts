// Editing by text: the query, the mapping file, and the help the page gives while one types.
import { cell, chooseColumn, expect, mappingFile, openPage, pick, picture, test } from "./workbench.js";

const selectAll = "ControlOrMeta+A";

test("a query is checked while it is typed and runs with Ctrl+Enter", async ({ page }) => {
  await openPage(page);
  await page.getByRole("tab", { name: "Query" }).click();
  const editor = page.getByRole("textbox", { name: "ECSQL query of Beams" });
  await editor.click();
  await page.keyboard.press(selectAll);
  await page.keyboard.type("SELECT ECInstanceId, ECClassId FROM bt.Bem");
  await expect(page.locator(".cm-lintRange-error")).toHaveText("bt.Bem");
  await page.keyboard.press("Escape");
  await picture(page, "query-fault");
  await page.keyboard.press(selectAll);
  await page.keyboard.type("SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE Length > 30");
  await expect(page.locator(".cm-lintRange-error")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText(/^[1-7]\d rows, 14 columns/)).toBeVisible();
});

test("no key is lost while the page is slow to draw", async ({ page }) => {
  await page.addInitScript(() => {
    // Time is what is tested: what the page puts off until it has time (React asks for it by a message port) comes late, as on a busy machine.
    const post = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function (this: MessagePort, message: unknown) {
      setTimeout(() => post.call(this, message), 200);
    };
  });
  await openPage(page);
  await page.getByRole("tab", { name: "Query" }).click();
  const editor = page.getByRole("textbox", { name: "ECSQL query of Beams" });
  for (const query of ["SELECT 1", "FROM bt.Beam"]) {
    await editor.click();
    await page.keyboard.press(selectAll);
    await page.keyboard.type(query, { delay: 300 }); // the next key is pressed after drawing, before what follows it
    await expect(editor).toHaveText(query);
    await page.keyboard.press("Escape");
  }
});

test("what was typed into a query and not run outlives a look elsewhere", async ({ page }) => {
  await openPage(page);
  await page.getByRole("tab", { name: "Query" }).click();
  const editor = page.getByRole("textbox", { name: "ECSQL query of Beams" });
  await editor.click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(" LIMIT 3");
  await expect(page.getByRole("tab", { name: "Query not run" })).toBeVisible();
  // Saving would leave it out, and closing lose it.
  const note = page.getByText("Typed and not run, so not in the mapping: the query of Beams.");
  await expect(note).toBeVisible();
  // In line with what stands around it.
  const leftOf = (element: Element) =>
    element.getBoundingClientRect().left + parseFloat(getComputedStyle(element).paddingLeft);
  expect(await note.evaluate(leftOf)).toBe(await page.locator("div.mapping-api").evaluate(leftOf));
  await expect(page.getByRole("button", { name: "Save the mapping file" })).toBeEnabled();
  await page.waitForTimeout(400);
  await page.reload();
  await page.getByRole("tab", { name: /^Query/ }).click();
  await expect(editor).toContainText("LIMIT 3");
  for (const tab of ["Problems", "Mapping file"]) {
    await page.getByRole("tab", { name: tab }).click();
    await page.getByRole("tab", { name: /^Query/ }).click();
    await expect(editor).toContainText("LIMIT 3");
  }
  await page.getByRole("treeitem", { name: /^Group Spaces/ }).click();
  await expect(page.getByRole("textbox", { name: "ECSQL query of Spaces" })).not.toContainText("LIMIT 3");
  await expect(page.getByRole("tab", { name: "Query", exact: true })).toBeVisible();
  await page.getByRole("treeitem", { name: /^Group Beams/ }).click();
  await expect(editor).toContainText("LIMIT 3");
  await page.getByRole("button", { name: /^Run/ }).click();
  await expect(page.getByText("3 rows, 14 columns")).toBeVisible();
  await expect(page.getByText("Typed and not run")).toHaveCount(0);
  // Undone, it is the query as it was run before, and nothing waits.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("80 rows, 14 columns")).toBeVisible();
  await expect(editor).not.toContainText("LIMIT 3");
  await expect(page.getByRole("tab", { name: "Query", exact: true })).toBeVisible();
});

test("a query that does not compile says so and leaves the rest in place", async ({ page }) => {
  await openPage(page);
  await page.getByRole("tab", { name: "Query" }).click();
  await page.getByRole("textbox", { name: "ECSQL query of Beams" }).click();
  await page.keyboard.press(selectAll);
  await page.keyboard.type("SELECT ECInstanceId FROM bt.Nowhere");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("This group cannot be previewed")).toBeVisible();
  await page.getByRole("treeitem", { name: /^Group Spaces/ }).click();
  await expect(page.getByText("10 rows, 4 columns")).toBeVisible();
});

test("editing the mapping file changes the table at once", async ({ page }) => {
  const mapping = (property: string) => ({
    mappingName: "Live",
    groups: [
      {
        groupName: "Spaces",
        query: "SELECT ECInstanceId, ECClassId FROM bt.Space ORDER BY ECInstanceId",
        properties: [
          {
            propertyName: "Value",
            dataType: "String",
            ecProperties: [
              {
                ecSchemaName: "BuildingTest",
                ecClassName: "Space",
                ecPropertyName: property,
                ecPropertyType: "String",
              },
            ],
          },
        ],
      },
    ],
  });
  await openPage(page);
  await pick(page, "Open mapping", mappingFile(mapping("NetAea")));
  await chooseColumn(page, "Value");
  await expect(page.getByRole("gridcell", { name: "Value: no value, no such property" }).first()).toBeVisible();
  await page.getByRole("tab", { name: "Mapping file" }).click();
  await page.getByRole("textbox", { name: "Mapping file" }).click();
  await page.keyboard.press(selectAll);
  await page.keyboard.insertText(JSON.stringify(mapping("Number"), null, 2));
  await expect(cell(page, "Value", "R101")).toBeVisible();
});

test("the schema browser finds properties", async ({ page }) => {
  await openPage(page);
  await page.getByRole("tab", { name: "Schemas" }).click();
  await page.getByRole("searchbox", { name: "Find a class or property" }).fill("netarea");
  await page.getByRole("treeitem", { name: "Property NetArea, double" }).click();
  await expect(page.getByRole("region", { name: "Details" })).toContainText("BuildingTest.Space");
  await picture(page, "schemas");
});

test("the query editor offers classes, properties, links and functions of this snapshot", async ({ page }) => {
  await openPage(page);
  await page.getByRole("tab", { name: "Query" }).click();
  await page.getByRole("textbox", { name: "ECSQL query of Beams" }).click();
  const offered = page.getByRole("listbox").getByRole("option");
  async function offers(typed: string, ...wanted: string[]): Promise<void> {
    await page.keyboard.press(selectAll);
    await page.keyboard.type(typed);
    await page.keyboard.press("Control+Space");
    for (const name of wanted) await expect(offered.filter({ hasText: name }).first()).toBeVisible();
    await page.keyboard.press("Escape");
  }
  await offers("SELECT ECInstanceId FROM bt.Curt", "CurtainWall");
  await offers("SELECT ECInstanceId FROM b", "BuildingTest");
  await page.keyboard.press(selectAll);
  await page.keyboard.insertText("SELECT  FROM bt.Beam b WHERE b.");
  await page.keyboard.press("Control+Space");
  await expect(offered.filter({ hasText: "Category" }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await offers("SELECT ECInstanceId FROM bt.Beam b WHERE b.Category.", "RelECClassId");
  await offers("SELECT ECInstanceId FROM bt.Beam WHERE ec_cl", "ec_classname");
});

test("a query that runs leaves no list of names open, which the next Enter would take from", async ({ page }) => {
  await openPage(page);
  await page.getByRole("tab", { name: "Query" }).click();
  const editor = page.getByRole("textbox", { name: "ECSQL query of Beams" });
  await editor.click();
  await page.keyboard.press(selectAll);
  await page.keyboard.type("SELECT ECInstanceId, ECClassId FROM bt.Bea");
  await page.keyboard.press("Control+Space");
  await expect(page.getByRole("listbox").getByRole("option").first()).toBeVisible();
  await page.keyboard.type("m");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("listbox")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(editor.locator(".cm-line")).toHaveText(["SELECT ECInstanceId, ECClassId FROM bt.Beam", ""]);
});

test("the SQLite SQL of a query is shown on request", async ({ page }) => {
  await openPage(page);
  await page.getByRole("tab", { name: "Query" }).click();
  await page.getByRole("button", { name: "Show SQLite SQL" }).click();
  const sql = page.getByLabel("SQLite SQL", { exact: true });
  await expect(sql).toContainText("bis_Element");
  await page.getByRole("textbox", { name: "ECSQL query of Beams" }).click();
  await page.keyboard.press(selectAll);
  await page.keyboard.type("SELECT ECInstanceId FROM bt.Nowhere");
  await expect(sql).toHaveText("The query has to compile first.");
  await page.getByRole("button", { name: "Hide SQLite SQL" }).click();
  await expect(sql).toHaveCount(0);
});

test("Undo in an editor does not bring back another mapping's text, or another group's query", async ({ page }) => {
  await openPage(page);
  const group = (groupName: string, name: string) => ({
    ...{ groupName, properties: [] },
    query: `SELECT ECInstanceId, ECClassId FROM bt.${name}`,
  });
  const first = { mappingName: "First", groups: [group("G", "Beam"), group("H", "Space")] };
  await pick(page, "Open mapping", mappingFile(first, "first.json"));
  await page.getByRole("tab", { name: "Mapping file" }).click();
  const file = page.getByRole("textbox", { name: "Mapping file" });
  await expect(file).toContainText("First");
  await pick(page, "Open mapping", mappingFile({ ...first, mappingName: "Second" }, "second.json"));
  await expect(file).toContainText("Second");
  await file.press("Control+z");
  await expect(file).toContainText("Second");
  await expect(file).not.toContainText("First");
  await page.getByRole("tab", { name: "Query" }).click();
  await expect(page.getByRole("textbox", { name: "ECSQL query of G" })).toContainText("Beam");
  await page.getByRole("treeitem", { name: /^Group G,/ }).click();
  await page.keyboard.press("Delete");
  const query = page.getByRole("textbox", { name: "ECSQL query of H" });
  await expect(query).toContainText("Space");
  await query.press("Control+z");
  await expect(query).toContainText("Space");
});
