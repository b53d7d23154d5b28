// Headers dragged onto each other.
import { useCallback, useRef, useState } from "react";
import { moveTo } from "../../../lib/column_view";
import type { ShownColumns } from "../use_columns";
import type { Layout } from "./layout";

export interface Dragging {
  /** The spot of the column that is dragged. */
  from: number | undefined;
  /** On which side of a header the dragged column would come to stand. */
  sideOf: (spot: number) => "before" | "after" | undefined;
  onDrag: (spot: number | null) => void;
  onOver: (spot: number) => boolean;
  onDrop: (spot: number) => void;
}

export function useDragging(columns: ShownColumns, layout: Layout, onSay: (words: string) => void): Dragging {
  const [from, setFrom] = useState<number>();
  const [over, setOver] = useState<number>();
  const now = useRef({ columns, layout, onSay, from });
  now.current = { columns, layout, onSay, from };

  const onDrag = useCallback((spot: number | null) => {
    setFrom(spot ?? undefined);
    setOver(undefined);
  }, []);
  const onOver = useCallback((spot: number) => {
    const { from: dragged } = now.current;
    if (dragged === undefined) return false;
    setOver(spot === dragged ? undefined : spot);
    return true;
  }, []);
  const onDrop = useCallback(
    (spot: number) => {
      const { columns: shown, layout: seen, onSay: say, from: dragged } = now.current;
      onDrag(null);
      if (dragged === undefined || dragged === spot) return;
      const [index, target] = [seen.numberAt[dragged] ?? 0, seen.numberAt[spot] ?? 0];
      shown.change((keys, view) => moveTo(keys, view, shown.keys[index] ?? "", shown.keys[target] ?? ""));
      say(`${seen.columns[index]?.name} is column ${spot + 1} of ${seen.widths.length}`);
    },
    [onDrag],
  );
  const sideOf = (spot: number) => (spot !== over || from === undefined ? undefined : from < spot ? "after" : "before");
  return { from, sideOf, onDrag, onOver, onDrop };
}
