// Runs the test files of sql.js itself on premap/sqljs. For development: the files are sql.js's own and are not kept here.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot } from "./lib/paths.mjs";
import { Failure, helpFirst, main, say } from "./lib/run.mjs";

helpFirst(`
node scripts/sqljs-tests.mjs [CHECKOUT]

CHECKOUT is a folder with sql.js's repository, or $SQLJS_CHECKOUT. Its test folder is copied to build/sqljs-tests, unchanged, beside a
dist folder whose sql-wasm.js and worker.sql-wasm.js are premap's; then its own runner, test/all.js, runs them all.
Without a checkout there is nothing to run, and this says so. dist/ must be built (npm run build).
`);

const folder = inRoot("build/sqljs-tests");

function stage(checkout) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, "dist"), { recursive: true });
  cpSync(path.join(checkout, "test"), path.join(folder, "test"), { recursive: true });
  writeFileSync(path.join(folder, "package.json"), '{ "type": "commonjs" }\n');
  const put = (name, entry) =>
    writeFileSync(
      path.join(folder, "dist", name),
      `module.exports = require(${JSON.stringify(inRoot("dist", entry))});\n`,
    );
  put("sql-wasm.js", "sqljs/index.js");
  put("worker.sql-wasm.js", "sqljs/worker.js");
}

await main(() => {
  const given = process.argv[2] ?? process.env.SQLJS_CHECKOUT;
  if (!given) {
    say("sqljs-tests: skipped; give it a checkout of sql.js (see --help).");
    return 0;
  }
  const checkout = path.resolve(given);
  if (!existsSync(path.join(checkout, "test/all.js"))) throw new Failure(`${checkout} is no checkout of sql.js.`);
  stage(checkout);
  const runner = path.join(folder, "test/all.js");
  const { status } = spawnSync(process.execPath, ["--unhandled-rejections=strict", runner, "wasm"], {
    stdio: "inherit",
  });
  return status ?? 1;
});
