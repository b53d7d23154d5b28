/**
 * premap/sqljs: the SQLite inside the engine with the API of sql.js 1.x, so that code written for sql.js needs no second
 * WebAssembly.
 *
 * ```ts
 * import initSqlJs from "premap/sqljs";
 *
 * const SQL = await initSqlJs();
 * const db = new SQL.Database();
 * ```
 */

import { EngineCore } from "../core.js";
import { defaultWasm } from "../default_wasm.js";
import { hostOf } from "../local_host.js";
import type { WasmSource } from "../types.js";
import { plainWasm } from "../wasm_source.js";
import { type SqlJsRuntime, SqlDatabase } from "./database.js";
import { legacyFunctions } from "./legacy_functions.js";
import { Sqlite } from "./sqlite.js";
import { Statement } from "./statement.js";
import { StatementIterator } from "./statement_iterator.js";
import type { SqlJsConfig } from "./types.js";

export type { SqlDatabase, Statement, StatementIterator };
export type * from "./types.js";

/** A database: `new SQL.Database()` is an empty one, `new SQL.Database(bytes)` has the content of a SQLite file. */
export type Database = SqlDatabase;

export interface DatabaseConstructor {
  new (data?: ArrayLike<number> | ArrayBuffer | null): Database;
  readonly prototype: Database;
}

export interface SqlJsStatic {
  Database: DatabaseConstructor;
  Statement: typeof Statement;
  StatementIterator: typeof StatementIterator;
  /** The engine's stack, as sql.js shows it. */
  stackSave(): number;
  stackRestore(address: number): void;
  stackAlloc(size: number): number;
  UTF8ToString(address: number): string;
}

let started: Promise<SqlJsStatic> | undefined;

/** Starts SQLite, once: every call answers the same module, whatever its configuration. After a failure it may be tried again. */
export function initSqlJs(config: SqlJsConfig = {}): Promise<SqlJsStatic> {
  started ??= start(config).catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

export default initSqlJs;
/** `require("premap/sqljs")` is the function itself, as `require("sql.js")` is. */
export { initSqlJs as "module.exports" };

async function start(config: SqlJsConfig): Promise<SqlJsStatic> {
  const wasm = wasmOf(config);
  const core = await EngineCore.start({ wasm: wasm === undefined ? defaultWasm() : await plainWasm(wasm) });
  const sqlite = new Sqlite(core.module);
  const host = hostOf(core);
  const runtime: SqlJsRuntime = {
    sqlite,
    prepareDatabase: config.useOldExtensionFunctions === false ? () => {} : legacyRegistrar(sqlite),
    share: (fileName) => ({
      host,
      open: async () => core.openBytes((sqlite.files.get(fileName) ?? sqlite.files.create(fileName)).frozen()),
    }),
  };
  const { stackSave, stackRestore, stackAlloc, UTF8ToString } = core.module;
  return {
    Database: class Database extends SqlDatabase {
      constructor(data?: ArrayLike<number> | ArrayBuffer | null) {
        super(runtime, data);
      }
    },
    Statement,
    StatementIterator,
    stackSave,
    stackRestore,
    stackAlloc,
    UTF8ToString,
  };
}

function wasmOf({ wasm, wasmBinary, locateFile }: SqlJsConfig): WasmSource | undefined {
  return wasm ?? wasmBinary ?? locateFile?.("engine.wasm", "");
}

/** Registers the legacy functions with a database; their numbers and names serve all databases. */
function legacyRegistrar(sqlite: Sqlite): (db: number) => void {
  const { c } = sqlite;
  const registrations = legacyFunctions.map(({ name, argumentCount, scalar, aggregate }) => {
    const text = sqlite.put(sqlite.encode(name));
    if (scalar) {
      const id = sqlite.callbacks.add({ scalar }, true);
      return (db: number) => c._premap_create_function(db, text, argumentCount, id);
    }
    const id = sqlite.callbacks.add({ aggregate: aggregate! }, true);
    return (db: number) => c._premap_create_aggregate(db, text, argumentCount, id);
  });
  return (db) => {
    for (const register of registrations) register(db);
  };
}
