/** Measures of the geometry in real snapshots against the native engine's own; those of our own shapes are in tests/unit/geometry. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { inRoot, readJson } from "./support/files.ts";
import { notHere, sharedFixture } from "../shared.ts";

const program = inRoot("build/ci/tests/premap_measure");

interface Recorded {
  id: string;
  code: string;
  lengths: { ok: boolean; length: number };
  areas: { ok: boolean; area: number; perimeter: number };
  volumes: { ok: boolean; volume: number };
}

interface Answer {
  id: number;
  engine: Record<string, number>;
  isComplete: boolean;
}

const snapshots = ["JoesHouse.bim", "bc.bim", "test.bim", "Properties_60InstancesWithUrl2.ibim"];

function measuresOf(snapshot: string): Map<number, Answer> {
  const lines = execFileSync(program, [snapshot], { encoding: "utf8", maxBuffer: 1 << 28 }).trim().split("\n");
  return new Map(lines.map((line) => JSON.parse(line) as Answer).map((answer) => [answer.id, answer]));
}

/** 0 where the engine answers that there is none. */
const wantedOf = ({ lengths, areas, volumes }: Recorded): Record<string, number> => ({
  length: lengths.ok ? lengths.length : 0,
  area: areas.ok ? areas.area : 0,
  perimeter: areas.ok ? areas.perimeter : 0,
  volume: volumes.ok ? volumes.volume : 0,
});

describe("geometry of real snapshots on native", () => {
  for (const name of snapshots) {
    const snapshot = sharedFixture("real", name);
    const recorded = sharedFixture("geometry", `golden-${path.parse(name).name}.json`);
    it.skipIf(!snapshot || !recorded)(`${name} measures as in the engine${snapshot ? "" : ` (${notHere})`}`, () => {
      const answers = measuresOf(snapshot ?? "");
      const { elements } = readJson(recorded ?? "") as { elements: Recorded[] };
      expect(elements.length).toBeGreaterThan(3);
      for (const element of elements) {
        const answer = answers.get(Number(element.id));
        expect(answer?.isComplete, element.id).toBe(true);
        for (const [quantity, wanted] of Object.entries(wantedOf(element))) {
          const got = answer?.engine[quantity] ?? Number.NaN;
          expect(Math.abs(got - wanted), `${element.id} ${quantity}: ${got}, the engine has ${wanted}`).toBeLessThanOrEqual(
            1e-9 * Math.abs(wanted),
          );
        }
      }
    });
  }
});
