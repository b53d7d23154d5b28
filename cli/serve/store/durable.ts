/** Files that are whole at any moment: written beside, forced to the disk, then put in their place. */

import { type FileHandle, mkdir, open, rename, rm, unlink } from "node:fs/promises";
import path from "node:path";

export class Disk {
  #count = 0;

  /** `isLasting` false: nothing is kept beyond this process, so nothing is forced to the disk. */
  constructor(
    readonly folder: string,
    private readonly isLasting: boolean,
  ) {}

  at(...names: string[]): string {
    return path.join(this.folder, ...names);
  }

  /** Resolves when the new content, and no other, is what a later start reads. */
  async write(file: string, text: string | Uint8Array): Promise<void> {
    const beside = this.at("tmp", `${process.pid}-${(this.#count += 1)}`);
    try {
      const handle = await open(beside, "wx");
      await this.#filled(handle, text);
      await rename(beside, file);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
    await this.#entered(path.dirname(file));
  }

  async append(file: string, text: string): Promise<void> {
    await this.#filled(await open(file, "a"), text);
  }

  async remove(file: string): Promise<void> {
    await unlink(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    await this.#entered(path.dirname(file));
  }

  /** The folder itself, readable by its owner alone: it holds hashes of keys. */
  async ensure(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
  }

  /** The folders of a state, and none of the half-written files that a killed service left. */
  async prepare(...folders: string[]): Promise<void> {
    await rm(this.at("tmp"), { recursive: true, force: true });
    for (const each of ["tmp", ...folders]) await mkdir(this.at(each), { recursive: true });
  }

  async #filled(handle: FileHandle, text: string | Uint8Array): Promise<void> {
    try {
      await handle.writeFile(text);
      if (this.isLasting) await handle.datasync();
    } finally {
      await handle.close();
    }
  }

  /** A name is in its folder only once the folder is on the disk, too; not every system lets a folder be forced. */
  async #entered(folder: string): Promise<void> {
    if (!this.isLasting || process.platform === "win32") return;
    const handle = await open(folder, "r");
    await handle.sync().catch(() => {});
    await handle.close();
  }
}
