// The tab Group facts. Facts cost a pass over all rows, so only a change of a group's name or query asks for new ones.
import { useMemo, useState } from "react";
import { type GroupFacts, type Problem, useAnswer, useWorkbench } from "../../engine";
import { count, percent } from "../../lib/format";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { Ticked } from "../../ui/ticked";
import { GroupTable } from "./group_table";
import { OverlapMatrix } from "./overlap_matrix";
import { Ungrouped } from "./ungrouped";
import "./facts.css";

/** What every group selects, which elements groups share, and which elements no group has. */
export function FactsPanel() {
  const { facts, problem, again } = useFacts();
  if (problem) {
    return (
      <Notice small fault live icon="error" actions={<Button onClick={again}>Try again</Button>}>
        <Ticked text={problem.diagnostics[0]?.message ?? "The groups could not be counted."} />
      </Notice>
    );
  }
  if (!facts)
    return (
      <Notice small live>
        Counting what the groups select…
      </Notice>
    );
  if (facts.groups.length === 0) return <Notice small>The mapping has no groups to count.</Notice>;
  return (
    <div className="facts" role="group" aria-label="Group facts" tabIndex={0}>
      <p className="facts__sum" role="status">
        <b>{count(facts.inGroups)}</b> of {count(facts.elementCount)} elements of the snapshot are in a group (
        {percent(facts.inGroups, facts.elementCount)}), <b>{count(facts.inSeveralGroups)}</b> in more than one.
      </p>
      <div className="facts__parts">
        <GroupTable facts={facts} />
        <OverlapMatrix facts={facts} />
        <Ungrouped facts={facts} />
      </div>
    </div>
  );
}

/** The facts of the mapping as it stands; asked for anew when a group's name or query changes, not its columns. */
function useFacts(): { facts: GroupFacts | undefined; problem: Problem | undefined; again: () => void } {
  const { asides, documents } = useWorkbench();
  const outline = documents.use((s) => s.outline);
  const queries = useMemo(() => JSON.stringify(outline?.groups.map(({ name, query }) => [name, query])), [outline]);
  const [asked, setAsked] = useState(0);
  const key = `${asked} ${queries}`;
  const { value: facts, problem } = useAnswer(key, (signal) => asides.groupFacts(signal), { keepsLast: true });
  return { facts, problem: problem?.kind === "cancelled" ? undefined : problem, again: () => setAsked(asked + 1) };
}
