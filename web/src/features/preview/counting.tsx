// Counting all rows goes on behind the table that shows the first of them.
import { progressOf, useWorkbench } from "../../engine";
import { ofAll } from "../../lib/format";
import { IconButton } from "../../ui/button";

/** How far the count of all rows is. What moves is for the eye; a screen reader hears once that it began. */
export function CountingWords() {
  const progress = useWorkbench().questions.counting.use(progressOf);
  if (!progress) return null;
  return (
    <>
      Counting… <span aria-hidden="true">{ofAll(progress.rows, progress.rowCount)}</span>
    </>
  );
}

/** Stops the count, and begins it again. */
export function CountingButton() {
  const { questions } = useWorkbench();
  const isRunning = questions.counting.use((s) => progressOf(s) !== undefined);
  const isCancelled = questions.counting.use((s) => s.phase === "cancelled");
  if (isRunning) {
    return <IconButton icon="close" label="Stop counting" onClick={() => questions.counting.cancel()} />;
  }
  if (!isCancelled) return null;
  return <IconButton icon="restart" label="Count all rows" onClick={() => void questions.countRows()} />;
}
