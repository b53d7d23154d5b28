// Runs the tests that a pull request needs, or a part of them. See usage below.
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { changedFiles, reach } from "./lib/changed.mjs";
import { buildPreset } from "./lib/cmake.mjs";
import { inRoot, shared } from "./lib/paths.mjs";
import { Failure, helpFirst, runScript, say } from "./lib/run.mjs";
import * as suites from "./lib/suites.mjs";
import { add } from "./lib/reports.mjs";
import { asksForShared, hasNightly, testsThat } from "./lib/test_files.mjs";

helpFirst(`
node scripts/test.mjs [--shared | --nightly] [quick | SUITE...]

Sets the machine up, builds what changed and runs the suites, all unless named:
  lint      formatting, include directions, generated tables and notices, types
  unit      Catch2 over the native engine (warnings are errors, undefined behaviour stops it), a ctest a folder of tests/unit
  js        vitest over the built package
  golden    recorded answers, through the native engine and through the package
  cli       the command line, as a user runs it
  serve     premap serve: its API, its files, the official client's own tests where npm can be reached
  push      pull, diff and push against premap serve, with faults injected (nightly: 200 random mappings, or PREMAP_PUSHES)
  docs      the snippets of README.md and docs/
  scripts   what the scripts themselves compute
  e2e       the page in Chromium, and its journeys in Firefox
quick runs lint, and of unit and the suites of vitest what the files changed since the last commit can break (scripts/lib/changed.mjs),
without the tests tagged slow; all of them when that cannot be told. It leaves out e2e.
Tests tagged nightly (sizes and repetitions) are left to \`npm run test:nightly\`; --nightly runs those and no other.
Each suite's own report lands in build/reports (build/reports/shared with --shared, build/reports/nightly with --nightly; those of unit
in build/ci/reports). The last line is the sum: "N passed, N failed".

Tests that need snapshots which are not ours to publish are skipped where the folder of them is not ("shared" beside the repository,
or what $PREMAP_SHARED names; PREMAP_SHARED=none: as if it were not). --shared runs those and no other.
`);

const vitestFolders = {
  js: "tests/js",
  golden: "tests/golden",
  cli: "tests/cli",
  serve: "tests/serve",
  push: "tests/push",
  docs: "tests/docs",
  scripts: "tests/scripts",
};
const scripted = Object.keys(vitestFolders);
const everySuite = ["lint", "unit", ...scripted, "e2e"];
const flags = process.argv.slice(2).filter((word) => word.startsWith("--"));
const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const kind = flags[0] === "--shared" || flags[0] === "--nightly" ? flags[0].slice(2) : "";
const isQuick = asked.length === 1 && asked[0] === "quick";
const unknown = [...flags.slice(kind ? 1 : 0), ...asked.filter((name) => !isQuick && !everySuite.includes(name))][0];
if (unknown) stop(`there is no suite ${unknown}; suites are ${everySuite.join(", ")}, and quick alone.`);
if (kind && isQuick) stop(`quick goes without --${kind}.`);
if (kind === "shared" && !shared) stop("--shared runs the tests over the shared fixtures, and this machine has none.");

function stop(reason) {
  say(`premap: ${reason}`);
  process.exit(2);
}

/** suite -> what its runner is given: a folder, or with --shared and --nightly the files that have such tests */
const ofKind = { shared: asksForShared, nightly: hasNightly }[kind];
const testsOf = Object.fromEntries(
  Object.entries({ ...vitestFolders, e2e: "tests/e2e" })
    .map(([name, folder]) => [name, ofKind ? testsThat(ofKind, folder) : [folder]])
    .filter(([, files]) => files.length > 0),
);
const offered = { shared: Object.keys(testsOf), nightly: ["unit", ...Object.keys(testsOf)] }[kind] ?? everySuite;
const reached = isQuick ? reach(changedFiles()) : undefined;
const chosen = reached ? ["lint", ...(reached.units.length > 0 ? ["unit"] : []), ...reached.suites] : asked;
const wanted = (name) => offered.includes(name) && (chosen.length === 0 || chosen.includes(name));
const results = {};
const reportFolder = inRoot("build/reports", kind);
const report = (name) => path.join(reportFolder, name);

