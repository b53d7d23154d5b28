import { useEffect, useMemo, useState } from "react";
import { type Diagnostic, groupOf, useWorkbench, useWorkbenchState } from "../../engine";
import { Button } from "../../ui/button";
import { CodeEditor } from "../../ui/code_editor";
import { Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { Ticked } from "../../ui/ticked";
import { ecsqlCompletion, ecsqlLanguage } from "./ecsql_language";
import "./query.css";

const checkPause = 250;

/** The chosen group's ECSQL: checked while you type, run on demand. */
export default function QueryPanel() {
  const group = useWorkbenchState(groupOf);
  const index = useWorkbenchState((s) => s.group);
  if (!group) return <Notice small>Open a mapping to edit the queries of its groups.</Notice>;
  return <QueryEditor key={index} query={group.query} groupName={group.name} />;
}

function QueryEditor({ query, groupName }: { query: string; groupName: string }) {
  const workbench = useWorkbench();
  const schemas = useWorkbenchState((s) => s.schemas);
  const [draft, setDraft] = useState(query);
  const [faults, setFaults] = useState<Diagnostic[]>([]);
  const [sql, setSql] = useState("");
  const [sqlShown, setSqlShown] = useState(false);
  const ready = useWorkbenchState((s) => s.snapshot.phase === "ready");
  const completion = useMemo(() => ecsqlCompletion(schemas ?? []), [schemas]);
  const edited = draft !== query;

  useEffect(() => setDraft(query), [query]);

  useEffect(() => {
    if (!ready) return;
    let current = true;
    const wait = setTimeout(() => {
      void workbench.compileQuery(draft).then((answer) => {
        if (!current) return;
        setFaults(answer.diagnostics);
        if (answer.sql !== undefined) setSql(answer.sql);
      });
    }, checkPause);
    return () => {
      current = false;
      clearTimeout(wait);
    };
  }, [workbench, draft, ready]);

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

  const run = (text: string) => workbench.runQuery(text);
  const first = faults[0];
  return (
    <div className="query">
      <div className="query__bar">
        <Status fault={first} edited={edited} />
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
          label={`ECSQL query of ${groupName}`}
          value={draft}
          language={ecsqlLanguage}
          completion={completion}
          marks={marks}
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

function Status({ fault, edited }: { fault: Diagnostic | undefined; edited: boolean }) {
  if (fault) {
    const place = fault.span && fault.span.line > 0 ? `Line ${fault.span.line}, column ${fault.span.column}: ` : "";
    return (
      <p className="query__status query__status--fault" role="status">
        <Icon name="error" />
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
