/** Diagnostics for people: what, where, the place underlined in their own text, and what to do. */

import type { Diagnostic, Severity, Span } from "premap";
import { painter } from "./output.js";

const colours = { error: "red", warning: "yellow", info: "blue" } as const satisfies Record<Severity, string>;

export interface SourceText {
  /** File name, or `query`. */
  name: string;
  text: string;
}

export function describe(
  diagnostic: Diagnostic,
  source: SourceText,
  stream: NodeJS.WriteStream = process.stderr,
): string {
  const paint = painter(stream);
  const lines = [
    `${paint(colours[diagnostic.severity], `${diagnostic.severity}[${diagnostic.code}]`)}: ${diagnostic.message}`,
  ];
  const place = [
    diagnostic.span?.line ? `${source.name}:${diagnostic.span.line}:${diagnostic.span.column}` : undefined,
    diagnostic.path,
  ].filter(Boolean);
  if (place.length) lines.push(paint("dim", `  at ${place.join("  ")}`));
  if (diagnostic.span?.line)
    lines.push(...excerpt(diagnostic.span, source.text, (text) => paint(colours[diagnostic.severity], text)));
  for (const related of diagnostic.related ?? []) {
    const where = related.span?.line ? ` (${source.name}:${related.span.line}:${related.span.column})` : "";
    lines.push(`  note: ${related.message}${where || (related.path ? ` (${related.path})` : "")}`);
  }
  if (diagnostic.hint) lines.push(`  ${paint("cyan", "hint")}: ${diagnostic.hint}`);
  return lines.join("\n");
}

/** The line, and carets under the place; a long line is cut around it. */
function excerpt(span: Span, text: string, paint: (text: string) => string): string[] {
  const line = (text.split("\n")[span.line - 1] ?? "").replace(/\r$/, "").replaceAll("\t", " ");
  const begin = Math.min(span.column - 1, line.length);
  const marked = Buffer.from(text).subarray(span.begin, span.end).toString().split("\n", 1)[0] ?? "";
  const from = line.length > 110 ? Math.max(0, begin - 40) : 0;
  const piece = line.slice(from, from + 110);
  const carets = "^".repeat(Math.max(1, Math.min(marked.length, from + piece.length - begin)));
  const number = String(span.line);
  const gutter = " ".repeat(number.length);
  return [`  ${number} | ${piece}`, `  ${gutter} | ${" ".repeat(begin - from)}${paint(carets)}`];
}

export function summary(counts: Record<Severity, number>): string {
  const parts = [
    plural(counts.error, "error"),
    plural(counts.warning, "warning"),
    ...(counts.info ? [plural(counts.info, "note")] : []),
  ];
  return parts.join(", ");
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
