// Sorting and filtering go over all rows of the group: how far they are, what they cover, and what went wrong.
import { type Arranged, isFiltering, progressOf, useWorkbench } from "../../engine";
import { count, ofAll, plural } from "../../lib/format";
import { Button } from "../../ui/button";
import { Ticked } from "../../ui/ticked";

/** How far it is. What moves is for the eye; a screen reader hears once that it began. */
export function FindingWords() {
  const { arranging } = useWorkbench().questions;
  const isLooking = arranging.use((s) => isFiltering(s.wish));
  const progress = arranging.finding.use(progressOf);
  return (
    <>
      {isLooking ? "Looking through all rows…" : "Sorting all rows…"}
      {progress && <span aria-hidden="true"> {ofAll(progress.rows, progress.rowCount)}</span>}
    </>
  );
}

export function StopFinding() {
  const { arranging } = useWorkbench().questions;
  const isLooking = arranging.use((s) => isFiltering(s.wish));
  return (
    <Button size="small" aria-label={isLooking ? "Stop looking" : "Stop sorting"} onClick={() => arranging.stop()}>
      Stop
    </Button>
  );
}

/** "Sorted over all 42,000 rows", "22 of 80 rows", "22 of 80 rows, sorted" */
export function arrangedFacts({ view, wish, count: shown }: Arranged): string {
  const isSorted = wish.sort !== null;
  const words = isFiltering(wish)
    ? `${ofAll(view.rowCount, view.tableRowCount)}${isSorted ? ", sorted" : ""}`
    : `Sorted over all ${plural(view.tableRowCount, "row")}`;
  return shown < view.rowCount ? `${words}, the first ${count(shown)} are shown` : words;
}

/** What kept the rows from being sorted or filtered, below them. */
export function ArrangingStrip() {
  const { arranging } = useWorkbench().questions;
  const problem = arranging.finding.use((s) => (s.phase === "failed" ? s.problem : undefined));
  if (!problem) return null;
  return (
    <div className="export-strip export-strip--failed" role="alert">
      <p className="export-strip__words one-line">
        The rows could not be sorted or filtered:{" "}
        <Ticked text={problem.diagnostics[0]?.message ?? "the engine stopped"} />
      </p>
      <Button size="small" icon="restart" onClick={() => void arranging.again()}>
        Try again
      </Button>
      <Button size="small" onClick={() => arranging.stop()}>
        Dismiss
      </Button>
    </div>
  );
}
