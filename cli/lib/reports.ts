/** Validation reports for machines: SARIF 2.1.0 and JUnit XML. */

import type { Diagnostic, ValidationReport } from "premap";

const levels = { error: "error", warning: "warning", info: "note" } as const;

export function sarif(report: ValidationReport, file: string, version: string): string {
  const ids = [...new Set(report.diagnostics.map((diagnostic) => diagnostic.code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "premap", version, rules: ids.map((id) => ({ id })) } },
        columnKind: "utf16CodeUnits",
        results: report.diagnostics.map((diagnostic) => sarifResult(diagnostic, file, ids)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function sarifResult(diagnostic: Diagnostic, file: string, ids: string[]): object {
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
        physicalLocation: { artifactLocation: { uri: encodeURI(file) }, ...(region ? { region } : {}) },
        ...(diagnostic.path ? { logicalLocations: [{ fullyQualifiedName: diagnostic.path }] } : {}),
      },
    ],
  };
}

/** One test for each finding; a mapping without findings is one test that passes. */
export function junit(report: ValidationReport, file: string): string {
  const cases = report.diagnostics.map((diagnostic) => {
    const place = diagnostic.span ? `${file}:${diagnostic.span.line}:${diagnostic.span.column}` : file;
    const name = `${diagnostic.code} ${diagnostic.path ?? ""}`.trim();
    const body = [diagnostic.message, diagnostic.hint, place].filter(Boolean).join("\n");
    const content =
      diagnostic.severity === "error"
        ? `<failure type="${xml(diagnostic.code)}" message="${xml(diagnostic.message)}">${xml(body)}</failure>`
        : `<system-out>${xml(`${diagnostic.severity}: ${body}`)}</system-out>`;
    return `    <testcase classname="premap.validate" name="${xml(name)}">${content}</testcase>`;
  });
  if (cases.length === 0) cases.push(`    <testcase classname="premap.validate" name="${xml(file)}"/>`);
  const counts = `tests="${cases.length}" failures="${report.counts.error}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="premap validate" ${counts}>`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
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
