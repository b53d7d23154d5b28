// Files of earlier visits, by handle: no byte of them is kept.
import { useEffect } from "react";
import { useWorkbench } from "../../engine";
import { fileOf, logsOf } from "../../lib/file_handles";
import { forgetFile, loadRecentFiles, type RecentFile, recentFiles } from "../../lib/recent_files";
import { Icon } from "../../ui/icon";

/** Opens a file again with one click; not there where the browser keeps no handles. */
export function RecentFiles() {
  const { files: room } = useWorkbench();
  const files = recentFiles.use((s) => s.files);

  useEffect(() => {
    void loadRecentFiles();
  }, []);

  async function open({ key, name, handle, logs = {} }: RecentFile) {
    const file = await fileOf(handle);
    // A log may be gone by now: its application ended and left all in the file.
    if (file) return room.openAny([{ file, handle }, ...Object.values(await logsOf(logs))]);
    await forgetFile(key);
    await room.openAny([{ file: new File([], name), isGone: true }]);
  }

  if (files.length === 0) return null;
  return (
    <>
      <p className="menu__title">Open again</p>
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
    </>
  );
}
