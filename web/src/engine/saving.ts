// Saving the mapping on screen: into its own file where the browser lets the page write there, else as a download. A save that fails
// says so, and the edits stay edits.
import { mayWrite } from "../lib/file_handles";
import { textOf } from "../lib/file_kinds";
import { rememberFile } from "../lib/recent_files";
import { askWhere, saveFile, whyNotWritten, writeText } from "../lib/save_file";
import { Store } from "../lib/store";
import { type Documents, isSameMapping, type OpenMapping } from "./documents";

export type FileSaving =
  | { phase: "none" }
  | { phase: "saving"; name: string }
  /** `isDownload`: the browser put it where downloads go. */
  | { phase: "saved"; name: string; isDownload: boolean }
  /** Another program has written to the file since it was opened or saved here. */
  | { phase: "changed"; name: string; mapping: OpenMapping }
  | { phase: "failed"; name: string; mapping: OpenMapping; message: string };

const json = { "application/json": [".json"] };

export class SavingRoom extends Store<FileSaving> {
  constructor(private readonly documents: Documents) {
    super({ phase: "none" });
  }

  /** Into the mapping's own file; where it has none yet, or the browser keeps none, wherever the user says. */
  async save(): Promise<void> {
    const { now } = this.documents;
    if (this.documents.isBlank || this.state.phase === "saving") return;
    if (!now.handle) return this.saveAs();
    await this.#into(now, now.handle, now.saved);
  }

  /** Over what another program has made of the file: only where that was said of the very mapping on screen. */
  async overwrite(): Promise<void> {
    const { now } = this.documents;
    if (this.state.phase !== "changed" || !now.handle || !isSameMapping(this.state.mapping, now)) return;
    await this.#into(now, now.handle, undefined);
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
        return this.set({ phase: "changed", name, mapping: was });
      await writeText(handle, was.text);
      void rememberFile("mapping", handle);
      this.documents.markSaved(was, { name, handle, isSample: false });
      this.set({ phase: "saved", name, isDownload: false });
    } catch (thrown) {
      this.set({ phase: "failed", name, mapping: was, message: whyNotWritten(thrown) });
    }
  }
}
