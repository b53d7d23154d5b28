// The dialogs behind the menu File: each is loaded when it is first opened.
import { inDialog } from "../ui/in_dialog";
import { later } from "../ui/later";
import type { FileDialog } from "./file_menu";

const dialogs = {
  export: later(() => import("../features/export/export_dialog"), null, inDialog("Export several groups")),
  report: later(() => import("../features/report/report_dialog"), null, inDialog("Report of problems")),
  compare: later(() => import("../features/compare/compare_dialog"), null, inDialog("Compare with another snapshot")),
} as const;

export function FileDialogs({ open, onClose }: { open: FileDialog | null; onClose: () => void }) {
  if (open === null) return null;
  const Opened = dialogs[open];
  return <Opened onClose={onClose} />;
}
