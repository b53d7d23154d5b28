import { problemsOf, useWorkbench, useWorkbenchState } from "../../engine";
import type { PropertyItem } from "../../lib/mapping_text";
import { repairsFor } from "../../lib/repairs";
import { Icon } from "../../ui/icon";
import { Ticked } from "../../ui/ticked";

/** One-click ways to fill what is empty; each can be undone. */
export function Repairs({ property, reasons }: { property: PropertyItem; reasons: Readonly<Record<string, number>> }) {
  const workbench = useWorkbench();
  const state = useWorkbenchState((s) => s);
  const repairs = repairsFor(property, reasons, problemsOf(state), state.schemas ?? []);
  if (repairs.length === 0) return null;
  return (
    <section aria-label="Possible repairs">
      <h3 className="inspector__title">Possible repairs</h3>
      <ul className="repairs">
        {repairs.map((repair) => (
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
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
