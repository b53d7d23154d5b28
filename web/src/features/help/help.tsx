// Help once it is asked for, by its button, a code or F1.
import { type ReactNode, useEffect, useState } from "react";
import { askHelp, help } from "../../lib/help";
import { Dialog } from "../../ui/dialog";
import { later } from "../../ui/later";

const HelpDialog = later(
  () => import("./help_dialog"),
  null,
  (failure) => <Failed>{failure}</Failed>,
);

function Failed({ children }: { children: ReactNode }) {
  const isOpen = help.use((s) => s.isOpen);
  return (
    <Dialog title="Help" open={isOpen} onOpen={(open) => help.change({ isOpen: open })}>
      {children}
    </Dialog>
  );
}

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

  return wasOpened ? <HelpDialog /> : null;
}
