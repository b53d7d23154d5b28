// The one cell that has the focus, or would: going to it brings it into view, and waits for its row where that is on its way.
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { CellPlace } from "../../../engine";
import type { ShownRows } from "../shown_rows";
import type { InView } from "./in_view";
import type { Spot } from "./keys";
import { bringColumn, type Layout } from "./layout";

/** Cells are counted as they stand on screen; only the caller's cell is a place in the table. */
export interface Active extends Spot {
  /** False: the chosen cell is not on screen, and this is where the keys begin. */
  isShown: boolean;
}

export function activeOf(cell: CellPlace | null, shown: ShownRows, { spots }: Layout): Active {
  const spot = cell ? spots.get(cell.column) : undefined;
  const row = !cell || cell.row < 0 ? cell?.row : shown.placeOf(cell.row);
  return { row: row ?? 0, spot: spot ?? 0, isShown: spot !== undefined && row !== undefined };
}

interface Walking {
  scroller: RefObject<HTMLElement | null>;
  layout: Layout;
  shown: ShownRows;
  active: Active;
  inView: InView;
  onCell: (cell: CellPlace) => void;
}

export function useWalking({ scroller, layout, shown, active, inView, onCell }: Walking) {
  const takesFocus = useRef(false);
  const [awaited, setAwaited] = useState<Spot | null>(null);
  const { row, spot, isShown } = active;

  useEffect(() => {
    if (!isShown) return;
    bringColumn(scroller.current, layout, spot);
    if (row >= 0) inView.scrollToRow(row);
    if (!takesFocus.current) return;
    takesFocus.current = false;
    // The cell may only be in the page once the virtual range has caught up. Who has gone elsewhere meanwhile is left there.
    const focus = () => {
      const { activeElement } = document;
      if (activeElement === document.body || scroller.current?.contains(activeElement)) focusActive(scroller.current);
    };
    focus();
    const frame = requestAnimationFrame(focus);
    return () => cancelAnimationFrame(frame);
  }, [row, spot, isShown]);

  const { numberAt } = layout;
  const choose = useCallback(
    (place: number, at: number) => {
      takesFocus.current = true;
      const number = place < 0 ? place : shown.numberAt(place);
      setAwaited(number === undefined ? { row: place, spot: at } : null);
      if (number !== undefined) onCell({ row: number, column: numberAt[at] ?? 0 });
      else shown.need(place, place);
    },
    [onCell, shown, numberAt],
  );

  // A cell that was gone to before its row was there.
  const arrived = awaited ? shown.numberAt(awaited.row) : undefined;
  useEffect(() => {
    if (awaited && arrived !== undefined) choose(awaited.row, awaited.spot);
  }, [awaited, arrived, choose]);
  useEffect(() => {
    if (awaited) inView.scrollToRow(awaited.row);
  }, [awaited]);
  useEffect(() => setAwaited(null), [shown.source]);
  useEffect(() => {
    if (!awaited) shown.need(inView.first, inView.last);
  }, [shown, inView.first, inView.last, awaited]);

  /** The active cell will stand elsewhere, and keeps the focus. */
  const carry = () => {
    takesFocus.current = true;
  };
  return { choose, carry };
}

export function focusActive(grid: Element | null): void {
  grid?.querySelector<HTMLElement>('[data-active="true"]')?.focus({ preventScroll: true });
}
