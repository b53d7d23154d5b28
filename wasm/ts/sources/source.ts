/** Where a snapshot's bytes come from, as the engine sees it: random access, read-only, never copied into its heap. */

/** `true`: read; `"changed"`: somebody wrote to the file since it was opened; `false`: it cannot be read. */
export type ReadResult = boolean | "changed";

export interface ByteSource {
  /** Length in bytes; may be beyond 4 GB. */
  readonly size: number;
  /** Fills `target` from `offset`. Synchronous: SQLite waits for it. */
  read(offset: number, target: Uint8Array): ReadResult;
  /** A promise when there is something to remove. */
  close(): void | Promise<void>;
}

/** A file and the logs beside it. */
export interface SourceFiles {
  main: ByteSource;
  wal?: ByteSource | undefined;
  journal?: ByteSource | undefined;
  /** A write-ahead log may exist that whoever gave the file could not see. */
  mayLackLog: boolean;
}

export async function closeFiles({ main, wal, journal }: SourceFiles): Promise<void> {
  await Promise.all([main.close(), wal?.close(), journal?.close()]);
}
