// The focus goes along to what the palette has led to, which may not be drawn yet.
import { firstIn } from "./pane_keys";

export type Pane = "tree" | "table" | "inspector" | "dock";

/** As long as something may be fetched or read first (ms). */
const patience = 5000;
/** Between two looks (ms). */
const pause = 50;

/** Into a pane, and again while what is in it gives way to something else; never away from where the user has gone meanwhile. */
export function arrive(name: Pane): void {
  const end = performance.now() + patience;
  let own = document.activeElement;
  const look = () => {
    const at = document.activeElement;
    if (at !== own && at !== document.body) return;
    const pane = document.querySelector<HTMLElement>(`[data-pane="${name}"]`);
    const stop = pane && firstIn(pane);
    if (stop) {
      stop.focus();
      own = document.activeElement;
    }
    if (performance.now() < end) setTimeout(look, pause);
  };
  // The dialog has to be gone, and what was asked for on its way.
  setTimeout(look, pause);
}
