import { useRef, useState } from "react";
import { type Problem, useWorkbench } from "../../engine";
import { byteSize } from "../../lib/format";
import { saveFile } from "../../lib/save_file";
import { Button } from "../../ui/button";
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
}

/** Saves the group's whole table, all rows, in one of the extraction's formats; or copies what is shown. */
export function ExportButton({ tableName, copyWords, onCopy }: ExportButtonProps) {
  const workbench = useWorkbench();
  const [bytes, setBytes] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const stop = useRef<AbortController | null>(null);

  async function save(format: (typeof formats)[number][0]) {
    stop.current = new AbortController();
    setProblem(null);
    setBytes(0);
    const answer = await workbench.extract(format, stop.current.signal, setBytes);
    setBytes(null);
    if (answer instanceof Blob) saveFile(answer, `${tableName}.${format}`);
    else if (answer.kind !== "cancelled") setProblem(answer);
  }

  if (bytes !== null) {
    return (
      <Button size="small" onClick={() => stop.current?.abort()}>
        Exporting, {byteSize(bytes)}… Cancel
      </Button>
    );
  }
  return (
    <div className="menu">
      <Menu summary="Export" className="button button--small">
        {formats.map(([format, words]) => (
          <button key={format} type="button" className="menu__item" onClick={() => void save(format)}>
            {words}, all rows
          </button>
        ))}
        <button type="button" className="menu__item menu__item--first" onClick={onCopy}>
          {copyWords}
        </button>
      </Menu>
      {problem && (
        <p role="alert" className="menu__fault">
          {problem.diagnostics[0]?.message}
        </p>
      )}
    </div>
  );
}
