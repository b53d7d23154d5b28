// How a value looks in a cell: one line, the type visible, nothing invented.
import type { Cell, PreviewColumn } from "../../engine";

export interface CellText {
  text: string;
  /** Styling: numbers to the right, ids and JSON in the fixed font, texts as they are. */
  kind: "number" | "boolean" | "id" | "json" | "text" | "blank";
  /** The value has digits that the text has not. */
  isRounded?: boolean;
}

const decimals = new Intl.NumberFormat("en", { maximumFractionDigits: 12, useGrouping: false });

export function cellText(value: Exclude<Cell, null>, column: PreviewColumn): CellText {
  if (typeof value === "boolean") return { text: value ? "true" : "false", kind: "boolean" };
  if (typeof value === "bigint") return { text: String(value), kind: "number" };
  if (typeof value === "number") return numberText(value);
  if (value === "") return { text: "empty text", kind: "blank" };
  if (/^0x[0-9a-f]+$/.test(value)) return { text: value, kind: "id" };
  if (column.isDefault && value.startsWith("{")) return { ...pointText(value), kind: "json" };
  if (value.startsWith("{") || value.startsWith("[")) return { text: oneLine(value), kind: "json" };
  return { text: oneLine(value), kind: "text" };
}

/** Every digit that counts, in the plain form where that is readable. */
function numberText(value: number): CellText {
  const size = Math.abs(value);
  const isPlain = Number.isInteger(value) ? size < 1e21 : size >= 1e-6 && size < 1e15;
  const text = !isPlain ? String(value) : Number.isInteger(value) ? value.toFixed(0) : decimals.format(value);
  return { text, kind: "number", isRounded: Number(text) !== value };
}

const oneLine = (text: string): string => text.replaceAll("\r\n", "↵").replaceAll("\n", "↵").replaceAll("\t", "⇥");

/** A box corner as (x, y, z), rounded for the eye; the inspector has every digit. */
function pointText(json: string): { text: string; isRounded?: boolean } {
  try {
    const point: unknown = JSON.parse(json);
    if (typeof point !== "object" || point === null) return { text: json };
    const parts = ["x", "y", "z"].map((key) => (point as Record<string, unknown>)[key]);
    if (!parts.every((part): part is number => typeof part === "number")) return { text: json };
    const texts = parts.map((part) => part.toFixed(2).replace(/\.?0+$/, ""));
    return { text: `(${texts.join(", ")})`, isRounded: texts.some((text, index) => Number(text) !== parts[index]) };
  } catch {
    return { text: json };
  }
}
