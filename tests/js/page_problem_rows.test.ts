/** Rows that a problem has counted are found by its filter, as many as its words say. */
import { readFileSync } from "node:fs";
import { createEngine, type Engine } from "premap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { conditionIn } from "../../web/src/lib/filters.js";
import { columnKeys } from "../../web/src/lib/column_view.js";
import { rowsOfProblem } from "../../web/src/lib/problem_rows.js";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ worker: false });
});
afterAll(() => engine.close());

const entry = (path: string, className = "*.*") => {
  const [ecSchemaName, ecClassName] = className.split(".");
  return { ecSchemaName, ecClassName, ecPropertyName: path };
};
const column = (propertyName: string, dataType: string, ...ecProperties: object[]) => ({
  propertyName,
  dataType,
  ecProperties,
});
const odd = {
  mappingName: "Odd",
  groups: [
    {
      groupName: "Twice",
      query: "SELECT e.ECInstanceId, e.ECClassId, 2.5 X FROM bt.Beam e JOIN bis.CodeSpec s ON s.ECInstanceId < 4",
      properties: [
        column("Whole", "Integer", entry("X")),
        column("Nothing", "String", entry("NoSuch")),
        column(
          "Few",
          "String",
          entry("CodeValue", "BuildingTest.Wall"),
          entry("Passed", "BuildingTest.WeldInspection"),
        ),
      ],
    },
    {
      groupName: "Aspects",
      query: "SELECT ECInstanceId, ECClassId FROM bis.ElementAspect",
      properties: [column("Label", "String", entry("UserLabel"))],
    },
  ],
};

describe("a problem's rows", () => {
  it.each([
    ["web/public/sample/broken.json", readFileSync("web/public/sample/broken.json", "utf8")],
    ["odd rows", JSON.stringify(odd)],
  ])("of %s are as many as it says", async (_, mapping) => {
    const snapshot = await engine.open("web/public/sample/building.bim");
    const outline = await engine.outline(mapping);
    const { diagnostics } = await snapshot.validate(mapping);
    const told = new Map<string, number>();
    for (const problem of diagnostics) {
      const rows = rowsOfProblem(outline, problem);
      if (!rows) continue;
      const [number = ""] = /\d+/.exec(problem.message.replaceAll(/`[^`]*`/g, "")) ?? [];
      const { columns } = await snapshot.preview(mapping, { group: rows.group, limit: 0 });
      const where = rows.where.map((filter) => conditionIn(columnKeys(columns), filter));
      const view = await snapshot.view(mapping, { group: rows.group, filter: { where } });
      expect(view.rowCount, problem.message).toBe(Number(number));
      view.close();
      told.set(problem.code, (told.get(problem.code) ?? 0) + 1);
    }
    const codes = mapping.includes('"Odd"')
      ? ["column-all-null", "lossy-conversion", "query-duplicate-ids", "query-not-element"]
      : ["aspect-multiple", "column-all-null", "lossy-conversion"];
    expect([...told.keys()]).toEqual(expect.arrayContaining(codes));
    snapshot.close();
  });

  it("are not those of a table that groups share, nor of what is left out of it", async () => {
    const groups = odd.groups.map((group) => ({ ...group, groupName: "One" }));
    const outline = await engine.outline(JSON.stringify({ ...odd, groups }));
    expect(rowsOfProblem(outline, { code: "query-duplicate-ids", path: "/groups/0/query" })).toBeUndefined();
    const apart = await engine.outline(JSON.stringify(odd));
    expect(rowsOfProblem(apart, { code: "query-duplicate-ids", path: "/groups/0/query" })).toBeDefined();
    expect(rowsOfProblem(apart, { code: "row-dangling", path: "/groups/0/query" })).toBeUndefined();
    expect(rowsOfProblem(apart, { code: "query-duplicate-ids" })).toBeUndefined();
  });
});
