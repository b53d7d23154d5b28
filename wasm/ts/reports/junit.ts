/** JUnit XML: a suite for each run; a test for each finding, or one that passes where there is none. */

import type { Diagnostic } from "../types.js";
import { type Results, type Run, titleOf, total, tooManyWarnings } from "./run.js";

interface Suite {
  name: string;
  tests: number;
  failures: number;
  errors: number;
  cases: Iterable<string>;
}

export function* junit(results: Results): Generator<string> {
  const suites = results.runs.map(suiteOf);
  const tooMany = tooManyWarnings(results);
  if (tooMany) suites.push(suiteOfWarnings(tooMany));
  const sum = (of: (suite: Suite) => number) => suites.reduce((all, suite) => all + of(suite), 0);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites ${counts(
    sum((s) => s.tests),
    sum((s) => s.failures),
    sum((s) => s.errors),
  )} name="premap validate">\n`;
  for (const { name, tests, failures, errors, cases } of suites) {
    yield `  <testsuite name="${xml(name)}" ${counts(tests, failures, errors)}>\n`;
    yield* cases;
    yield "  </testsuite>\n";
  }
  yield "</testsuites>\n";
}

const counts = (tests: number, failures: number, errors: number): string =>
  `tests="${tests}" failures="${failures}" errors="${errors}" skipped="0" time="0"`;

/** A fault of the mapping is a failure; what could not be read is an error. */
function suiteOf(run: Run): Suite {
  const { diagnostics } = run.report;
  const { error } = total([run]);
  return {
    name: titleOf(run),
    tests: Math.max(1, diagnostics.length),
    failures: run.isUnread ? 0 : error,
    errors: run.isUnread ? error : 0,
    cases: casesOf(run),
  };
}

function suiteOfWarnings(message: string): Suite {
  const failure = `<failure type="max-warnings" message="${xml(message)}">${xml(message)}</failure>`;
  return { name: "max-warnings", tests: 1, failures: 1, errors: 0, cases: [testcase("--max-warnings", failure)] };
}

function* casesOf(run: Run): Generator<string> {
  const { diagnostics } = run.report;
  if (diagnostics.length === 0) yield testcase(run.file);
  for (const diagnostic of diagnostics)
    yield testcase(`${diagnostic.code} ${diagnostic.path ?? ""}`.trim(), contentOf(diagnostic, run));
}

function contentOf({ severity, code, message, hint, span }: Diagnostic, run: Run): string {
  const place = span?.line ? `${run.file}:${span.line}:${span.column}` : run.file;
  const body = xml([message, hint, place].filter(Boolean).join("\n"));
  if (severity !== "error") return `<system-out>${severity}: ${body}</system-out>`;
  const element = run.isUnread ? "error" : "failure";
  return `<${element} type="${xml(code)}" message="${xml(message)}">${body}</${element}>`;
}

function testcase(name: string, content?: string): string {
  const attributes = `classname="premap.validate" name="${xml(name)}" time="0"`;
  return content === undefined
    ? `    <testcase ${attributes}/>\n`
    : `    <testcase ${attributes}>${content}</testcase>\n`;
}

/** Characters that XML cannot hold are replaced, those that steer a terminal written as references. */
function xml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(
      /[\t\n\r\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
      (character) => `&#${character.charCodeAt(0)};`,
    );
}
