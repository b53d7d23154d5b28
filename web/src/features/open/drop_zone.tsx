// The whole page takes files.
import { type DragEvent, type ReactNode, useState } from "react";
import { useWorkbench } from "../../engine";
import { Icon } from "../../ui/icon";
import { droppedFiles } from "../../lib/picked_files";
import "./open.css";

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");

/** Takes files dropped anywhere on the page. */
export function DropZone({ children }: { children: ReactNode }) {
  const workbench = useWorkbench();
  const [over, setOver] = useState(false);

  return (
    <div
      className="drop"
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        void droppedFiles(event.dataTransfer).then((files) => workbench.files.openAny(files));
      }}
    >
      {children}
      {over && (
        <div className="drop__veil" aria-hidden="true">
          <div className="drop__target">
            <Icon name="download" />
            <strong>Drop to open</strong>
            <span>A snapshot (.bim, with the -wal beside it if there is one), a mapping (.json), or both</span>
          </div>
        </div>
      )}
    </div>
  );
}
