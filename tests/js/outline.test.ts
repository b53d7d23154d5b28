/** One reading of a mapping's text: outline, preview and push plan agree on it, whatever its shape; patches keep the rest of it. */
import { readFileSync } from "node:fs";
import { createEngine, type Engine, EngineError, type Snapshot } from "premap";
import { planPush } from "premap/plan";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snapshotFile } from "./support.js";

let engine: Engine;
let snapshot: Snapshot;
beforeAll(async () => {
  engine = await createEngine();
  snapshot = await engine.open(snapshotFile("building.bim"));
});
afterAll(() => engine.close());

const entry = { ecSchemaName: "BisCore", ecClassName: "Subject", ecPropertyName: "CodeValue" };
const column = { propertyName: "A", dataType: "String", ecProperties: [entry] };
const query = "SELECT ECInstanceId, ECClassId FROM bis.Subject";
const bare = { groupName: "G", query };
const group = { ...bare, properties: [column] };
const named = (rest: object) => ({ mappingName: "M", ...rest });

/** Each says the same: a group G with a column A. */
const shapes: Record<string, unknown> = {
  "premap's own file": named({ groups: [group] }),
  "a list of mappings": { mappings: [named({ groups: [group] })] },
  "an array of mappings": [named({ groups: [group] })],
  "a wrapped mapping": { mapping: named({ groups: [group] }) },
  "groups beside a wrapped mapping": { mapping: named({}), groups: [group] },
  "a list of groups": { groups: [group] },
  "an array of groups": [group],
  "a group alone": group,
  "a wrapped group": { group },
  "properties beside a wrapped group": { group: bare, properties: [column] },
  "wrapped groups": named({ groups: [{ group }] }),
  "wrapped groups with properties beside": named({ groups: [{ group: bare, properties: [column] }] }),
  "wrapped properties": named({ groups: [{ ...bare, properties: [{ property: column }] }] }),
  "group properties": named({ groups: [{ ...bare, groupProperties: [column] }] }),
  "a property with its query beside": { groupName: "G", query, property: column },
  "a property alone with a query": { groupName: "G", query, ...column },
};

describe("every shape is read alike", () => {
  it.each(Object.entries(shapes))("%s", async (_, shape) => {
    const text = JSON.stringify(shape);
    const outline = await engine.outline(text);
    expect(outline.groups.map((g) => [g.name, g.query, g.columns.map((c) => c.name)])).toEqual([["G", query, ["A"]]]);
    const { columns, group: previewed } = await snapshot.preview(text);
    expect([previewed, columns.filter((c) => !c.isDefault).map((c) => c.name)]).toEqual(["G", ["A"]]);
    const plan = planPush(text);
    expect(plan.requests.map(({ what }) => what).slice(1)).toEqual(["Create group G", "Create column A in G"]);
    expect(await engine.openMapping(text).planPush()).toEqual(plan);
    const at = outline.groups[0]?.columns[0];
    expect(JSON.parse(text.slice(at?.span.from, at?.span.to))).toMatchObject({ propertyName: "A" });
  });

  it("of a repeated key the last counts", async () => {
    const text = `{"mappingName":"M","groups":[],"groups":[${JSON.stringify(group)}]}`;
    expect((await engine.outline(text)).groups.map((g) => g.name)).toEqual(["G"]);
    expect((await snapshot.preview(text)).group).toBe("G");
  });
});

describe("one API", () => {
  const typed = { ...column, ecProperties: [{ ...entry, ecPropertyType: "String" }] };
  const v1 = JSON.stringify(named({ groups: [{ ...bare, properties: [typed] }] }));

  it("is told by outline, validation and plan alike, and by what", async () => {
    const [outline, report] = [await engine.outline(v1), await engine.validate(v1)];
    expect([outline.api, report.api, planPush(v1).api]).toEqual(["reporting", "reporting", "reporting"]);
    expect(outline.apiSign).toEqual({
      what: "`ecPropertyType`",
      pointer: "/groups/0/properties/0/ecProperties/0/ecPropertyType",
    });
    expect((await engine.outline(v1, { api: "gm" })).api).toBe("groupingAndMapping");
  });

  it("is not changed without a word", async () => {
    const { mapping } = await engine.apply(v1, [{ op: "add", path: "/groups/0/properties/0/formula", value: "1" }]);
    const report = await engine.validate(mapping);
    expect(report.api).toBe("groupingAndMapping");
    const mixed = report.diagnostics.find(({ code }) => code === "api-mixed");
    expect(mixed?.path).toBe("/groups/0/properties/0/formula");
    expect((await engine.validate(mapping, { api: "v1" })).diagnostics.map(({ code }) => code)).not.toContain(
      "api-mixed",
    );
  });
});

