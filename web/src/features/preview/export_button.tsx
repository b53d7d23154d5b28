import { useRef, useState } from "react";
import { type Problem, useWorkbench } from "../../engine";
import { byteSize } from "../../lib/format";
import { saveFile } from "../../lib/save_file";
import { Button } from "../../ui/button";

const formats = [
  ["csv", "CSV"],
  ["ndjson", "NDJSON"],
  ["json", "JSON"],
] as const;

/** Saves the group's whole table, all rows, in one of the extraction's formats. */
export function ExportButton({ tableName }: { tableName: string }) {
  const workbench = useWorkbench();
  const [bytes, setBytes] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const stop = useRef<AbortController | null>(null);
  const menu = useRef<HTMLDetailsElement>(null);

  async function save(format: (typeof formats)[number][0]) {
    if (menu.current) menu.current.open = false;
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
      <details ref={menu} onKeyDown={(event) => event.key === "Escape" && menu.current && (menu.current.open = false)}>
        <summary className="button button--small">Export</summary>
        <div className="menu__list">
          {formats.map(([format, words]) => (
            <button key={format} type="button" className="menu__item" onClick={() => void save(format)}>
              {words}, all rows
            </button>
          ))}
        </div>
      </details>
      {problem && (
        <p role="alert" className="menu__fault">
          {problem.diagnostics[0]?.message}
        </p>
      )}
    </div>
  );
}
