// The order that the engine sorts keys in, so that two sorted tables can be read side by side.
import type { CompareKey } from "./types.js";

/** A text for a key; `precedes` compares two of them. */
export const sortTextOf = (key: CompareKey, text: string): string => (key === "ECInstanceId" ? text : guidOrder(text));

/** Below 0: a stands before b. Ids go by size, which is their length first. */
export function compareKeys(key: CompareKey, a: string, b: string): number {
  if (key === "ECInstanceId" && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * As src/preview/sort_text.cpp has it: digits in a row count as the number they are, the shorter one first. Two GUIDs may have one
 * text here (`a01b1`, `a1b01`), which is why rows of one text are told apart by the key itself.
 */
const guidOrder = (guid: string): string =>
  guid.toLowerCase().replace(/\d+/g, (digits) => {
    const number = digits.replace(/^0+/, "");
    return "9".repeat(Math.floor(number.length / 9)) + String(number.length % 9) + number;
  });
