// Files that were open lately and can be opened again: those the browser gave a handle for. Newest first.
import { type Kept, readAll, write } from "./database";
import type { Logs } from "./logs";
import { Store } from "./store";

export interface RecentFile extends Kept {
  name: string;
  kind: "snapshot" | "mapping";
  handle: FileSystemFileHandle;
  /** Those that were opened with it. */
  logs?: Logs<FileSystemFileHandle>;
  openedAt: number;
}

/** More is a list to search, not one to pick from. */
const most = 8;

export const recentFiles = new Store<{ files: readonly RecentFile[] }>({ files: [] });

export async function loadRecentFiles(): Promise<void> {
  const files = await readAll<RecentFile>("recent");
  recentFiles.set({ files: files.sort((a, b) => b.openedAt - a.openedAt) });
}

export async function rememberFile(
  kind: RecentFile["kind"],
  handle: FileSystemFileHandle,
  logs: Logs<FileSystemFileHandle> = {},
): Promise<void> {
  const known = recentFiles.state.files;
  const isSame = await Promise.all(known.map((file) => file.handle.isSameEntry(handle).catch(() => false)));
  const before = known.find((_, index) => isSame[index]);
  const others = known.filter((file) => file !== before);
  const key = before?.key ?? crypto.randomUUID();
  const file: RecentFile = { key, name: handle.name, kind, handle, logs, openedAt: Date.now() };
  recentFiles.set({ files: [file, ...others].slice(0, most) });
  await write(
    "recent",
    [file],
    others.slice(most - 1).map((old) => old.key),
  );
}

export async function forgetFile(key: string): Promise<void> {
  recentFiles.set({ files: recentFiles.state.files.filter((file) => file.key !== key) });
  await write("recent", [], [key]);
}
