// All problems at once, each with its place and, where there is one, its repair.
import { useState } from "react";
import {
  type Diagnostic,
  documentOf,
  type MappingOutline,
  type PatchStep,
  useProblems,
  useWorkbench,
  valueOf,
} from "../../engine";
import { count, plural } from "../../lib/format";
import { askHelp } from "../../lib/help";
import { placeWords } from "../../lib/outline";
import { Button } from "../../ui/button";
import { Icon, type IconName } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { roving } from "../../ui/roving";
import { SearchField } from "../../ui/search_field";
import { Ticked } from "../../ui/ticked";
import "./problems.css";

const icons: Record<Severity, IconName> = { error: "error", warning: "warning", info: "info" };

type Severity = Diagnostic["severity"];

/** As many as anyone reads through; the others are a click away. */
const firstProblems = 200;

/** Every problem of the mapping, worst first; choosing one goes to its place. */
export function ProblemsList({ onGoTo }: { onGoTo: (diagnostic: Diagnostic) => void }) {
  const workbench = useWorkbench();
  const { documents, files, questions } = workbench;
  const { validation } = questions;
  const isBlank = documents.use((s) => documentOf(s).text.trim() === "");
  const name = documents.use((s) => documentOf(s).name);
  const outline = documents.use((s) => s.outline);
  const isChecked = validation.use((s) => valueOf(s) !== undefined);
  const hasSnapshot = files.use((s) => s.snapshot.phase === "ready");
  const [hidden, setHidden] = useState<ReadonlySet<Severity>>(new Set());
  const [filter, setFilter] = useState("");
  const [most, setMost] = useState(firstProblems);
  const problems = useProblems();
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
  const shown = problems.filter((d) => !hidden.has(d.severity) && fits(d, outline, filter));
  return (
    <>
      <div ref={roving} className="problems-bar" role="toolbar" aria-label="Which problems to show">
        {severities.map((severity) => {
          const found = problems.filter((d) => d.severity === severity).length;
          return (
            <button
              key={severity}
              type="button"
              className="problems-bar__kind"
              aria-pressed={!hidden.has(severity)}
              disabled={found === 0}
              onClick={() => setHidden(toggled(hidden, severity))}
            >
              <span className={`problem__icon problem__icon--${severity}`}>
                <Icon name={icons[severity]} />
              </span>
              {severity === "info" ? `${count(found)} for information` : plural(found, severity)}
            </button>
          );
        })}
        <SearchField label="Filter problems" value={filter} onChange={setFilter} />
        <FixSafe problems={problems} />
      </div>
      {shown.length === 0 ? (
        <Notice
          small
          actions={
            <Button size="small" onClick={() => (setFilter(""), setHidden(new Set()))}>
              Show all {plural(problems.length, "problem")}
            </Button>
          }
        >
          No problem fits.
        </Notice>
      ) : (
        <ul ref={roving} className="problems" aria-label="Problems">
          {shown.slice(0, most).map((d, index) => (
            <Problem key={index} diagnostic={d} onGoTo={onGoTo} />
          ))}
          {shown.length > most && (
            <li className="problem-row">
              <Button size="small" onClick={() => setMost(most + firstProblems)}>
                Show more of {count(shown.length)} problems
              </Button>
            </li>
          )}
        </ul>
      )}
    </>
  );
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

const toggled = <Item,>(set: ReadonlySet<Item>, item: Item): ReadonlySet<Item> =>
  set.has(item) ? new Set([...set].filter((other) => other !== item)) : new Set([...set, item]);

/** True when the words, the place or the code of a problem have the text. */
function fits(d: Diagnostic, outline: MappingOutline | undefined, filter: string): boolean {
  const place = d.path !== undefined && outline ? placeWords(outline, d.path) : "";
  const words = `${d.message} ${d.hint ?? ""} ${place} ${d.code}`.replaceAll("`", "").toLowerCase();
  return words.includes(filter.trim().toLowerCase());
}

function Problem({ diagnostic: d, onGoTo }: { diagnostic: Diagnostic; onGoTo: (diagnostic: Diagnostic) => void }) {
  const { documents, edits } = useWorkbench();
  const outline = documents.use((s) => s.outline);
  return (
    <li className="problem-row">
      <button type="button" className="problem" onClick={() => onGoTo(d)}>
        <span className={`problem__icon problem__icon--${d.severity}`}>
          <Icon name={icons[d.severity]} />
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
        aria-label={`What ${d.code} means`}
        onClick={() => askHelp(d.code)}
      >
        {d.code}
      </button>
      {d.patch && (
        <Button
          size="small"
          icon="check"
          className="problem-fix"
          aria-label={`Fix: ${d.message.replaceAll("`", "")}`}
          onClick={() => void edits.mend(JSON.parse(d.patch ?? "[]") as PatchStep[])}
        >
          Fix
        </Button>
      )}
    </li>
  );
}

/** "2 errors, 1 warning", for the tab. */
export function problemCounts(problems: readonly Diagnostic[]): { errors: number; warnings: number; words: string } {
  const errors = problems.filter((d) => d.severity === "error").length;
  const warnings = problems.filter((d) => d.severity === "warning").length;
  return { errors, warnings, words: `${plural(errors, "error")}, ${plural(warnings, "warning")}` };
}
