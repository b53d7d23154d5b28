import { useWorkbench, useWorkbenchState } from "../../engine";
import { ofAll } from "../../lib/format";
import { Button } from "../../ui/button";

/** How far the count of all rows is. What moves is for the eye; a screen reader hears once that it began. */
export function CountingWords() {
  const counting = useWorkbenchState((s) => s.counting);
  if (counting?.phase !== "running") return null;
  return (
    <>
      Counting… <span aria-hidden="true">{ofAll(counting.rows, counting.rowCount)}</span>
    </>
  );
}

/** Stops the count, and begins it again. */
export function CountingButton() {
  const workbench = useWorkbench();
  const phase = useWorkbenchState((s) => s.counting?.phase);
  if (phase === "running") {
    return (
      <Button
        size="small"
        look="plain"
        icon="close"
        aria-label="Stop counting"
        onClick={() => workbench.stopCounting()}
      />
    );
  }
  if (phase !== "stopped") return null;
  return (
    <Button
      size="small"
      look="plain"
      icon="restart"
      aria-label="Count all rows"
      onClick={() => void workbench.countRows()}
    />
  );
}
