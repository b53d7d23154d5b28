// All problems at once, each with its place and, where there is one, its repair.
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef } from "react";
import { type Diagnostic, documentOf, useProblems, useWorkbench, valueOf } from "../../engine";
import { count, plural } from "../../lib/format";
import { askHelp } from "../../lib/help";
import { placeWords } from "../../lib/outline";
import { rowsOfProblem } from "../../lib/problem_rows";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { roving } from "../../ui/roving";
import { SearchField } from "../../ui/search_field";
import { Ticked } from "../../ui/ticked";
import { chosenLine, firstProblems, keyOf, type ProblemList, shownProblems } from "./list_state";
import "./problems.css";

/** What choosing a problem does: a click shows where it is mended, a key goes there. */
export type GoTo = (problem: Diagnostic, how: "show" | "go") => void;

/** Those that are shown, in the order of the list. */
export function useShownProblems(list: ProblemList): Diagnostic[] {
  const problems = useProblems();
  const outline = useWorkbench().documents.use((s) => s.outline);
  const { hidden, filter } = list.use((s) => s);
  return useMemo(() => shownProblems(problems, outline, { hidden, filter }), [problems, outline, hidden, filter]);
}

/** Every problem of the mapping, worst first; choosing one shows where it is mended. */
export function ProblemsList({ list, onGoTo }: { list: ProblemList; onGoTo: GoTo }) {
  const workbench = useWorkbench();
  const { documents, files, questions } = workbench;
  const { validation } = questions;
  const isBlank = documents.use((s) => documentOf(s).text.trim() === "");
  const name = documents.use((s) => documentOf(s).name);
  const isChecked = validation.use((s) => valueOf(s) !== undefined);
  const hasSnapshot = files.use((s) => s.snapshot.phase === "ready");
  const { hidden, filter } = list.use((s) => s);
  const problems = useProblems();
  const shown = useShownProblems(list);
  if (isBlank) return <Notice small>No mapping is open.</Notice>;
  if (!isChecked && problems.length === 0) return <Notice small>The mapping has not been checked yet.</Notice>;
  if (problems.length === 0) {
    return (
      <Notice
        small
        icon="check"
        title="No problems found in this mapping"
        actions={
          name === "mapping.json (sample)" && (
            <Button onClick={() => void workbench.openSample("broken")}>Open the broken sample</Button>
          )
        }
      >
        {hasSnapshot
          ? "It keeps the rules, and fits the schemas and rows of this snapshot."
          : "It keeps the rules. What schemas and rows tell is checked once a snapshot is open."}
      </Notice>
    );
  }
  return (
    <>
      <div ref={roving} className="bar problems-bar" role="toolbar" aria-label="Which problems to show">
        {severities.map((severity) => {
          const found = problems.filter((d) => d.severity === severity).length;
          return (
            <button
              key={severity}
              type="button"
              className="pill"
              aria-pressed={!hidden.has(severity)}
              disabled={found === 0}
              onClick={() => list.toggle(severity)}
            >
              <span className="problem__icon">
                <Icon name={severity} severity={severity} />
              </span>
              {severity === "info" ? `${count(found)} for information` : plural(found, severity)}
            </button>
          );
        })}
        <SearchField label="Filter problems" value={filter} onChange={(value) => list.change({ filter: value })} />
        <FixSafe problems={problems} />
      </div>
      {shown.length === 0 ? (
        <Notice
          small
          actions={
            <Button size="small" onClick={() => list.showAll()}>
              Show all {plural(problems.length, "problem")}
            </Button>
          }
        >
          No problem fits.
        </Notice>
      ) : (
        <Lines list={list} shown={shown} onGoTo={onGoTo} />
      )}
    </>
  );
}

/** Ten are about what is on screen. */
const pageOfLines = 10;

/** One stop for Tab, its line; up and down lead from line to line, left and right from button to button of one. */
function Lines({ list, shown, onGoTo }: { list: ProblemList; shown: readonly Diagnostic[]; onGoTo: GoTo }) {
  const { most, chosen } = list.use((s) => s);
  const lines = useRef<HTMLUListElement>(null);
  const at = chosenLine(shown, { chosen });
  const stop = Math.max(0, at);

  // As it was left; a problem that is chosen from elsewhere comes into view.
  const seen = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (!lines.current) return;
    if (seen.current === null) lines.current.scrollTop = list.scrollTop;
    else if (seen.current !== at) lines.current.children[at]?.scrollIntoView({ block: "nearest" });
    seen.current = at;
  }, [at]);

  function onKeyDown(event: KeyboardEvent) {
    // With these they are the browser's: back, for one.
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const aside = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (aside !== undefined) return beside(event.target, aside)?.focus();
    const last = shown.length - 1;
    const steps: Record<string, number> = {
      ...{ ArrowDown: stop + 1, ArrowUp: stop - 1, Home: 0, End: last },
      ...{ PageDown: Math.min(last, stop + pageOfLines), PageUp: Math.max(0, stop - pageOfLines) },
    };
    const to = steps[event.key];
    const problem = to === undefined ? undefined : shown[to];
    if (to === undefined) return;
    event.preventDefault();
    if (!problem) return;
    list.choose(problem, to);
    onGoTo(problem, "show");
    requestAnimationFrame(() => lines.current?.children[to]?.querySelector("button")?.focus());
  }

  return (
    <ul
      ref={lines}
      className="problems"
      aria-label="Problems"
      onKeyDown={onKeyDown}
      onScroll={(event) => (list.scrollTop = event.currentTarget.scrollTop)}
    >
      {shown.slice(0, most).map((d, line) => (
        <Problem
          key={keyOf(d)}
          diagnostic={d}
          isChosen={line === at}
          isStop={line === stop}
          onChoose={(how) => {
            list.choose(d, line);
            onGoTo(d, how);
          }}
        />
      ))}
      {shown.length > most && (
        <li className="problem-row">
          <Button size="small" onClick={() => list.change({ most: most + firstProblems })}>
            Show more of {count(shown.length)} problems
          </Button>
        </li>
      )}
    </ul>
  );
}

