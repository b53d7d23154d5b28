// A row of the grid: its number and the columns that stay, then those of the others that are in view.
import { memo } from "react";
import type { CellFace } from "../cell_face";
import { BodyCell } from "./cell";
import { type Layout, numberWidth, rowHeight } from "./layout";

interface GridRowProps {
  layout: Layout;
  /** Spots of the columns in view, without those that stay. */
  visible: readonly number[];
  place: number;
  /** In the table; undefined: it is on its way. */
  number: number | undefined;
  top: number;
  /** The spot of the cell that has the focus, or would; undefined: it is in another row. */
  active: number | undefined;
  /** That cell is the chosen one. */
  isShown: boolean;
  isChosen: boolean;
  faceOf: (row: number | undefined, column: number) => CellFace;
  onChoose: (row: number, spot: number) => void;
  onChooseRow: (place: number, isRange: boolean) => void;
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { layout, visible, place, number, top, active, isShown, isChosen, faceOf, onChoose, onChooseRow } = props;
  const names = ["grid__row", active !== undefined && isShown && "grid__row--active", isChosen && "grid__row--chosen"];
  const cellAt = (spot: number) => {
    const index = layout.numberAt[spot] ?? 0;
    const column = layout.columns[index];
    if (!column) return null;
    return (
      <BodyCell
        key={index}
        row={number}
        place={place}
        index={index}
        spot={spot}
        column={column.name}
        faceOf={faceOf}
        start={layout.starts[spot] ?? 0}
        size={layout.widths[spot] ?? 0}
        tabbable={spot === active}
        selected={spot === active && isShown}
        onChoose={onChoose}
      />
    );
  };
  return (
    <div
      role="row"
      aria-rowindex={place + 2}
      aria-selected={isChosen}
      className={names.filter(Boolean).join(" ")}
      style={{ width: layout.width, height: rowHeight, transform: `translateY(${top}px)` }}
    >
      <div role="presentation" className="grid__stay" style={{ width: layout.stay }}>
        <div
          role="rowheader"
          aria-colindex={1}
          className="grid__number"
          style={{ width: numberWidth }}
          title="Choose this row; with Shift all from the last one chosen"
          // With Shift the browser would select all texts between.
          onMouseDown={(event) => event.shiftKey && event.preventDefault()}
          onClick={(event) => onChooseRow(place, event.shiftKey)}
        >
          {number === undefined ? "…" : number + 1}
        </div>
        {frozenSpots(layout).map(cellAt)}
      </div>
      {withSpot(visible, active, layout).map(cellAt)}
    </div>
  );
});

export const frozenSpots = ({ frozen }: Layout): number[] => Array.from({ length: frozen }, (_, spot) => spot);

/** With the one that has the focus, wherever it stands: it is in the page, in its row alone. */
export function withSpot(
  visible: readonly number[],
  active: number | undefined,
  { frozen }: Layout,
): readonly number[] {
  if (active === undefined || active < frozen || visible.includes(active)) return visible;
  return [...visible, active].sort((a, b) => a - b);
}
