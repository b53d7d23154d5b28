/** Rows as text: aligned tables, CSV (RFC 4180), JSON. */

import { randomUUID } from "node:crypto";
import type { VectorValue } from "premap";
import { painter } from "./output.js";

const widest = 48;

/** Stands around the digits of a bigint, which JSON.stringify cannot write, until they are taken out of their quotes. */
const mark = `integer-${randomUUID()}:`;
const marked = new RegExp(`"${mark}(-?\\d+)"`, "g");

/** JSON; bytes as the native reader sends them, whole numbers with every digit. */
export function json(value: unknown, indent?: number): string {
  let hasMark = false;
  const plain = (_: string, member: unknown): unknown => {
    if (member instanceof Uint8Array) return bytesText(member);
    if (typeof member !== "bigint") return member;
    hasMark = true;
    return `${mark}${member}`;
  };
  const text = JSON.stringify(value, plain, indent) ?? "null";
  return hasMark ? text.replace(marked, "$1") : text;
}

function bytesText(bytes: Uint8Array): string {
  return `encoding=base64;${Buffer.from(bytes).toString("base64")}`;
}

export function cellText(value: VectorValue | undefined): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Uint8Array) return bytesText(value);
  return typeof value === "object" ? json(value) : String(value);
}

/** Null is nothing, empty text is "". */
export function csvRow(values: readonly (VectorValue | undefined)[]): string {
  const fields = values.map((value) => {
    const text = cellText(value);
    const isEmptyText = text === "" && value === "";
    return isEmptyText || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${fields.join(",")}\r\n`;
}

/** Columns under their headings; long cells are cut, control characters shown as spaces. */
export function table(headings: readonly string[], rows: readonly (readonly (VectorValue | undefined)[])[]): string {
  const paint = painter(process.stdout);
  const cells = rows.map((row) => headings.map((_, index) => shown(row[index])));
  const titles = headings.map((heading) => cut(heading));
  const widths = titles.map((title, index) => Math.max(length(title), ...cells.map((row) => length(row[index] ?? ""))));
  const isNumber = headings.map((_, index) =>
    rows.every((row) => row[index] == null || ["number", "bigint"].includes(typeof row[index])),
  );

  const line = (texts: string[], numeric: boolean[]): string =>
    texts
      .map((text, index) => pad(text, widths[index] ?? 0, numeric[index] ?? false))
      .join("  ")
      .trimEnd();
  const out = [
    paint("bold", line(titles, isNumber)),
    paint("dim", widths.map((width) => "-".repeat(width)).join("  ")),
  ];
  for (const row of cells) out.push(line(row, isNumber));
  return `${out.join("\n")}\n`;
}

function shown(value: VectorValue | undefined): string {
  return value === null || value === undefined ? "null" : cut(cellText(value));
}

function cut(text: string): string {
  const oneLine = text.replace(/[\u0000-\u001f\u007f]/g, " ");
  return length(oneLine) <= widest ? oneLine : `${[...oneLine].slice(0, widest - 1).join("")}…`;
}

function length(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function pad(text: string, width: number, right: boolean): string {
  const fill = " ".repeat(Math.max(0, width - length(text)));
  return right ? fill + text : text + fill;
}
