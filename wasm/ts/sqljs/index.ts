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

import { type CoreOptions, EngineCore } from "../core.js";
import { defaultPart, defaultWasm } from "../default_wasm.js";
import { hostOf } from "../local_host.js";
import { engineFile, partFile, plainFiles, plainWasm } from "../wasm_source.js";
import { type SqlJsRuntime, SqlDatabase } from "./database.js";
import { legacyFunctions } from "./legacy_functions.js";
import { Sqlite } from "./sqlite.js";
import { Statement } from "./statement.js";
import { StatementIterator } from "./statement_iterator.js";
import type * as types from "./types.js";
import type { SqlJsConfig } from "./types.js";

export type { SqlDatabase, Statement, StatementIterator };
export type * from "./types.js";

/** A database: `new SQL.Database()` is an empty one, `new SQL.Database(bytes)` has the content of a SQLite file. */
export type Database = SqlDatabase;

export type StatementIteratorResult = IteratorResult<Statement, undefined>;

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

export interface InitSqlJsStatic {
  (config?: SqlJsConfig): Promise<SqlJsStatic>;
  /** Itself, for code that was compiled to take the default of a CommonJS module. */
  readonly default: this;
}

let started: Promise<SqlJsStatic> | undefined;

function startOnce(config: SqlJsConfig = {}): Promise<SqlJsStatic> {
  started ??= start(config).catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

/** Starts SQLite, once: every call answers the same module, whatever its configuration. After a failure it may be tried again. */
export const initSqlJs: InitSqlJsStatic = Object.assign(startOnce, { default: startOnce as InitSqlJsStatic });

type Own = { Init: InitSqlJsStatic; Static: SqlJsStatic; Statement: Statement; Iterator: StatementIterator };

/** The types by the names they have under sql.js: `initSqlJs.Database`. */
export declare namespace initSqlJs {
  type BindParams = types.BindParams;
  type Database = SqlDatabase;
  type GetConfig = types.GetConfig;
  type InitSqlJsStatic = Own["Init"];
  type ParamsCallback = types.ParamsCallback;
  type ParamsObject = types.ParamsObject;
  type QueryExecResult = types.QueryExecResult;
  type SqlJsConfig = types.SqlJsConfig;
  type SqlJsStatic = Own["Static"];
  type SqlValue = types.SqlValue;
  type Statement = Own["Statement"];
  type StatementIterator = Own["Iterator"];
  type StatementIteratorResult = IteratorResult<Own["Statement"], undefined>;
  type UpdateHookCallback = types.UpdateHookCallback;
  type UpdateHookOperation = types.UpdateHookOperation;
}

export default initSqlJs;
/** `require("premap/sqljs")` is the function itself, as `require("sql.js")` is. */
export { initSqlJs as "module.exports" };

async function start(config: SqlJsConfig): Promise<SqlJsStatic> {
  const core = await EngineCore.start(await filesOf(config));
  const sqlite = new Sqlite(core.module);
  const host = hostOf(core);
  const runtime: SqlJsRuntime = {
    sqlite,
    prepareDatabase: config.useOldExtensionFunctions === false ? () => {} : legacyRegistrar(sqlite),
    share: (fileName) => ({
      host,
      open: async () => {
        const main = (sqlite.files.get(fileName) ?? sqlite.files.create(fileName)).frozen();
        return core.openBytes({ main, mayLackLog: false });
      },
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

/** `locateFile` is asked for what nothing else tells, for a part only when it is needed. */
async function filesOf({ wasm, wasmBinary, partsWasm, locateFile }: SqlJsConfig): Promise<CoreOptions> {
  const given = wasm ?? wasmBinary;
  const locate = given === undefined ? locateFile : undefined;
  const located = locate?.(engineFile.name, "");
  const { engine = defaultWasm(), parts } = await plainFiles({ wasm: given ?? located, partsWasm });
  // One that gives the same path whatever it is asked for knows of one file: the part lies beside it.
  const partAt = (name: string) => {
    const path = locate?.(name, "");
    return path === located ? path?.replace(/[^/\\]*$/, name) : path;
  };
  return {
    wasm: engine,
    part: (name) =>
      locate && partsWasm?.[name] === undefined
        ? plainWasm(partAt(partFile(name).name), partFile(name))
        : (parts?.[name] ?? defaultPart(name)),
    parts: ["sqlite"],
    mustHave: "sqlite",
  };
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
