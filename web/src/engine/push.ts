// The APIs a mapping is pushed to, and what a push would take; the engine plans it, nothing is ever sent from here.
import type { MappingApi } from "./types";

export { pushScript } from "premap/script";
export type { MappingChange, PlannedRequest, PushPlan } from "premap/plan";

export const mappingApis: readonly (readonly [MappingApi, string])[] = [
  ["groupingAndMapping", "Grouping and Mapping"],
  ["reporting", "Reporting v1"],
];
