/** Edits of the page, without the page: each on the text as it then is, none at a place that is another's by now. */
import { describe, expect, it } from "vitest";
import { Workbench } from "../../web/src/engine/workbench.js";
import { remove, set } from "../../web/src/lib/patches.js";

const column = (propertyName: string) => ({ propertyName, dataType: "String", ecProperties: [] });
const mapping = {
  mappingName: "M",
  groups: ["G", "H"].map((groupName) => ({ groupName, query: "Q", properties: ["A", "B", "C"].map(column) })),
};
const text = JSON.stringify(mapping, null, 2);

async function opened(name = "m.json"): Promise<Workbench> {
  const workbench = new Workbench();
  await workbench.openMapping(new File([text], name));
  await expect.poll(() => workbench.store.state.outline?.groups.length).toBe(2);
  return workbench;
}

const columnsOf = (workbench: Workbench, group = 0) =>
  (JSON.parse(workbench.store.state.mappingText) as typeof mapping).groups[group]?.properties.map(
    (p) => p.propertyName,
  );
const pointerOf = (workbench: Workbench, name: string) =>
  workbench.store.state.outline?.groups[0]?.columns.find((c) => c.name === name)?.pointer ?? "none";

describe("edits of the page", () => {
  it("change what was meant, or nothing, however fast they come", async () => {
    const workbench = await opened();
    const [a, b] = [pointerOf(workbench, "A"), pointerOf(workbench, "B")];
    await Promise.all([workbench.changeMapping(remove(a)), workbench.changeMapping(remove(b))]);
    expect(columnsOf(workbench)).toEqual(["B", "C"]);
    await workbench.changeMapping(remove(pointerOf(workbench, "B")));
    expect(columnsOf(workbench)).toEqual(["C"]);
    workbench.undo();
    expect(columnsOf(workbench)).toEqual(["B", "C"]);
  });

  it("keep every letter that is typed", async () => {
    const workbench = await opened();
    const at = pointerOf(workbench, "A");
    const typed = ["L", "Le", "Len"].map((value) => workbench.typeIntoMapping(set(at, "formula", value)));
    await Promise.all(typed);
    expect(JSON.parse(workbench.store.state.mappingText)).toMatchObject({
      groups: [{ properties: [{ formula: "Len" }, {}, {}] }, {}],
    });
    workbench.undo();
    expect(workbench.store.state.mappingText).toBe(text);
  });

  it("are made again on what was typed meanwhile into the file", async () => {
    const workbench = await opened();
    const editing = workbench.changeMapping(set(pointerOf(workbench, "A"), "dataType", "Double"));
    workbench.editMapping(text.replace('"M"', '"N"'));
    await editing;
    expect(JSON.parse(workbench.store.state.mappingText)).toMatchObject({
      mappingName: "N",
      groups: [{ properties: [{ dataType: "Double" }, {}, {}] }, {}],
    });
  });

  it("stay in the mapping they were made in", async () => {
    const workbench = await opened();
    const editing = workbench.changeMapping(remove(pointerOf(workbench, "A")));
    workbench.newMapping();
    await editing;
    expect(workbench.store.state.mappingName).toBe("new-mapping.json");
    expect((JSON.parse(workbench.store.state.mappingText) as typeof mapping).groups).toEqual([]);
    workbench.selectMapping(0);
    expect(workbench.store.state.mappingText).toBe(text);
  });

  it("that a problem offers are not made where the text has moved on", async () => {
    const workbench = await opened();
    await expect.poll(() => workbench.store.state.validation).not.toBeNull();
    const offered = set("/groups/1/properties/0", "dataType", "Double");
    await Promise.all([workbench.changeMapping(remove("/groups/0")), workbench.mend(offered)]);
    expect(workbench.store.state.mappingText).not.toContain("Double");
    // Once the text is checked, what is offered fits again.
    await expect
      .poll(async () => {
        await workbench.mend(set("/groups/0/properties/0", "dataType", "Double"));
        return workbench.store.state.mappingText;
      })
      .toContain("Double");
  });

  it("that do not fit leave the way free for the next", async () => {
    const workbench = await opened();
    await workbench.changeMapping(remove("/groups/9"));
    await workbench.changeMapping(remove(pointerOf(workbench, "C")));
    expect(columnsOf(workbench)).toEqual(["A", "B"]);
    await workbench.changeMapping([{ op: "move", from: "/groups/0", path: "/groups/1" }]);
    expect(workbench.store.state.outline?.groups.map((g) => g.name)).toEqual(["H", "G"]);
  });
});
