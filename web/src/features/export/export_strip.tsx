// An export's progress, and its end.
import { type Exported, type ExportProgress, type Problem, progressOf, useWorkbench } from "../../engine";
import { byteSize, ofAll, plural, timeLeft } from "../../lib/format";
import { Button } from "../../ui/button";
import { Ticked } from "../../ui/ticked";
import "./export.css";

/** How far the export is, below the table: it goes on whatever is shown above. */
export default function ExportStrip() {
  const state = useWorkbench().questions.exporting.use((s) => s);
  const progress = progressOf(state);
  return (
    <>
      {progress && <Running progress={progress} />}
      {state.phase === "failed" && (
        <Failed fileName={state.progress?.fileName ?? "The table"} problem={state.problem} />
      )}
      {state.phase === "ready" && state.value.notes.length > 0 && <Done exported={state.value} />}
      <p role="status" className="visually-hidden">
        {progress && `Exporting ${progress.fileName}`}
        {state.phase === "ready" && `${state.value.fileName} is saved`}
      </p>
    </>
  );
}

function Running({ progress }: { progress: ExportProgress }) {
  const workbench = useWorkbench();
  const { fileName, rows, rowCount, bytes, secondsLeft, table } = progress;
  const left = secondsLeft === undefined ? "" : `, ${timeLeft(secondsLeft)}`;
  return (
    <div className="export-strip export-strip--running">
      <p className="export-strip__words one-line">
        Exporting <span className="export-strip__file">{fileName}</span>
        {table && `: ${table.name}, ${table.number} of ${plural(table.of, "group")}`}
      </p>
      <progress
        className="export-strip__bar"
        aria-label={`Export of ${fileName}`}
        {...(rowCount ? { value: Math.min(rows, rowCount), max: rowCount } : {})}
        {...(table ? { value: table.number - 1, max: table.of } : {})}
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

/** Only where there is more to say than that it is there: the browser tells that itself. */
function Done({ exported }: { exported: Exported }) {
  const { exporting } = useWorkbench().questions;
  return (
    <div className="export-strip export-strip--done" role="status">
      <div>
        <p>
          <span className="export-strip__file">{exported.fileName}</span> is saved, and this is to be known of it:
        </p>
        <ul className="export-strip__notes">
          {exported.notes.map((note) => (
            <li key={note}>
              <Ticked text={`${note}.`} />
            </li>
          ))}
        </ul>
      </div>
      <Button size="small" onClick={() => exporting.forget()}>
        Dismiss
      </Button>
    </div>
  );
}

function Failed({ fileName, problem }: { fileName: string; problem: Problem }) {
  const workbench = useWorkbench();
  return (
    <div className="export-strip export-strip--failed" role="alert">
      <p className="export-strip__words one-line">
        {fileName} could not be exported: <Ticked text={problem.diagnostics[0]?.message ?? "the engine stopped"} />
      </p>
      <Button size="small" onClick={() => workbench.questions.exporting.forget()}>
        Dismiss
      </Button>
    </div>
  );
}
