// Compares what the engine's usual work costs with the committed figures, or writes them.
import { spawnSync } from "node:child_process";
import { inRoot, root } from "./lib/paths.mjs";
import { helpFirst, main, runScript } from "./lib/run.mjs";

helpFirst(`
node scripts/cost.mjs [--write]

Measures statements, their steps, reads and bytes read of the usual operations on the sample, with the built package, and compares them with tests/fixtures/cost.json; --write puts them there.
`);

await main(() => {
  runScript("fixtures.mjs");
  const env = { ...process.env, ...(process.argv.includes("--write") && { PREMAP_WRITE_COST: "1" }) };
  const { status } = spawnSync(
    process.execPath,
    [inRoot("node_modules/vitest/vitest.mjs"), "run", "tests/js/cost.test.ts"],
    { cwd: root, stdio: "inherit", env },
  );
  return status ?? 1;
});
