// Repairs that were tried on the rows before they are offered, so that each says what it would fill.
import { useMemo } from "react";
import {
  type ColumnOutline,
  documentOf,
  groupOf,
  type PatchTrial,
  useAnswer,
  useProblems,
  useWorkbench,
} from "../../engine";
import { percent } from "../../lib/format";
import { type Gap, type Repair, repairsFor, worthwhile } from "../../lib/repairs";
import { Icon } from "../../ui/icon";
import { Ticked } from "../../ui/ticked";

/** One-click ways to fill what is empty, each with what it would do; each can be undone. */
export default function Repairs({ property, gaps }: { property: ColumnOutline; gaps: readonly Gap[] }) {
  const workbench = useWorkbench();
  const { text } = workbench.documents.use(documentOf);
  const schemas = workbench.files.use((s) => s.schemas);
  const problems = useProblems();
  const why = JSON.stringify(gaps);
  const group = workbench.documents.use(groupOf);
  const outline = workbench.documents.use((s) => s.outline);
  const repairs = useMemo(
    () => (group ? repairsFor(group, property, gaps, problems, schemas ?? []) : []),
    [group, property, why, schemas, problems],
  );
  const trials = useTrials(text, property.name, repairs);
  const shown = trials ? worthwhile(repairs, trials.now, trials.after) : [];
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
                void workbench.edits.mend(repair.patch, { text, outline });
              }}
            >
              <Icon name="check" />
              <span>
                <Ticked text={repair.words} />
                <Effect {...trial} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Trials {
  /** The column as it is, by the same sample of rows. */
  now: PatchTrial | undefined;
  after: (PatchTrial | undefined)[];
}

/** What each repair would make of the column, tried without touching the mapping. */
function useTrials(text: string, column: string, repairs: readonly Repair[]): Trials | undefined {
  const { asides } = useWorkbench();
  const key = repairs.length > 0 ? JSON.stringify([text, repairs]) : null;
  return useAnswer(key, async (signal) => {
    const now = await asides.tryPatch([], column, signal);
    const after: Trials["after"] = [];
    for (const { patch } of repairs) after.push(await asides.tryPatch(patch, column, signal));
    return { now, after };
  }).value;
}

function Effect({ facts, isSample }: Pick<PatchTrial, "facts" | "isSample">) {
  if (!facts) return null;
  const { filled, nulls, top } = facts;
  const sample = top[0]?.value ?? null;
  return (
    <span className="repair__effect">
      Then <b>{percent(filled, filled + nulls)}</b> filled{isSample && " in a sample of the rows"}
      {sample !== null && sample !== "" && (
        <>
          , for example <code>{String(sample)}</code>
        </>
      )}
    </span>
  );
}
