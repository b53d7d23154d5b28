// The test programs and what each of them reports, as {passed, failed, skipped, note}.
import { spawn, spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { cpus } from "node:os";
import path from "node:path";
import { inRoot, root } from "./paths.mjs";
import { chromium, firefox } from "./programs.mjs";
import * as reports from "./reports.mjs";
import { say } from "./run.mjs";

/** Runs a program with its output on this terminal; true when it ended well. */
function ran(program, args, env = {}) {
  const { status } = spawnSync(program, args, { cwd: root, stdio: ["ignore", 2, 2], env: { ...process.env, ...env } });
  return status === 0;
}
const ranNode = (args, env) => ran(process.execPath, args, env);

/** A program that ended badly although its report shows no failure has crashed. */
const explained = (counts, endedWell) =>
  endedWell || counts.failed > 0 ? counts : { ...counts, failed: 1, note: "it ended with an error" };

const tsc = (project) => [
  inRoot("node_modules/typescript/bin/tsc"),
  ...["-p", project, "--incremental", "--tsBuildInfoFile", inRoot(`build/types-${project}.tsbuildinfo`)],
];
/** Over the package's TypeScript alone. */
export const checks = [
  ["types of the tests", tsc("tests")],
  ["types of the page", tsc("web")],
  ["formatting", ["scripts/format.mjs"]],
  ["include directions", ["scripts/check-includes.mjs"]],
  ["catalogue of diagnostics", ["scripts/gen-diagnostics-doc.mjs", "--check"]],
  ["tables of words", ["scripts/gen-words.mjs", "--check"]],
  ["table of Unicode categories", ["scripts/gen-unicode-table.mjs", "--check"]],
  ["types of a mapping", ["scripts/gen-mapping-types.mjs", "--check"]],
  ["report of the API", ["scripts/api-report.mjs"]],
  ["use of the shared fixtures", ["scripts/check-shared.mjs"]],
  ["third-party notices", ["scripts/notices.mjs"]],
];
/** Over the package as it is published. */
export const packageChecks = [
  ["what package.json promises", ["scripts/check-package.mjs"]],
  ["OpenAPI document", ["scripts/gen-openapi.mjs", "--check"]],
];

/** True when the check passes; what it says appears in one piece, since others run beside it. */
function passes([name, args]) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    const pieces = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => pieces.push(piece));
    child.on("close", (status) => {
      say(`test: ${name}`);
      process.stderr.write(Buffer.concat(pieces));
      resolve(status === 0);
    });
  });
}

/** Every one of `checks`, as many at a time as there are processors. */
export async function lint(checks) {
  const waiting = [...checks];
  const failed = [];
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) if (!(await passes(check))) failed.push(check[0]);
  };
  await Promise.all(cpus().map(work));
  return {
    passed: checks.length - failed.length,
    failed: failed.length,
    skipped: 0,
    note: failed.join(", ") || undefined,
  };
}

/** The tests of these folders of tests/unit (all unless named), or those tagged nightly, by ctest. */
export function unit(preset, { folders, isNightly = false } = {}) {
  const written = inRoot("build", preset.replace("nightly", "ci"), "reports");
  for (const file of readdirSync(written)) rmSync(path.join(written, file));
  const only = folders ? ["-L", `^(${folders.join("|")})$`] : [];
  const endedWell = ran("ctest", ["--preset", isNightly ? "nightly" : preset, ...only]);
  const counts = readdirSync(written)
    .map((file) => reports.catch2(path.join(written, file)))
    .reduce(reports.add, { passed: 0, failed: 0, skipped: 0 });
  return explained(counts, endedWell);
}

/** Vitest over files or folders with a filter of tags; the answers by suite, where `folders` is suite -> its folder. */
export function vitest(report, folders, files, filter) {
  const output = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const args = ["run", ...output, `--tagsFilter=${filter}`, ...files];
  const endedWell = ranNode([inRoot("node_modules/vitest/vitest.mjs"), ...args]);
  const counts = reports.vitest(report, folders);
  const isExplained = endedWell || Object.values(counts).some((suite) => suite.failed > 0);
  return Object.fromEntries(Object.entries(counts).map(([name, each]) => [name, explained(each, isExplained)]));
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

/** Playwright over files or folders; `only` and `without` are patterns of titles and tags. */
export async function endToEnd(report, files, { only, without }) {
  const env = {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    CHROMIUM: chromium() ?? "",
    FIREFOX: firefox() ?? "",
    PREMAP_E2E_PORT: await freePort(),
  };
  const chosen = [...(only ? ["--grep", only] : []), ...(without ? ["--grep-invert", without] : [])];
  const program = inRoot("node_modules/@playwright/test/cli.js");
  const endedWell = ranNode([program, "test", "--reporter=line,json", ...chosen, ...files], env);
  return explained(reports.playwright(report), endedWell);
}
