// The facts of groups as panels ask for them. They cost a pass over all rows, so only a change of a group's name or query asks anew.
import { useMemo, useState } from "react";
import { useAnswer } from "./answer";
import { useWorkbench } from "./context";
import type { Problem } from "./problem";
import type { GroupFacts } from "./types";

/** The facts of the mapping as it stands; asked for anew when a group's name or query changes, not its columns. */
export function useGroupFacts(): { facts: GroupFacts | undefined; problem: Problem | undefined; again: () => void } {
  const { asides, documents } = useWorkbench();
  const outline = documents.use((s) => s.outline);
  const queries = useMemo(() => JSON.stringify(outline?.groups.map(({ name, query }) => [name, query])), [outline]);
  const [asked, setAsked] = useState(0);
  const key = `${asked} ${queries}`;
  const { value: facts, problem } = useAnswer(key, (signal) => asides.groupFacts(signal), { keepsLast: true });
  return { facts, problem: problem?.kind === "cancelled" ? undefined : problem, again: () => setAsked(asked + 1) };
}
