// A modal sheet, over the browser's own <dialog>: it keeps the focus and the rest of the page still.
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Button } from "./button";

interface DialogProps {
  title: string;
  className?: string;
  open: boolean;
  onOpen: (open: boolean) => void;
  children: ReactNode;
}

/** A sheet over the page with a title and a way out; Escape closes it, and the focus goes back to where it came from. */
export function Dialog({ title, className = "", open, onOpen, children }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);

  return (
    <dialog ref={dialog} className={`sheet ${className}`} aria-labelledby={id} onClose={() => onOpen(false)}>
      <div className="sheet__head">
        <h2 id={id}>{title}</h2>
        <Button look="plain" icon="close" aria-label="Close" onClick={() => onOpen(false)} />
      </div>
      {open && children}
    </dialog>
  );
}
