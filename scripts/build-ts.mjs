// Compiles the package (wasm/ts) to dist/ and the command line (cli) to dist/cli/.
import { chmodSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { inRoot } from "./lib/paths.mjs";
import { helpFirst, main, run } from "./lib/run.mjs";

helpFirst(`
node scripts/build-ts.mjs

Compiles wasm/ts to dist/ and cli to dist/cli/, which dist/cli.js starts. Incremental.
`);

await main(() => {
  // Someone removed the output but not what tsc remembers of it.
  if (!existsSync(inRoot("dist/index.js"))) rmSync(inRoot("build/ts"), { recursive: true, force: true });
  run("compiling TypeScript", process.execPath, [inRoot("node_modules/typescript/bin/tsc"), "-b"]);
  // The command by a short name: node dist/cli.js
  writeFileSync(inRoot("dist/cli.js"), '#!/usr/bin/env node\nimport "./cli/main.js";\n');
  chmodSync(inRoot("dist/cli.js"), 0o755);
});
