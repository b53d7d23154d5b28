// The tabs below the table. Beside the problems stands the editor in which the chosen one is mended, if no form can.
import { documentOf, type DocumentsState, draftOf, groupOf, useProblems, useWorkbench } from "../engine";
import type { ProblemList } from "../features/problems/list_state";
import { type GoTo, problemCounts, ProblemsList } from "../features/problems/problems_list";
import { IconButton } from "../ui/button";
import type { EditorPlace } from "../ui/code_editor";
import { later } from "../ui/later";
import { Notice } from "../ui/notice";
import { Tabs } from "../ui/tabs";

// The editors are most of the page's code and nobody sees them first.
const editorComes = <Notice small>Opening the editor…</Notice>;
const MappingEditor = later(() => import("../features/mapping/mapping_editor"), editorComes);
const QueryPanel = later(() => import("../features/query/query_panel"), editorComes);
const FactsPanel = later(
  () => import("../features/facts/facts_panel"),
  <Notice small live>
    Opening the group facts…
  </Notice>,
);

const ElementsList = later(() => import("../features/elements/elements_list"));

export const dockTabs = ["problems", "query", "mapping", "facts"] as const;
export type DockTab = (typeof dockTabs)[number];

/** A place in the query of a group, or in the file. */
export type TextPlace = { in: "query"; group: number; at: EditorPlace } | { in: "file"; at: EditorPlace | null };

interface DockProps {
  tab: DockTab;
  onTab: (tab: DockTab) => void;
  list: ProblemList;
  /** Where the chosen problem is mended; null: in a form. */
  beside: TextPlace | null;
  onBeside: (place: null) => void;
  onGoTo: GoTo;
}

/** Below the table: problems, the group's query, the mapping as text. */
export function Dock({ tab, onTab, list, beside, onBeside, onGoTo }: DockProps) {
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
        {tab === "problems" && (
          <div className="dock__beside">
            <div className="dock__list">
              <ProblemsList list={list} onGoTo={onGoTo} />
            </div>
            {beside && <Beside place={beside} onClose={() => onBeside(null)} />}
          </div>
        )}
        {tab === "facts" && <FactsPanel list={(shown) => <ElementsList key={shown.listed.title} {...shown} />} />}
        {tab === "query" && <QueryPanel />}
        {tab === "mapping" && <MappingEditor place={null} />}
      </Tabs>
    </section>
  );
}

function isDrafted(state: DocumentsState): boolean {
  const group = groupOf(state);
  return group !== undefined && draftOf(documentOf(state), group) !== undefined;
}

/** The editor of what the chosen problem is about, beside the list of them. */
function Beside({ place, onClose }: { place: TextPlace; onClose: () => void }) {
  const group = useWorkbench().documents.use((s) => documentOf(s).group);
  const isQuery = place.in === "query";
  return (
    <section className="dock__editor" aria-label={isQuery ? "Query with the problem" : "Mapping file with the problem"}>
      <header className="bar dock__head">
        {isQuery ? "Query" : "Mapping file"}
        <IconButton icon="close" label="Close the editor" onClick={onClose} />
      </header>
      {isQuery ? <QueryPanel place={place.group === group ? place.at : null} /> : <MappingEditor place={place.at} />}
    </section>
  );
}
