// Repairs that were tried on the rows before they are offered, so that each says what it would fill.
import { useMemo } from "react";
import {
  type ColumnHealth,
  type ColumnOutline,
  documentOf,
  type PatchTrial,
  useAnswer,
  useProblems,
  useWorkbench,
} from "../../engine";
import { percent } from "../../lib/format";
import { type Gap, type Repair, repairsFor } from "../../lib/repairs";
import { Icon } from "../../ui/icon";
import { Ticked } from "../../ui/ticked";

/** One-click ways to fill what is empty, each with what it would do; each can be undone. */
export function Repairs({ property, gaps }: { property: ColumnOutline; gaps: readonly Gap[] }) {
  const workbench = useWorkbench();
  const { text } = workbench.documents.use(documentOf);
  const schemas = workbench.files.use((s) => s.schemas);
  const problems = useProblems();
  const why = JSON.stringify(gaps);
  const repairs = useMemo(
    () => repairsFor(property, gaps, problems, schemas ?? []),
    [property, why, schemas, problems],
  );
  const trials = useTrials(text, property.name, repairs);
  // Repairs that come to the same text are one: the first told of.
  const shown = repairs
    .map((repair, index) => ({ repair, trial: trials?.[index] }))
    .filter(
      ({ trial }, at) => !trial || (trial.text !== text && trials?.findIndex((t) => t?.text === trial.text) === at),
    );
  if (shown.length === 0) return null;
  return (
    <section aria-label="Possible repairs">
      <h3 className="inspector__title">Possible repairs</h3>
      <ul className="repairs">
        {shown.map(({ repair, trial }) => (
          <li key={repair.words}>
            <button
              type="button"
              className="repair"
              onClick={() => {
                workbench.selection.want(property.name);
                void workbench.edits.mend(repair.patch);
              }}
            >
              <Icon name="check" />
              <span>
                <Ticked text={repair.words} />
                <Effect facts={trial?.facts} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What each repair would make of the column, tried without touching the mapping. */
function useTrials(text: string, column: string, repairs: readonly Repair[]): (PatchTrial | undefined)[] | undefined {
  const { asides } = useWorkbench();
  const key = repairs.length > 0 ? JSON.stringify([text, repairs]) : null;
  return useAnswer(key, async (signal) => {
    const trials: (PatchTrial | undefined)[] = [];
    for (const { patch } of repairs) trials.push(await asides.tryPatch(patch, column, signal));
    return trials;
  }).value;
}

function Effect({ facts }: { facts: ColumnHealth | undefined }) {
  if (!facts) return null;
  const { filled, nulls, top } = facts;
  if (filled === 0) return <span className="repair__effect">Then no row would be filled yet.</span>;
  const sample = top[0]?.value ?? null;
  return (
    <span className="repair__effect">
      Then <b>{percent(filled, filled + nulls)}</b> filled
      {sample !== null && sample !== "" && (
        <>
          , for example <code>{String(sample)}</code>
        </>
      )}
    </span>
  );
}