/** True when every step of `build` works; else every wanted suite in `needed` counts as failed. */
async function built(needed, build) {
  if (!needed.some(wanted)) return false;
  try {
    await build();
    return true;
  } catch (problem) {
    if (!(problem instanceof Failure)) throw problem;
    if (problem.message) say(`premap: ${problem.message}`);
    const notBuilt = { passed: 0, failed: 1, skipped: 0, note: "not built" };
    for (const name of needed.filter(wanted)) results[name] = results[name] ? add(results[name], notBuilt) : notBuilt;
    return false;
  }
}

const tags = { nightly: "nightly", shared: "!nightly" }[kind] ?? (isQuick ? "!nightly && !slow" : "!nightly");
function vitest(names) {
  const folders = Object.fromEntries(names.map((name) => [name, vitestFolders[name]]));
  const files = names.flatMap((name) => testsOf[name]);
  Object.assign(results, suites.vitest(report("vitest.json"), folders, files, tags));
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

const nativeTargets = [
  ...(wanted("golden") ? ["premap_call", "premap_measure"] : []),
  ...(wanted("unit") ? ["premap_tests"] : []),
];
const builtOver = ["lint", ...scripted, "e2e"];

/** One step after the other, with a line that says which and, at the end, how long they took. */
const step = async (text, ...steps) => {
  say(`test: ${text}`);
  const begun = process.hrtime.bigint();
  for (const run of steps) await run();
  say(`test: ${text}: ${(Number(process.hrtime.bigint() - begun) / 1e9).toFixed(1)} s`);
};
const setUp = () =>
  step(
    "setting up",
    () => runScript("setup.mjs"),
    () => runScript("fixtures.mjs"),
  );
const buildNative = () => step("building the native engine", () => buildPreset("ci", nativeTargets));
const buildTypeScript = () => step("compiling the package", () => runScript("build-ts.mjs"));
const buildPage = () => step("building the page", () => runScript("build-web.mjs"));

/** Beside everything that does not need it: linking the engine for WebAssembly takes one processor a minute or two. */
function startWasm() {
  const log = inRoot("build/.wasm.log");
  const out = openSync(log, "w");
  const child = spawn(process.execPath, [inRoot("scripts/build-wasm.mjs")], { stdio: ["ignore", out, out] });
  const ended = new Promise((resolve) => child.on("close", resolve));
  return async () => {
    const status = await ended;
    closeSync(out);
    process.stderr.write(readFileSync(log));
    if (status !== 0) throw new Failure("");
  };
}

const unit = () => {
  results.unit = suites.unit("ci", { folders: reached?.units, isNightly: kind === "nightly" });
};
const lint = async (checks) => {
  const counts = await suites.lint(checks);
  results.lint = results.lint ? add(results.lint, counts) : counts;
};
const endToEnd = async () => {
  const filter = kind === "nightly" ? { only: "@nightly" } : { without: "@nightly" };
  results.e2e = await suites.endToEnd(report("e2e.json"), testsOf.e2e, filter);
};

if (reached) {
  const units = reached.units.join(", ") || "none";
  say(`test: quick: ${reached.why}: ${["lint", ...reached.suites].join(", ")}; unit: ${units}`);
}
if (await built(everySuite, setUp)) {
  const wasm = builtOver.some(wanted) ? startWasm() : undefined;
  const nativeBuilt = await built(["unit", "golden"], buildNative);
  if (nativeBuilt && wanted("unit")) await step("unit", unit);
  const compiled = await built(builtOver, buildTypeScript);
  if (compiled && wanted("lint")) await step("lint", () => lint(suites.checks));
  const packageBuilt =
    wasm &&
    (await built(builtOver, () => step("building the engine for WebAssembly", wasm, () => runScript("build-ts.mjs"))));
  if (packageBuilt && wanted("lint")) await lint(suites.packageChecks);
  const names = scripted.filter((name) => wanted(name) && !results[name]);
  if (packageBuilt && names.length > 0) await step(names.join(", "), () => vitest(names));
  if (packageBuilt && (await built(["e2e"], buildPage))) await step("e2e", endToEnd);
}
process.exitCode = summary(Number(process.hrtime.bigint() - start) / 1e9);
