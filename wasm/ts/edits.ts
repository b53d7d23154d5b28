/** Edits of a text, as `fix` and `apply` give them. */

import type { FixedMapping, TextEdit } from "./types.js";

/** A text's edits, and whatever else the engine says of them. */
export interface EditsAnswer {
  edits: TextEdit[];
}
/** What the engine's `fix` answers. */
export type FixAnswer = Omit<FixedMapping, "mapping">;

export function withText<Answer extends EditsAnswer>(text: string, answer: Answer): Answer & { mapping: string } {
  return { mapping: applyEdits(text, answer.edits), ...answer };
}

/** `edits` are in order of place and touch different parts. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { span, text: added } of edits) {
    parts.push(text.slice(done, span.from), added);
    done = span.to;
  }
  parts.push(text.slice(done));
  return parts.join("");
}
