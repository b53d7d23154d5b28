// Help once it is asked for, by its button, a code or F1.
import { lazy, Suspense, useEffect, useState } from "react";
import { askHelp, help } from "../../lib/help";

const HelpDialog = lazy(() => import("./help_dialog"));

export function Help() {
  const isOpen = help.use((s) => s.isOpen);
  const [wasOpened, setOpened] = useState(false);

  useEffect(() => {
    if (isOpen) setOpened(true);
  }, [isOpen]);

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key !== "F1" || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      askHelp();
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  return <Suspense fallback={null}>{wasOpened && <HelpDialog />}</Suspense>;
}
