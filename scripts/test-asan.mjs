// Runs the unit tests under the address and undefined-behaviour sanitizers.
import { buildPreset } from "./lib/cmake.mjs";
import { helpFirst, main, runScript } from "./lib/run.mjs";
import { unit } from "./lib/suites.mjs";

helpFirst(`
node scripts/test-asan.mjs

Builds the asan preset and runs the unit tests in it; the last line is the sum, "N passed, N failed". Not part of npm test, but of
npm run test:nightly: some kernels refuse this sanitizer's memory layout.
`);

await main(() => {
  runScript("setup.mjs");
  runScript("fixtures.mjs");
  buildPreset("asan", ["premap_tests"]);
  const { passed, failed } = unit("asan");
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
