// What went wrong, in the one shape every panel of the page can show.
import { CrashedError, EngineError } from "premap";
import type { Diagnostic } from "./types";

export type ProblemKind = "fault" | "cancelled" | "crashed";

export interface Problem {
  kind: ProblemKind;
  /** At least one; the first is the headline. */
  diagnostics: Diagnostic[];
}

/** Every rejection of the package (and anything else that was thrown) as a Problem. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof DOMException && thrown.name === "AbortError") {
    return { kind: "cancelled", diagnostics: [plain("cancelled", "The work was stopped.")] };
  }
  if (thrown instanceof CrashedError) {
    return { kind: "crashed", diagnostics: [plain("engine-crashed", thrown.message)] };
  }
  if (thrown instanceof EngineError) {
    const diagnostics = [...thrown.diagnostics];
    return { kind: "fault", diagnostics: diagnostics.length > 0 ? diagnostics : [plain("unknown", thrown.message)] };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { kind: "fault", diagnostics: [plain("unexpected", message)] };
}

/** True when the engine does not know the call (an older engine under a newer page). */
export function isUnknownCall(problem: Problem): boolean {
  return problem.diagnostics.some((d) => d.code === "call-unknown");
}

/** True when the engine was restarted because an earlier, long call was given up: asking again is all it takes. */
export function wasRestarted(problem: Problem): boolean {
  return problem.diagnostics.some((d) => d.code === "engine-restarted");
}

/** Of what the package does not know, too. */
function plain(code: string, message: string): Diagnostic {
  return { code: code as Diagnostic["code"], severity: "error", message };
}
