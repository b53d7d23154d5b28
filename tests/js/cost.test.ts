/**
 * Work that grew is seen here, not on a clock: statements, the steps they take, reads and bytes read of the usual operations on the
 * bundled sample, compared with tests/fixtures/cost.json. `npm run cost -- --write` puts the new figures there.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { type Costs, deviations, measureCosts, measureKeystroke } from "./cost.ts";

const file = new URL("../fixtures/cost.json", import.meta.url);

let costs: Costs;

beforeAll(async () => {
  costs = await measureCosts();
}, 180_000);

it("costs what it cost before", () => {
  if (process.env.PREMAP_WRITE_COST) writeFileSync(file, `${JSON.stringify(costs, null, 2)}\n`);
  const baseline = JSON.parse(readFileSync(file, "utf8")) as Costs;
  expect(deviations(costs, baseline), "meant? then run `npm run cost -- --write` and commit").toEqual([]);
});

it("costs the same every time", { timeout: 180_000 }, async () => {
  expect(await measureCosts()).toEqual(costs);
});

it("takes no statement a row", () => {
  for (const name of ["query", "first 100 rows", "full preview", "profile"]) {
    const { rows = 0, executed = 0 } = costs[name] ?? {};
    expect(rows, name).toBeGreaterThan(90);
    // Some of them describe the tables, once a snapshot.
    expect(executed, name).toBeLessThan(rows / 2);
  }
});

it.each([40, 500])(
  "parses once and compiles what changed of %i groups after a keystroke",
  { timeout: 180_000 },
  async (groups) => {
    const { first, afterEdit, unchanged } = await measureKeystroke(groups);
    expect(first).toMatchObject({ parsed: 1, compiled: groups });
    expect(afterEdit).toMatchObject({ parsed: 1, compiled: 1 });
    // What the rows of 500 groups told is more than is kept.
    if (groups === 40) expect(afterEdit.steps, "only the rows of that group are read").toBeLessThan(first.steps / 10);
    expect(unchanged).toMatchObject({ parsed: 0, compiled: 0 });
  },
);

it("notices a statement too many, a scan and a new operation", () => {
  const cost = { rows: 10, parsed: 1, compiled: 1, prepared: 1, executed: 1, steps: 500, reads: 20, bytes: 1000 };
  expect(deviations({ a: cost }, { a: cost })).toEqual([]);
  expect(deviations({ a: { ...cost, bytes: 960 } }, { a: cost })).toEqual([]);
  expect(deviations({ a: { ...cost, executed: 11, bytes: 1100 } }, { a: cost })).toEqual([
    "a: 11 executed instead of 1",
    "a: 1100 bytes instead of 1000",
  ]);
  expect(deviations({ a: { ...cost, bytes: 1 } }, { a: cost })).toEqual(["a: 1 bytes instead of 1000"]);
  expect(deviations({ a: cost, b: cost }, { a: cost })).toEqual(["b: only measured"]);
});
