// A column's formula and what is wrong in it, with the repair that the engine has.
import {
  type ColumnOutline,
  type Diagnostic,
  documentOf,
  groupOf,
  useProblemsByField,
  useWorkbench,
} from "../../engine";
import { asOffer } from "../../lib/repairs";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Ticked } from "../../ui/ticked";

interface FormulaVerdictProps {
  property: ColumnOutline;
  onShowEntry: (pointer: string, isByKey: boolean) => void;
}

const none: readonly Diagnostic[] = [];

export default function FormulaVerdict({ property, onShowEntry }: FormulaVerdictProps) {
  const { documents } = useWorkbench();
  const group = documents.use((s) => documentOf(s).group);
  const column = documents.use((s) => groupOf(s)?.columns.indexOf(property) ?? -1);
  const problems = useProblemsByField()?.at({ group, column, field: "formula" }) ?? none;
  const { formula, pointer } = property;
  if (formula === undefined) return null;
  return (
    <section aria-label="Formula" className="formula-verdict">
      <h3 className="inspector__title">Formula</h3>
      <button
        type="button"
        className="formula-verdict__text"
        title="Edit the formula"
        onClick={(event) => onShowEntry(`${pointer}/formula`, event.detail === 0)}
      >
        <Marked text={formula} problems={problems} />
      </button>
      {problems.map((problem, index) => (
        <Fault key={index} problem={problem} />
      ))}
    </section>
  );
}

/** The formula with its faults underlined. */
function Marked({ text, problems }: { text: string; problems: readonly Diagnostic[] }) {
  const faults = problems
    .flatMap(({ span }) => span?.inField ?? [])
    .filter(({ from, to }) => from < to && to - from < text.length)
    .sort((a, b) => a.from - b.from);
  const parts = [];
  let at = 0;
  for (const { from, to } of faults) {
    if (from < at) continue;
    parts.push(text.slice(at, from), <mark key={from}>{text.slice(from, to)}</mark>);
    at = to;
  }
  return (
    <code>
      {parts}
      {text.slice(at)}
    </code>
  );
}

function Fault({ problem }: { problem: Diagnostic }) {
  const { edits } = useWorkbench();
  const { severity, message, hint, patch } = problem;
  return (
    <div className="formula-verdict__fault">
      <Icon name={severity} severity={severity} />
      <div>
        <p>
          <Ticked text={message} />
        </p>
        {patch ? (
          <Button size="small" icon="check" onClick={() => void edits.fix(problem)}>
            <span>
              <Ticked text={asOffer(hint || message)} />
            </span>
          </Button>
        ) : (
          hint && (
            <p className="formula-verdict__hint">
              <Ticked text={hint} />
            </p>
          )
        )}
      </div>
    </div>
  );
}
