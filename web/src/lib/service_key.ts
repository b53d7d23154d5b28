// The key of a running service, for this tab, or for good where the user wants that.

const keyName = "premap.service.key";

export const keptKey = (): string | undefined => read(() => sessionStorage) ?? read(() => localStorage);

export const isKeyKept = (): boolean => read(() => localStorage) !== undefined;

export function keepKey(key: string | undefined, isKept: boolean): void {
  try {
    sessionStorage.removeItem(keyName);
    localStorage.removeItem(keyName);
    if (key !== undefined) (isKept ? localStorage : sessionStorage).setItem(keyName, key);
  } catch {
    // It is asked for again.
  }
}

function read(storage: () => Storage): string | undefined {
  try {
    return storage().getItem(keyName) ?? undefined;
  } catch {
    return undefined;
  }
}
