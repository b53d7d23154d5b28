/** A line for each finding, for a spreadsheet: what, where in the mapping's own words, and what to do. */

import type { Diagnostic, MappingOutline } from "../types.js";
import type { Results, Run } from "./run.js";

const head = ["Severity", "Code", "Message", "What to do", "Group", "Column", "Place", "Line", "Mapping", "Snapshot"];

export function* csv({ runs }: Results): Generator<string> {
  yield line(head);
  for (const run of runs) for (const diagnostic of run.report.diagnostics) yield line(fieldsOf(diagnostic, run));
}

function fieldsOf({ severity, code, message, hint = "", path = "", span }: Diagnostic, run: Run): string[] {
  const [group, column] = namesOf(path, run.outline);
  const plain = (text: string) => text.replaceAll("`", "");
  const at = span?.line ? String(span.line) : "";
  return [severity, code, plain(message), plain(hint), group, column, path, at, run.file, run.snapshot ?? ""];
}

/** The group and the column that a pointer leads to, or into. */
function namesOf(path: string, outline: MappingOutline | undefined): [string, string] {
  const leads = (pointer: string) => path === pointer || path.startsWith(`${pointer}/`);
  const group = outline?.groups.find(({ pointer }) => leads(pointer));
  return [group?.name ?? "", group?.columns.find(({ pointer }) => leads(pointer))?.name ?? ""];
}

const line = (fields: readonly string[]): string => `${fields.map(field).join(",")}\r\n`;

/** A name of others that a spreadsheet would take for a formula is kept from that by an apostrophe. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
