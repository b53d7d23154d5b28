// What is chosen by keyboard and then goes takes the focus with it: the part that comes in its place catches it.
import { type RefObject, useEffect, useRef } from "react";

export function useCaughtFocus<Part extends HTMLElement>(): RefObject<Part | null> {
  const part = useRef<Part>(null);
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body || activeElement instanceof HTMLDialogElement)
      part.current?.focus();
  }, []);
  return part;
}
