// Which rows the grid shows, in which order: those the page has, or those that the engine found and that come when they are
// looked at.
import { useMemo } from "react";
import { type Arranged, type Preview, useWorkbench } from "../../engine";

export interface ShownRows {
  /** Of which table, or of which order: places of another mean other rows. */
  source: object;
  count: number;
  /** The number in the table of the row at a place on screen; undefined while it is on its way. */
  numberAt(place: number): number | undefined;
  /** Where a row stands; undefined when it is not shown, or nobody knows yet. */
  placeOf(number: number): number | undefined;
  /** Rows of these places are looked at. */
  need(from: number, to: number): void;
}

/** The rows on screen: another object whenever more of them were read. */
export function useShownRows(table: Preview, arranged: Arranged | null): ShownRows {
  const { arranging } = useWorkbench().questions;
  const version = arranging.use((s) => s.version);
  return useMemo(
    () =>
      arranged
        ? {
            source: arranged,
            count: arranged.count,
            numberAt: (place) => arranged.numberAt(place),
            placeOf: (number) => arranged.placeOf(number),
            need: (from, to) => void arranging.need(from, to),
          }
        : {
            source: table,
            count: table.rowCount,
            numberAt: (place) => place,
            placeOf: (number) => (number < table.rowCount ? number : undefined),
            need: () => {},
          },
    [table, arranged, arranging, version],
  );
}
