// Files from a picker or a drop. Where the browser has the File System Access API, a file comes with a handle that opens it
// again later; elsewhere it is the file alone.

import { logKinds } from "./logs";

export interface PickedFile {
  file: File;
  handle?: FileSystemFileHandle;
}

export const snapshotTypes: readonly string[] = [".bim", ".ibim", ".ecdb", ".imodel"];
export const mappingTypes: readonly string[] = [".json"];

type Picker = (options: object) => Promise<FileSystemFileHandle[]>;

/** Asks the user for files; resolves with none when the dialog is closed. Without endings: for any. */
export async function pickFiles(what: string, endings: readonly string[]): Promise<PickedFile[]> {
  const picker = (window as { showOpenFilePicker?: Picker }).showOpenFilePicker;
  if (typeof picker !== "function") return pickThroughInput(endings);
  const type = endings === mappingTypes ? "application/json" : "application/octet-stream";
  try {
    // The dialog's own "all files" lets one choose a log as well: its ending cannot be named here.
    const types = endings.length > 0 ? [{ description: what, accept: { [type]: endings } }] : [];
    const handles = await picker({ multiple: true, types });
    return await Promise.all(handles.map(async (handle) => ({ file: await handle.getFile(), handle })));
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") return [];
    // A page in a frame, or a browser set up to forbid it.
    return pickThroughInput(endings);
  }
}

const logEndings = (ending: string): string[] =>
  snapshotTypes.includes(ending) ? logKinds.map((kind) => `${ending}-${kind}`) : [];

function pickThroughInput(endings: readonly string[]): Promise<PickedFile[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = endings.flatMap((ending) => [ending, ...logEndings(ending)]).join(",");
    input.multiple = true;
    input.addEventListener("change", () => resolve([...(input.files ?? [])].map((file) => ({ file }))));
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

/** The files of a drop. Must be called while the event is handled: afterwards the browser has taken them away. */
export function droppedFiles(transfer: DataTransfer): Promise<PickedFile[]> {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const picked = items.flatMap((item) => {
    const file = item.getAsFile();
    return file ? [{ file, handle: handleOf(item) }] : [];
  });
  return Promise.all(
    picked.map(async ({ file, handle }): Promise<PickedFile> => {
      const found = await handle;
      return found?.kind === "file" ? { file, handle: found as FileSystemFileHandle } : { file };
    }),
  );
}

async function handleOf(item: DataTransferItem): Promise<FileSystemHandle | null> {
  const ask = (item as { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> }).getAsFileSystemHandle;
  try {
    return (await ask?.call(item)) ?? null;
  } catch {
    return null;
  }
}
