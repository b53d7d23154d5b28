// Rows of one snapshot's table in the order of a key, piece by piece: read as they come where they come by it, which is checked on
// the way, else sorted first.
import type { Cell, PreviewColumn, ResolveOptions, Snapshot, View, ViewRowsOptions } from "../types.js";

export interface RowPiece {
  readonly rowCount: number;
  cell(row: number, column: number): Cell;
}

export interface RowSource {
  readonly tableName: string;
  readonly columns: readonly PreviewColumn[];
  /** Absent: it takes reading them. */
  readonly rowCount?: number;
  /** Whether they were brought into the order of the key; otherwise that is to be seen. */
  readonly isSorted: boolean;
  readonly pieces: AsyncIterable<RowPiece>;
  close(): void;
}

/** Rows that were to come in the order of the key, and do not. */
export class NotInOrder extends Error {}

export interface SourceOptions {
  group: string;
  options?: ResolveOptions;
  signal?: AbortSignal;
}

/** The table as it comes; undefined where it is in an order of its own. */
export async function asItComes(
  snapshot: Snapshot,
  text: string,
  options: SourceOptions,
): Promise<RowSource | undefined> {
  const table = await snapshot.tableRows(text, options);
  if (table.rowCount !== undefined) return { ...table, isSorted: false, pieces: table, close: () => table.close() };
  table.close();
  return undefined;
}

export async function sorted(
  snapshot: Snapshot,
  text: string,
  column: string | number,
  options: SourceOptions & { onProgress?: (progress: { rows: number; rowCount?: number }) => void },
): Promise<RowSource> {
  const view = await snapshot.view(text, { ...options, orderBy: { column } });
  const { tableName, columns, rowCount } = view;
  return {
    ...{ tableName, columns, rowCount, isSorted: true },
    pieces: windowsOf(view, options.signal),
    close: () => view.close(),
  };
}

const windowSize = 8000;

async function* windowsOf(view: View, signal: AbortSignal | undefined): AsyncGenerator<RowPiece> {
  for (let read = 0; read < view.rowCount;) {
    const options: ViewRowsOptions = { offset: read, limit: windowSize, verdicts: false };
    const window = await view.rows(signal ? { ...options, signal } : options);
    yield window;
    read += window.rowCount;
  }
}
