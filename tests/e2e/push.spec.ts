// Before the push: the requests of both APIs, the script, and what differs from a saved answer.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { downloaded, expect, mappingFile, openPage, pick, picture, test } from "./workbench.js";

const entry = { ecSchemaName: "BuildingTest", ecClassName: "Space", ecPropertyName: "Number" };
const query = "SELECT ECInstanceId, ECClassId FROM bt.Space";

test("the requests are shown in order, and the script sends the same", async ({ page }, testInfo) => {
  await openPage(page);
  await page.getByRole("button", { name: "Push plan" }).click();
  const dialog = page.getByRole("dialog", { name: "Before the push" });
  await expect(dialog.getByText(/^38 requests would create Handover/)).toBeVisible();
  const requests = dialog.getByRole("list", { name: "Requests in order" }).locator("details");
  await expect(requests).toHaveCount(38);
  // The sample names its types, as Reporting v1 wants them.
  await expect(dialog.getByRole("radio", { name: "Reporting v1" })).toBeChecked();
  await dialog.getByRole("radio", { name: "Grouping and Mapping" }).check();
  await expect(dialog.getByText(/has no ecPropertyType: it is left out/)).toBeVisible();
  await expect(requests.nth(1)).toContainText("Create group Beams");
  await requests.nth(2).locator("summary").click();
  await expect(requests.nth(2)).toContainText('"ecPropertyName": "UserLabel"');
  await expect(requests.nth(2)).not.toContainText("ecPropertyType");
  await picture(page, "plan");
  // In a narrow window the buttons stay together.
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.setViewportSize({ width: 720, height });
  const tops = await Promise.all(
    ["Copy", "For PowerShell", "Download script"].map((name) => dialog.getByRole("button", { name }).boundingBox()),
  );
  expect(new Set(tops.map((box) => box?.y)).size).toBe(1);
  await page.setViewportSize({ width, height });
  const { name, text } = await downloaded(page, () => dialog.getByRole("button", { name: "Download script" }).click());
  expect(name).toBe("push-Handover.sh");
  const file = testInfo.outputPath("push.sh");
  writeFileSync(file, text);
  const { stdout, status } = spawnSync("sh", [file], { encoding: "utf8" });
  expect(status).toBe(0);
  expect(stdout).toContain("38/38 Create column ResultCode in Inspections");
  const other = await downloaded(page, () => dialog.getByRole("button", { name: "For PowerShell" }).click());
  expect(other.name).toBe("push-Handover.ps1");
  expect(other.text).toContain("Create column ResultCode in Inspections");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Push plan" })).toBeFocused();
});

test("what differs from a saved answer is told, and only that would be sent", async ({ page }) => {
  const property = { propertyName: "Number", dataType: "String", ecProperties: [entry] };
  const placeholder = { propertyName: "Later", dataType: "String" };
  const mapping = {
    mappingName: "Rooms",
    groups: [{ groupName: "Spaces", query: `${query} ORDER BY ECInstanceId`, properties: [property, placeholder] }],
  };
  const answer = {
    mapping: { id: "0001", mappingName: "Rooms", _links: { iModel: { href: "" } } },
    groups: [{ group: { id: "0002", groupName: "Spaces", query }, properties: [{ ...property, id: "0003" }] }],
  };
  await openPage(page);
  await pick(page, "Open mapping", mappingFile(mapping, "rooms.json"));
  await page.getByRole("button", { name: "Push plan" }).click();
  const dialog = page.getByRole("dialog", { name: "Before the push" });
  const chooser = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: "Compare with a saved answer" }).click();
  await (await chooser).setFiles(mappingFile(answer, "answer.json"));
  await expect(dialog.getByText("Compared with answer.json")).toBeVisible();
  const differences = dialog.getByRole("list", { name: "Differences from the saved answer" });
  await expect(differences.getByRole("heading")).toHaveText(["Changedgroup Spaces", "Addedcolumn Spaces › Later"]);
  await expect(differences.getByRole("row", { name: /^query/ })).toContainText("ORDER BY ECInstanceId");
  await picture(page, "differences");
  await dialog.getByRole("tab", { name: "Requests (2)" }).click();
  await expect(dialog.locator("details").first()).toContainText("/imodel-mappings/0001/groups/0002");
  // A column without a source is what the older API cannot have.
  await dialog.getByRole("radio", { name: "Reporting v1" }).check();
  await expect(dialog.getByText(/Spaces.Later has no source/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Download script" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Plan a new mapping" }).click();
  await expect(dialog.getByText(/would create Rooms/)).toBeVisible();
});
