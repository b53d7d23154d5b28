/** An extract as it comes from a cursor: the next bytes of the file, and how many rows of the table they hold. */

import type { SessionClient } from "../session_client.js";
import type { Steps } from "../steps.js";
import type { Batch, Diagnostic } from "../types.js";

export interface Piece {
  bytes: Uint8Array;
  rows: number;
  /** Of which stripe they are; 0 where there are none. */
  stripe: number;
}

/** A part of the table that ends and begins between two rows; ids are hex texts. */
export interface Range {
  after: string;
  upTo: string;
  isFirst: boolean;
}

/** Hears what is to be said of the table, once it is known. */
export type Listener = (diagnostics: readonly Diagnostic[]) => void;

/** What opening an extract answers; a share has no `diagnostics`, its plan had them. */
export interface ExtractOpened {
  cursor: number;
  diagnostics?: readonly Diagnostic[];
}

/** Hands out what `use` makes of each piece. `params` are those of `openExtract`. */
export function* readPieces<Out>(
  session: SessionClient,
  params: object,
  use: (piece: Piece) => Iterable<Out>,
  signal?: AbortSignal,
  onOpened?: Listener,
): Steps<void, Out> {
  const cursor = yield* session.openCursor<ExtractOpened>("openExtract", params, signal);
  onOpened?.(cursor.answer.diagnostics ?? []);
  const ofBatch = function* ({ rowCount, columns }: Batch): Iterable<Out> {
    for (let row = 0; row < rowCount; row++)
      yield* use({
        bytes: columns[0]?.get(row) as Uint8Array,
        rows: columns[1]?.get(row) as number,
        stripe: columns[2]?.get(row) as number,
      });
  };
  yield* cursor.batches(ofBatch, signal);
}
