// The whole table as a file, written by the engine: the page never holds its rows.
import { useWorkbench } from "../../engine";
import { excelMark, setExcelMark } from "../../lib/excel_mark";
import { Menu } from "../../ui/menu";

const formats = [
  ["csv", "CSV"],
  ["ndjson", "NDJSON"],
  ["json", "JSON"],
] as const;

interface ExportButtonProps {
  tableName: string;
  /** Words for copying the rows on screen. */
  copyWords: string;
  onCopy: () => void;
  /** Copies the ids of the rows that a filter has found; undefined: none filters. */
  onCopyIds: (() => void) | undefined;
  /** Asks which groups go into one file. */
  onExportAll: () => void;
}

/** Saves the group's whole table, all rows, in one of the extraction's formats; or copies what is shown. */
export function ExportButton({ tableName, copyWords, onCopy, onCopyIds, onExportAll }: ExportButtonProps) {
  const { questions } = useWorkbench();
  const hasMark = excelMark.use((s) => s.isOn);
  const isBusy = questions.exporting.use((s) => s.phase === "running");
  return (
    <div className="menu">
      <Menu summary="Export" className="button button--small">
        {formats.map(([format, words]) => (
          <button
            key={format}
            type="button"
            className="menu__item"
            disabled={isBusy}
            title={isBusy ? "One export at a time: the one that runs can be cancelled below the table" : undefined}
            onClick={() => void questions.exporting.table(questions.group, tableName, format, hasMark)}
          >
            {words}, all rows
          </button>
        ))}
        <label
          className="menu__item menu__tick"
          title="A byte order mark before the CSV: Excel then reads every letter right"
        >
          <input type="checkbox" checked={hasMark} onChange={(event) => setExcelMark(event.target.checked)} />
          CSV for Excel
        </label>
        <button type="button" className="menu__item" onClick={onExportAll}>
          All groups in one file…
        </button>
        <button type="button" className="menu__item menu__item--first" onClick={onCopy}>
          {copyWords}
        </button>
        {onCopyIds && (
          <button type="button" className="menu__item" onClick={onCopyIds}>
            Copy their ids
          </button>
        )}
      </Menu>
    </div>
  );
}
