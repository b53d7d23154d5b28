// Sizes of panes, by pointer or keys.
import { type KeyboardEvent, type PointerEvent, useState } from "react";

interface SplitterProps {
  label: string;
  /** `x`: between two columns; `y`: between two rows. */
  axis: "x" | "y";
  size: number;
  min: number;
  max: number;
  /** True when the sized pane comes after the splitter. */
  after?: boolean;
  onSize: (size: number) => void;
}

/** The line between two panes; drag it, or focus it and use the arrow keys. */
export function Splitter({ label, axis, size, min, max, after = false, onSize }: SplitterProps) {
  const [moving, setMoving] = useState(false);
  const clamp = (value: number) => onSize(Math.round(Math.max(min, Math.min(max, value))));

  function drag(event: PointerEvent<HTMLDivElement>) {
    event.preventDefault();
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    const at = (e: { clientX: number; clientY: number }) => (axis === "x" ? e.clientX : e.clientY);
    const from = at(event);
    setMoving(true);
    const move = (e: globalThis.PointerEvent) => clamp(size + (at(e) - from) * (after ? -1 : 1));
    const end = () => {
      setMoving(false);
      target.removeEventListener("pointermove", move);
      target.removeEventListener("lostpointercapture", end);
    };
    target.addEventListener("pointermove", move);
    target.addEventListener("lostpointercapture", end);
  }

  function nudge(event: KeyboardEvent) {
    const forward = axis === "x" ? "ArrowRight" : "ArrowDown";
    const back = axis === "x" ? "ArrowLeft" : "ArrowUp";
    if (event.key !== forward && event.key !== back) return;
    event.preventDefault();
    const step = (event.key === forward ? 16 : -16) * (after ? -1 : 1);
    clamp(size + step);
  }

  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={axis === "x" ? "vertical" : "horizontal"}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      className={`splitter splitter--${axis}${moving ? " splitter--moving" : ""}`}
      onPointerDown={drag}
      onKeyDown={nudge}
    />
  );
}
