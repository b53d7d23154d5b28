// A column's values in its header, from what is known of them. A click is the header's; dragging over it filters the rows.
import { memo, type PointerEvent, useMemo, useRef, useState } from "react";
import { type ShownHealth, useWorkbench } from "../../engine";
import { type ColumnPicture, pictureOf } from "../../lib/column_picture";
import { Bars } from "../../ui/bars";

/** Pixels that are no drag yet. */
const still = 4;

/** Of texts that hardly come twice the most frequent say nothing. */
function tellingPicture(health: ShownHealth | undefined): ColumnPicture | undefined {
  const picture = health && pictureOf(health);
  if (!picture || picture.others === 0) return picture;
  const shown = picture.bars.reduce((sum, { count }) => sum + count, 0);
  return 100 * shown < health.filled ? undefined : picture;
}

export const HeadPicture = memo(function HeadPicture({ health }: { health: ShownHealth | undefined }) {
  const { arranging } = useWorkbench().questions;
  const picture = useMemo(() => tellingPicture(health), [health]);
  const began = useRef<{ x: number; bar: number } | null>(null);
  const wasDragged = useRef(false);
  const [range, setRange] = useState<readonly [number, number]>();
  if (!picture) return <span className="grid__picture" aria-hidden="true" />;
  const { bars, filterOf } = picture;

  function barAt({ currentTarget, clientX }: PointerEvent): number {
    const { left, width } = currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(bars.length - 1, Math.floor(((clientX - left) / width) * bars.length)));
  }

  function onMove(event: PointerEvent) {
    const { current } = began;
    if (!current || (!range && Math.abs(event.clientX - current.x) < still)) return;
    const bar = barAt(event);
    setRange([Math.min(current.bar, bar), Math.max(current.bar, bar)]);
  }

  function onUp() {
    began.current = null;
    wasDragged.current = range !== undefined;
    if (range) void arranging.toggle(filterOf(...range));
    setRange(undefined);
  }

  return (
    <span
      className="grid__picture"
      aria-hidden="true"
      // The header itself may be dragged elsewhere; what begins here is not that.
      draggable
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        began.current = { x: event.clientX, bar: barAt(event) };
      }}
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerCancel={() => {
        began.current = null;
        setRange(undefined);
      }}
      onClick={(event) => {
        if (wasDragged.current) event.stopPropagation();
        wasDragged.current = false;
      }}
    >
      <Bars counts={bars.map(({ count }) => count)} range={range} />
    </span>
  );
});
