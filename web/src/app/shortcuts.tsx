// The keys that work everywhere; the sheet that tells all of them comes when it is opened.
import { useEffect } from "react";
import { useWorkbench } from "../engine";
import { Dialog } from "../ui/dialog";
import { later } from "../ui/later";

const KeyboardSheet = later(() => import("./keyboard_sheet"));

/** True where keys mean text. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}

/** A field whose text takes effect when it is left takes it now. */
function takeTyped(): void {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement)) return;
  activeElement.blur();
  activeElement.focus();
}

/** The keys that work everywhere, and the sheet that tells them all. */
export function Shortcuts({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  const workbench = useWorkbench();
  const { documents } = workbench;

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const command = event.ctrlKey || event.metaKey;
      if (command && event.key.toLowerCase() === "s") {
        // Never the browser's own: it would save the page.
        event.preventDefault();
        takeTyped();
        return void (event.shiftKey ? workbench.saveAs() : workbench.save());
      }
      if (isTyping(event)) return;
      if (event.key === "?" && !command) onOpen(true);
      else if (command && event.key.toLowerCase() === "z") {
        event.preventDefault();
        if (event.shiftKey) documents.redo();
        else documents.undo();
      }
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [workbench, documents, onOpen]);

  return (
    <Dialog title="Keyboard" open={open} onOpen={onOpen}>
      <KeyboardSheet />
    </Dialog>
  );
}
