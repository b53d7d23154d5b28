// The way to the table of properties: a button beside "+ Column", and the table once it is asked for.
import { useState } from "react";
import { groupOf, useWorkbench } from "../../engine";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { later } from "../../ui/later";

const ColumnsDialog = later(
  () => import("./columns_dialog"),
  null,
  (failure, { group, onClose }) => (
    <Dialog title={`Columns for ${group.name}`} open onOpen={(isOpen) => !isOpen && onClose()}>
      {failure}
    </Dialog>
  ),
);

export function ColumnsButton() {
  const { documents, files } = useWorkbench();
  const group = documents.use(groupOf);
  const hasSnapshot = files.use((s) => s.snapshot.phase === "ready");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        icon="columns"
        title={hasSnapshot ? "Choose columns from all that the rows have" : "Open a snapshot first"}
        disabled={group?.columnsPointer === undefined || !hasSnapshot}
        onClick={() => setOpen(true)}
      >
        Columns…
      </Button>
      {isOpen && group && <ColumnsDialog group={group} onClose={() => setOpen(false)} />}
    </>
  );
}
