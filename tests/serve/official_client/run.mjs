// Runs the integration tests that the official client carries in its npm package against a service. They were written against the
// live one, so they say what it does. Nothing of the client is kept here: it is installed from npm into build/.
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

const usage = `
node tests/serve/official_client/run.mjs [--client VERSION] [--grep TEXT]

Against the service at $BASE_URL, with $INSIGHTS_TOKEN, $INSIGHTS_ITWIN_ID and $INSIGHTS_IMODEL_ID. Its store must be used by nobody else.
VERSION is 0.17.0 (default) or 0.6.0. The last line: "N passed, N failed, N tests". Exit code: 0, 1 failures, 3 npm cannot be reached.
`;
const { values } = parseArgs({
  options: {
    client: { type: "string", default: "0.17.0" },
    grep: { type: "string" },
    help: { type: "boolean" },
  },
});
if (values.help || !process.env.BASE_URL) {
  process.stdout.write(usage.trimStart());
  process.exit(values.help ? 0 : 2);
}

const here = import.meta.dirname;
const work = path.resolve(here, "../../../build/insights-client", values.client);
const client = path.join(work, "node_modules/@itwin/insights-client/lib/cjs/integration-test");

/** What the tests of both versions import. */
const dependencies = {
  "@itwin/insights-client": values.client,
  chai: "^4",
  "chai-as-promised": "^7",
  "cross-fetch": "^4",
  "fast-xml-parser": "^5",
  mocha: "^10",
  "reflect-metadata": "^0.1",
};

function install() {
  if (existsSync(path.join(work, "ready"))) return;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  writeFileSync(path.join(work, "package.json"), JSON.stringify({ private: true, dependencies }));
  try {
    const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", "--fetch-retries=0"];
    execFileSync("npm", args, { cwd: work, stdio: ["ignore", "ignore", "inherit"], timeout: 180_000 });
  } catch {
    process.stdout.write("npm cannot be reached\n");
    process.exit(3);
  }
  writeFileSync(path.join(work, "ready"), "");
}

/** Our set-up in the place of theirs, and an index that loads nothing else of their helpers. */
function putSetUp() {
  const utils = path.join(client, "utils");
  copyFileSync(path.join(here, "set_up.cjs"), path.join(utils, "GlobalSetup.js"));
  writeFileSync(
    path.join(utils, "index.js"),
    `module.exports = { ...require("./imodels-client-test-utils/CommonTestUtils"), ...require("./GlobalSetup") };\n`,
  );
}

/** The tests of the top folder first: the audit trail's read what those left. */
function testFiles() {
  const folder = path.join(client, "integration");
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".test.js"))
    .map((name) => path.join(folder, name))
    .sort((a, b) => path.dirname(a).length - path.dirname(b).length || (a < b ? -1 : 1));
}

install();
putSetUp();
const files = testFiles();
const known = files.reduce((sum, file) => sum + (readFileSync(file, "utf8").match(/^\s*it\(/gm)?.length ?? 0), 0);
const report = path.join(work, "report.json");
rmSync(report, { force: true });
const mocha = spawn(
  process.execPath,
  [
    ...[
      path.join(work, "node_modules/mocha/bin/mocha.js"),
      "--no-config",
      "--no-package",
      "--timeout",
      "60000",
      "--exit",
    ],
    ...[
      "--require",
      path.join(client, "utils/GlobalSetup.js"),
      "--reporter",
      "json",
      "--reporter-option",
      `output=${report}`,
    ],
    ...(values.grep ? ["--grep", values.grep] : []),
    ...files,
  ],
  { cwd: work, stdio: ["ignore", "ignore", "inherit"] },
);
await new Promise((resolve) => mocha.on("exit", resolve));
const { stats, failures } = JSON.parse(readFileSync(report, "utf8"));
for (const { fullTitle, err } of failures) process.stdout.write(`FAIL ${fullTitle}: ${err.message}\n`);
// A hook that fails hides the tests of its file.
const failed = values.grep ? failures.length : known - stats.passes - stats.pending;
process.stdout.write(`${stats.passes} passed, ${failed} failed, ${known} tests\n`);
process.exit(failed > 0 ? 1 : 0);
