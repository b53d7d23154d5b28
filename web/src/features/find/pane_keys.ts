// F6 goes around the panes, and comes back to where one was in each. Enter on a cell goes to what mends it, Escape back to the cell.
import { useEffect } from "react";

/** Panes carry `data-pane`; around in the order of the page, but the lower panel last. */
const order = ["tree", "table", "inspector", "dock"];

/** What takes the focus in a pane where nobody was yet: what one works with there, before its tabs. */
const first = [
  '[role="tree"]',
  '[role="grid"] [data-active="true"]',
  '[role="grid"] [tabindex="0"]',
  ".repair",
  ".problems [tabindex='0']",
  ".editor",
  '[role="tab"][aria-selected="true"]',
  "button:not(:disabled)",
];

const last = new WeakMap<Element, HTMLElement>();

/** What an event is about, also in the shadow that an editor lives in. */
const meantBy = (event: Event): HTMLElement | null => {
  const [target] = event.composedPath();
  return target instanceof HTMLElement ? target : null;
};

/** The element of the page that an element is, or lives in the shadow of. */
function inPage(element: Element): Element {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : element;
}

const panes = (): HTMLElement[] =>
  order.flatMap((name) => [...document.querySelectorAll<HTMLElement>(`[data-pane="${name}"]`)]);

const paneOf = (element: Element | null): HTMLElement | null =>
  (element && inPage(element).closest<HTMLElement>("[data-pane]")) ?? null;

const isSeen = (element: HTMLElement): boolean => element.isConnected && element.getClientRects().length > 0;

function enter(pane: HTMLElement): void {
  const before = last.get(pane);
  if (before && isSeen(before) && pane.contains(inPage(before))) before.focus();
  else firstIn(pane)?.focus();
}

/** What one works with in a pane; before it was drawn, its tab. */
export function firstIn(pane: HTMLElement): HTMLElement | undefined {
  for (const selector of first) {
    const found = [...pane.querySelectorAll<HTMLElement>(selector)].find(isSeen);
    if (found) return found.shadowRoot?.querySelector<HTMLElement>(".cm-content") ?? found;
  }
  return undefined;
}

function goAround(step: 1 | -1): void {
  const all = panes();
  const here = paneOf(document.activeElement);
  const at = here ? all.indexOf(here) : step > 0 ? -1 : 0;
  const next = all[(at + step + all.length) % all.length];
  if (next) enter(next);
}

/** Repairs are tried before they are offered: this long one waits for the first of them (ms). */
const patience = 5000;

/** Goes to the inspector, and to its first repair once there is one, unless the user has gone elsewhere meanwhile. */
function goToRepair(): void {
  const pane = document.querySelector<HTMLElement>('[data-pane="inspector"]');
  const stop = pane?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
  if (!pane || !stop) return;
  const take = () => {
    const repair = pane.querySelector<HTMLElement>(".repair, .formula-verdict__fault button");
    if (repair) repair.focus();
    return repair !== null;
  };
  if (take()) return;
  stop.focus();
  const watcher = new MutationObserver(() => {
    if (document.activeElement !== stop || take()) watcher.disconnect();
  });
  watcher.observe(pane, { childList: true, subtree: true });
  setTimeout(() => watcher.disconnect(), patience);
}

function goToTable(): boolean {
  const cell = document.querySelector<HTMLElement>('[role="grid"] [data-active="true"], [role="grid"] [tabindex="0"]');
  cell?.focus();
  return cell !== null;
}

/** Keys that go from one pane to another; `onWhy` has the inspector show why. */
export function usePaneKeys(onWhy: () => void): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const { key } = event;
      const target = meantBy(event);
      if (!target || event.altKey || event.ctrlKey || event.metaKey) return;
      if (document.querySelector("dialog[open]")) return;
      if (key === "F6") {
        event.preventDefault();
        goAround(event.shiftKey ? -1 : 1);
      } else if (key === "Enter" && !event.shiftKey && target.closest('[role="grid"]') && isCell(target)) {
        onWhy();
        // Once the inspector is there.
        requestAnimationFrame(() => requestAnimationFrame(goToRepair));
      } else if (key === "Escape" && !event.defaultPrevented && paneOf(target)?.dataset.pane === "inspector") {
        if (!isField(target) && goToTable()) event.preventDefault();
      }
    }
    const onFocus = (event: FocusEvent) => {
      const target = meantBy(event);
      const pane = paneOf(target);
      if (target && pane) last.set(pane, target);
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("focusin", onFocus);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("focusin", onFocus);
    };
  }, [onWhy]);
}

const isCell = (element: Element): boolean => ["gridcell", "columnheader"].includes(element.getAttribute("role") ?? "");

const isField = (element: Element): boolean =>
  element.closest("input, textarea, select, [contenteditable], details[open]") !== null;
