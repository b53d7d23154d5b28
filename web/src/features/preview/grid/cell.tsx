// A cell of the grid.
import { memo } from "react";
import type { CellFace } from "../cell_face";

interface BodyCellProps {
  /** Its row's number in the table; undefined: it is on its way. */
  row: number | undefined;
  /** Where the row stands on screen. */
  place: number;
  /** The column's number in the table, and where that stands. */
  index: number;
  spot: number;
  column: string;
  faceOf: (row: number | undefined, column: number) => CellFace;
  start: number;
  size: number;
  tabbable: boolean;
  selected: boolean;
  onChoose: (row: number, spot: number) => void;
}

export const BodyCell = memo(function BodyCell({
  row,
  place,
  index,
  spot,
  column,
  faceOf,
  start,
  size,
  tabbable,
  selected,
  onChoose,
}: BodyCellProps) {
  const { text, beside, words, look } = faceOf(row, index);
  const names = ["grid__cell", selected && "grid__cell--selected", look];
  return (
    <div
      role="gridcell"
      aria-colindex={spot + 2}
      aria-label={`${column}: ${words}`}
      aria-selected={selected}
      tabIndex={tabbable ? 0 : -1}
      data-active={tabbable}
      data-place={place}
      data-spot={spot}
      className={names.filter(Boolean).join(" ")}
      style={{ width: size, transform: `translateX(${start}px)` }}
      onClick={() => onChoose(place, spot)}
    >
      <span className="grid__value">
        {text}
        {beside !== undefined && <span className="grid__beside"> {beside}</span>}
      </span>
    </div>
  );
});
