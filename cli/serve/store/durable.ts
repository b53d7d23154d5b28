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
  write(file: string, text: string): Promise<void> {
    return this.writeAll([{ file, text }]);
  }

  /**
   * Several files, which appear in their order; a kill leaves the first few of them. `before` is the last to look, at what is
   * still there and at what will be: when it throws, nothing has changed. `meanwhile` begins when all are in their places,
   * beside the wait for the disk.
   */
  async writeAll(
    files: readonly { file: string; text: string }[],
    {
      before,
      meanwhile,
    }: { before?: (beside: readonly string[]) => Promise<void>; meanwhile?: () => Promise<void> } = {},
  ): Promise<void> {
    const prepared = files.map(({ file }) => ({
      file,
      beside: this.at("tmp", `${process.pid}-${(this.#count += 1)}`),
    }));
    try {
      const filled = await Promise.allSettled(
        files.map(async ({ text }, index) => this.#filled(await open(prepared[index]?.beside ?? "", "wx"), text)),
      );
      for (const each of filled) if (each.status === "rejected") throw each.reason;
      await before?.(prepared.map(({ beside }) => beside));
      for (const { file, beside } of prepared) await rename(beside, file);
    } catch (error) {
      await Promise.all(prepared.map(({ beside }) => rm(beside, { force: true })));
      throw error;
    }
    const folders = [...new Set(files.map(({ file }) => path.dirname(file)))];
    await Promise.all([...folders.map((folder) => this.#entered(folder)), meanwhile?.()]);
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

  async #filled(handle: FileHandle, text: string): Promise<void> {
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
