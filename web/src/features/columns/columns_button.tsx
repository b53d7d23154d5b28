// The way to the table of properties: a button beside "+ Column", and the table once it is asked for.
import { lazy, Suspense, useState } from "react";
import { groupOf, useWorkbench } from "../../engine";
import { Button } from "../../ui/button";

const ColumnsDialog = lazy(() => import("./columns_dialog"));

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
      {isOpen && group && (
        <Suspense>
          <ColumnsDialog group={group} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
