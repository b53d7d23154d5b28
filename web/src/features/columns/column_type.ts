// The data type a candidate becomes: its property's, or, of JSON that has none, what all of its values are.
import type { Candidate } from "../../lib/candidates";
import type { Trial } from "./use_candidates";

/** A number of JSON is whole for sure once all rows were read; before that a fraction may still come. */
export function typeFrom(item: Candidate, trial: Trial | undefined): string {
  if (!item.isByValues) return item.dataType;
  const { filled = 0, asDouble = 0, asInteger = 0, asBoolean = 0 } = trial?.facts ?? {};
  if (item.dataType === "Boolean") return filled === asBoolean ? "Boolean" : "String";
  if (filled !== asDouble) return "String";
  return trial?.isWhole && filled > 0 && filled === asInteger ? "Integer" : "Double";
}
