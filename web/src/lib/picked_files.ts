// Files from a picker or a drop. Where the browser has the File System Access API, a file comes with a handle that opens it
// again later; elsewhere it is the file alone.

import { logKinds } from "./logs";

export interface PickedFile {
  file: File;
  handle?: FileSystemFileHandle;
  /** It is not there any more, or must not be read; `file` has its name alone. */
  isGone?: boolean;
}

const snapshotTypes: readonly string[] = [".bim", ".ibim", ".ecdb", ".imodel"];
const mappingTypes: readonly string[] = [".json"];

/** What is asked for: it comes first in the dialog, and the other is a file that may be chosen, too. */
export type Wanted = "snapshot" | "mapping" | "any";

type Picker = (options: object) => Promise<FileSystemFileHandle[]>;

const kinds = {
  snapshot: { description: "iModel snapshots", accept: { "application/octet-stream": snapshotTypes } },
  mapping: { description: "Mappings", accept: { "application/json": mappingTypes } },
};
const both = {
  description: "Snapshots and mappings",
  accept: { ...kinds.snapshot.accept, ...kinds.mapping.accept },
};

/** Asks the user for files; resolves with none when the dialog is closed. */
export async function pickFiles(wanted: Wanted): Promise<PickedFile[]> {
  const picker = (window as { showOpenFilePicker?: Picker }).showOpenFilePicker;
  if (typeof picker !== "function") return pickThroughInput(wanted);
  // The dialog's own "all files" lets one choose a log as well: its ending cannot be named here.
  const types = wanted === "any" ? [] : [kinds[wanted], both];
  let handles: FileSystemFileHandle[];
  try {
    handles = await picker({ multiple: true, types });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") return [];
    // A page in a frame, or a browser set up to forbid it.
    return pickThroughInput(wanted);
  }
  return Promise.all(handles.map(picked));
}

/** A file that has gone since it was chosen is told like one that cannot be read. */
async function picked(handle: FileSystemFileHandle): Promise<PickedFile> {
  try {
    return { file: await handle.getFile(), handle };
  } catch {
    return { file: new File([], handle.name), isGone: true };
  }
}

const logEndings = (ending: string): string[] => logKinds.map((kind) => `${ending}-${kind}`);

function pickThroughInput(wanted: Wanted): Promise<PickedFile[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    if (wanted !== "any")
      input.accept = [...snapshotTypes, ...snapshotTypes.flatMap(logEndings), ...mappingTypes].join();
    input.multiple = true;
    // Firefox tells nothing to an input that is not in the document.
    input.hidden = true;
    document.body.append(input);
    const done = (files: readonly File[]) => {
      input.remove();
      resolve(files.map((file) => ({ file })));
    };
    input.addEventListener("change", () => done([...(input.files ?? [])]));
    input.addEventListener("cancel", () => done([]));
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
