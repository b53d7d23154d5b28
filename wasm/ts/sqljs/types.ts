/** The types of premap/sqljs, in the shape of sql.js 1.x. */

import type { EngineOptions, WasmSource } from "../types.js";

export type SqlValue = number | string | Uint8Array | null;
/** A plain array of numbers is a blob too; a bigint is bound as its decimal text, as sql.js does. */
export type BindValue = SqlValue | boolean | bigint | readonly number[];
export type BindParams = readonly BindValue[] | { readonly [name: string]: BindValue } | null;
/** A row by column name. */
export type ParamsObject = Record<string, SqlValue>;
export type ParamsCallback = (row: ParamsObject) => void;

/** One result of `exec`. */
export interface QueryExecResult {
  columns: string[];
  values: SqlValue[][];
}

export interface GetConfig {
  /** Integers as bigint, whole; as numbers they lose digits beyond 2^53. */
  useBigInt?: boolean;
}

export interface AggregateFunctions<T = unknown> {
  /** The state before the first row; null when left out. */
  init?(): T;
  /** The state after a row. How many arguments it declares, besides the state, is how many the SQL function takes. */
  step(state: T, ...values: never[]): T;
  /** The result; the last state when left out. */
  finalize?(state: T): unknown;
}

export type UpdateHookOperation = "insert" | "update" | "delete";
export type UpdateHookCallback = (
  operation: UpdateHookOperation,
  database: string,
  table: string,
  rowId: number,
) => void;

export interface SqlJsConfig {
  /** Where `engine.wasm` is. Default: beside the package's own files. */
  wasm?: WasmSource;
  /** Where the engine's parts are, as `EngineOptions` has it: `sqlite.wasm` is loaded with the engine, others for `engine.open(database)`. */
  partsWasm?: NonNullable<EngineOptions["partsWasm"]>;
  /** As sql.js has it: asked for the address (in Node also the path) of `engine.wasm`, when `wasm` and `wasmBinary` are not given. */
  locateFile?(file: string, prefix: string): string;
  /** As sql.js has it: the bytes of engine.wasm. */
  wasmBinary?: ArrayBuffer | Uint8Array;
  /** The functions sql.js adds to SQLite (`stdev`, `median`, `reverse`, `padl` ...; `log` is natural). Default true. */
  useOldExtensionFunctions?: boolean;
}
