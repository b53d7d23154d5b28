// A menu at a place of the window: of a thing one clicks on with the right button, or whose keys ask for it.
import { Fragment, type KeyboardEvent, useEffect, useRef } from "react";

export interface MenuEntry {
  label: string;
  run: () => void;
  /** What it is one of, or whether it is on. */
  kind?: "choice" | "tick";
  checked?: boolean;
  disabled?: boolean;
  /** Quiet words at its end: its key, mostly. */
  note?: string;
  /** Leads elsewhere: the focus does not go back. */
  leaves?: boolean;
}

interface PopupMenuProps {
  label: string;
  at: { x: number; y: number };
  /** Parts of the menu, a line between them. */
  parts: readonly (readonly MenuEntry[])[];
  /** `returns`: the focus belongs to where it was. */
  onClose: (returns: boolean) => void;
}

const roles = { choice: "menuitemradio", tick: "menuitemcheckbox" } as const;

/** Arrow keys walk it, letters jump, Escape and a click anywhere else close it. */
export function PopupMenu({ label, at, parts, onClose }: PopupMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useEffect(() => {
    const element = menu.current;
    if (!element) return;
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(8, Math.min(at.x, window.innerWidth - width - 8))}px`;
    element.style.top = `${Math.max(8, Math.min(at.y, window.innerHeight - height - 8))}px`;
    items(element)[0]?.focus();
    // The browser's own way to close it when one clicks elsewhere would do so as the button that opened it is let go.
    const listening = new AbortController();
    const { signal } = listening;
    const elsewhere = (event: Event) => {
      if (!(event.target instanceof Node && element.contains(event.target))) close.current(false);
    };
    document.addEventListener("pointerdown", elsewhere, { signal, capture: true });
    document.addEventListener("wheel", elsewhere, { signal, capture: true, passive: true });
    addEventListener("resize", () => close.current(false), { signal });
    return () => listening.abort();
  }, [at.x, at.y]);

  function onKey(event: KeyboardEvent<HTMLDivElement>) {
    const all = items(event.currentTarget);
    const now = all.findIndex((item) => item === document.activeElement);
    const to = nextItem(event.key, now, all);
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") onClose(true);
    else if (to === undefined) return;
    else all[to]?.focus();
    event.preventDefault();
  }

  return (
    <div
      ref={menu}
      popover="manual"
      role="menu"
      aria-label={label}
      className="popup"
      onKeyDown={onKey}
      onContextMenu={(event) => event.preventDefault()}
    >
      {parts
        .filter((part) => part.length > 0)
        .map((part, index) => (
          <Fragment key={index}>
            {index > 0 && <div role="separator" className="popup__line" />}
            {part.map((entry) => (
              <Item key={entry.label} entry={entry} onClose={onClose} />
            ))}
          </Fragment>
        ))}
    </div>
  );
}

function Item({ entry, onClose }: { entry: MenuEntry; onClose: (returns: boolean) => void }) {
  return (
    <button
      type="button"
      role={entry.kind ? roles[entry.kind] : "menuitem"}
      aria-checked={entry.kind ? entry.checked === true : undefined}
      aria-disabled={entry.disabled ? true : undefined}
      tabIndex={-1}
      className={`popup__item${entry.checked ? " popup__item--on" : ""}`}
      onClick={() => {
        if (entry.disabled) return;
        onClose(!entry.leaves);
        entry.run();
      }}
    >
      <span>{entry.label}</span>
      {entry.note && (
        <kbd className="popup__note" aria-hidden="true">
          {entry.note}
        </kbd>
      )}
    </button>
  );
}

const items = (menu: HTMLElement): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];

/** Which item a key leads to; undefined: none. */
function nextItem(key: string, now: number, all: readonly HTMLElement[]): number | undefined {
  const count = all.length;
  if (key === "ArrowDown") return (now + 1) % count;
  if (key === "ArrowUp") return (now + count - 1) % count;
  if (key === "Home" || key === "PageUp") return 0;
  if (key === "End" || key === "PageDown") return count - 1;
  if (key.length !== 1 || key === " ") return undefined;
  const turned = all.map((_, step) => (now + 1 + step) % count);
  return turned.find((index) => all[index]?.textContent.toLowerCase().startsWith(key.toLowerCase()));
}
