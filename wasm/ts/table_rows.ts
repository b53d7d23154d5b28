/** A group's table from its beginning to its end, typed, batch by batch: for whoever reads all of it and keeps little. */

import { mappingText, taken } from "./arguments.js";
import type { ExtractRanges } from "./extract/extract.js";
import { noVerdicts, type OpenedPreview, previewOf } from "./preview.js";
import type { CursorClient, SessionClient } from "./session_client.js";
import { itemsLater, type Steps } from "./steps.js";
import type { MappingInput, Preview, TableRows, TableRowsOptions } from "./types.js";

export function* openTableRows(
  session: SessionClient,
  mapping: MappingInput,
  options?: TableRowsOptions,
): Steps<TableRows> {
  const { signal, plain } = taken(options, "signal");
  const params = { ...plain, mapping: mappingText(mapping) };
  const { rowCount } = yield* session.call<ExtractRanges>("extractRanges", { ...params, workers: 1 }, signal);
  const all = { ...params, limit: null, verdicts: false };
  const cursor = yield* session.openCursor<OpenedPreview>("openPreview", all, signal);
  const { cursor: _, ...opened } = cursor.answer;
  return {
    ...opened,
    ...(rowCount === undefined ? {} : { rowCount }),
    [Symbol.asyncIterator]: () => itemsLater(pieces(cursor, signal)),
    close: () => cursor.close(),
  };
}

function* pieces(cursor: CursorClient<OpenedPreview>, signal: AbortSignal | undefined): Steps<void, Preview> {
  yield* cursor.batches((batch) => [previewOf(cursor.answer, [batch], noVerdicts, null)], signal);
}
