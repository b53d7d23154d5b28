// The tab Group facts: what groups select, share and leave out.
import { type ReactNode, useRef, useState } from "react";
import { type GroupFacts, type Listed, useGroupFacts, useWorkbench } from "../../engine";
import type { RowsFilter } from "../../lib/filters";
import { count, percent } from "../../lib/format";
import { Button } from "../../ui/button";
import { Door } from "../../ui/door";
import { Notice } from "../../ui/notice";
import { Ticked } from "../../ui/ticked";
import { GroupTable } from "./group_table";
import { OverlapMatrix } from "./overlap_matrix";
import { showRows } from "./show_rows";
import { Ungrouped } from "./ungrouped";
import "./facts.css";

interface FactsPanelProps {
  /** Draws the elements behind a number. */
  list: (shown: {
    listed: Listed;
    onShowRows: (group: string, where: readonly RowsFilter[]) => void;
    onClose: () => void;
  }) => ReactNode;
}

/** What every group selects, which elements groups share, and which elements no group has. */
export default function FactsPanel({ list }: FactsPanelProps) {
  const workbench = useWorkbench();
  const { facts, problem, again } = useGroupFacts();
  const panel = useRef<HTMLDivElement>(null);
  const [asked, setListed] = useState<Listed | null>(null);
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
  const listed = asked && isStillAsked(asked, facts) ? asked : null;
  const goToMatrix = () => panel.current?.querySelector<HTMLElement>(".matrix__cell")?.focus();
  /** Back to what opened it. */
  const close = () => {
    const opener = panel.current?.querySelector<HTMLElement>('[aria-pressed="true"]');
    setListed(null);
    opener?.focus();
  };
  return (
    <div className="facts-panes">
      <div ref={panel} className="facts" role="group" aria-label="Group facts" tabIndex={0}>
        <p className="facts__sum" role="status">
          <b>{count(facts.inGroups)}</b> of {count(facts.elementCount)} elements of the snapshot are in a group (
          {percent(facts.inGroups, facts.elementCount)}), <Several facts={facts} onGo={goToMatrix} />.
        </p>
        <div className="facts__parts">
          {facts.groups.length > 0 && <GroupTable facts={facts} />}
          <OverlapMatrix facts={facts} listed={listed} onList={setListed} />
          <Ungrouped facts={facts} listed={listed} onList={setListed} />
        </div>
      </div>
      {listed && list({ listed, onShowRows: (group, where) => showRows(workbench, group, where), onClose: close })}
    </div>
  );
}

/** A list is of the groups as they were: one that came or went makes it another question. */
function isStillAsked({ question }: Listed, { groups }: GroupFacts): boolean {
  const read = groups.filter(({ isRead }) => isRead).map(({ group }) => group);
  if (question.kind !== "shared" && question.kind !== "ungrouped") return true;
  const isThere = question.groups.every((name) => read.includes(name));
  return isThere && (question.kind === "shared" || question.groups.length === read.length);
}

/** How many elements are in several groups, and the way to which. */
function Several({ facts: { inSeveralGroups }, onGo }: { facts: GroupFacts; onGo: () => void }) {
  const words = (
    <>
      <b>{count(inSeveralGroups)}</b> in more than one
    </>
  );
  if (inSeveralGroups === 0) return words;
  return (
    <Door title="Go to the groups that share them" onClick={onGo}>
      {words}
    </Door>
  );
}
