/** Where a snapshot's bytes come from, as the engine sees it: random access, read-only, never copied into its heap. */

export interface ByteSource {
  /** Length in bytes; may be beyond 4 GB. */
  readonly size: number;
  /** Fills `target` from `offset`; false when that fails. Synchronous: SQLite waits for it. */
  read(offset: number, target: Uint8Array): boolean;
  /** A promise when there is something to remove. */
  close(): void | Promise<void>;
}
