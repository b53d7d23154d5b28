// Runs every test there is. See usage below.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { buildPreset } from "./lib/cmake.mjs";
import { inRoot, root, shared } from "./lib/paths.mjs";
import { chromium } from "./lib/programs.mjs";
import * as reports from "./lib/reports.mjs";
import { Failure, helpFirst, runScript, say } from "./lib/run.mjs";
import { sharedTests } from "./lib/shared_tests.mjs";

helpFirst(`
node scripts/test.mjs [--shared] [SUITE...]

Sets the machine up, builds what changed and runs the suites, all unless named:
  lint      formatting, include directions, generated tables and notices, types
  unit      Catch2 over the native engine (warnings are errors, undefined behaviour stops it)
  js        vitest over the built package
  golden    recorded answers, through the native engine and through the package
  cli       the command line, as a user runs it
  docs      the snippets of README.md and docs/
  e2e       the page in Chromium
Each suite's own report lands in build/reports (build/reports/shared with --shared). The last line is the sum: "N passed, N failed".

Tests that need snapshots which are not ours to publish are skipped where the folder of them is not ("shared" beside the repository,
or what $PREMAP_SHARED names; PREMAP_SHARED=none: as if it were not). --shared runs those and no other.
`);

const vitestFolders = { js: "tests/js", golden: "tests/golden", cli: "tests/cli", docs: "tests/docs" };
const everySuite = ["lint", "unit", ...Object.keys(vitestFolders), "e2e"];
const onlyShared = process.argv.includes("--shared");
const asked = process.argv.slice(2).filter((name) => name !== "--shared");
const unknown = asked.find((name) => !everySuite.includes(name));
if (unknown) stop(`there is no suite ${unknown}; suites are ${everySuite.join(", ")}.`);
if (onlyShared && !shared) stop("--shared runs the tests over the shared fixtures, and this machine has none.");

/** suite -> what its runner is given: a folder, or with --shared the files of it that ask for those fixtures */
const testsOf = Object.fromEntries(
  Object.entries({ ...vitestFolders, e2e: "tests/e2e" })
    .map(([name, folder]) => [name, onlyShared ? sharedTests(folder) : [folder]])
    .filter(([, files]) => files.length > 0),
);
const offered = onlyShared ? Object.keys(testsOf) : everySuite;
const wanted = (name) => offered.includes(name) && (asked.length === 0 || asked.includes(name));
const results = {};
const reportFolder = inRoot("build/reports", onlyShared ? "shared" : "");
const report = (name) => path.join(reportFolder, name);

function stop(reason) {
  say(`premap: ${reason}`);
  process.exit(2);
}

/** Runs a program with its output on this terminal; true when it ended well. */
function ran(program, args, env = {}) {
  const { status } = spawnSync(program, args, { cwd: root, stdio: ["ignore", 2, 2], env: { ...process.env, ...env } });
  return status === 0;
}
const ranNode = (args, env) => ran(process.execPath, args, env);

/** True when every step of `build` works; else every wanted suite in `needed` counts as failed. */
function built(needed, build) {
  if (!needed.some(wanted)) return false;
  try {
    build();
    return true;
  } catch (problem) {
    if (!(problem instanceof Failure)) throw problem;
    if (problem.message) say(`premap: ${problem.message}`);
    for (const name of needed.filter(wanted)) results[name] = { passed: 0, failed: 1, skipped: 0, note: "not built" };
    return false;
  }
}

/** A program that ended badly although its report shows no failure has crashed. */
function record(name, counts, endedWell) {
  results[name] = endedWell || counts.failed > 0 ? counts : { ...counts, failed: 1, note: "it ended with an error" };
}

function lint() {
  const tsc = inRoot("node_modules/typescript/bin/tsc");
  const checks = [
    ["formatting", ["scripts/format.mjs"]],
    ["include directions", ["scripts/check-includes.mjs"]],
    ["catalogue of diagnostics", ["scripts/gen-diagnostics-doc.mjs", "--check"]],
    ["table of Unicode categories", ["scripts/gen-unicode-table.mjs", "--check"]],
    ["types of a mapping", ["scripts/gen-mapping-types.mjs", "--check"]],
    ["report of the API", ["scripts/api-report.mjs"]],
    ["use of the shared fixtures", ["scripts/check-shared.mjs"]],
    ["third-party notices", ["scripts/notices.mjs"]],
    ["what package.json promises", ["scripts/check-package.mjs"]],
    ["types of the tests", [tsc, "-p", "tests"]],
    ["types of the page", [tsc, "-p", "web"]],
  ];
  const passes = ([name, args]) => {
    say(`test: ${name}`);
    return ranNode(args);
  };
  const failed = checks.filter((check) => !passes(check)).map(([name]) => name);
  results.lint = { passed: checks.length - failed.length, failed: failed.length, skipped: 0, note: failed.join(", ") };
}

