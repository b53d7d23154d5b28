/**
 * What pushing a mapping to the API would take: every request in order, the changes against what is live, a script that
 * sends them. Nothing here talks to anyone. Importing this starts an engine in this thread, which reads the mappings; who has
 * one already asks `openMapping(text).planPush()`.
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
import { checkedMapping, only } from "../arguments.js";
import { isNoMapping } from "../errors.js";
import { startSync } from "../sync/engine.js";
import type { MappingOutline } from "../types.js";
import { planOf } from "./plan.js";
import type { MappingInput, PlanOptions, PushPlan } from "./types.js";

export { EngineError } from "../errors.js";
export { pushScript } from "./script.js";
export type * from "./types.js";

const engine = await startSync({}, []);

/**
 * The exact requests that bring a mapping to the API: each method, path and body in the order to send them. Nothing is sent.
 *
 * ```ts
 * const plan = planPush(mappingText, { api: "groupingAndMapping" });
 * for (const { method, path, body } of plan.requests) console.log(method, path, body);
 * ```
 *
 * With `live`, a saved answer of the API, the plan changes that mapping: what is the same is not sent again. Fields of the
 * mapping or of a group that the edited text does not mention are left as they are; columns are replaced as a whole.
 * The mapping is taken as it is: have `validate` check it first. Cost: linear in the mapping's size.
 *
 * Errors (thrown): `argument-invalid`, `option-unknown`, `option-value`.
 */
export function planPush(mapping: MappingInput, given?: PlanOptions): PushPlan {
  checkedMapping(mapping);
  const { api, live } = only(given, "api", "live");
  const edited = outlineOf(mapping);
  return planOf(edited, api, live === undefined ? undefined : { outline: outlineOf(live) });
}

function outlineOf(mapping: MappingInput): MappingOutline | undefined {
  try {
    return engine.outline(mapping);
  } catch (error) {
    if (isNoMapping(error)) return undefined;
    throw error;
  }
}
