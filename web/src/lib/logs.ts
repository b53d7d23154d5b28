// The logs SQLite keeps beside a file: `plant.bim-wal` and `plant.bim-journal` belong to `plant.bim`.

export type LogKind = "wal" | "journal";
export type Logs<Log> = { [kind in LogKind]?: Log };

export const logKinds: readonly LogKind[] = ["wal", "journal"];

/** Whose log a file is, by its name; undefined for all other files. */
export function logName(name: string): { kind: LogKind; of: string } | undefined {
  const found = /^(.+)-(wal|journal)$/i.exec(name);
  return found ? { kind: (found[2] as string).toLowerCase() as LogKind, of: found[1] as string } : undefined;
}

/** What `change` makes of each log; those it makes nothing of are left out. */
export function mapLogs<From, To>(logs: Logs<From>, change: (log: From) => To | undefined): Logs<To> {
  const changed: Logs<To> = {};
  for (const kind of logKinds) {
    const to = logs[kind] === undefined ? undefined : change(logs[kind]);
    if (to !== undefined) changed[kind] = to;
  }
  return changed;
}
