/**
 * What pushing a mapping to the API would take: every request in order, the changes against what is live, a script that
 * sends them. Nothing here talks to anyone, and no engine is needed.
 *
 * ```ts
 * import { planPush, pushScript } from "premap/plan";
 *
 * const plan = planPush(mappingText, { live: savedAnswer });
 * if (plan.obstacles.length === 0) await writeFile("push.sh", pushScript(plan));
 * ```
 *
 * @module
 */
export { EngineError } from "../errors.js";
export { namesInFormula, readsColumn, renameInFormula, type FormulaName } from "./formula_names.js";
export { planPush } from "./plan.js";
export { pushScript } from "./script.js";
export type * from "./types.js";
