/** Edits of a text. The engine counts bytes of UTF-8, a JavaScript text has UTF-16 units. */

import type { FixedMapping, TextEdit } from "./types.js";

/** What the engine's `fix` answers. */
export type FixAnswer = Omit<FixedMapping, "mapping">;

export function withText(text: string, answer: FixAnswer): FixedMapping {
  return { mapping: applyEdits(text, answer.edits), ...answer };
}

/** `edits` are in order of place and touch different parts. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  if (edits.length === 0) return text;
  const place = { unit: 0, byte: 0 };
  const parts: string[] = [];
  let done = 0;
  for (const { span, text: added } of edits) {
    parts.push(text.slice(done, goTo(place, text, span.begin)), added);
    done = goTo(place, text, span.end);
  }
  parts.push(text.slice(done));
  return parts.join("");
}

/** Walks on to the byte, and answers the unit that begins there. */
function goTo(place: { unit: number; byte: number }, text: string, byte: number): number {
  while (place.byte < byte) {
    const code = text.charCodeAt(place.unit++);
    // A pair has four bytes; a half without the other is written as U+FFFD, of three.
    if (code < 0x80) place.byte += 1;
    else if (code < 0x800) place.byte += 2;
    else if (code < 0xd800 || code > 0xdbff || !isLowHalf(text.charCodeAt(place.unit))) place.byte += 3;
    else [place.byte, place.unit] = [place.byte + 4, place.unit + 1];
  }
  return place.unit;
}

const isLowHalf = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
