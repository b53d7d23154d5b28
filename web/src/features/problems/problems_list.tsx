import { type Diagnostic, problemsOf, useWorkbench, useWorkbenchState } from "../../engine";
import { applyPatch } from "../../lib/mapping_edits";
import { plural } from "../../lib/format";
import { placeWords } from "../../lib/mapping_text";
import { Button } from "../../ui/button";
import { Icon, type IconName } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { Ticked } from "../../ui/ticked";
import "./problems.css";

const icons: Record<Diagnostic["severity"], IconName> = { error: "error", warning: "warning", info: "info" };

/** Every problem of the mapping, worst first; choosing one goes to its place. */
export function ProblemsList({ onGoTo }: { onGoTo: (diagnostic: Diagnostic) => void }) {
  const workbench = useWorkbench();
  const state = useWorkbenchState((s) => s);
  const problems = problemsOf(state);
  if (!state.validation && problems.length === 0) return <Notice small>The mapping has not been checked yet.</Notice>;
  if (problems.length === 0) {
    return (
      <Notice
        small
        icon="check"
        title="No problems found in this mapping"
        actions={
          state.mappingName === "mapping.json (sample)" && (
            <Button onClick={() => void workbench.openSample("broken")}>Open the broken sample</Button>
          )
        }
      >
        Everything its rules, its schemas and its rows tell is in order.
      </Notice>
    );
  }
  return (
    <ul className="problems" aria-label="Problems">
      {problems.map((d, index) => (
        <li key={index} className="problem-row">
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
            <span className="problem__place">
              {d.path !== undefined && state.outline ? placeWords(state.outline, d.path) : ""}
            </span>
            <code className="problem__code">{d.code}</code>
          </button>
          {d.patch && (
            <Button
              size="small"
              icon="check"
              className="problem-fix"
              aria-label={`Fix: ${d.message.replaceAll("`", "")}`}
              onClick={() => workbench.changeMapping((text) => applyPatch(text, d.patch ?? "") ?? text)}
            >
              Fix
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** "2 errors, 1 warning", for the tab. */
export function problemCounts(problems: readonly Diagnostic[]): { errors: number; warnings: number; words: string } {
  const errors = problems.filter((d) => d.severity === "error").length;
  const warnings = problems.filter((d) => d.severity === "warning").length;
  return { errors, warnings, words: `${plural(errors, "error")}, ${plural(warnings, "warning")}` };
}
