// sql.js's `Database` over SQLite's own functions: the same members, so that code written for it runs unchanged.
/// <reference lib="esnext.disposable" preserve="true" />
import { describe } from "../arguments.js";
import type { SharedContent } from "../shared_content.js";
import { sharedContent } from "../shared_content.js";
import type { AggregateCallback } from "./callbacks.js";
import { SQLITE_OK, SQLITE_TXN_WRITE, type Sqlite } from "./sqlite.js";
import { Statement } from "./statement.js";
import { StatementIterator } from "./statement_iterator.js";
import type {
  AggregateFunctions,
  BindParams,
  GetConfig,
  ParamsCallback,
  QueryExecResult,
  UpdateHookCallback,
} from "./types.js";

/** What the databases of one `initSqlJs` have in common. */
export interface SqlJsRuntime {
  readonly sqlite: Sqlite;
  /** Registers what every new database gets. */
  prepareDatabase(db: number): void;
  /** Shares a file with engines; see shared_content.ts. */
  share(fileName: string): SharedContent;
}

const inTransaction = "Unable to export: SQLite is busy or locked. Finish active write transactions before exporting.";

/**
 * A SQLite database in memory. {@link Database} of `initSqlJs` is this class with the engine's SQLite behind it.
 *
 * ```ts
 * const db = new SQL.Database(bytes); // or empty
 * db.run("CREATE TABLE hello (a int, b text)");
 * const [{ columns, values }] = db.exec("SELECT * FROM hello");
 * db.close();
 * ```
 */
export class SqlDatabase {
  readonly filename: string;
  /** Address of SQLite's connection; null once it is closed. */
  db: number | null;
  /** The statements that are not freed yet. */
  readonly statements: Record<number, Statement> = {};
  /** Not for callers: SQLite's own functions. */
  declare readonly sqlite: Sqlite;
  declare private readonly runtime: SqlJsRuntime;
  declare private hook: number;

  constructor(runtime: SqlJsRuntime, data?: ArrayLike<number> | ArrayBuffer | null) {
    const { sqlite } = runtime;
    // Not enumerable: a database may be printed or compared.
    Object.defineProperty(this, "sqlite", { value: sqlite });
    Object.defineProperty(this, "runtime", { value: runtime });
    Object.defineProperty(this, "hook", { value: 0, writable: true });
    this.filename = `dbfile_${(0xffffffff * Math.random()) >>> 0}`;
    if (data != null) sqlite.files.create(this.filename).write(0, withoutWal(bytesOf(data)));
    const code = sqlite.withText(this.filename, (name) => sqlite.c._premap_open(name, sqlite.scratch));
    this.db = sqlite.pointerAt(sqlite.scratch);
    this.handleError(code);
    runtime.prepareDatabase(this.db);
  }

  /** Runs SQL and ignores its rows; with `params` only its first statement. */
  run(sql: string, params?: BindParams): this {
    if (!this.db) throw "Database closed";
    if (params) {
      const statement = this.prepare(sql, params);
      try {
        statement.step();
      } finally {
        statement.free();
      }
      return this;
    }
    const { db, sqlite } = this;
    const code = sqlite.withText(sql, (text) => sqlite.c._sqlite3_exec(db, text, 0, 0, 0));
    sqlite.callbacks.rethrow();
    this.handleError(code);
    return this;
  }

  /** Runs every statement of the text; a result for each that has rows. Parameters by name serve all of them. */
  exec(sql: string, params?: BindParams, config?: GetConfig | null): QueryExecResult[] {
    if (!this.db) throw "Database closed";
    const { db, sqlite } = this;
    const results: QueryExecResult[] = [];
    sqlite.withText(sql, (text) => {
      for (let at = text; sqlite.c.HEAPU8[at] !== 0;) {
        const { code, statement, rest } = sqlite.prepare(db, at);
        this.handleError(code);
        at = rest;
        if (statement !== 0) this.collect(new Statement(statement, this), params, config, results);
      }
    });
    return results;
  }

  /** Calls back for each row. */
  each(sql: string, params: BindParams, callback: ParamsCallback, done?: () => void, config?: GetConfig | null): void;
  each(sql: string, callback: ParamsCallback, done?: () => void): void;
  each(
    sql: string,
    first: BindParams | ParamsCallback,
    second?: ParamsCallback | (() => void),
    third?: () => void,
    config?: GetConfig | null,
  ): void {
    const withoutParams = typeof first === "function";
    const callback = (withoutParams ? first : second) as ParamsCallback;
    const done = withoutParams ? (second as (() => void) | undefined) : third;
    const statement = this.prepare(sql, withoutParams ? undefined : first);
    try {
      while (statement.step()) callback(statement.getAsObject(null, config));
    } finally {
      statement.free();
    }
    return typeof done === "function" ? done() : undefined;
  }

  /** Prepares the first statement of the text. */
  prepare(sql: string, params?: BindParams): Statement {
    const { sqlite } = this;
    const { code, statement } = sqlite.withText(sql, (text) => sqlite.prepare(this.db ?? 0, text));
    this.handleError(code);
    if (statement === 0) throw "Nothing to prepare";
    const prepared = new Statement(statement, this);
    if (params != null) prepared.bind(params);
    this.statements[statement] = prepared;
    return prepared;
  }