function unit() {
  const endedWell = ran(inRoot("build/ci/tests/premap_tests"), [
    "--reporter",
    `xml::out=${report("unit.xml")}`,
    "--reporter",
    "console",
  ]);
  record("unit", reports.catch2(report("unit.xml")), endedWell);
}

function vitest() {
  const folders = Object.fromEntries(Object.entries(vitestFolders).filter(([name]) => wanted(name) && !results[name]));
  const files = Object.keys(folders).flatMap((name) => testsOf[name]);
  const output = ["--reporter=default", "--reporter=json", `--outputFile.json=${report("vitest.json")}`];
  const endedWell = ranNode([inRoot("node_modules/vitest/vitest.mjs"), "run", ...output, ...files]);
  const counts = reports.vitest(report("vitest.json"), folders);
  const explained = endedWell || Object.values(counts).some((suite) => suite.failed > 0);
  for (const name of Object.keys(folders)) record(name, counts[name], explained);
}

/** A port nobody listens on, so that several clones can test at once. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(String(port)));
    });
  });
}

async function endToEnd() {
  const env = {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report("e2e.json"),
    CHROMIUM: chromium() ?? "",
    PREMAP_E2E_PORT: await freePort(),
  };
  const endedWell = ranNode(
    [inRoot("node_modules/@playwright/test/cli.js"), "test", "--reporter=line,json", ...testsOf.e2e],
    env,
  );
  record("e2e", reports.playwright(report("e2e.json")), endedWell);
}

/** The table and, as the very last line, the sum. */
function summary(seconds) {
  say("");
  for (const [name, { passed, failed, skipped, note }] of Object.entries(results)) {
    const details = [skipped > 0 ? `${skipped} skipped` : "", note ?? ""].filter(Boolean).join("; ");
    say(
      `${name.padEnd(8)}${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed   ${details}`.trimEnd(),
    );
  }
  say(`${Math.round(seconds)} s`);
  const total = (key) => Object.values(results).reduce((sum, counts) => sum + counts[key], 0);
  process.stdout.write(`${total("passed")} passed, ${total("failed")} failed\n`);
  return total("failed") === 0 ? 0 : 1;
}

const start = process.hrtime.bigint();
rmSync(reportFolder, { recursive: true, force: true });
mkdirSync(reportFolder, { recursive: true });

const nativeTargets = ["premap_call", ...(wanted("unit") ? ["premap_tests"] : [])];
const builtOver = ["lint", ...Object.keys(vitestFolders), "e2e"];

/** One step after the other, each with a line that says which. */
const step = (text, ...steps) => {
  say(`test: ${text}`);
  for (const run of steps) run();
};
const setUp = () =>
  step(
    "setting up",
    () => runScript("setup.mjs"),
    () => runScript("fixtures.mjs"),
  );
const buildNative = () => step("building the native engine", () => buildPreset("ci", nativeTargets));
const buildPackage = () =>
  step(
    "building the engine for WebAssembly and the package",
    () => runScript("build-wasm.mjs"),
    () => runScript("build-ts.mjs"),
  );
const buildPage = () => step("building the page", () => runScript("build-web.mjs"));

if (built(everySuite, setUp)) {
  const nativeBuilt = built(["unit", "golden"], buildNative);
  if (nativeBuilt && wanted("unit")) step("unit", unit);
  const packageBuilt = built(builtOver, buildPackage);
  if (packageBuilt && wanted("lint")) lint();
  const scripted = Object.keys(vitestFolders).filter((name) => wanted(name) && !results[name]);
  if (packageBuilt && scripted.length > 0) step(scripted.join(", "), vitest);
  if (packageBuilt && built(["e2e"], buildPage)) {
    say("test: e2e");
    await endToEnd();
  }
}
process.exitCode = summary(Number(process.hrtime.bigint() - start) / 1e9);
