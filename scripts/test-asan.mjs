// Runs the unit tests under the address and undefined-behaviour sanitizers.
import { buildPreset } from "./lib/cmake.mjs";
import { helpFirst, main, run, runScript } from "./lib/run.mjs";

helpFirst(`
node scripts/test-asan.mjs

Builds the asan preset and runs the unit tests in it. Not part of npm test: some kernels refuse this sanitizer's memory layout.
`);

await main(() => {
  runScript("setup.mjs");
  runScript("fixtures.mjs");
  const folder = buildPreset("asan", ["premap_tests"]);
  run("the unit tests under the address sanitizer", `${folder}/tests/premap_tests`, []);
});
