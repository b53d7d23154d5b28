import { useMemo } from "react";
import { type ColumnFacts, problemsOf, useAnswer, useWorkbench, useWorkbenchState } from "../../engine";
import { percent } from "../../lib/format";
import type { PropertyItem } from "../../lib/mapping_text";
import { columnAfter, type Repair, repairsFor } from "../../lib/repairs";
import { Icon } from "../../ui/icon";
import { Ticked } from "../../ui/ticked";

/** One-click ways to fill what is empty, each with what it would do; each can be undone. */
export function Repairs({ property, reasons }: { property: PropertyItem; reasons: Readonly<Record<string, number>> }) {
  const workbench = useWorkbench();
  const state = useWorkbenchState((s) => s);
  const { mappingText, schemas, validation, profile, preview } = state;
  const why = JSON.stringify(reasons);
  const repairs = useMemo(
    () => different(mappingText, repairsFor(property, reasons, problemsOf(state), schemas ?? [])),
    [mappingText, property, why, schemas, validation, profile, preview],
  );
  const effects = useEffects(mappingText, property, repairs);
  if (repairs.length === 0) return null;
  return (
    <section aria-label="Possible repairs">
      <h3 className="inspector__title">Possible repairs</h3>
      <ul className="repairs">
        {repairs.map((repair, index) => (
          <li key={repair.words}>
            <button
              type="button"
              className="repair"
              onClick={() => {
                workbench.want(property.name);
                workbench.changeMapping(repair.change);
              }}
            >
              <Icon name="check" />
              <span>
                <Ticked text={repair.words} />
                <Effect facts={effects?.[index]} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Repairs that come to the same text are one: the first told of. */
function different(text: string, repairs: readonly Repair[]): Repair[] {
  const seen = new Set([text]);
  return repairs.filter(({ change }) => {
    const after = change(text);
    return !seen.has(after) && seen.add(after);
  });
}

/** What each repair would make of the column, tried without touching the mapping. */
function useEffects(
  text: string,
  property: PropertyItem,
  repairs: readonly Repair[],
): (ColumnFacts | undefined)[] | undefined {
  const workbench = useWorkbench();
  const trials = useMemo(() => repairs.map(({ change }) => columnAfter(change(text), property)), [text, repairs]);
  const key = trials.some((trial) => trial !== undefined) ? JSON.stringify(trials) : null;
  return useAnswer(key, async (signal) => {
    const effects: (ColumnFacts | undefined)[] = [];
    for (const trial of trials) {
      const told = trial && (await workbench.tryColumns(trial.query, [trial.column], signal));
      effects.push(told?.[0]);
    }
    return effects;
  });
}

function Effect({ facts }: { facts: ColumnFacts | undefined }) {
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
