// The facts of groups as panels ask for them. They cost a pass over all rows, so only a change of a group's name or query asks anew.
import { useMemo, useState } from "react";
import { useAnswer } from "./answer";
import { useWorkbench } from "./context";
import type { Problem } from "./problem";
import type { GroupFacts } from "./types";

/** Names and queries of all groups, as one text: what depends on them alone is asked anew when it changes. */
export function useGroupQueries(): string | undefined {
  const outline = useWorkbench().documents.use((s) => s.outline);
  return useMemo(() => outline && JSON.stringify(outline.groups.map(({ name, query }) => [name, query])), [outline]);
}

/** The facts of the mapping as it stands; asked for anew when a group's name or query changes, not its columns. */
export function useGroupFacts(): { facts: GroupFacts | undefined; problem: Problem | undefined; again: () => void } {
  const { asides } = useWorkbench();
  const queries = useGroupQueries();
  const [asked, setAsked] = useState(0);
  const key = `${asked} ${queries}`;
  const { value: facts, problem } = useAnswer(key, (signal) => asides.groupFacts(signal), { keepsLast: true });
  return { facts, problem: problem?.kind === "cancelled" ? undefined : problem, again: () => setAsked(asked + 1) };
}