describe("a document", () => {
  const text = JSON.stringify(named({ groups: [group] }), null, 2);

  it("keeps its last outline while the text is half typed", async () => {
    const document = snapshot.openMapping(text);
    expect((await document.outline()).isCurrent).toBe(true);
    document.update(`${text.slice(0, -3)},`);
    const outline = await document.outline();
    expect([outline.isCurrent, outline.groups[0]?.name]).toEqual([false, "G"]);
    document.update("no JSON");
    expect((await engine.openMapping("no JSON").outline()).groups).toEqual([]);
  });

  it("takes patches and edits, and is previewed as it stands", async () => {
    const document = snapshot.openMapping(text);
    const { groups } = await document.outline();
    await document.apply([
      { op: "add", path: `${groups[0]?.columnsPointer}/-`, value: { ...column, propertyName: "B" } },
    ]);
    expect((await document.preview()).columns.slice(-2).map((c) => c.name)).toEqual(["A", "B"]);
    await document.apply([{ op: "remove", path: "/groups/0/properties/1" }]);
    expect(document.text).toBe(text);
    const broken = text.replace('"groupName"', '"groupname"');
    document.update(broken);
    const { diagnostics } = await document.validate({ edits: true });
    expect(await document.apply(diagnostics.flatMap(({ edits = [] }) => edits))).toBe(text);
  });

  it("is left as it is by a patch that does not fit", async () => {
    const document = engine.openMapping(text);
    await expect(document.apply([{ op: "remove", path: "/groups/7" }])).rejects.toThrow(EngineError);
    await expect(document.apply([{ op: "remove", path: "/groups/7" }])).rejects.toMatchObject({
      code: "patch-invalid",
    });
    expect(document.text).toBe(text);
    await expect(engine.apply(text, {} as never)).rejects.toMatchObject({ code: "argument-invalid" });
  });

  it("takes any JSON into the text as it is, and nothing else", async () => {
    const deep = JSON.parse(`${'{"a":['.repeat(20)}1${"]}".repeat(20)}`) as object;
    const { mapping } = await engine.apply("{}", [{ op: "add", path: "/deep", value: deep }]);
    expect(JSON.parse(mapping)).toEqual({ deep });
    const itself: Record<string, unknown> = {};
    itself["self"] = itself;
    for (const value of [NaN, 1n, () => 1, Promise.resolve(1), [new Map()], itself])
      await expect(engine.apply("{}", [{ op: "add", path: "/a", value }])).rejects.toMatchObject({
        code: "argument-invalid",
      });
  });

  it("loses no text that comes while a patch is made", async () => {
    const document = engine.openMapping('{"a":1}');
    const applying = document.apply([{ op: "add", path: "/b", value: 2 }]);
    document.update('{"a":3}');
    expect(JSON.parse(await applying)).toEqual({ a: 3, b: 2 });
  });

  it("does not take a closed engine for a text that is none", async () => {
    const closed = await createEngine();
    const document = closed.openMapping(text);
    closed.close();
    await expect(document.outline()).rejects.toMatchObject({ code: "engine-closed" });
    await expect(document.planPush()).rejects.toMatchObject({ code: "engine-closed" });
  });

  it("is no more than its text: the sample comes back as it went", async () => {
    const sample = readFileSync(new URL("../../web/public/sample/mapping.json", import.meta.url), "utf8");
    const document = engine.openMapping(sample);
    const { groups } = await document.outline();
    await document.apply([{ op: "move", from: "/groups/0", path: "/groups/1" }]);
    expect((await document.outline()).groups.map((g) => g.name).slice(0, 2)).toEqual(
      groups
        .map((g) => g.name)
        .slice(0, 2)
        .reverse(),
    );
    await document.apply([{ op: "move", from: "/groups/1", path: "/groups/0" }]);
    expect(document.text).toBe(sample);
  });
});
