// Files of earlier visits, by handle: no byte of them is kept.
import { useEffect, useState } from "react";
import { useWorkbench } from "../../engine";
import { fileOf, logsOf } from "../../lib/file_handles";
import { forgetFile, loadRecentFiles, type RecentFile, recentFiles } from "../../lib/recent_files";
import { Icon } from "../../ui/icon";
import { Menu } from "../../ui/menu";

/** Opens a file again with one click; not there where the browser keeps no handles. */
export function RecentFiles() {
  const workbench = useWorkbench();
  const files = recentFiles.use((s) => s.files);
  const [missing, setMissing] = useState<string | null>(null);

  useEffect(() => {
    void loadRecentFiles();
  }, []);

  async function open({ key, name, handle, logs = {} }: RecentFile) {
    setMissing(null);
    const file = await fileOf(handle);
    // A log may be gone by now: its application ended and left all in the file.
    if (file) return workbench.files.openAny([{ file, handle }, ...Object.values(await logsOf(logs))]);
    setMissing(name);
    await forgetFile(key);
  }

  if (files.length === 0 && missing === null) return null;
  return (
    <div className="menu">
      <Menu summary="Recent">
        <ul aria-label="Recent files">
          {files.map((file) => (
            <li key={file.key}>
              <button type="button" className="menu__item recent" onClick={() => void open(file)}>
                <Icon name={file.kind === "snapshot" ? "cube" : "table"} />
                {file.name}
                <span className="visually-hidden">, {file.kind}</span>
              </button>
            </li>
          ))}
        </ul>
      </Menu>
      {missing && (
        <p role="alert" className="menu__fault">
          {missing} could not be opened: it was moved, deleted, or not allowed. Choose it with Open.
        </p>
      )}
    </div>
  );
}
