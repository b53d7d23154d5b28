// What went wrong, in the one shape every panel of the page can show.
import { CrashedError, EngineError } from "premap";
import type { Diagnostic, Preview, Profile, ValidationReport } from "./types";

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
  return problem.diagnostics.some((d) => d.code === "engine-restarted" || d.code === "cursor-lost");
}

/** Of what the package does not know, too. */
function plain(code: string, message: string): Diagnostic {
  return { code: code as Diagnostic["code"], severity: "error", message };
}

const rank = { error: 0, warning: 1, info: 2 };

/** Problems of a mapping and of the group on screen, as far as they count, each once, errors first. */
export function problemsOf(
  report: ValidationReport | undefined,
  table: Preview | undefined,
  profile: Profile | undefined,
  failure: Problem | undefined,
  counts: (problem: Diagnostic) => boolean = () => true,
): Diagnostic[] {
  const placeOf = ({ code, path = "" }: Diagnostic) => `${code}|${path}`;
  const reported = report?.diagnostics.filter(counts) ?? [];
  // The report has read these rows, too, and may say the same in other words.
  const told = new Set(reported.map(placeOf));
  const others = [
    ...(table?.diagnostics ?? []),
    ...(profile?.diagnostics ?? []),
    ...(failure?.diagnostics.filter((d) => d.path !== undefined) ?? []),
  ].filter((d) => counts(d) && !told.has(placeOf(d)));
  const seen = new Set<string>();
  const unique = [...reported, ...others].filter((d) => {
    const key = `${placeOf(d)}|${d.message}`;
    return !seen.has(key) && seen.add(key);
  });
  return unique.sort((a, b) => rank[a.severity] - rank[b.severity]);
}
