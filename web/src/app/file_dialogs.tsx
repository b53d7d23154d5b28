// The dialogs behind the menu File: each is loaded when it is first opened.
import type { ReactNode } from "react";
import { Dialog } from "../ui/dialog";
import { later } from "../ui/later";
import type { FileDialog } from "./file_menu";

interface OpenDialog {
  onClose: () => void;
}

const told = (title: string) =>
  function Told(failure: ReactNode, { onClose }: OpenDialog) {
    return (
      <Dialog title={title} open onOpen={(isOpen) => !isOpen && onClose()}>
        {failure}
      </Dialog>
    );
  };

const dialogs = {
  export: later(() => import("../features/export/export_dialog"), null, told("Export several groups")),
  report: later(() => import("../features/report/report_dialog"), null, told("Report of problems")),
  compare: later(() => import("../features/compare/compare_dialog"), null, told("Compare with another snapshot")),
} as const;

export function FileDialogs({ open, onClose }: { open: FileDialog | null; onClose: () => void }) {
  if (open === null) return null;
  const Opened = dialogs[open];
  return <Opened onClose={onClose} />;
}