/** The button before or after another of the same line. */
function beside(target: EventTarget, step: number): HTMLElement | undefined {
  const buttons = [...((target as Element).closest("li")?.querySelectorAll<HTMLElement>("button") ?? [])];
  return buttons[buttons.indexOf(target as HTMLElement) + step];
}

/** One click for all repairs that say the same in the right words; it is one step back, too. */
function FixSafe({ problems }: { problems: readonly Diagnostic[] }) {
  const { asides, edits } = useWorkbench();
  const safe = problems.filter(({ isPatchSafe, patch }) => isPatchSafe && patch).length;
  if (safe === 0) return null;
  return (
    <Button
      size="small"
      icon="check"
      title="Repairs that say the same in the right words; one Undo takes all of them back"
      onClick={() => void edits.rewrite((text) => asides.fixed(text))}
    >
      {safe === 1 ? "Fix the safe one" : `Fix all ${count(safe)} safe ones`}
    </Button>
  );
}

const severities = ["error", "warning", "info"] as const;

interface ProblemProps {
  diagnostic: Diagnostic;
  isChosen: boolean;
  isStop: boolean;
  onChoose: (how: "show" | "go") => void;
}

function Problem({ diagnostic: d, isChosen, isStop, onChoose }: ProblemProps) {
  const workbench = useWorkbench();
  const { documents, edits, files } = workbench;
  const outline = documents.use((s) => s.outline);
  const hasRows = files.use((s) => s.snapshot.phase === "ready");
  const rows = hasRows && outline ? rowsOfProblem(outline, d) : undefined;
  return (
    <li className={`problem-row${isChosen ? " problem-row--chosen" : ""}`}>
      <button
        type="button"
        className="problem"
        aria-current={isChosen || undefined}
        tabIndex={isStop ? 0 : -1}
        // Enter comes as a click without a press.
        onClick={(event) => onChoose(event.detail === 0 ? "go" : "show")}
        onDoubleClick={() => onChoose("go")}
      >
        <span className="problem__icon">
          <Icon name={d.severity} severity={d.severity} />
          <span className="visually-hidden">{d.severity}</span>
        </span>
        <span className="problem__words">
          <span>
            <Ticked text={d.message} />
          </span>
          {d.hint && (
            <span className="problem__hint">
              <Ticked text={d.hint} />
            </span>
          )}
        </span>
        <span className="problem__place">{d.path !== undefined && outline ? placeWords(outline, d.path) : ""}</span>
      </button>
      <button
        type="button"
        className="problem__code code-link"
        tabIndex={-1}
        aria-label={`What ${d.code} means`}
        onClick={() => askHelp(d.code)}
      >
        {d.code}
      </button>
      <span className="problem-row__buttons">
        {d.patch && (
          <Button
            size="small"
            icon="check"
            tabIndex={-1}
            aria-label={`Fix: ${d.message.replaceAll("`", "")}`}
            onClick={() => void edits.fix(d)}
          >
            Fix
          </Button>
        )}
        {rows && (
          <Button
            size="small"
            icon="table"
            tabIndex={-1}
            aria-label={`Show the rows: ${d.message.replaceAll("`", "")}`}
            title="Show these rows in the table"
            onClick={() => workbench.showRows(rows.group, rows.where)}
          >
            Rows
          </Button>
        )}
        {isChosen && (
          <Button size="small" tabIndex={-1} onClick={() => onChoose("go")}>
            Go there
          </Button>
        )}
      </span>
    </li>
  );
}

/** "2 errors, 1 warning", for the tab. */
export function problemCounts(problems: readonly Diagnostic[]): { errors: number; warnings: number; words: string } {
  const errors = problems.filter((d) => d.severity === "error").length;
  const warnings = problems.filter((d) => d.severity === "warning").length;
  return { errors, warnings, words: `${plural(errors, "error")}, ${plural(warnings, "warning")}` };
}
