/**
 * A plan as a script that a person can read before it runs.
 *
 * ```ts
 * import { pushScript } from "premap/script";
 *
 * const script = pushScript(await document.planPush());
 * ```
 *
 * @module
 */
import { describe, has } from "../arguments.js";
import { engineError } from "../errors.js";
import { powerShellScript } from "./script/powershell.js";
import { shellScript } from "./script/shell.js";
import { scriptOf } from "./script/steps.js";
import type { PushPlan, ScriptOptions } from "./types.js";

export type { PushPlan, ScriptOptions } from "./types.js";

/**
 * The plan as a script that sends it: a POSIX shell script for curl and jq, or with `shell: "powershell"` one for PowerShell. Run
 * as it is, it only lists the requests; `--send` (`-Send`) sends them. It waits when it is told to, and where an answer is lost it
 * looks whether the request took effect; when it was cut off or has failed, the same command goes on where it was. The token and
 * the iModel's id come from the environment (`ITWIN_TOKEN`, `IMODEL_ID`), never from the script. Whatever the mapping's names and
 * queries hold, the shell reads it as text.
 *
 * Errors: a plan with obstacles throws a RangeError, what is no plan or no shell an EngineError.
 */
export function pushScript(plan: PushPlan, options?: ScriptOptions): string {
  if (!has(plan, "requests") || !has(plan, "obstacles"))
    throw engineError("argument-invalid", `\`plan\` must be what planPush answers; it is ${describe(plan)}`);
  const shell = options?.shell ?? "sh";
  if (shell !== "sh" && shell !== "powershell")
    throw engineError("option-value", `\`shell\` is "sh" or "powershell"; it is ${describe(shell)}`);
  const [obstacle] = plan.obstacles;
  if (obstacle) throw new RangeError(`This plan cannot be sent: ${obstacle.message}`);
  const script = scriptOf(plan);
  return shell === "sh" ? shellScript(script) : powerShellScript(script);
}
