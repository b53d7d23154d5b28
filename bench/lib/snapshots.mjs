// The snapshots of the benchmarks: those of a family with as many elements as wanted, kept in build/bench.
import { existsSync, mkdirSync } from "node:fs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { Failure, run, runScript, which } from "../../scripts/lib/run.mjs";

export const sizes = { "10k": 10_000, "100k": 100_000, "1M": 1_000_000 };

export function snapshotOf(family, size) {
  const target = inRoot(`build/bench/${family.name}-${size}.bim`);
  if (existsSync(target)) return target;
  runScript("fixtures.mjs");
  const base = inRoot("build/fixtures", family.base);
  if (!which("python3")) throw new Failure("python3 is not on PATH; it makes the snapshots.");
  mkdirSync(inRoot("build/bench"), { recursive: true });
  run(`making ${target}`, "python3", [inRoot("bench/families", family.script), base, target, String(sizes[size])]);
  return target;
}
