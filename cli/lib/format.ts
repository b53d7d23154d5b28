/** Rows as text: aligned tables, CSV (RFC 4180), JSON. */

import { randomUUID } from "node:crypto";
import type { VectorValue } from "premap";
import { jsonShown, shown } from "./clean.js";
import { painter } from "./output.js";
import { cut, width } from "./width.js";

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
  return jsonShown(hasMark ? text.replace(marked, "$1") : text);
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

/** Columns under their headings, a row a line. On a terminal long cells are cut, such that a line fits if it can. */
export function table(headings: readonly string[], rows: readonly (readonly (VectorValue | undefined)[])[]): string {
  const paint = painter(process.stdout);
  const isNumber = headings.map((_, index) =>
    rows.every((row) => row[index] == null || ["number", "bigint"].includes(typeof row[index])),
  );
  const whole = [
    headings.map(oneLine),
    ...rows.map((row) => headings.map((_, index) => oneLine(cellShown(row[index])))),
  ];
  const widths = columnWidths(whole, isNumber);
  const line = (cells: string[]): string =>
    cells
      .map((cell, index) => pad(cut(cell, widths[index] ?? 0), widths[index] ?? 0, isNumber[index] ?? false))
      .join("  ")
      .trimEnd();
  const [titles = [], ...cells] = whole;
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [paint("bold", line(titles)), paint("dim", rule), ...cells.map(line), ""].join("\n");
}

const gap = 2;
const mostOnTerminal = 48;
const leastOnTerminal = 12;

function columnWidths(rows: readonly string[][], isNumber: readonly boolean[]): number[] {
  const widths = isNumber.map((_, index) => rows.reduce((most, row) => Math.max(most, width(row[index] ?? "")), 0));
  if (!process.stdout.isTTY) return widths;
  const cutTo = (most: number) => widths.map((width, index) => (isNumber[index] ? width : Math.min(width, most)));
  const total = (all: number[]) => all.reduce((sum, width) => sum + width + gap, -gap);
  let most = mostOnTerminal;
  while (most > leastOnTerminal && total(cutTo(most)) > process.stdout.columns) most -= 1;
  return cutTo(most);
}

function cellShown(value: VectorValue | undefined): string {
  return value === null || value === undefined ? "null" : cellText(value);
}

const oneLine = (text: string): string => shown(text.replace(/\r\n|[\r\n\t]/g, " "));

function pad(text: string, wanted: number, right: boolean): string {
  const fill = " ".repeat(Math.max(0, wanted - width(text)));
  return right ? fill + text : text + fill;
}
