/** Diagnostics for people: what, where, the place underlined in their own text, and what to do. */

import type { Diagnostic, Severity, Span } from "premap";
import { shown } from "./clean.js";
import { note, painter } from "./output.js";
import type { Source } from "./source.js";
import { width } from "./width.js";

const colours = { error: "red", warning: "yellow", info: "blue" } as const satisfies Record<Severity, string>;

export function describe(
  diagnostic: Diagnostic,
  source: Source | undefined,
  stream: NodeJS.WriteStream = process.stderr,
): string {
  const paint = painter(stream);
  const { severity, code, message, span, path, related = [], hint } = diagnostic;
  const isPlaced = source !== undefined && span?.line !== undefined;
  const lines = [`${paint(colours[severity], `${severity}[${shown(code)}]`)}: ${shown(message)}`];
  const place = [isPlaced ? source.at(span) : undefined, path].filter(Boolean).map((text) => shown(text as string));
  if (place.length) lines.push(paint("dim", `  at ${place.join("  ")}`));
  if (isPlaced) lines.push(...excerpt(span, source, (text) => paint(colours[severity], text)));
  for (const { message, path, span } of related) {
    const where = source && span?.line ? source.at(span) : path;
    lines.push(`  note: ${shown(message)}${where ? ` (${shown(where)})` : ""}`);
  }
  if (hint) lines.push(`  ${paint("cyan", "hint")}: ${shown(hint)}`);
  return lines.join("\n");
}

/** On standard error. */
export function noteAll(diagnostics: readonly Diagnostic[], source: Source | undefined): void {
  for (const diagnostic of diagnostics) note(describe(diagnostic, source));
}

/** The line, and carets under the place. */
function excerpt(span: Span, source: Source, paint: (text: string) => string): string[] {
  const { before, marked, after } = source.excerpt(span);
  const clean = (text: string) => shown(text.replaceAll("\t", " "));
  const [firstLine = ""] = marked.split(/[\r\n]/, 1);
  const isOneLine = firstLine.length === marked.length;
  const carets = "^".repeat(Math.max(1, width(clean(firstLine))));
  const number = String(span.line);
  return [
    `  ${number} | ${clean(before)}${clean(firstLine)}${isOneLine ? clean(after) : ""}`.trimEnd(),
    `  ${" ".repeat(number.length)} | ${" ".repeat(width(clean(before)))}${paint(carets)}`,
  ];
}

export function summary(counts: Record<Severity, number>): string {
  const parts = [
    plural(counts.error, "error"),
    plural(counts.warning, "warning"),
    ...(counts.info ? [plural(counts.info, "note")] : []),
  ];
  return parts.join(", ");
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
