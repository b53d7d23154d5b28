// The snapshots of the benchmarks: those of a family with as many elements as wanted, kept in build/bench.
import { existsSync, mkdirSync } from "node:fs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { Failure, run, runScript, which } from "../../scripts/lib/run.mjs";

export const sizes = { "10k": 10_000, "100k": 100_000, "1M": 1_000_000 };

export function snapshotOf(family, size) {
  return made(`${family.name}-${size}`, family.script, family.base, sizes[size]);
}

/** One whose elements have shapes: `mix` is plant or every (bench/families/fill_shapes.py). */
export function shapesOf(mix, count) {
  return made(`shapes-${mix}-${count}`, "fill_shapes.py", "shapes.bim", count, mix);
}

function made(name, script, base, ...options) {
  const target = inRoot(`build/bench/${name}.bim`);
  if (existsSync(target)) return target;
  runScript("fixtures.mjs");
  if (!which("python3")) throw new Failure("python3 is not on PATH; it makes the snapshots.");
  mkdirSync(inRoot("build/bench"), { recursive: true });
  const from = inRoot("build/fixtures", base);
  run(`making ${target}`, "python3", [inRoot("bench/families", script), from, target, ...options.map(String)]);
  return target;
}
