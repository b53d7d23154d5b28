// Counts as bars that can be chosen, one or neighbours: by a click, by dragging over them, by keys. One stop of the keyboard for all.
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { Share } from "./bars";

export interface ChartBar {
  words: string;
  count: number;
  /** The count in words. */
  countWords: string;
  isChosen: boolean;
}

interface BarChartProps {
  label: string;
  bars: readonly ChartBar[];
  /** Side by side, or one below the other with their words. */
  layout: "columns" | "rows";
  onPick: (first: number, last: number) => void;
}

/** The first and the last of two places. */
const between = (a: number, b: number): readonly [number, number] => [Math.min(a, b), Math.max(a, b)];

export function BarChart({ label, bars, layout, onPick }: BarChartProps) {
  const chart = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  /** Where a range begins; it ends at the active bar. */
  const [anchor, setAnchor] = useState<number | null>(null);
  const [isDragging, setDragging] = useState(false);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const at = Math.min(active, bars.length - 1);
  const [first, last] = anchor === null ? [-1, -1] : between(anchor, at);

  // A drag may end anywhere, and as soon as it has begun.
  useLayoutEffect(() => {
    if (!isDragging) return;
    const end = (event: Event) => {
      setDragging(false);
      setAnchor(null);
      if (event.type === "pointerup" && anchor !== null) onPick(...between(anchor, at));
    };
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
    return () => {
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
    };
  }, [isDragging, anchor, at, onPick]);

  function go(to: number, isRange: boolean) {
    setAnchor(isRange ? (anchor ?? at) : null);
    setActive(to);
    chart.current?.querySelectorAll<HTMLElement>("button")[to]?.focus();
  }

  function onKey(event: KeyboardEvent) {
    const end = bars.length - 1;
    const to = {
      ArrowRight: Math.min(end, at + 1),
      ArrowDown: Math.min(end, at + 1),
      ArrowLeft: Math.max(0, at - 1),
      ArrowUp: Math.max(0, at - 1),
      Home: 0,
      End: end,
    }[event.key];
    if (to !== undefined) go(to, event.shiftKey);
    else if (event.key === "Escape" && anchor !== null) setAnchor(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div ref={chart} className={`chart chart--${layout}`} role="group" aria-label={label} onKeyDown={onKey}>
      {bars.map(({ words, count, countWords, isChosen }, index) => {
        const share = count === 0 ? 0 : Math.max(0.015, count / most);
        const names = [
          "chart__bar",
          isChosen && "chart__bar--chosen",
          index >= first && index <= last && "chart__bar--range",
        ];
        return (
          <button
            key={index}
            type="button"
            className={names.filter(Boolean).join(" ")}
            tabIndex={index === at ? 0 : -1}
            aria-pressed={isChosen}
            aria-label={`${words}, ${countWords}`}
            title={`${words}: ${countWords}`}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              // A finger is held by what it touched first.
              if (event.currentTarget.hasPointerCapture(event.pointerId))
                event.currentTarget.releasePointerCapture(event.pointerId);
              setActive(index);
              setAnchor(index);
              setDragging(true);
            }}
            onPointerEnter={() => isDragging && setActive(index)}
            // Keys, and whoever else presses a button without a pointer.
            onClick={(event) => {
              if (event.detail !== 0) return;
              setAnchor(null);
              if (anchor === null) onPick(index, index);
              else onPick(first, last);
            }}
          >
            {layout === "rows" ? (
              <>
                <span className="one-line">{words}</span>
                <span className="chart__count">{countWords}</span>
                <Share className="chart__track" part={share} whole={1} />
              </>
            ) : (
              <span className="chart__column" style={{ height: `${100 * share}%` }} />
            )}
          </button>
        );
      })}
    </div>
  );
}
