// The row of headers.
import type { Health, Preview, PreviewColumn, RowWish } from "../../../engine";
import type { Dragging } from "./dragging";
import { Head, type HeadActions } from "./head";
import { headHeight, type Layout, numberWidth } from "./layout";
import { frozenSpots, withSpot } from "./row";
import type { Active } from "./walking";

interface HeadRowProps {
  table: Preview;
  /** Of its columns. */
  keys: readonly string[];
  health: Health;
  layout: Layout;
  /** Spots of the columns in view, without those that stay. */
  visible: readonly number[];
  active: Active;
  /** The column that is chosen, by its number in the table. */
  selected: number | undefined;
  sort: RowWish["sort"];
  dragging: Dragging;
  actions: HeadActions;
}

export function HeadRow(props: HeadRowProps) {
  const { table, keys, health, layout, visible, active, selected, sort, dragging, actions } = props;
  const headAt = (spot: number) => {
    const index = layout.numberAt[spot];
    const column = index === undefined ? undefined : table.columns[index];
    if (index === undefined || !column) return null;
    return (
      <Head
        key={index}
        index={index}
        spot={spot}
        column={column}
        health={health.columns[index]}
        scope={scopeOf(column, health)}
        start={layout.starts[spot] ?? 0}
        size={layout.widths[spot] ?? 0}
        active={active.row === -1 && active.spot === spot}
        selected={selected === index}
        sort={sort && sort.column === keys[index] ? (sort.isDescending ? "descending" : "ascending") : undefined}
        drop={dragging.sideOf(spot)}
        actions={actions}
      />
    );
  };
  const withFocus = withSpot(visible, active.row === -1 ? active.spot : undefined, layout);
  return (
    <div role="row" aria-rowindex={1} className="grid__head" style={{ width: layout.width, height: headHeight }}>
      <div role="presentation" className="grid__stay" style={{ width: layout.stay }}>
        <div role="columnheader" aria-colindex={1} className="grid__corner" style={{ width: numberWidth }}>
          <span className="visually-hidden">Row</span>#
        </div>
        {frozenSpots(layout).map(headAt)}
      </div>
      {withSpot(withFocus, dragging.from, layout).map(headAt)}
    </div>
  );
}

/** Default columns are counted in no profile. */
export const scopeOf = ({ isDefault }: PreviewColumn, { scope, scopeOfDefaults }: Health): Health["scope"] =>
  isDefault ? scopeOfDefaults : scope;
