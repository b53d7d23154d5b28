// What the push of the mapping would take; the engine plans it, nothing is ever sent from here.
export { pushScript } from "premap";
export type { MappingChange, PlannedRequest, PushPlan } from "premap/plan";
