// The data type a candidate becomes: its property's, or, of JSON that has none, what all of its values are.
import type { Candidate } from "../../lib/candidates";
import type { Trial } from "./use_candidates";

/**
 * Never one that the values read so far do not fit: what a query selects may be an array. A number of JSON is whole for sure once all
 * rows were read; before that a fraction may still come.
 */
export function typeFrom({ dataType, measure, isByValues }: Candidate, trial: Trial | undefined): string {
  if (!trial || measure !== undefined) return dataType;
  const { filled, asDouble, asInteger, asBoolean } = trial.facts;
  if (isByValues && dataType === "Double" && trial.isWhole && filled > 0 && filled === asInteger) return "Integer";
  const fitting: Record<string, number> = { Boolean: asBoolean, Integer: asInteger, Double: asDouble, String: filled };
  if (fitting[dataType] === filled) return dataType;
  return dataType === "Integer" && asDouble === filled ? "Double" : "String";
}
