// Which rows and columns are in view: no others are made.
import { type Range, defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useMemo } from "react";
import { headHeight, type Layout, numberWidth, rowHeight } from "./layout";

export interface InView {
  /** Rows by their places, with where they stand; the active one is among them wherever it stands. */
  rows: readonly { index: number; start: number }[];
  /** The first place and the last in view. */
  first: number;
  last: number;
  height: number;
  /** Spots of the columns that scroll: the same list as long as they are the same. */
  spots: readonly number[];
  scrollToRow: (place: number) => void;
}

export function useInView(
  scroller: RefObject<HTMLElement | null>,
  layout: Layout,
  rowCount: number,
  activeRow: number,
): InView {
  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    // Both axes hear of a scroll: one drawing for the two.
    useFlushSync: false,
    estimateSize: () => rowHeight,
    overscan: 6,
    scrollPaddingStart: headHeight,
    paddingStart: headHeight,
    rangeExtractor: (range) => withActive(range, activeRow),
  });
  const { widths, frozen } = layout;
  const across = useVirtualizer({
    horizontal: true,
    count: widths.length,
    getScrollElement: () => scroller.current,
    useFlushSync: false,
    estimateSize: (spot) => widths[spot] ?? 140,
    overscan: 1,
    paddingStart: numberWidth,
    rangeExtractor: (range) => defaultRangeExtractor(range).filter((spot) => spot >= frozen),
  });
  useEffect(() => across.measure(), [widths, frozen]);

  const seen = across.getVirtualItems().map(({ index }) => index);
  const key = seen.filter((spot) => spot < widths.length).join(" ");
  const spots = useMemo(() => (key === "" ? [] : key.split(" ").map(Number)), [key]);
  const items = rows.getVirtualItems();
  const [first, last] = placesInView(items, activeRow);
  const scrollToRow = (place: number) => rows.scrollToIndex(place);
  return { rows: items, first, last, height: rows.getTotalSize(), spots, scrollToRow };
}

/** The first place and the last, without the active row, which is drawn wherever it stands. */
function placesInView(items: readonly { index: number }[], active: number): [number, number] {
  const places = items.map(({ index }) => index).filter((index) => items.length < 3 || index !== active);
  return [places[0] ?? 0, places.at(-1) ?? 0];
}

function withActive(range: Range, active: number): number[] {
  const indexes = defaultRangeExtractor(range);
  if (active < 0 || active >= range.count || indexes.includes(active)) return indexes;
  return [...indexes, active].sort((a, b) => a - b);
}
