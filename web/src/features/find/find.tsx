// Opens the palette by its key and by its button.
import { type ReactNode, useEffect } from "react";
import { useWorkbench } from "../../engine";
import { fileOf, logsOf } from "../../lib/file_handles";
import type { RecentFile } from "../../lib/recent_files";
import type { Diagnostic } from "../../engine";
import type { Target } from "./entries";

/** Where the palette leads that the frame knows. */
export interface Doors {
  toClass: (place: { schema: string; name: string; property?: string | undefined }) => void;
  toProblem: (diagnostic: Diagnostic) => void;
  /** A group or column was chosen: it is to be seen. */
  toTable: () => void;
}

interface FindProps {
  open: boolean;
  onOpen: (open: boolean) => void;
  /** Draws the palette, which knows what the page does. */
  palette: (shown: { onClose: () => void; onChoose: (target: Target) => void }) => ReactNode;
  doors: Doors;
}

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
/** As this machine's keyboard says it. */
export const findKeys = isMac ? "⌘K" : "Ctrl K";

export function Find({ open, onOpen, palette, doors }: FindProps) {
  const workbench = useWorkbench();

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      // On a Mac, Ctrl+K is the editor's: it deletes to the end of the line.
      const isAsked = event.key.toLowerCase() === "k" && (isMac ? event.metaKey : event.ctrlKey);
      if (!isAsked || event.altKey || event.shiftKey || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      onOpen(true);
    }
    document.addEventListener("keydown", onKey, true);
    return () => document.removeEventListener("keydown", onKey, true);
  }, [onOpen]);

  async function openFile({ handle, logs = {} }: RecentFile) {
    const file = await fileOf(handle);
    if (file) await workbench.files.openAny([{ file, handle }, ...Object.values(await logsOf(logs))]);
  }

  function choose(target: Target) {
    switch (target.kind) {
      case "group":
        workbench.selection.choose(null);
        workbench.selectGroup(target.index);
        return doors.toTable();
      case "column":
        workbench.goTo(target.pointer);
        return doors.toTable();
      case "class":
      case "property":
        return doors.toClass(target);
      case "problem":
        return doors.toProblem(target.diagnostic);
      case "command":
        return target.command.run();
      case "file":
        return void openFile(target.file);
    }
  }

  return open ? palette({ onClose: () => onOpen(false), onChoose: choose }) : null;
}
