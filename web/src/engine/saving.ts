// Saving the mapping on screen: into its own file where the browser lets the page write there, else as a download. A save that fails
// says so, and the edits stay edits.
import { mayWrite } from "../lib/file_handles";
import { textOf } from "../lib/file_kinds";
import { rememberFile } from "../lib/recent_files";
import { askWhere, saveFile, writeText } from "../lib/save_file";
import { Store } from "../lib/store";
import type { Documents, OpenMapping } from "./documents";

export type FileSaving =
  | { phase: "none" }
  | { phase: "saving"; name: string }
  /** `isDownload`: the browser put it where downloads go. */
  | { phase: "saved"; name: string; isDownload: boolean }
  /** Another program has written to the file since it was opened or saved here. */
  | { phase: "changed"; name: string }
  | { phase: "failed"; name: string; message: string };

const json = { "application/json": [".json"] };

export class SavingRoom extends Store<FileSaving> {
  constructor(private readonly documents: Documents) {
    super({ phase: "none" });
  }

  /** Into the mapping's own file; where it has none yet, or the browser keeps none, wherever the user says. */
  async save(isOverwriting = false): Promise<void> {
    const { now } = this.documents;
    if (this.documents.isBlank || this.state.phase === "saving") return;
    if (!now.handle) return this.saveAs();
    await this.#into(now, now.handle, isOverwriting ? undefined : now.saved);
  }

  async saveAs(): Promise<void> {
    const { now } = this.documents;
    if (this.documents.isBlank || this.state.phase === "saving") return;
    const name = now.name.replace(/ \(sample\)$/, "") || "mapping.json";
    const handle = await askWhere(name, "Mappings", json);
    if (handle === null) return;
    if (handle) return this.#into(now, handle, undefined);
    saveFile(new Blob([now.text], { type: "application/json" }), name);
    this.documents.markSaved(now);
    this.set({ phase: "saved", name, isDownload: true });
  }

  dismiss(): void {
    this.set({ phase: "none" });
  }

  /** `expected`: the text that the file is to have so far; undefined: whatever it has. */
  async #into(was: OpenMapping, handle: FileSystemFileHandle, expected: string | undefined): Promise<void> {
    const { name } = handle;
    this.set({ phase: "saving", name });
    try {
      if (!(await mayWrite(handle))) throw new DOMException("Writing to it was not allowed", "NotAllowedError");
      if (expected !== undefined && (await textOf(await handle.getFile())) !== expected)
        return this.set({ phase: "changed", name });
      await writeText(handle, was.text);
      void rememberFile("mapping", handle);
      this.documents.markSaved(was, { name, handle, isSample: false });
      this.set({ phase: "saved", name, isDownload: false });
    } catch (thrown) {
      this.set({ phase: "failed", name, message: whyNot(thrown) });
    }
  }
}

function whyNot(thrown: unknown): string {
  const { name, message } =
    thrown instanceof Error || thrown instanceof DOMException ? thrown : new Error(String(thrown));
  if (name === "NotAllowedError") return "writing to the file was not allowed";
  if (name === "NotFoundError") return "the file, or its folder, is not there any more";
  if (name === "QuotaExceededError") return "there is no room left on the disk";
  if (name === "NoModificationAllowedError") return "another program, or another tab, has the file locked";
  return message || name;
}
