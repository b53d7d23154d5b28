/** Columns of one name, or of the name of one that every table has: each has its own figures, its own rows behind them, its own order. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { healthOf } from "../../web/src/engine/health.js";
import { valueOf } from "../../web/src/engine/jobs.js";
import { Workbench } from "../../web/src/engine/workbench.js";
import { columnKeys } from "../../web/src/lib/column_view.js";
import { byEmptiness, byFill } from "../../web/src/lib/filters.js";
import { snapshotFile } from "./support.ts";

const column = (propertyName: string, ecPropertyName: string, dataType: string) => ({
  ...{ propertyName, dataType },
  ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName }],
});
const mapping = {
  mappingName: "M",
  groups: [
    {
      groupName: "G",
      query: "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d",
      properties: [
        column("A", "CodeValue", "String"),
        column("A", "Length", "Double"),
        column("a", "Yaw", "Double"),
        column("UserLabel", "Length", "Double"),
        column("ECInstanceId", "CodeValue", "String"),
        column(`"q"] ü.`, "Length", "Integer"),
      ],
    },
  ],
};

async function opened(): Promise<Workbench> {
  const workbench = new Workbench();
  await workbench.files.openAny([
    { file: new File([readFileSync(snapshotFile("building.bim"))], "building.bim") },
    { file: new File([JSON.stringify(mapping)], "m.json") },
  ]);
  await expect.poll(() => valueOf(workbench.questions.counting.state), { timeout: 20_000 }).toBeDefined();
  return workbench;
}

it("each column has its own figures, and behind them its own rows", async () => {
  const { questions } = await opened();
  const table = questions.table!;
  const { arranging } = questions;
  const health = healthOf(table, valueOf(questions.counting.state));
  expect(health.scope).toBe("all rows");
  for (const [index, { key, filled, nulls, dataType }] of health.columns.entries()) {
    const cells = Array.from({ length: table.rowCount }, (_, row) => table.cell(row, index));
    expect(dataType).toBe(table.columns[index]?.dataType);
    expect([filled, nulls], key).toEqual([
      cells.filter((value) => value !== null).length,
      cells.filter((value) => value === null).length,
    ]);
    if (table.columns[index]?.isDefault) continue;
    const named = { name: table.columns[index]!.name, key };
    for (const [filter, count] of [
      [byFill(named), filled],
      [byEmptiness(named), nulls],
    ] as const) {
      await arranging.toggle(filter);
      expect(arranging.state.arranged?.view.rowCount, filter.words).toBe(count);
      await arranging.toggle(filter);
    }
  }
});

it("the table is sorted by the column that is asked for", async () => {
  const { questions } = await opened();
  const { arranging } = questions;
  for (const [index, key] of columnKeys(questions.table!.columns).entries()) {
    await arranging.want({ ...arranging.state.wish, sort: { column: key, isDescending: true } });
    const { arranged } = arranging.state;
    const values = Array.from({ length: 50 }, (_, place) => {
      const at = questions.rowAt(arranged?.numberAt(place) ?? -1)!;
      return at.table.cell(at.row, index);
    });
    const told = values.filter((value) => typeof value === "number");
    if (questions.table!.columns[index]?.dataType !== "String") expect(told).toEqual([...told].sort((a, b) => b - a));
    if (key === "UserLabel" || key === "A\n2") expect(new Set(told).size).toBeGreaterThan(5);
  }
});
