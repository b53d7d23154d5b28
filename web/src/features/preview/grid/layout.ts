// Where the columns of the grid stand and how wide they are: by hand, else by what is in them and the room there is.
import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Preview, PreviewColumn } from "../../../engine";
import { widthOf } from "../../../lib/column_view";
import { frozenThatFit, grown } from "../../../lib/column_widths";
import { cellText } from "../cell_text";
import type { ShownColumns } from "../use_columns";

export const rowHeight = 28;
export const headHeight = 52;
export const numberWidth = 52;

/** Columns go by their spots: where they stand among those shown. Pixels are from the left edge of a row. */
export interface Layout {
  columns: readonly PreviewColumn[];
  /** A column's number in the table. */
  numberAt: readonly number[];
  /** A column's spot by its number; undefined: it is hidden. */
  spots: ReadonlyMap<number, number>;
  starts: readonly number[];
  widths: readonly number[];
  /** So many stay in view. */
  frozen: number;
  /** Where what scrolls begins. */
  stay: number;
  width: number;
  room: number;
}

/** A width that is being pulled at: no one has let go yet. */
export interface Pulled {
  column: number;
  width: number;
}

export function useLayout(
  scroller: RefObject<HTMLElement | null>,
  table: Preview,
  shown: ShownColumns,
  pulled: Pulled | null,
): Layout {
  const room = useRoom(scroller) - numberWidth;
  const { keys, view, order } = shown;
  const sizes = useMemo(() => table.columns.map((column, index) => sizeOf(table, column, index)), [table]);
  // While one pulls at a column the others keep their widths: they fill the room of when there was last another table or room.
  const byHand = useRef(view);
  byHand.current = view;
  const filled = useMemo(() => {
    const hands = order.map((index) => widthOf(byHand.current, keys[index] ?? ""));
    const widths = order.map((index, spot) => hands[spot] ?? sizes[index]?.width ?? 140);
    const needs = order.map((index, spot) => hands[spot] ?? sizes[index]?.need ?? 140);
    const result = grown(widths, needs, room);
    return new Map(order.map((index, spot) => [index, result[spot] ?? 140]));
  }, [keys, order, sizes, room]);

  return useMemo(() => {
    const widths = order.map((index) => {
      if (pulled?.column === index) return pulled.width;
      const own = widthOf(view, keys[index] ?? "");
      return own ?? filled.get(index) ?? 140;
    });
    const starts: number[] = [];
    let width = numberWidth;
    for (const each of widths) {
      starts.push(width);
      width += each;
    }
    const frozen = frozenThatFit(widths, view.frozen, room);
    const stay = starts[frozen] ?? width;
    const spots = new Map(order.map((index, spot) => [index, spot]));
    return { columns: table.columns, numberAt: order, spots, starts, widths, frozen, stay, width, room };
  }, [table, keys, view, order, filled, pulled, room]);
}

/** How wide the grid is, whatever it is made to. */
function useRoom(scroller: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const watcher = new ResizeObserver(() => setRoom(element.clientWidth));
    watcher.observe(element);
    setRoom(element.clientWidth);
    return () => watcher.disconnect();
  }, [scroller]);
  return room;
}

export const typeWords = ({ dataType, quantityType }: PreviewColumn): string =>
  quantityType && quantityType !== "Undefined" ? `${dataType} · ${quantityType}` : dataType;

/** Cells that are looked at to guess widths, of all columns together. */
const mostLooked = 30_000;

interface Size {
  width: number;
  /** With all its texts whole. */
  need: number;
}

/** Wide enough for the header and the first rows, within limits. */
function sizeOf(table: Preview, column: PreviewColumn, index: number): Size {
  let longest = Math.max(column.name.length + 1, typeWords(column).length * 0.9 + 6, 9);
  const looked = Math.min(table.rowCount, 60, Math.ceil(mostLooked / table.columns.length));
  for (let row = 0; row < looked; row += 1) {
    const value = table.cell(row, index);
    longest = Math.max(longest, value === null ? 13 : cellText(value, column).text.length);
  }
  // A class has its name beside its id.
  if (column.isDefault && column.name === "ECClassId") longest = Math.max(longest, 22);
  // The five default columns are there for orientation; the group's own columns are what one came for.
  const most = column.isDefault ? 124 : 260;
  const need = Math.round(Math.max(84, longest * 7.1 + 24));
  return { width: Math.min(most, need), need: Math.min(640, need) };
}

/** Whether all columns up to a spot could stay in view. */
export const canFreeze = ({ widths, room }: Layout, spot: number): boolean =>
  frozenThatFit(widths, spot + 1, room) === spot + 1;

/** Scrolls a column into view, so that the columns on the left are whole: half a text reads as another one. */
export function bringColumn(scroller: HTMLElement | null, layout: Layout, spot: number): void {
  const { starts, widths, stay, frozen } = layout;
  if (!scroller || spot < frozen) return;
  const startOf = (at: number) => (starts[at] ?? 0) - stay;
  const room = scroller.clientWidth - stay;
  const [start, end] = [startOf(spot), startOf(spot) + (widths[spot] ?? 0)];
  if (start >= scroller.scrollLeft && end <= scroller.scrollLeft + room) return;
  let first = spot;
  if (start > scroller.scrollLeft) while (first > frozen && end - startOf(first - 1) <= room) first -= 1;
  scroller.scrollLeft = startOf(first);
}
