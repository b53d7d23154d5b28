// Which tables go into one file, and what kind of file that is.
import { type FormEvent, useState } from "react";
import { type ManyFormat, useWorkbench } from "../../engine";
import { excelMark, setExcelMark } from "../../lib/excel_mark";
import { plural } from "../../lib/format";
import { fileNameOf } from "../../lib/save_file";
import { Button } from "../../ui/button";
import { OneOf, Tick } from "../../ui/choices";
import { Dialog } from "../../ui/dialog";
import "./export.css";

const formats: readonly (readonly [ManyFormat, string, string])[] = [
  ["xlsx", "Excel workbook (.xlsx)", "a sheet for each group; numbers are numbers, dates are dates, ids are text"],
  ["zip", "CSV files in a zip (.zip)", "a file for each group, of any length"],
];

export default function ExportDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Export several groups" className="export" open onOpen={(isOpen) => !isOpen && onClose()}>
      <Form onClose={onClose} />
    </Dialog>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const { documents, questions } = useWorkbench();
  const outline = documents.use((s) => s.outline);
  // Groups of one name are one table.
  const names = [...new Set(outline?.groups.map(({ name }) => name))];
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [format, setFormat] = useState<ManyFormat>("xlsx");
  const hasMark = excelMark.use((s) => s.isOn);
  const isBusy = questions.exporting.use((s) => s.phase === "running");
  const chosen = names.filter((name) => !left.has(name));

  function start(event: FormEvent) {
    event.preventDefault();
    void questions.exporting.tables(chosen, fileNameOf(outline?.name ?? ""), format, hasMark);
    onClose();
  }

  const toggle = (name: string) =>
    setLeft(left.has(name) ? new Set([...left].filter((other) => other !== name)) : new Set([...left, name]));
  return (
    <form className="sheet__form export__form" onSubmit={start}>
      <OneOf legend="File" name="format" items={formats} chosen={format} onChoose={setFormat}>
        {format === "zip" && (
          <Tick
            more="a byte order mark before each CSV, so that every letter is read right"
            checked={hasMark}
            onChange={(event) => setExcelMark(event.target.checked)}
          >
            For Excel
          </Tick>
        )}
      </OneOf>
      <fieldset>
        <legend>Groups</legend>
        <Tick checked={left.size === 0} onChange={() => setLeft(left.size === 0 ? new Set(names) : new Set())}>
          All {plural(names.length, "group")}
        </Tick>
        <div className="export__groups">
          {names.map((name) => (
            <Tick key={name} checked={!left.has(name)} onChange={() => toggle(name)}>
              {name}
            </Tick>
          ))}
        </div>
      </fieldset>
      <div className="export__foot">
        <p role="status">
          {isBusy
            ? "One export at a time: the one that runs can be cancelled below the table."
            : "Every row, as the extraction writes it. Its progress is shown below the table, where it can be stopped."}
        </p>
        <Button type="submit" look="primary" icon="download" disabled={chosen.length === 0 || isBusy}>
          Export {plural(chosen.length, "group")}
        </Button>
      </div>
    </form>
  );
}
