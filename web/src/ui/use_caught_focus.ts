// What is chosen by keyboard and then goes takes the focus with it: the part that comes in its place catches it.
import { type RefObject, useEffect, useRef } from "react";

/** `first`: what in the part takes it, where it is there; else the part itself. */
export function useCaughtFocus<Part extends HTMLElement>(first?: string): RefObject<Part | null> {
  const part = useRef<Part>(null);
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body || activeElement instanceof HTMLDialogElement)
      ((first && part.current?.querySelector<HTMLElement>(first)) || part.current)?.focus();
  }, []);
  return part;
}
