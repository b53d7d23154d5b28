// The focus goes along to what the palette has led to, which may not be drawn yet.
import { firstIn } from "./pane_keys";

export type Pane = "tree" | "table" | "inspector" | "dock";

/** As long as something may be fetched or read first (ms). */
const patience = 5000;
/** Between two looks (ms). */
const pause = 50;

/** In shadow trees too: an editor's text and its search field have one host. */
function focused(): Element | null {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
}

/** Into a pane, and again while what is in it gives way to something else; never away from where the user has gone meanwhile. */
export function arrive(name: Pane): void {
  const end = performance.now() + patience;
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  const { signal } = leaving;
  addEventListener("pointerdown", leave, { capture: true, signal });
  let own = focused();
  let arrived: HTMLElement | undefined;
  const look = () => {
    const at = focused();
    if (signal.aborted || (at !== own && at !== document.body)) return leave();
    const pane = document.querySelector<HTMLElement>(`[data-pane="${name}"]`);
    const stop = pane && firstIn(pane);
    if (stop && (stop !== arrived || at === document.body)) {
      // From here on the keys are the user's.
      if (!arrived) addEventListener("keydown", leave, { capture: true, signal });
      arrived = stop;
      stop.focus();
      own = focused();
    }
    if (performance.now() < end) setTimeout(look, pause);
    else leave();
  };
  // The dialog has to be gone, and what was asked for on its way.
  setTimeout(look, pause);
}
