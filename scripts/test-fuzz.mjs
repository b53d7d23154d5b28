// Runs the fuzzers of tests/fuzz, each for a while.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { buildPreset } from "./lib/cmake.mjs";
import { cache, inRoot } from "./lib/paths.mjs";
import { Failure, helpFirst, main, run, runScript, say, which } from "./lib/run.mjs";

helpFirst(`
node scripts/test-fuzz.mjs [NAME...] [--seconds N]

Builds the fuzzers of tests/fuzz with clang (build/fuzz) and runs each of them, or those named, for N seconds (300). What they find worth
keeping stays in build/fuzz/corpus; an input that breaks one lies beside it as crash-*. The last line is the sum: "N passed, N failed".
`);

const seeds = {
  mapping: "tests/golden/validate",
  formula: "tests/golden/validate",
  geometry: "build/fuzz/seeds/geometry",
};

/** The streams of shapes.bim, each a file. */
function writeGeometrySeeds() {
  const program = path.join(buildPreset("ci", ["premap_measure"]), "tests/premap_measure");
  run("writing the seeds of geometry", program, [
    ...[inRoot("build/fixtures/shapes.bim"), "--streams", inRoot(seeds.geometry)],
  ]);
}

await main(() => {
  const words = process.argv.slice(2);
  const at = words.indexOf("--seconds");
  const seconds = at < 0 ? 300 : Number(words.splice(at, 2)[1]);
  if (!Number.isInteger(seconds) || seconds < 1) throw new Failure("--seconds wants a whole number.");
  const cmake = readFileSync(inRoot("tests/fuzz/CMakeLists.txt"), "utf8");
  const all = [...cmake.matchAll(/^premap_fuzz\((\w+) /gm)].map(([, name]) => name);
  const unknown = words.find((name) => !all.includes(name));
  if (unknown) throw new Failure(`there is no fuzzer ${unknown}; there are ${all.join(", ")}.`);
  if (!which("clang++")) throw new Failure("the fuzzers need clang; please install it.");
  runScript("setup.mjs");
  runScript("fixtures.mjs");
  const folder = inRoot("build/fuzz");
  const json = path.join(cache, "json/include");
  run("configuring the fuzzers", "cmake", [
    ...["-S", inRoot("tests/fuzz"), "-B", folder, "-G", "Ninja", "--log-level=WARNING"],
    ...["-DCMAKE_C_COMPILER=clang", "-DCMAKE_CXX_COMPILER=clang++", `-DPREMAP_JSON_DIR=${json}`],
  ]);
  const names = words.length > 0 ? words : all;
  if (names.includes("geometry")) writeGeometrySeeds();
  run("building the fuzzers", "cmake", ["--build", folder, "--target", ...names.map((name) => `fuzz_${name}`)]);
  let failed = 0;
  for (const name of names) {
    const corpus = path.join(folder, "corpus", name);
    mkdirSync(corpus, { recursive: true });
    say(`fuzz: ${name} for ${seconds} s`);
    const { status } = spawnSync(
      path.join(folder, `fuzz_${name}`),
      [
        ...[`-max_total_time=${seconds}`, "-max_len=8192", "-timeout=25", "-print_final_stats=1", "-verbosity=0"],
        ...(name === "ecsql" ? [`-dict=${inRoot("tests/fuzz/ecsql.dict")}`] : []),
        corpus,
        ...(seeds[name] ? [inRoot(seeds[name])] : []),
      ],
      { cwd: folder, stdio: ["ignore", 2, 2] },
    );
    if (status !== 0) failed += 1;
  }
  process.stdout.write(`${names.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
