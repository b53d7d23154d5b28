/** Edits of the page, without the page: each on the text as it then is, none at a place that is another's by now. */
import { describe, expect, it } from "vitest";
import { Workbench } from "../../web/src/engine/workbench.js";
import { moveTo, remove, set } from "../../web/src/lib/patches.js";
import { fakeEngines } from "./fake_engine.js";

const column = (propertyName: string) => ({ propertyName, dataType: "String", ecProperties: [] });
const mapping = {
  mappingName: "M",
  groups: ["G", "H"].map((groupName) => ({ groupName, query: "Q", properties: ["A", "B", "C"].map(column) })),
};
const text = JSON.stringify(mapping, null, 2);

describe.each([
  ["the engine", undefined],
  ["a fake one", fakeEngines().create],
])("edits of the page, with %s", (_, create) => {
  async function opened(name = "m.json"): Promise<Workbench> {
    const workbench = new Workbench(create);
    await workbench.files.openMapping(new File([text], name));
    await expect.poll(() => workbench.documents.state.outline?.groups.length).toBe(2);
    return workbench;
  }

  const columnsOf = (workbench: Workbench, group = 0) =>
    (JSON.parse(workbench.documents.now.text) as typeof mapping).groups[group]?.properties.map((p) => p.propertyName);
  const pointerOf = (workbench: Workbench, name: string) =>
    workbench.documents.state.outline?.groups[0]?.columns.find((c) => c.name === name)?.pointer ?? "none";

  it("change what was meant, or nothing, however fast they come", async () => {
    const workbench = await opened();
    const [a, b] = [pointerOf(workbench, "A"), pointerOf(workbench, "B")];
    await Promise.all([workbench.edits.change(remove(a)), workbench.edits.change(remove(b))]);
    expect(columnsOf(workbench)).toEqual(["B", "C"]);
    await workbench.edits.change(remove(pointerOf(workbench, "B")));
    expect(columnsOf(workbench)).toEqual(["C"]);
    workbench.documents.undo();
    expect(columnsOf(workbench)).toEqual(["B", "C"]);
  });

  it("keep every letter that is typed", async () => {
    const workbench = await opened();
    const at = pointerOf(workbench, "A");
    const typed = ["L", "Le", "Len"].map((value) => workbench.edits.type(set(at, "formula", value)));
    await Promise.all(typed);
    expect(JSON.parse(workbench.documents.now.text)).toMatchObject({
      groups: [{ properties: [{ formula: "Len" }, {}, {}] }, {}],
    });
    workbench.documents.undo();
    expect(workbench.documents.now.text).toBe(text);
  });

  it("go with a column that gets another name meanwhile, and with no other", async () => {
    const { documents, edits } = await opened();
    const column = documents.state.outline?.groups[0]?.columns[0];
    if (!column) throw new Error("the mapping has no column");
    // All three were begun when it was called A.
    edits.renameColumn(column, "Length");
    void edits.change(set("/groups/0", "groupName", "Beams"));
    void edits.type(set(column.pointer, "formula", "1"));
    await edits.change(remove("/groups/0/properties/1"));
    expect(JSON.parse(documents.now.text)).toMatchObject({
      groups: [
        { groupName: "Beams", properties: [{ propertyName: "Length", formula: "1" }, { propertyName: "C" }] },
        {},
      ],
    });
    // Where two have changed places it is another's.
    await edits.settled;
    void edits.change(moveTo("/groups/0/properties/0", 1));
    await edits.type(set("/groups/0/properties/0", "formula", "2"));
    expect(documents.now.text).not.toContain('"2"');
  });

  it("are made again on what was typed meanwhile into the file", async () => {
    const workbench = await opened();
    const editing = workbench.edits.change(set(pointerOf(workbench, "A"), "dataType", "Double"));
    workbench.documents.type(text.replace('"M"', '"N"'));
    await editing;
    expect(JSON.parse(workbench.documents.now.text)).toMatchObject({
      mappingName: "N",
      groups: [{ properties: [{ dataType: "Double" }, {}, {}] }, {}],
    });
  });

  it("stay in the mapping they were made in", async () => {
    const workbench = await opened();
    const editing = workbench.edits.change(remove(pointerOf(workbench, "A")));
    workbench.files.newMapping();
    await editing;
    expect(workbench.documents.now.name).toBe("new-mapping.json");
    expect((JSON.parse(workbench.documents.now.text) as typeof mapping).groups).toEqual([]);
    workbench.documents.select(0);
    expect(workbench.documents.now.text).toBe(text);
  });

  it("that a problem offers are not made where what it is about has moved on", async () => {
    const workbench = await opened();
    const { edits, documents } = workbench;
    const { found } = documents;
    // There the same stands in the next column, too.
    const shifted = set("/groups/0/properties/1", "dataType", "Integer");
    await Promise.all([edits.change(remove("/groups/0/properties/0")), edits.mend(shifted, found)]);
    expect(documents.now.text).not.toContain("Integer");
    const offered = set("/groups/1/properties/0", "dataType", "Double");
    await Promise.all([edits.change(remove("/groups/0")), edits.mend(offered, found)]);
    expect(documents.now.text).not.toContain("Double");
    // What is found in the text as it is now fits again.
    await edits.mend(set("/groups/0/properties/0", "dataType", "Double"), documents.found);
    expect(documents.now.text).toContain("Double");
  });

  it("that a problem offers never take back what was written meanwhile", async () => {
    const workbench = await opened();
    const { edits, documents } = workbench;
    const { found } = documents;
    const mended = set("/groups/0", "query", "the query of before, mended");
    const now = () => JSON.parse(documents.now.text) as typeof mapping;
    await edits.change(set("/groups/0", "query", "SELECT ECInstanceId, ECClassId FROM bis.Element LIMIT 1"));
    await edits.mend(mended, found);
    expect(now().groups[0]?.query).toContain("LIMIT 1");
    // Somewhere else it does not matter.
    await edits.mend(set("/groups/1", "query", "mended"), found);
    expect(now().groups[1]?.query).toBe("mended");
  });

  it("of a list are made once, however often they are clicked", async () => {
    const workbench = await opened();
    const { found } = workbench.documents;
    const second = remove("/groups/0/properties/1");
    await Promise.all([workbench.edits.mend(second, found), workbench.edits.mend(second, found)]);
    expect(columnsOf(workbench)).toEqual(["A", "C"]);
  });

  it("that do not fit leave the way free for the next", async () => {
    const workbench = await opened();
    await workbench.edits.change(remove("/groups/9"));
    await workbench.edits.change(remove(pointerOf(workbench, "C")));
    expect(columnsOf(workbench)).toEqual(["A", "B"]);
    await workbench.edits.change([{ op: "move", from: "/groups/0", path: "/groups/1" }]);
    expect(workbench.documents.state.outline?.groups.map((g) => g.name)).toEqual(["H", "G"]);
  });
});
