/** Validation reports for machines: JSON, SARIF 2.1.0 and JUnit XML. */

import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostic, ValidationReport } from "premap";

/** One mapping, checked once: alone, or against one snapshot. */
export interface Run {
  file: string;
  text: string;
  snapshot?: string;
  report: ValidationReport;
}

export function total(runs: Run[]): ValidationReport["counts"] {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { report } of runs)
    for (const severity of ["error", "warning", "info"] as const) counts[severity] += report.counts[severity];
  return counts;
}

export function json(runs: Run[]): string {
  const reports = runs.map(({ file, snapshot, report }) => ({ mapping: file, snapshot, ...report }));
  const all = { ok: runs.every((run) => run.report.ok), counts: total(runs), reports };
  return `${JSON.stringify(all, null, 2)}\n`;
}

const levels = { error: "error", warning: "warning", info: "note" } as const;

export function sarif(runs: Run[], version: string): string {
  const ids = [...new Set(runs.flatMap((run) => run.report.diagnostics.map((diagnostic) => diagnostic.code)))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "premap", version, rules: ids.map((id) => ({ id })) } },
        columnKind: "utf16CodeUnits",
        artifacts: [...new Set(runs.map((run) => run.file))].map((file) => ({ location: { uri: uriOf(file) } })),
        results: runs.flatMap((run) => run.report.diagnostics.map((diagnostic) => sarifResult(diagnostic, run, ids))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Relative paths stay relative, so that the report holds wherever the repository is. */
function uriOf(file: string): string {
  if (path.isAbsolute(file)) return pathToFileURL(file).href;
  return file.split(path.sep).map(encodeURIComponent).join("/");
}

function sarifResult(diagnostic: Diagnostic, { file, snapshot }: Run, ids: string[]): object {
  const { span } = diagnostic;
  const region = span && {
    startLine: span.line,
    startColumn: span.column,
    byteOffset: span.begin,
    byteLength: span.end - span.begin,
  };
  return {
    ruleId: diagnostic.code,
    ruleIndex: ids.indexOf(diagnostic.code),
    level: levels[diagnostic.severity],
    message: { text: diagnostic.hint ? `${diagnostic.message}. ${diagnostic.hint}` : diagnostic.message },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...(region ? { region } : {}) },
        ...(diagnostic.path ? { logicalLocations: [{ fullyQualifiedName: diagnostic.path }] } : {}),
      },
    ],
    ...(snapshot === undefined ? {} : { properties: { snapshot } }),
  };
}

/** One suite for each run; one test for each finding, or one that passes where there is none. */
export function junit(runs: Run[]): string {
  const suites = runs.map((run) => ({ run, cases: casesOf(run) }));
  const tests = suites.reduce((sum, { cases }) => sum + cases.length, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${tests}" failures="${total(runs).error}" errors="0">`,
    ...suites.flatMap(({ run, cases }) => [
      `  <testsuite name="${xml(suiteName(run))}" tests="${cases.length}" failures="${run.report.counts.error}" errors="0">`,
      ...cases,
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

const suiteName = ({ file, snapshot }: Run): string => (snapshot === undefined ? file : `${file} on ${snapshot}`);

function casesOf({ file, report }: Run): string[] {
  if (report.diagnostics.length === 0) return [`    <testcase classname="premap.validate" name="${xml(file)}"/>`];
  return report.diagnostics.map((diagnostic) => {
    const place = diagnostic.span ? `${file}:${diagnostic.span.line}:${diagnostic.span.column}` : file;
    const name = `${diagnostic.code} ${diagnostic.path ?? ""}`.trim();
    const body = [diagnostic.message, diagnostic.hint, place].filter(Boolean).join("\n");
    const content =
      diagnostic.severity === "error"
        ? `<failure type="${xml(diagnostic.code)}" message="${xml(diagnostic.message)}">${xml(body)}</failure>`
        : `<system-out>${xml(`${diagnostic.severity}: ${body}`)}</system-out>`;
    return `    <testcase classname="premap.validate" name="${xml(name)}">${content}</testcase>`;
  });
}

function xml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
}
