// The browser's own database, as far as the page needs it. Where there is none (a private window, a full disk) reading
// gives nothing and writing says so with false; the page works without.

const name = "premap";
const version = 1;
export type Shelf = "work" | "recent";
const shelves: readonly Shelf[] = ["work", "recent"];

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      for (const shelf of shelves) request.result.createObjectStore(shelf, { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("no database"));
    request.onblocked = () => reject(new Error("the database is in use"));
  });
  opening.catch(() => {
    opening = undefined;
  });
  return opening;
}

export interface Kept {
  key: string;
}

/** Everything on a shelf; empty when it cannot be read. */
export async function readAll<Item extends Kept>(shelf: Shelf): Promise<Item[]> {
  try {
    const request = (await open()).transaction(shelf).objectStore(shelf).getAll();
    return await new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result as Item[]);
      request.onerror = () => reject(request.error ?? new Error("not read"));
    });
  } catch {
    return [];
  }
}

/** Puts items on a shelf and takes others off, all or nothing; false when it could not be done. */
export async function write(shelf: Shelf, put: readonly Kept[], remove: readonly string[] = []): Promise<boolean> {
  try {
    const change = (await open()).transaction(shelf, "readwrite");
    for (const key of remove) change.objectStore(shelf).delete(key);
    for (const item of put) change.objectStore(shelf).put(item);
    return await new Promise((resolve) => {
      change.oncomplete = () => resolve(true);
      change.onerror = () => resolve(false);
      change.onabort = () => resolve(false);
    });
  } catch {
    return false;
  }
}
