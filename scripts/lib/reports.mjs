// What each test program's own report says, as {passed, failed, skipped}. A report that is missing or broken is a failure: the
// program did not get to its end.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

const broken = (reason) => ({ passed: 0, failed: 1, skipped: 0, note: reason });
export const add = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  note: [a.note, b.note].filter(Boolean).join("; ") || undefined,
});

/** A suite with no test in it tests nothing, so it counts as a failure. */
const notEmpty = (counts) =>
  counts.passed + counts.failed > 0 ? counts : { ...counts, failed: 1, note: "no test ran" };

function read(file, parse) {
  if (!existsSync(file)) return broken("no report: it stopped before its end");
  try {
    return notEmpty(parse(readFileSync(file, "utf8")));
  } catch (problem) {
    return broken(`unreadable report: ${problem.message}`);
  }
}

/** Catch2's XML reporter: the totals at the end, by test case. */
export const catch2 = (file) =>
  read(file, (xml) => {
    const totals =
      /<OverallResultsCases successes="(\d+)" failures="(\d+)" expectedFailures="(\d+)" skips="(\d+)"/.exec(xml);
    if (!totals) return broken("it stopped before its end");
    const [passed, failed, expected, skipped] = totals.slice(1).map(Number);
    return { passed: passed + expected, failed, skipped };
  });

/** Playwright's JSON reporter. A test that passed only when tried again counts as failed. */
export const playwright = (file) =>
  read(file, (json) => {
    const { stats, errors } = JSON.parse(json);
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
  });

/** Vitest's JSON reporter, split by `suites`: name -> folder of test files. A file that fails to load is one failure. */
export function vitest(file, suites) {
  const names = Object.keys(suites);
  if (!existsSync(file))
    return Object.fromEntries(names.map((name) => [name, broken("no report: it stopped before its end")]));
  const { testResults } = JSON.parse(readFileSync(file, "utf8"));
  const countFile = ({ status, assertionResults }) => {
    const having = (...states) => assertionResults.filter((test) => states.includes(test.status)).length;
    const failed = having("failed");
    return {
      passed: having("passed"),
      skipped: having("pending", "skipped", "todo"),
      failed: status === "failed" ? Math.max(failed, 1) : failed,
    };
  };
  const countSuite = (folder) =>
    testResults
      .filter((result) => path.relative(root, result.name).startsWith(folder + path.sep))
      .map(countFile)
      .reduce(add, { passed: 0, failed: 0, skipped: 0 });
  return Object.fromEntries(names.map((name) => [name, notEmpty(countSuite(suites[name]))]));
}
