// Opening a file again through its handle: the browser asks the user before it lets the page.
import { type Logs, logKinds } from "./logs";
import type { PickedFile } from "./picked_files";

type Mode = "read" | "readwrite";
type Permission = (options: { mode: Mode }) => Promise<PermissionState>;
interface WithPermissions {
  queryPermission?: Permission;
  requestPermission?: Permission;
}

/** True when the file can be read without asking. */
export async function mayRead(handle: FileSystemFileHandle): Promise<boolean> {
  const query = (handle as WithPermissions).queryPermission;
  return query === undefined || (await query.call(handle, { mode: "read" })) === "granted";
}

/** True when the file may be written, after asking where it takes that; then a click or a key must have led here. */
export async function mayWrite(handle: FileSystemFileHandle): Promise<boolean> {
  const mode = { mode: "readwrite" } as const;
  const { queryPermission, requestPermission } = handle as WithPermissions;
  if (queryPermission === undefined || (await queryPermission.call(handle, mode)) === "granted") return true;
  return (await requestPermission?.call(handle, mode)) === "granted";
}

/** The file, after asking where it takes that (then a click must have led here); undefined when refused, moved or deleted. */
export async function fileOf(handle: FileSystemFileHandle): Promise<File | undefined> {
  try {
    const request = (handle as WithPermissions).requestPermission;
    const isAllowed = (await mayRead(handle)) || (await request?.call(handle, { mode: "read" })) === "granted";
    return isAllowed ? await handle.getFile() : undefined;
  } catch {
    return undefined;
  }
}

/** The logs behind the handles, those that are still there: an application that ends takes them away. */
export async function logsOf(handles: Logs<FileSystemFileHandle>): Promise<Logs<PickedFile>> {
  const logs: Logs<PickedFile> = {};
  for (const kind of logKinds) {
    const handle = handles[kind];
    const file = handle && (await fileOf(handle));
    if (handle && file) logs[kind] = { file, handle };
  }
  return logs;
}
