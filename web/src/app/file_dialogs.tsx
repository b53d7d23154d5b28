// The dialogs behind the menu File: each is loaded when it is first opened.
import { lazy, Suspense } from "react";
import type { FileDialog } from "./file_menu";

const dialogs = {
  export: lazy(() => import("../features/export/export_dialog")),
  report: lazy(() => import("../features/report/report_dialog")),
  compare: lazy(() => import("../features/compare/compare_dialog")),
} as const;

export function FileDialogs({ open, onClose }: { open: FileDialog | null; onClose: () => void }) {
  if (open === null) return null;
  const Dialog = dialogs[open];
  return (
    <Suspense fallback={null}>
      <Dialog onClose={onClose} />
    </Suspense>
  );
}
