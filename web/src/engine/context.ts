// How components reach the rooms: `const schemas = useWorkbench().files.use((s) => s.schemas)`. A panel uses what it shows, and
// renders again when that changes.
import { createContext, useContext, useMemo } from "react";
import { haveSamePlaces } from "../lib/outline";
import { ProblemsByField } from "../lib/problem_place";
import { valueOf } from "./jobs";
import { problemsOf } from "./problem";
import type { Diagnostic } from "./types";
import type { Workbench } from "./workbench";

export const WorkbenchContext = createContext<Workbench | null>(null);

export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext);
  if (!workbench) throw new Error("No workbench above this component");
  return workbench;
}

/** Problems of the mapping and of the group on screen, each once, errors first. */
export function useProblems(): Diagnostic[] {
  const { questions } = useWorkbench();
  const { validation, preview, counting } = questions;
  const judged = validation.use(valueOf);
  const failure = preview.use((s) => (s.phase === "failed" ? s.problem : undefined));
  const table = preview.use((s) => valueOf(s)?.table);
  const profile = counting.use(valueOf);
  return useMemo(() => {
    // What the rows of another text told may be mended by now, and its place another's.
    const isOfText = (d: Diagnostic) => !judged || (questions.foundIn(d) ?? judged).text === judged.text;
    return problemsOf(judged?.report, table, profile, failure, isOfText);
  }, [questions, judged, table, profile, failure]);
}

/** The same by the field of a form that mends them; undefined while the text has moved on from what was checked. */
export function useProblemsByField(): ProblemsByField | undefined {
  const { documents, questions } = useWorkbench();
  const outline = documents.use((s) => s.outline);
  const judged = questions.validation.use((s) => valueOf(s)?.outline);
  const problems = useProblems();
  return useMemo(
    () => (outline && judged && haveSamePlaces(judged, outline) ? new ProblemsByField(outline, problems) : undefined),
    [outline, judged, problems],
  );
}
