// A menu over <details>, with what that lacks: keys, and closing when it is left.
import { type KeyboardEvent, type FocusEvent, type MouseEvent, type ReactNode, useRef, useState } from "react";

interface MenuProps {
  summary: ReactNode;
  /** Look of the part one clicks on. */
  className?: string;
  /** Which edge of the summary the list keeps to. */
  align?: "start" | "end";
  children: ReactNode;
}

/** A list behind a button. Choosing an item, Escape and leaving it close it; it is in the page only while it is open. */
export function Menu({ summary, className = "button", align = "end", children }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(false);

  function close() {
    if (details.current) details.current.open = false;
  }

  function onKey(event: KeyboardEvent) {
    if (event.key !== "Escape" || !open) return;
    close();
    details.current?.querySelector("summary")?.focus();
  }

  function onLeave(event: FocusEvent) {
    if (!event.currentTarget.contains(event.relatedTarget)) close();
  }

  function onClick(event: MouseEvent) {
    if (event.target instanceof Element && event.target.closest("button")) close();
  }

  return (
    <details
      ref={details}
      className="menu"
      onToggle={(event) => setOpen(event.currentTarget.open)}
      onKeyDown={onKey}
      onBlur={onLeave}
    >
      <summary className={className}>{summary}</summary>
      {open && (
        // It takes the focus of what can take none, a label, say: else a press there would leave the menu.
        <div className={`menu__list menu__list--${align}`} tabIndex={-1} onClick={onClick}>
          {children}
        </div>
      )}
    </details>
  );
}
