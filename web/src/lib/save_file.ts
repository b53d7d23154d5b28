// Where files go that the page makes: into the file the user chose, where the browser lets a page write to one, else to the downloads.

/** A name that every file system takes: "Rooms & doors" -> "Rooms___doors" */
export const fileNameOf = (name: string): string => name.replace(/[^\p{L}\p{N}_-]/gu, "_") || "mapping";

/** Hands a file to the browser's downloads. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the content over by the next turn of its loop; a minute is plenty.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

type Picker = (options: object) => Promise<FileSystemFileHandle>;

/** Asks where to save; undefined: the browser has no such dialog, null: the user wants it nowhere. A click must have led here. */
export async function askWhere(
  suggestedName: string,
  description: string,
  accept: Readonly<Record<string, readonly string[]>>,
): Promise<FileSystemFileHandle | null | undefined> {
  const picker = (window as { showSaveFilePicker?: Picker }).showSaveFilePicker;
  if (typeof picker !== "function") return undefined;
  try {
    return await picker({ suggestedName, types: [{ description, accept }] });
  } catch (thrown) {
    // A page in a frame, or a browser set up to forbid it, has its downloads all the same.
    return thrown instanceof DOMException && thrown.name === "AbortError" ? null : undefined;
  }
}

/** Writes the whole of a file, or leaves it as it was. */
export async function writeText(handle: FileSystemFileHandle, text: string): Promise<File> {
  const writable = await handle.createWritable();
  try {
    await writable.write(text);
    await writable.close();
  } catch (thrown) {
    await writable.abort().catch(() => undefined);
    throw thrown;
  }
  return handle.getFile();
}

/** Why a file could not be written, in words. */
export function whyNotWritten(thrown: unknown): string {
  const { name, message } =
    thrown instanceof Error || thrown instanceof DOMException ? thrown : new Error(String(thrown));
  if (name === "NotAllowedError") return "writing to the file was not allowed";
  if (name === "NotFoundError") return "the file, or its folder, is not there any more";
  if (name === "QuotaExceededError") return "there is no room left on the disk";
  if (name === "NoModificationAllowedError") return "another program, or another tab, has the file locked";
  return message || name;
}
