// What is cut, whole: beside the thing one points at or that has the focus. Browsers' own tips know nothing of the focus.
import { type RefObject, useEffect, useRef, useState } from "react";

/** Milliseconds that one has to rest on it. */
const rest = 350;
/** Milliseconds to get from the thing to the tip, to select a part of it. */
const grace = 180;
/** Letters of a tip; whatever has more is for a place of its own. */
const mostText = 1500;

interface TipProps {
  /** Things in it have tips. */
  area: RefObject<HTMLElement | null>;
  /** Which of them; it is what the tip stands beside. */
  selector: string;
  /** What the tip says; undefined: nothing, for all is seen. */
  textOf: (thing: HTMLElement, isPointed: boolean) => string | undefined;
}

/** One tip for all the things of an area. Escape, scrolling and any click take it away. */
export function Tip({ area, selector, textOf }: TipProps) {
  const tip = useRef<HTMLDivElement>(null);
  const [text, setText] = useState("");
  const ask = useRef(textOf);
  ask.current = textOf;

  useEffect(() => {
    const inside = area.current;
    const element = tip.current;
    if (!inside || !element) return;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let thing: HTMLElement | null = null;
    let isOpen = false;
    const listening = new AbortController();
    const { signal } = listening;
    const on = <Name extends keyof HTMLElementEventMap>(
      target: HTMLElement,
      name: Name,
      act: (event: HTMLElementEventMap[Name]) => void,
      capture = false,
    ) => target.addEventListener(name, act, { signal, capture, passive: true });

    const hide = () => {
      clearTimeout(waiting);
      thing = null;
      if (isOpen) element.hidePopover();
      isOpen = false;
    };
    const show = (isPointed: boolean) => {
      const words = thing?.isConnected ? ask.current(thing, isPointed) : undefined;
      if (!thing || words === undefined) return;
      setText(words.length > mostText ? `${words.slice(0, mostText)}…` : words);
      if (!isOpen) element.showPopover();
      isOpen = true;
      place(element, thing.getBoundingClientRect());
    };
    const come = (target: EventTarget | null, isPointed: boolean) => {
      const next = target instanceof Element ? target.closest<HTMLElement>(selector) : null;
      if (next === thing && next) return clearTimeout(waiting);
      hide();
      thing = next;
      if (next) waiting = setTimeout(() => show(isPointed), rest);
    };
    const leave = (to: EventTarget | null) => {
      clearTimeout(waiting);
      if (to instanceof Node && element.contains(to)) return;
      waiting = setTimeout(hide, grace);
    };
    on(inside, "pointerover", (event) => event.pointerType !== "touch" && come(event.target, true));
    on(inside, "pointerleave", (event) => leave(event.relatedTarget));
    on(inside, "focusin", (event) => come(event.target, false));
    on(inside, "focusout", () => hide());
    on(inside, "scroll", hide, true);
    on(inside, "pointerdown", hide);
    on(element, "pointerenter", () => clearTimeout(waiting));
    on(element, "pointerleave", () => leave(null));
    document.addEventListener("keydown", (event) => event.key === "Escape" && hide(), { signal });
    return () => {
      listening.abort();
      clearTimeout(waiting);
    };
  }, [area, selector]);

  return (
    <div ref={tip} popover="manual" role="tooltip" className="tip">
      {text}
    </div>
  );
}

/** Below the thing, else above; within the window. */
function place(tip: HTMLElement, { left, top, bottom }: DOMRect): void {
  const { width, height } = tip.getBoundingClientRect();
  const [most, deepest] = [window.innerWidth - width - 8, window.innerHeight - height - 8];
  tip.style.left = `${Math.max(8, Math.min(left, most))}px`;
  const below = bottom + 4;
  tip.style.top = `${below <= deepest ? below : Math.max(8, top - height - 4)}px`;
}

/** True where one of the parts has more text than room. */
export const isCut = (parts: Iterable<Element>): boolean =>
  [...parts].some((part) => part.scrollWidth > part.clientWidth);
