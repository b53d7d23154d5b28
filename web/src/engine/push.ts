// What the push of the mapping would take; the package plans it, nothing is ever sent from here.
export { planPush, pushScript, type MappingChange, type PlannedRequest, type PushPlan } from "premap/plan";
