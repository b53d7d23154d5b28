// The line at the right of a header: it makes its column wider or narrower, by pointer or keys.
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { clampWidth, narrowest, widest } from "../../../lib/column_widths";

interface ResizerProps {
  name: string;
  size: number;
  /** It can be reached by Tab: its header has the focus. */
  tabbable: boolean;
  /** While one pulls; null: not any more. */
  onPull: (width: number | null) => void;
  onWidth: (width: number) => void;
  onFit: () => void;
}

const steps: Record<string, number> = { ArrowLeft: -8, ArrowRight: 8, PageDown: -40, PageUp: 40 };

/** Drag it, or focus it and use the arrow keys; a double click or Enter fits the column to what is in it. */
export function Resizer({ name, size, tabbable, onPull, onWidth, onFit }: ResizerProps) {
  const [moving, setMoving] = useState(false);

  function pull(event: PointerEvent<HTMLDivElement>) {
    if (event.button !== 0) return;
    event.preventDefault();
    const target = event.currentTarget;
    const from = event.clientX;
    let width: number | undefined;
    target.setPointerCapture(event.pointerId);
    setMoving(true);
    const listening = new AbortController();
    const { signal } = listening;
    const end = () => {
      listening.abort();
      setMoving(false);
      onPull(null);
      if (width !== undefined) onWidth(width);
    };
    const move = (e: globalThis.PointerEvent) => {
      if (width === undefined && Math.abs(e.clientX - from) < 2) return;
      width = clampWidth(size + e.clientX - from);
      onPull(width);
    };
    const key = (e: globalThis.KeyboardEvent) => {
      if (e.key !== "Escape") return;
      width = undefined;
      end();
    };
    target.addEventListener("pointermove", move, { signal });
    target.addEventListener("lostpointercapture", end, { signal });
    document.addEventListener("keydown", key, { signal });
  }

  function onKey(event: KeyboardEvent) {
    const step = steps[event.key];
    if (step !== undefined) onWidth(clampWidth(size + step));
    else if (event.key === "Enter") onFit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      role="separator"
      aria-label={`Width of ${name}`}
      aria-orientation="vertical"
      aria-valuenow={Math.round(size)}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      tabIndex={tabbable ? 0 : -1}
      className={`grid__resizer${moving ? " grid__resizer--moving" : ""}`}
      onPointerDown={pull}
      onDoubleClick={onFit}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={onKey}
    />
  );
}
