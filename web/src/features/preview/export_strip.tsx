// An export's progress, and its end.
import { type ExportProgress, type Problem, progressOf, useWorkbench } from "../../engine";
import { byteSize, ofAll, timeLeft } from "../../lib/format";
import { Button } from "../../ui/button";
import { Ticked } from "../../ui/ticked";

/** How far the export is, below the table: it goes on whatever is shown above. */
export function ExportStrip() {
  const state = useWorkbench().questions.exporting.use((s) => s);
  const progress = progressOf(state);
  return (
    <>
      {progress && <Running progress={progress} />}
      {state.phase === "failed" && (
        <Failed fileName={state.progress?.fileName ?? "The table"} problem={state.problem} />
      )}
      <p role="status" className="visually-hidden">
        {progress && `Exporting ${progress.fileName}`}
        {state.phase === "ready" && `${state.value} is saved`}
      </p>
    </>
  );
}

function Running({ progress }: { progress: ExportProgress }) {
  const workbench = useWorkbench();
  const { fileName, rows, rowCount, bytes, secondsLeft } = progress;
  const left = secondsLeft === undefined ? "" : `, ${timeLeft(secondsLeft)}`;
  return (
    <div className="export-strip export-strip--running">
      <p className="export-strip__words">
        Exporting <span className="export-strip__file">{fileName}</span>
      </p>
      <progress
        className="export-strip__bar"
        aria-label={`Export of ${fileName}`}
        {...(rowCount ? { value: Math.min(rows, rowCount), max: rowCount } : {})}
      />
      <p className="export-strip__facts">
        {ofAll(rows, rowCount)}, {byteSize(bytes)}
        {left}
      </p>
      <Button size="small" onClick={() => workbench.questions.exporting.forget()}>
        Cancel export
      </Button>
    </div>
  );
}

function Failed({ fileName, problem }: { fileName: string; problem: Problem }) {
  const workbench = useWorkbench();
  return (
    <div className="export-strip export-strip--failed" role="alert">
      <p className="export-strip__words">
        {fileName} could not be exported: <Ticked text={problem.diagnostics[0]?.message ?? "the engine stopped"} />
      </p>
      <Button size="small" onClick={() => workbench.questions.exporting.forget()}>
        Dismiss
      </Button>
    </div>
  );
}
