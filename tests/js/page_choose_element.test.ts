/** An element chosen elsewhere is found in a table of which only some rows are loaded. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { noWish } from "../../web/src/engine/arranging.js";
import { Workbench } from "../../web/src/engine/workbench.js";
import { snapshotFile } from "./support.ts";

const id = "0x11";
/** Every row has a cell with these letters, and its own row is one of the last. */
const mapping = {
  mappingName: "M",
  groups: [
    {
      groupName: "G",
      query: "SELECT ECInstanceId, ECClassId FROM bis.Element ORDER BY ECInstanceId DESC",
      properties: [{ propertyName: "Near", dataType: "String", formula: `"${id}"` }],
    },
  ],
};

it("by its id, however many cells have the same letters", async () => {
  const workbench = new Workbench();
  const { files, questions, selection } = workbench;
  await files.openAny([
    { file: new File([readFileSync(snapshotFile("plant-1k.bim"))], "plant-1k.bim") },
    { file: new File([JSON.stringify(mapping)], "m.json") },
  ]);
  await questions.showTable(2);
  const { arranging, table } = questions;
  expect(table?.complete).toBe(false);
  // More than are read at a time.
  await arranging.want({ ...noWish, filter: id });
  expect(arranging.state.arranged?.view.rowCount).toBeGreaterThan(1000);
  await questions.chooseElement(id);
  expect(questions.elementAt(selection.state.cell?.row ?? -1)).toBe(id);
  expect(arranging.state.arranged?.view.rowCount).toBe(1);
  expect(arranging.state.wish.filter).toBe("");
});
