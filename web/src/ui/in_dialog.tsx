// Where it is told that a dialog could not be fetched: in a dialog of that title (ui/later.tsx).
import type { ReactNode } from "react";
import { Dialog } from "./dialog";

export const inDialog = (title: string) =>
  function InDialog(failure: ReactNode, { onClose }: { onClose: () => void }) {
    return (
      <Dialog title={title} open onOpen={(isOpen) => !isOpen && onClose()}>
        {failure}
      </Dialog>
    );
  };
