/** The page's list of problems: what the whole mapping's check and the table on screen tell, each once. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type Snapshot } from "premap";
import { problemsOf } from "../../web/src/engine/problem.js";

describe("the problems of the broken sample", () => {
  let engine: Engine;
  let snapshot: Snapshot;
  let text: string;
  beforeAll(async () => {
    engine = await createEngine();
    snapshot = await engine.open("web/public/sample/building.bim");
    text = await readFile("web/public/sample/broken.json", "utf8");
  });
  afterAll(() => engine.close());

  it("are as many whichever group is on screen", async () => {
    const report = await snapshot.validate(text);
    const names = (JSON.parse(text) as { groups: { groupName: string }[] }).groups.map(({ groupName }) => groupName);
    let told = 0;
    for (const group of names) {
      const [table, profile] = await Promise.all([
        snapshot.preview(text, { group, limit: 10 }).catch(() => undefined),
        snapshot.profile(text, { group }).catch(() => undefined),
      ]);
      told += (table?.diagnostics.length ?? 0) + (profile?.diagnostics.length ?? 0);
      const all = problemsOf(report, table, profile, undefined);
      expect(all.map(({ message }) => message).sort(), group).toEqual(
        report.diagnostics.map(({ message }) => message).sort(),
      );
    }
    expect(told).toBeGreaterThan(0);
  });

  it("are those of the table while the mapping is yet to be checked", async () => {
    const table = await snapshot.preview(text, { group: "Physical", limit: 10 });
    expect(problemsOf(undefined, table, undefined, undefined)).toHaveLength(table.diagnostics.length);
    expect(table.diagnostics.length).toBeGreaterThan(0);
  });
});
