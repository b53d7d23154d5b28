// The tab Group facts: what groups select, share and leave out.
import { useGroupFacts } from "../../engine";
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
  const { facts, problem, again } = useGroupFacts();
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
  return (
    <div className="facts" role="group" aria-label="Group facts" tabIndex={0}>
      <p className="facts__sum" role="status">
        <b>{count(facts.inGroups)}</b> of {count(facts.elementCount)} elements of the snapshot are in a group (
        {percent(facts.inGroups, facts.elementCount)}), <b>{count(facts.inSeveralGroups)}</b> in more than one.
      </p>
      <div className="facts__parts">
        {facts.groups.length > 0 && <GroupTable facts={facts} />}
        <OverlapMatrix facts={facts} />
        <Ungrouped facts={facts} />
      </div>
    </div>
  );
}
