// Runs what takes too long for every pull request.
import { spawnSync } from "node:child_process";
import { inRoot, root } from "./lib/paths.mjs";
import { helpFirst, main, say } from "./lib/run.mjs";

helpFirst(`
node scripts/test-nightly.mjs

Runs, one after the other and each to its end: the tests tagged nightly (mappings of 50 MB, 40,000 faults, a thousand openings, files of
2 GB, 30,000 random mappings, 10,000 damaged snapshots), the unit tests under the sanitizers, the fuzzers, and the package in other people's bundlers. Each of them can be run alone; the
last line is the sum over all: "N passed, N failed".
`);

const parts = [
  ["the tests tagged nightly", "scripts/test.mjs", "--nightly"],
  ["the sanitizers", "scripts/test-asan.mjs"],
  ["the fuzzers", "scripts/test-fuzz.mjs"],
  ["the bundlers", "tests/bundlers/run.mjs"],
];

/** What the last line of a part says; a part that does not get there, or ends badly without a failure, is one of its own. */
function counts([name, script, ...args]) {
  say(`nightly: ${name}`);
  const { status, stdout } = spawnSync(process.execPath, [inRoot(script), ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", 2],
  });
  process.stderr.write(stdout);
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(stdout) ?? [];
  const sum = { name, passed: Number(passed ?? 0), failed: Number(failed ?? 0) };
  return status !== 0 && sum.failed === 0 ? { ...sum, failed: 1, note: "it ended with an error" } : sum;
}

await main(() => {
  const results = parts.map(counts);
  say("");
  for (const { name, passed, failed, note } of results)
    say(
      `${name.padEnd(26)}${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed   ${note ?? ""}`.trimEnd(),
    );
  const total = (key) => results.reduce((sum, each) => sum + each[key], 0);
  process.stdout.write(`${total("passed")} passed, ${total("failed")} failed\n`);
  return total("failed") === 0 ? 0 : 1;
});
