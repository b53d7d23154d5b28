/**
 * A private copy of a picked file in the browser's own storage (OPFS), made in the background. Random access to it is a
 * hundred times faster than to the file; until it is there, and wherever storage or room for it is missing, reads go to the
 * file. The copy is deleted on close; what a crashed tab left behind is deleted when the next copy is made.
 */

import type { ByteSource } from "./source.js";

const folderName = "premap";
const chunk = 4 * 1024 * 1024;
/** Smaller files fit the engine's cache: a copy would gain nothing. */
const smallest = 8 * 1024 * 1024;

/** Only dedicated workers have it. */
interface SyncAccessHandle {
  read(target: Uint8Array, options: { at: number }): number;
  write(bytes: Uint8Array, options: { at: number }): number;
  close(): void;
}

type CopyFile = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccessHandle> };

/** Reads from `file` at first, from the copy once it is complete. */
export function withPrivateCopy(blob: Blob, file: ByteSource): ByteSource {
  let copy: PrivateCopy | undefined;
  let closed = false;
  const made = blob.size < smallest ? undefined : PrivateCopy.make(blob, () => closed);
  const settled = made?.then(
    (complete) => (copy = complete),
    () => undefined, // no storage, no room, no permission: the file itself will do
  );
  return {
    size: file.size,
    read: (offset, target) => copy?.read(offset, target) || file.read(offset, target),
    async close() {
      closed = true;
      await Promise.all([settled?.then((complete) => complete?.remove()), file.close()]);
    },
  };
}

class PrivateCopy {
  private constructor(
    private readonly folder: FileSystemDirectoryHandle,
    private readonly name: string,
    private readonly handle: SyncAccessHandle,
  ) {}

  /** Undefined when there is no place for it, or when it was given up on the way. */
  static async make(blob: Blob, givenUp: () => boolean): Promise<PrivateCopy | undefined> {
    const { storage } = navigator;
    if (!storage?.getDirectory) return undefined;
    const root = await storage.getDirectory();
    const folder = await root.getDirectoryHandle(folderName, { create: true });
    await removeLeftovers(folder);
    const { quota = 0, usage = 0 } = await storage.estimate();
    if (quota - usage < blob.size * 1.2) return undefined;

    const name = crypto.randomUUID();
    const file = (await folder.getFileHandle(name, { create: true })) as CopyFile;
    const copy = new PrivateCopy(folder, name, await file.createSyncAccessHandle());
    if (await copy.fill(blob, givenUp).catch(() => false)) return copy;
    await copy.remove();
    return undefined;
  }

  read(offset: number, target: Uint8Array): boolean {
    try {
      return this.handle.read(target, { at: offset }) === target.byteLength;
    } catch {
      return false;
    }
  }

  remove(): Promise<void> {
    this.handle.close();
    return this.folder.removeEntry(this.name).catch(() => {});
  }

  private async fill(blob: Blob, givenUp: () => boolean): Promise<boolean> {
    for (let at = 0; at < blob.size; at += chunk) {
      const bytes = new Uint8Array(await blob.slice(at, at + chunk).arrayBuffer());
      if (givenUp() || this.handle.write(bytes, { at }) !== bytes.byteLength) return false;
    }
    return true;
  }
}

/** Copies that are in use are locked by their worker, and stay. */
async function removeLeftovers(folder: FileSystemDirectoryHandle): Promise<void> {
  const names: string[] = [];
  for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
  await Promise.all(names.map((name) => folder.removeEntry(name).catch(() => {})));
}
