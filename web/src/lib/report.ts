// The report of one mapping in the formats of `premap validate`, with what docs/diagnostics.md says of each code. Loaded on demand.
import { csv, json, junit, type Run, sarif } from "premap/reports";
import catalogue from "../../../docs/diagnostics.json";

export type ReportFormat = "csv" | "json" | "junit" | "sarif";

export function writeReport(format: ReportFormat, run: Run, version: string): string[] {
  const results = { runs: [run], maxWarnings: Infinity };
  if (format === "csv") return [...csv(results)];
  if (format === "json") return [...json(results)];
  if (format === "junit") return [...junit(results)];
  const known = new Map(catalogue.map((entry) => [entry.code, entry as typeof entry & { severity: Severity }]));
  return [...sarif(results, { version, exitCode: run.report.ok ? 0 : 1, catalogue: known })];
}

type Severity = "error" | "warning" | "info";