  iterateStatements(sql: string): StatementIterator {
    return new StatementIterator(sql, this);
  }

  /** The bytes of the database file. Statements and functions live on; a write transaction must be finished before. */
  export(): Uint8Array<ArrayBuffer> {
    this.assertSettled();
    const file = this.sqlite.files.get(this.filename);
    if (!file?.size) this.run("BEGIN IMMEDIATE; COMMIT"); // writes the first page
    return file?.bytes() ?? new Uint8Array(0);
  }

  /** Frees the statements and the memory. Safe to call again. */
  close(): void {
    if (this.db === null) return;
    const { sqlite } = this;
    for (const statement of Object.values(this.statements)) statement.free();
    this.updateHook(null);
    this.handleError(sqlite.c._sqlite3_close_v2(this.db));
    sqlite.files.remove(this.filename);
    this.db = null;
  }

  /** Throws SQLite's message unless the code says that all is well. */
  handleError(code: number): null {
    if (code === SQLITE_OK) return null;
    throw new Error(this.sqlite.text(this.sqlite.c._sqlite3_errmsg(this.db ?? 0)));
  }

  /** Rows the last INSERT, UPDATE or DELETE touched. */
  getRowsModified(): number {
    return this.db ? this.sqlite.c._sqlite3_changes(this.db) : 0;
  }

  /** A SQL function in JavaScript. It takes as many arguments as `func` declares. */
  create_function(name: string, func: (...values: never[]) => unknown): this {
    const call = func as (...values: unknown[]) => unknown;
    const id = this.sqlite.callbacks.add({ scalar: { call: (args) => call(...args.values()) } });
    const { c } = this.sqlite;
    return this.register(name, (text, db) => c._premap_create_function(db, text, func.length, id));
  }

  /** An aggregate in JavaScript. */
  create_aggregate<T>(name: string, functions: AggregateFunctions<T>): this {
    const { init = () => null, finalize = (state: unknown) => state } = functions;
    const step = functions.step as ((...values: unknown[]) => unknown) | undefined;
    if (!step) throw `An aggregate function must have a step function in ${name}`;
    const aggregate: AggregateCallback = {
      init,
      step: (state, args) => step(state, ...args.values()),
      finish: finalize as (state: unknown) => unknown,
    };
    const id = this.sqlite.callbacks.add({ aggregate });
    const { c } = this.sqlite;
    return this.register(name, (text, db) => c._premap_create_aggregate(db, text, step.length - 1, id));
  }

  /** Calls back for every row that changes; null ends that. The callback must not use the database. */
  updateHook(callback: UpdateHookCallback | null): this {
    if (!this.db) throw "Database closed";
    const { sqlite } = this;
    if (this.hook !== 0) sqlite.callbacks.forget(this.hook);
    this.hook = callback ? sqlite.callbacks.add({ hook: callback }) : 0;
    sqlite.c._premap_update_hook(this.db, this.hook);
    return this;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** What `engine.open` reads: this database as it is now, without a copy. */
  [sharedContent](): SharedContent {
    this.assertSettled();
    return this.runtime.share(this.filename);
  }

  private assertSettled(): void {
    if (!this.db) throw new Error("Database closed");
    const { db, sqlite } = this;
    const state = sqlite.withText("main", (schema) => sqlite.c._sqlite3_txn_state(db, schema));
    if (state === SQLITE_TXN_WRITE) throw new Error(inTransaction);
  }

  private register(name: string, create: (text: number, db: number) => number): this {
    const { db } = this;
    if (!db) throw "Database closed";
    this.handleError(this.sqlite.withText(name, (text) => create(text, db)));
    return this;
  }

  private collect(
    statement: Statement,
    params: BindParams | undefined,
    config: GetConfig | null | undefined,
    results: QueryExecResult[],
  ): void {
    try {
      if (params != null) statement.bind(params);
      let result: QueryExecResult | undefined;
      while (statement.step()) {
        if (!result) results.push((result = { columns: statement.getColumnNames(), values: [] }));
        result.values.push(statement.get(null, config));
      }
    } finally {
      statement.free();
    }
  }
}

/**
 * The bytes of a database file. As in sql.js a text stands for its own bytes: a path is no database, and SQLite says so.
 */
function bytesOf(data: ArrayLike<number> | ArrayBuffer | string): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (typeof data === "string") return new TextEncoder().encode(data);
  if (data instanceof DataView) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (typeof data === "object" && !("length" in data || "byteLength" in data))
    throw new Error(`a database is made of bytes, not of ${describe(data)}`);
  return new Uint8Array(data);
}

/** The bytes of a file, as SQLite without a write-ahead log reads them: its header may ask for one. */
function withoutWal(bytes: Uint8Array): Uint8Array {
  if (bytes[18] !== 2 && bytes[19] !== 2) return bytes;
  const copy = bytes.slice();
  copy[18] = copy[19] = 1;
  return copy;
}
