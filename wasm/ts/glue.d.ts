/** The Emscripten glue that the build puts beside this package's files; only core.ts knows it. */

import type { ReadResult } from "./sources/source.js";
import type { EnginePartName } from "./types.js";

export interface WasmEngine {
  /** The log's handle is `handle + 1`, the journal's `handle + 2`; sizes below 0: there is none. */
  open(handle: number, size: number, walSize: number, journalSize: number, mayLackLog: boolean): string;
  call(session: number, method: string, params: string, mapping: string | undefined): string;
  next(
    session: number,
    cursor: number,
    maxRows: number,
    maxBytes: number,
    milliseconds: number,
  ): Uint8Array<ArrayBuffer>;
  close(session: number): void;
  openTable(handle: number, size: number): string;
  /** `head` is an envelope; the bytes are a copy. */
  tableRows(table: number, query: string): { head: string; bytes: Uint8Array<ArrayBuffer> };
  closeTable(table: number): void;
  /** What became of a part that a call needed: loaded, or why not; without a reason it will be asked for again. */
  setPart(name: EnginePartName, isLoaded: boolean, why: string, hint: string): void;
  heapBytes(): number;
  delete(): void;
}

/** SQLite's C functions and ours over it (wasm/sqljs/exports.cpp). Addresses are numbers. */
export interface SqliteFunctions {
  _malloc(size: number): number;
  _free(address: number): void;
  _premap_open(name: number, handle: number): number;
  _premap_create_function(db: number, name: number, argumentCount: number, id: number): number;
  _premap_create_aggregate(db: number, name: number, argumentCount: number, id: number): number;
  _premap_update_hook(db: number, id: number): void;
  _premap_bind_text(statement: number, index: number, text: number, length: number): number;
  _premap_bind_blob(statement: number, index: number, bytes: number, length: number): number;
  _premap_result_text(context: number, text: number, length: number): void;
  _premap_result_blob(context: number, bytes: number, length: number): void;
  _sqlite3_bind_double(statement: number, index: number, value: number): number;
  _sqlite3_bind_int(statement: number, index: number, value: number): number;
  _sqlite3_bind_null(statement: number, index: number): number;
  _sqlite3_bind_parameter_index(statement: number, name: number): number;
  _sqlite3_changes(db: number): number;
  _sqlite3_clear_bindings(statement: number): number;
  _sqlite3_close_v2(db: number): number;
  _sqlite3_column_blob(statement: number, column: number): number;
  _sqlite3_column_bytes(statement: number, column: number): number;
  _sqlite3_column_count(statement: number): number;
  _sqlite3_column_double(statement: number, column: number): number;
  _sqlite3_column_int64(statement: number, column: number): bigint;
  _sqlite3_column_name(statement: number, column: number): number;
  _sqlite3_column_text(statement: number, column: number): number;
  _sqlite3_column_type(statement: number, column: number): number;
  _sqlite3_data_count(statement: number): number;
  _sqlite3_errmsg(db: number): number;
  _sqlite3_exec(db: number, sql: number, callback: number, context: number, message: number): number;
  _sqlite3_finalize(statement: number): number;
  _sqlite3_normalized_sql(statement: number): number;
  _sqlite3_prepare_v2(db: number, sql: number, length: number, statement: number, rest: number): number;
  _sqlite3_reset(statement: number): number;
  _sqlite3_result_double(context: number, value: number): void;
  _sqlite3_result_error(context: number, message: number, length: number): void;
  _sqlite3_result_int(context: number, value: number): void;
  _sqlite3_result_int64(context: number, value: bigint): void;
  _sqlite3_result_null(context: number): void;
  _sqlite3_sql(statement: number): number;
  _sqlite3_step(statement: number): number;
  _sqlite3_txn_state(db: number, schema: number): number;
  _sqlite3_value_blob(value: number): number;
  _sqlite3_value_bytes(value: number): number;
  _sqlite3_value_double(value: number): number;
  _sqlite3_value_int64(value: number): bigint;
  _sqlite3_value_numeric_type(value: number): number;
  _sqlite3_value_text(value: number): number;
  _sqlite3_value_type(value: number): number;
}

export interface WasmModule extends SqliteFunctions {
  Engine: new () => WasmEngine;
  /** A new view after the heap has grown: never keep it. */
  readonly HEAPU8: Uint8Array;
  UTF8ToString(address: number): string;
  stackAlloc(size: number): number;
  stackRestore(address: number): void;
  stackSave(): number;
  /** What the C++ side of premap/sqljs calls; set before a database is opened. */
  files?: object;
  callbacks?: object;
}

export interface ModuleOptions {
  /** Those of WebAssembly, whose types a project may not know: the imports, the instance and its module. */
  instantiateWasm(imports: never, done: (instance: object, module: object) => void): object;
  readAt(handle: number, offset: number, target: Uint8Array): ReadResult;
  shouldStop?(): boolean;
  print(line: string): void;
  printErr(line: string): void;
}

/** Of which build this glue is; the same is in the custom section `premap` of its engine.wasm and its parts. */
export const build: string;

export default function createModule(options: ModuleOptions): Promise<WasmModule>;
