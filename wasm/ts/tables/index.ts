/**
 * premap/tables: reads the SQLite files that {@link Snapshot.extractTable} writes, by SQL, a page of JSON or CSV at a time. The
 * file is read in place; the text of a page is made inside the engine. Everything runs in this thread and at once: whoever has
 * other things to do in the meantime gives it a worker.
 *
 * ```ts
 * const reader = await startTableReader();
 * const table = reader.open("beams.sqlite");
 * const fields = [{ name: "Name", type: "String" }];
 * const page = table.rows({ sql: "SELECT rowid, Name FROM rows", fields });
 * console.log(`[${new TextDecoder().decode(page.bytes)}]`);
 * ```
 */

import { EngineCore } from "../core.js";
import { defaultPart, defaultWasm } from "../default_wasm.js";
import { CrashedError, EngineError, unwrap } from "../errors.js";
import { pinFile, pinnedSource } from "../sources/node.js";

export { CrashedError, EngineError };

export interface TableReaderOptions {
  /** Asked every few thousand steps of a query; true ends it with `cancelled`. */
  shouldStop?: () => boolean;
  /** The compiled engine.wasm, where several threads share it. */
  wasm?: WebAssembly.Module;
}

export interface TableReader {
  /** Errors: `file-unreadable`, `file-not-sqlite` … */
  open(path: string): OpenTable;
  close(): void;
}

export interface OpenTable {
  /** Errors: `sqlite-error`, `cancelled`, `file-changed`, `file-unreadable`. */
  rows(query: TableQuery): TablePage;
  /** The first column of every row, a whole number below 2^32: row numbers. */
  numbers(query: Pick<TableQuery, "sql" | "bindings">): Uint32Array<ArrayBuffer>;
  close(): void;
}

/** A value bound to `?1`, `?2` …; numbers say which kind they are. */
export type TableBinding = null | string | { long: string } | { real: number };

export interface TableField {
  name: string;
  type: "Boolean" | "Integer" | "Double" | "String";
}

export interface TableQuery {
  /** Its first column is the number of the row, which is not shown. The file's table is `rows`. */
  sql: string;
  bindings?: readonly TableBinding[];
  /** Of the columns behind the first. */
  fields: readonly TableField[];
  /** Default `json`: objects with a comma between them. `csv`: lines, without a header. */
  format?: "json" | "csv";
  /** JSON: a null is left out. */
  omitNulls?: boolean;
  /** JSON: whole numbers as texts. */
  integersAsText?: boolean;
  /** Where the page ends; 10,000 rows, 16 MB. */
  mostRows?: number;
  mostBytes?: number;
  /** The statement is run once for each of these, bound to `?1`, and answers one row or none. */
  numbers?: readonly number[];
}

export interface TablePage {
  bytes: Uint8Array<ArrayBuffer>;
  count: number;
  /** The last row's number. */
  last: number;
  hasMore: boolean;
}

export async function startTableReader({ shouldStop, wasm }: TableReaderOptions = {}): Promise<TableReader> {
  const core = await EngineCore.start({
    wasm: wasm ?? defaultWasm(),
    part: defaultPart,
    parts: ["tools"],
    ...(shouldStop ? { shouldStop } : {}),
  });
  return {
    open: (path) => openTable(core, path),
    close: () => void core.shutdown(),
  };
}

function openTable(core: EngineCore, path: string): OpenTable {
  const source = pinnedSource(pinFile(path));
  let table: number;
  try {
    table = core.openTable(source);
  } catch (error) {
    void source.close();
    throw error;
  }
  const ask = (query: object) => {
    const { head, bytes } = core.tableRows(table, JSON.stringify(query));
    return { ...unwrap<Omit<TablePage, "bytes">>(head), bytes };
  };
  return {
    rows: ask,
    numbers: (query) => new Uint32Array(ask({ ...query, fields: [], numbersOnly: true }).bytes.buffer),
    close: () => core.closeTable(table),
  };
}
