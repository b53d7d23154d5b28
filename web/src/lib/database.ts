// The browser's own databases, as far as the page needs them. Where there are none (a private window, a full disk) reading
// gives nothing and writing says so with false; the page works without.

/** What the page that sends keeps lies apart: a database cannot get a new shelf while a tab of before has it open. */
const databases = {
  premap: ["work", "recent"],
  "premap-send": ["handed", "journals", "bases"],
} as const;
type Name = keyof typeof databases;
export type Shelf = (typeof databases)[Name][number];
const version = 1;

const opening = new Map<Name, Promise<IDBDatabase>>();

function open(shelf: Shelf): Promise<IDBDatabase> {
  const name = (Object.keys(databases) as Name[]).find((each) => (databases[each] as readonly Shelf[]).includes(shelf));
  return opened(name ?? "premap");
}

function opened(name: Name): Promise<IDBDatabase> {
  const known = opening.get(name);
  if (known) return known;
  const database = new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      for (const shelf of databases[name]) request.result.createObjectStore(shelf, { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("no database"));
    request.onblocked = () => reject(new Error("the database is in use"));
  });
  opening.set(name, database);
  database.catch(() => opening.delete(name));
  return database;
}

export interface Kept {
  key: string;
}

/** Everything on a shelf, or what has keys that begin with `prefix`, by key; empty when it cannot be read. */
export async function readAll<Item extends Kept>(shelf: Shelf, prefix?: string): Promise<Item[]> {
  try {
    const request = (await open(shelf)).transaction(shelf).objectStore(shelf).getAll(rangeOf(prefix));
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
  return changed(shelf, (store) => {
    for (const key of remove) store.delete(key);
    for (const item of put) store.put(item);
  });
}

/** Takes off what has keys that begin with `prefix`. */
export async function removeAll(shelf: Shelf, prefix: string): Promise<boolean> {
  return changed(shelf, (store) => store.delete(rangeOf(prefix) as IDBKeyRange));
}

async function changed(shelf: Shelf, change: (store: IDBObjectStore) => void): Promise<boolean> {
  try {
    const transaction = (await open(shelf)).transaction(shelf, "readwrite");
    change(transaction.objectStore(shelf));
    return await new Promise((resolve) => {
      transaction.oncomplete = () => resolve(true);
      transaction.onerror = () => resolve(false);
      transaction.onabort = () => resolve(false);
    });
  } catch {
    return false;
  }
}

const rangeOf = (prefix: string | undefined): IDBKeyRange | undefined =>
  prefix === undefined ? undefined : IDBKeyRange.bound(prefix, `${prefix}\uffff`);
