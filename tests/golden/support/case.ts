/** One test a recorded case, on every engine. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines, type GoldenEngine } from "./engines.ts";
import { inRoot, readJson } from "./files.ts";

/**
 * Cases known to differ: id -> why. Such a case still runs: it counts as skipped while it differs and fails once it passes, so the
 * list can only shrink, and no new difference hides behind it.
 */
const knownGaps = readJson(inRoot("tests/golden/known_gaps.json")) as Record<string, string>;

/** What a case does: answers what differs, or undefined. */
export type Check = (engine: GoldenEngine) => Promise<string | undefined>;

export interface Case {
  id: string;
  /** Shown beside the id. */
  title: string;
  check: Check;
}

/** Runs the cases of one snapshot on each engine. */
export function goldenSuite(name: string, snapshot: string, cases: readonly Case[]): void {
  describe.each(Object.keys(engines))(`${name} on %s`, (engineName) => {
    let engine: GoldenEngine;
    beforeAll(async () => {
      engine = (engines[engineName] as () => GoldenEngine)();
      await engine.open(snapshot);
    });
    afterAll(() => engine?.close());

    it.for(cases)("$id $title", async ({ id, check }, { skip }) => {
      const gap = knownGaps[id];
      const difference = await (gap ? check(engine).catch(String) : check(engine));
      if (gap && difference) skip(`known gap: ${gap}`);
      if (gap) throw new Error(`${id} passes now: take it out of tests/golden/known_gaps.json`);
      expect(difference).toBeUndefined();
    });
  });
}
