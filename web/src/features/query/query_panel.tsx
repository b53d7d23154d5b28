// The tab Query: the group's ECSQL with completion from this snapshot, its faults, and the SQL it becomes.
import { useMemo, useState } from "react";
import {
  type Diagnostic,
  documentOf,
  draftOf,
  type GroupOutline,
  groupOf,
  isUnknownCall,
  type Problem,
  useAnswer,
  useProblems,
  useWorkbench,
} from "../../engine";
import { Button } from "../../ui/button";
import { CodeEditor, type EditorPlace } from "../../ui/code_editor";
import { Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { Ticked } from "../../ui/ticked";
import { ecsqlCompletion, ecsqlLanguage } from "./ecsql_language";
import "./query.css";

const checkPause = 250;

const noFaults: readonly Diagnostic[] = [];

/** What is wrong with a query; not what came between. */
const faultsOf = (problem: Problem): readonly Diagnostic[] =>
  problem.kind === "fault" && !isUnknownCall(problem) ? problem.diagnostics : noFaults;

/** The chosen group's ECSQL: checked while you type, run on demand. */
export default function QueryPanel({ place = null }: { place?: EditorPlace | null }) {
  const { documents } = useWorkbench();
  const group = documents.use(groupOf);
  const index = documents.use((s) => documentOf(s).group);
  if (!group) return <Notice small>Open a mapping to edit the queries of its groups.</Notice>;
  // Its steps back are those of one group.
  return <QueryEditor key={`${documents.shown} ${index} ${group.name}`} group={group} place={place} />;
}

/** A place is one in the query as the mapping has it. */
function QueryEditor({ group, place }: { group: GroupOutline; place: EditorPlace | null }) {
  const { asides, documents, edits, files } = useWorkbench();
  const { query } = group;
  const schemas = files.use((s) => s.schemas);
  // It outlives the panel: whoever looks elsewhere in between finds what was typed.
  const draft = documents.use((s) => draftOf(documentOf(s), group)) ?? query;
  const setDraft = (text: string) => documents.keepDraft(group, text === query ? undefined : text);
  const [sqlShown, setSqlShown] = useState(false);
  const asking = { keepsLast: true, after: "snapshot", pause: checkPause } as const;
  const { value: sql = "", problem } = useAnswer(draft, () => asides.compile(draft), asking);
  const faults = problem ? faultsOf(problem) : noFaults;
  const completion = useMemo(() => ecsqlCompletion(schemas ?? []), [schemas]);
  const edited = draft !== query;

  // What was typed since is another text.
  const shownPlace = useMemo(() => place && (edited ? { ...place, from: 0, to: 0 } : place), [place]);

  const marks = useMemo(
    () =>
      faults.map((d) => ({
        from: d.span?.from ?? 0,
        to: d.span?.to ?? draft.length,
        severity: d.severity,
        message: d.message,
        hint: d.hint,
      })),
    // Marks belong to the text that was checked.
    [faults],
  );

  const run = (text: string) => edits.runQuery(text);
  // What compiles may still be told of: of the query as it is in the mapping.
  const told = useProblems().find((d) => d.path === `${group.pointer}/query` && d.patch && d.code === "query-dialect");
  const first = faults[0] ?? (edited ? undefined : told);
  const mended = first?.edits && !first.patch ? edit(draft, first.edits) : undefined;
  const fix =
    mended !== undefined && faults.length > 0
      ? () => setDraft(mended)
      : first?.patch && faults.length === 0
        ? () => void edits.fix(first)
        : undefined;
  return (
    <div className="stack">
      <div className="bar query__bar">
        <Status fault={first} edited={edited} onFix={fix} />
        <span className="query__buttons">
          <Button size="small" look="plain" aria-pressed={sqlShown} onClick={() => setSqlShown(!sqlShown)}>
            {sqlShown ? "Hide SQLite SQL" : "Show SQLite SQL"}
          </Button>
          <Button size="small" disabled={!edited} onClick={() => setDraft(query)}>
            Revert
          </Button>
          <Button size="small" look="primary" icon="play" onClick={() => run(draft)}>
            Run <kbd>Ctrl</kbd>
            <kbd>Enter</kbd>
          </Button>
        </span>
      </div>
      <div className="query__panes">
        <CodeEditor
          label={`ECSQL query of ${group.name}`}
          value={draft}
          language={ecsqlLanguage}
          completion={completion}
          marks={marks}
          place={shownPlace}
          lineWrapping
          onChange={setDraft}
          onRun={run}
        />
        {sqlShown && (
          <pre className="query__sql" tabIndex={0} aria-label="SQLite SQL">
            {faults.length > 0 ? "The query has to compile first." : sql}
          </pre>
        )}
      </div>
    </div>
  );
}

/** The text after edits of it, which stand in order of place. */
function edit(text: string, changes: NonNullable<Diagnostic["edits"]>): string {
  let out = "";
  let at = 0;
  for (const { span, text: written } of changes) {
    out += text.slice(at, span.from) + written;
    at = span.to;
  }
  return out + text.slice(at);
}

interface StatusProps {
  fault: Diagnostic | undefined;
  edited: boolean;
  /** Puts what is offered into the query. */
  onFix: (() => void) | undefined;
}

function Status({ fault, edited, onFix }: StatusProps) {
  if (fault) {
    const isFault = fault.severity === "error";
    // Of what compiles the place counts in the mapping's file.
    const place =
      isFault && fault.span && fault.span.line > 0 ? `Line ${fault.span.line}, column ${fault.span.column}: ` : "";
    return (
      <p className={`query__status query__status--${isFault ? "fault" : "told"}`} role="status">
        {onFix && (
          <Button size="small" icon="check" onClick={onFix}>
            Fix
          </Button>
        )}
        <Icon name={isFault ? "error" : "warning"} />
        <span>
          {place}
          <Ticked text={fault.message} />{" "}
          {fault.hint && (
            <span className="query__hint">
              <Ticked text={fault.hint} />
            </span>
          )}
        </span>
      </p>
    );
  }
  return (
    <p className="query__status" role="status">
      {edited ? "Edited. Run it to see the rows." : "The group's rows, in ECSQL."}
    </p>
  );
}
