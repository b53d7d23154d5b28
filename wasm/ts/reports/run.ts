/** What a report is made of: every mapping with every snapshot it was checked against, those that could not be read included. */

import type { Diagnostic, MappingOutline, ValidationReport } from "../types.js";

/** The text of a mapping, as it was checked. */
export interface ReportSource {
  readonly text: string;
  /** Bytes of the file before its text; undefined where the file is no UTF-8, and no bytes are told. */
  readonly offset: number | undefined;
}

/** One mapping, checked once: alone, or against one snapshot. */
export interface Run {
  /** Name of the mapping's file. */
  file: string;
  snapshot?: string;
  /** Undefined where the mapping could not be read. */
  source?: ReportSource;
  /** What it holds, for names of groups and columns. */
  outline?: MappingOutline;
  report: ValidationReport;
  /** The mapping, or the snapshot, could not be read; the report says why. */
  isUnread: boolean;
}

export interface Results {
  runs: Run[];
  /** Of warnings; Infinity when not given. */
  maxWarnings: number;
}

export type Counts = ValidationReport["counts"];

export function total(runs: readonly Run[]): Counts {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { report } of runs)
    for (const severity of ["error", "warning", "info"] as const) counts[severity] += report.counts[severity];
  return counts;
}

/** What is wrong with the warnings as a whole. */
export function tooManyWarnings({ runs, maxWarnings }: Results): string | undefined {
  const { warning } = total(runs);
  if (warning <= maxWarnings) return undefined;
  return `${warning} ${warning === 1 ? "warning" : "warnings"}, and ${maxWarnings} allowed`;
}

/** The report of an input that could not be read. */
export function unread(diagnostics: readonly Diagnostic[]): ValidationReport {
  const of = (severity: string) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return {
    ok: false,
    diagnostics: [...diagnostics],
    counts: { error: of("error"), warning: of("warning"), info: of("info") },
  };
}

export const titleOf = ({ file, snapshot }: Run): string => (snapshot === undefined ? file : `${file} on ${snapshot}`);
