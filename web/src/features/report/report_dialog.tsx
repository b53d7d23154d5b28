// The problems of the mapping as a file, for who mends them elsewhere: written by what `premap validate` writes with.
import { type FormEvent, useState } from "react";
import { documentOf, type ReportFormat, useProblems, useWorkbench, valueOf } from "../../engine";
import { excelMark, setExcelMark } from "../../lib/excel_mark";
import { plural } from "../../lib/format";
import { fileNameOf, saveFile } from "../../lib/save_file";
import { Button } from "../../ui/button";
import { OneOf, Tick } from "../../ui/choices";
import { Dialog } from "../../ui/dialog";
import { Ticked } from "../../ui/ticked";
import "./report.css";

const formats: readonly (readonly [ReportFormat, string, string])[] = [
  ["csv", "Table (.csv)", "a line for each problem, with group and column; for a spreadsheet"],
  ["sarif", "SARIF (.sarif)", "with repairs; for code hosts and editors"],
  ["junit", "JUnit (.xml)", "for continuous integration"],
  ["json", "JSON (.json)", "everything there is to say"],
];

export default function ReportDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Report of problems" className="report" open onOpen={(isOpen) => !isOpen && onClose()}>
      <Form onClose={onClose} />
    </Dialog>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const { asides, documents, files, questions } = useWorkbench();
  const [format, setFormat] = useState<ReportFormat>("csv");
  const [fault, setFault] = useState("");
  const [isBusy, setBusy] = useState(false);
  const hasMark = excelMark.use((s) => s.isOn);
  const problems = useProblems().length;
  const name = documents.use((s) => documentOf(s).name);
  const snapshot = files.use((s) => (s.snapshot.phase === "ready" ? s.snapshot.file.name : undefined));
  const isChecked = questions.validation.use((s) => s.phase === "ready" && valueOf(s) !== undefined);

  async function save(event: FormEvent) {
    event.preventDefault();
    setFault("");
    setBusy(true);
    try {
      const pieces = await asides.report(format);
      if (format === "csv" && hasMark) pieces.unshift("\ufeff");
      const ending = { csv: "csv", sarif: "sarif", junit: "xml", json: "json" }[format];
      saveFile(new Blob(pieces), `problems-${fileNameOf(name.replace(/\.json.*$/i, ""))}.${ending}`);
      onClose();
    } catch (thrown) {
      setFault(thrown instanceof Error ? thrown.message : String(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="sheet__form" onSubmit={(event) => void save(event)}>
      <p>
        {name}
        {snapshot ? ` on ${snapshot}` : ", by its own rules, for no snapshot is open"}:{" "}
        {isChecked ? plural(problems, "problem") : "still being checked; the report has all of it"}.
      </p>
      <OneOf legend="File" name="report-format" items={formats} chosen={format} onChoose={setFormat}>
        {format === "csv" && (
          <Tick
            more="a byte order mark, so that every letter is read right"
            checked={hasMark}
            onChange={(event) => setExcelMark(event.target.checked)}
          >
            For Excel
          </Tick>
        )}
      </OneOf>
      {fault !== "" && (
        <p role="alert" className="report__fault">
          The report could not be written: <Ticked text={fault} />
        </p>
      )}
      <p className="report__foot">
        <Button type="submit" look="primary" icon="download" disabled={isBusy}>
          {isBusy ? "Checking…" : "Save the report"}
        </Button>
      </p>
    </form>
  );
}
