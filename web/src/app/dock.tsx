// The tabs below the table. A diagnostic becomes a place in the editor here and nowhere else.
import { lazy, Suspense } from "react";
import {
  type Diagnostic,
  documentOf,
  type DocumentsState,
  draftOf,
  groupOf,
  type MappingOutline,
  useProblems,
  useWorkbench,
} from "../engine";
import { FactsPanel } from "../features/facts/facts_panel";
import { problemCounts, ProblemsList } from "../features/problems/problems_list";
import { rangeOf } from "../lib/outline";
import type { EditorPlace } from "../ui/code_editor";
import { Notice } from "../ui/notice";
import { Tabs } from "../ui/tabs";

// The editors are most of the page's code and nobody sees them first.
const MappingEditor = lazy(() => import("../features/mapping/mapping_editor"));
const QueryPanel = lazy(() => import("../features/query/query_panel"));

export const dockTabs = ["problems", "query", "mapping", "facts"] as const;
export type DockTab = (typeof dockTabs)[number];

interface DockProps {
  tab: DockTab;
  onTab: (tab: DockTab) => void;
  place: EditorPlace | null;
  onGoTo: (diagnostic: Diagnostic) => void;
}

/** Below the table: problems, the group's query, the mapping as text. */
export function Dock({ tab, onTab, place, onGoTo }: DockProps) {
  const { errors, warnings, words } = problemCounts(useProblems());
  const problems = (
    <>
      Problems
      {errors + warnings > 0 && (
        <span className={`chip ${errors > 0 ? "chip--fault" : "chip--attention"}`} title={words}>
          {errors + warnings}
        </span>
      )}
    </>
  );
  const hasDraft = useWorkbench().documents.use(isDrafted);
  const query = (
    <>
      Query
      {hasDraft && (
        <span className="chip" title="What was typed into the query was not run yet">
          not run
        </span>
      )}
    </>
  );
  return (
    <section className="dock" aria-label="Problems, query, mapping file and group facts">
      <Tabs
        label="Problems, query, mapping file and group facts"
        selected={tab}
        onSelect={onTab}
        items={[
          { key: "problems", label: problems },
          { key: "query", label: query },
          { key: "mapping", label: "Mapping file" },
          { key: "facts", label: "Group facts" },
        ]}
      >
        {tab === "problems" && <ProblemsList onGoTo={onGoTo} />}
        {tab === "facts" && <FactsPanel />}
        <Suspense fallback={<Notice small>Opening the editor…</Notice>}>
          {tab === "query" && <QueryPanel />}
          {tab === "mapping" && <MappingEditor place={place} />}
        </Suspense>
      </Tabs>
    </section>
  );
}

function isDrafted(state: DocumentsState): boolean {
  const group = groupOf(state);
  return group !== undefined && draftOf(documentOf(state), group) !== undefined;
}

/** Where a diagnostic stands in the mapping's text. */
export function placeOf(
  outline: MappingOutline | undefined,
  { path, span }: { path?: string; span?: Diagnostic["span"] },
): EditorPlace | null {
  if (span) return { from: span.from, to: span.to };
  return path !== undefined && outline ? rangeOf(outline, path) : null;
}
