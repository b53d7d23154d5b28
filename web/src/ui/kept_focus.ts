// A button that goes away with what it has done must not take the keyboard with it: the focus goes to the one that takes its place, or
// to what is next to where it stood.
import { useEffect } from "react";

/** What stood around an element, from the innermost: each what holds it, and its neighbours there. */
interface Around {
  holder: Element;
  after: Element | null;
  before: Element | null;
}

const held = 'button, input, select, textarea, a[href], summary, [tabindex="0"]';
/** Not a field: there the next key would change something. */
const stops = 'button, input[type="checkbox"], a[href], summary, [tabindex="0"]';
/** Beyond it nothing is next to it. */
const frames = "[data-pane], dialog";

const canTake = (element: HTMLElement): boolean =>
  element.tabIndex >= 0 && !element.matches(":disabled") && element.getClientRects().length > 0;

const stopsIn = (element: Element | null): HTMLElement[] =>
  element?.isConnected ? [element, ...element.querySelectorAll(stops)].filter(isStop).filter(canTake) : [];

const isStop = (element: Element): element is HTMLElement => element instanceof HTMLElement && element.matches(stops);

const nameOf = (element: Element): string => element.getAttribute("aria-label") ?? element.textContent;

function aroundOf(element: Element): Around[] {
  const around: Around[] = [];
  for (let at = element; at.parentElement && at !== document.body; at = at.parentElement)
    around.push({ holder: at.parentElement, after: at.nextElementSibling, before: at.previousElementSibling });
  return around;
}

/** The one of the same name in what was drawn anew; else the next after where it stood, the one before, the first of what held it. */
function nextTo(around: readonly Around[], name: string): HTMLElement | undefined {
  for (const { holder, after, before } of around) {
    if (holder === document.body || (holder.matches("dialog") && !holder.isConnected)) return undefined;
    const all = stopsIn(holder);
    const next = stopsIn(after)[0] ?? stopsIn(before).at(-1);
    const found = all.find((other) => nameOf(other) === name) ?? next ?? all[0];
    if (found) return found;
    if (holder.isConnected && holder.matches(frames)) return undefined;
  }
  return undefined;
}

/** Watches over the buttons and fields of the page. A table keeps the focus itself, in what scrolls away. */
export default function KeptFocus() {
  useEffect(() => {
    let last: HTMLElement | null = null;
    let around: Around[] = [];
    const onFocus = ({ target }: FocusEvent) => {
      last = target instanceof HTMLElement && target.matches(held) && !target.closest('[role="grid"]') ? target : null;
      around = last ? aroundOf(last) : [];
    };
    const watcher = new MutationObserver(() => {
      if (!last || last.isConnected || document.activeElement !== document.body) return;
      const next = nextTo(around, nameOf(last));
      // Who uses a mouse is not to see the page jump.
      next?.focus({ preventScroll: true });
      if (next?.matches(":focus-visible")) next.scrollIntoView({ block: "nearest" });
    });
    // Who clicks elsewhere has left it, also where nothing takes the focus.
    const onPress = ({ target }: PointerEvent) => {
      if (!(target instanceof Node) || !last?.contains(target)) last = null;
    };
    document.addEventListener("focusin", onFocus);
    document.addEventListener("pointerdown", onPress, true);
    watcher.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("pointerdown", onPress, true);
      watcher.disconnect();
    };
  }, []);
  return null;
}
