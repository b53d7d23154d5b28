import { type ExportState, useWorkbench, useWorkbenchState } from "../../engine";
import { byteSize, ofAll, timeLeft } from "../../lib/format";
import { Button } from "../../ui/button";
import { Ticked } from "../../ui/ticked";

/** How far the export is, below the table: it goes on whatever is shown above. */
export function ExportStrip() {
  const exporting = useWorkbenchState((s) => s.exporting);
  return (
    <>
      {exporting?.phase === "running" && <Running exporting={exporting} />}
      {exporting?.phase === "failed" && <Failed exporting={exporting} />}
      <p role="status" className="visually-hidden">
        {exporting?.phase === "running" && `Exporting ${exporting.fileName}`}
        {exporting?.phase === "saved" && `${exporting.fileName} is saved`}
      </p>
    </>
  );
}

function Running({ exporting }: { exporting: Extract<ExportState, { phase: "running" }> }) {
  const workbench = useWorkbench();
  const { fileName, rows, rowCount, bytes, secondsLeft } = exporting;
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
      <Button size="small" onClick={() => workbench.cancelExport()}>
        Cancel export
      </Button>
    </div>
  );
}

function Failed({ exporting: { fileName, problem } }: { exporting: Extract<ExportState, { phase: "failed" }> }) {
  const workbench = useWorkbench();
  return (
    <div className="export-strip export-strip--failed" role="alert">
      <p className="export-strip__words">
        {fileName} could not be exported: <Ticked text={problem.diagnostics[0]?.message ?? "the engine stopped"} />
      </p>
      <Button size="small" onClick={() => workbench.cancelExport()}>
        Dismiss
      </Button>
    </div>
  );
}
