/**
 * The platform's own types, where the project knows them; else what is needed of them. So the declarations ask neither for the DOM
 * library nor for Node's types.
 */
type Of<Name extends string, Otherwise> = typeof globalThis extends {
    [Key in Name]: {
        prototype: infer Instance;
    };
} ? Instance : Otherwise;
type PlatformAbortSignal = Of<"AbortSignal", {
    readonly aborted: boolean;
    readonly reason: unknown;
    addEventListener(type: "abort", listener: () => void, options?: {
        once?: boolean;
    }): void;
    removeEventListener(type: "abort", listener: () => void): void;
}>;
type PlatformBlob = Of<"Blob", {
    readonly size: number;
    arrayBuffer(): Promise<ArrayBuffer>;
    slice(start?: number, end?: number): unknown;
}>;
type PlatformResponse = Of<"Response", {
    readonly ok: boolean;
    readonly status: number;
    readonly url: string;
    arrayBuffer(): Promise<ArrayBuffer>;
}>;
type PlatformURL = Of<"URL", {
    readonly href: string;
    readonly protocol: string;
}>;
type PlatformWorker = Of<"Worker", {
    postMessage(message: never, transfer: never): void;
    addEventListener(type: never, listener: never): void;
    terminate(): void;
}>;
type PlatformWasmModule = typeof globalThis extends {
    WebAssembly: {
        Module: {
            prototype: infer Instance;
        };
    };
} ? Instance : object;

/// <reference lib="esnext.disposable" preserve="true" />

/** Where the engine's WebAssembly comes from. A URL, its text, in Node also a path, a fetched response, the bytes, or a compiled module. */
type WasmSource = string | PlatformURL | PlatformResponse | Promise<PlatformResponse> | ArrayBuffer | Uint8Array | PlatformWasmModule;
/**
 * The parts of the engine that are loaded when a call first needs them, each a file of that name: `geometry` measures and draws; `tools`
 * explains cells, sorts and filters rows, compares groups, extracts tables and edits mappings (`apply`, `fix`), checks single requests, answers PRAGMA
 * and says what a refused query was to say; `query` is for queries of one's own, and columns of structs and lists; `formula` for formula columns; `sqlite` for window functions
 * and `premap/sqljs`.
 */
type EnginePartName = "geometry" | "tools" | "query" | "formula" | "sqlite";
/** Where a part comes from: as `WasmSource`, but nothing that would have to be fetched before it is needed. */
type PartWasmSource = string | PlatformURL | ArrayBuffer | Uint8Array | PlatformWasmModule;
interface EngineOptions {
    /** Default: `engine.wasm` beside the package's own files. */
    wasm?: WasmSource;
    /**
     * Where the parts are that are loaded when they are needed. Default: `geometry.wasm` and so on, beside `wasm` where that is the
     * address of an `engine.wasm`, else beside the package's own files.
     */
    partsWasm?: {
        readonly [Part in EnginePartName]?: PartWasmSource;
    };
    /**
     * Where the engine runs. `true`: in a module worker made from the package's `worker.js`; a `Worker`: in that one (it must
     * have loaded `premap/worker`); `false`: in this thread. Default: `true` in a browser's page, `false` elsewhere.
     * A `File` or `Blob` can be read without a copy only in a worker.
     */
    worker?: boolean | PlatformWorker;
    /** Stops the start. */
    signal?: PlatformAbortSignal;
}

/** Where a snapshot's bytes come from, as the engine sees it: random access, read-only, never copied into its heap. */
/** `true`: read; `"changed"`: somebody wrote to the file since it was opened; `false`: it cannot be read. */
type ReadResult = boolean | "changed";
interface ByteSource {
    /** Length in bytes; may be beyond 4 GB. */
    readonly size: number;
    /** Fills `target` from `offset`. Synchronous: SQLite waits for it. */
    read(offset: number, target: Uint8Array): ReadResult;
    /** A promise when there is something to remove. */
    close(): void | Promise<void>;
}

/**
 * Files on disk, in Node. Whoever opens one pins it first: size and time of the last change, and of a write-ahead log, which
 * an application may go on writing to, the length and the header. Every engine that reads the file (beside the first one, or in
 * its place) reads what was pinned, or hears that it is no longer there.
 */

/** Can be posted to a worker. */
interface PinnedFile {
    path: string;
    size: number;
    /** The time of the last change; of a log the bytes it begins with, which are new when it is begun anew. */
    mark: string;
    isLog: boolean;
}

/** Turns what a user gives as a snapshot into ByteSources, in the thread where the engine runs. */

type PlainFile = PlatformBlob | ArrayBuffer | Uint8Array | PinnedFile;
/** A source that can be posted to a worker: the file, and the logs beside it. */
interface PlainSource {
    main: PlainFile;
    wal?: PlainFile | undefined;
    journal?: PlainFile | undefined;
    mayLackLog: boolean;
}

/** What the public classes need of an engine, wherever it runs: in this thread (local_host.ts) or in a worker (worker_host.ts). */

/** How much one `next` may do before it answers with what it has. */
interface Budget {
    maxRows: number;
    maxBytes: number;
    milliseconds: number;
}
/** A mapping's text may be megabytes: it goes beside the JSON of the other parameters. */
interface CallParams {
    json: string;
    mapping?: string;
}
interface EngineHost {
    /** True when the host works while we wait: then asking for the next batch early pays. */
    readonly parallel: boolean;
    /** Counts the engine's restarts: cursors of an earlier epoch are gone. */
    readonly epoch: number;
    open(source: PlainSource, signal?: PlatformAbortSignal): Promise<number>;
    /** The envelope's text. Session 0 stands for no snapshot. */
    call(session: number, method: string, params: CallParams, signal?: PlatformAbortSignal): Promise<string>;
    next(session: number, cursor: number, budget: Budget, signal?: PlatformAbortSignal): Promise<Uint8Array>;
    /** Closes a snapshot; nothing is awaited and nothing fails. */
    close(session: number): void;
    shutdown(): void;
}

/** How a database of premap/sqljs hands its content to an engine: by what runs it, not by its bytes. */

/** Of the registry, so that the package's entries agree on it even when a bundler copies this file into each. */
declare const sharedContent: unique symbol;
interface SharedContent {
    host: EngineHost;
    /** Opens a session on the host over the content as it is now. */
    open(): Promise<number>;
}

/** The Emscripten glue that the build puts beside this package's files; only core.ts knows it. */



interface WasmEngine {
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
interface SqliteFunctions {
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

interface WasmModule extends SqliteFunctions {
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

/** The types of premap/sqljs, in the shape of sql.js 1.x. */

type SqlValue = number | string | Uint8Array | null;
/** A plain array of numbers is a blob too; a bigint is bound as its decimal text, as sql.js does. */
type BindValue = SqlValue | boolean | bigint | readonly number[];
type BindParams = readonly BindValue[] | {
    readonly [name: string]: BindValue;
} | null;
/** A row by column name. */
type ParamsObject = Record<string, SqlValue>;
type ParamsCallback = (row: ParamsObject) => void;
/** One result of `exec`. */
interface QueryExecResult {
    columns: string[];
    values: SqlValue[][];
}
interface GetConfig {
    /** Integers as bigint, whole; as numbers they lose digits beyond 2^53. */
    useBigInt?: boolean;
}
interface AggregateFunctions<T = unknown> {
    /** The state before the first row; null when left out. */
    init?(): T;
    /** The state after a row. How many arguments it declares, besides the state, is how many the SQL function takes. */
    step(state: T, ...values: never[]): T;
    /** The result; the last state when left out. */
    finalize?(state: T): unknown;
}
type UpdateHookOperation = "insert" | "update" | "delete";
type UpdateHookCallback = (operation: UpdateHookOperation, database: string, table: string, rowId: number) => void;
interface SqlJsConfig {
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

/** `Module.callbacks`, what wasm/sqljs/exports.cpp calls: SQL functions, aggregates and update hooks written in JavaScript. */

/** The arguments of one call from SQL, valid only during it. */
declare class CallArguments {
    private readonly sqlite;
    readonly count: number;
    private readonly address;
    constructor(sqlite: Sqlite, count: number, address: number);
    type(index: number): number;
    /** INTEGER for text that reads as an integer, and so on. */
    numericType(index: number): number;
    number(index: number): number;
    integer(index: number): bigint;
    text(index: number): string;
    /** All of them as sql.js passes them: both kinds of number as a number. */
    values(): unknown[];
    private value;
    private at;
}
interface ScalarCallback {
    call(args: CallArguments): unknown;
}
interface AggregateCallback {
    init(): unknown;
    step(state: unknown, args: CallArguments): unknown;
    finish(state: unknown): unknown;
}
type Entry = {
    scalar: ScalarCallback;
} | {
    aggregate: AggregateCallback;
} | {
    hook: UpdateHookCallback;
};
declare class Callbacks {
    private readonly sqlite;
    private readonly entries;
    private readonly kept;
    /** States of the aggregates that are running, by SQLite's address for each. */
    private readonly states;
    private lastId;
    private failure;
    constructor(sqlite: Sqlite);
    get size(): number;
    /** Numbers a callback. `keep`: it is registered with many databases, and never forgotten. */
    add(entry: Entry, keep?: boolean): number;
    forget(id: number): void;
    call(id: number, context: number, count: number, values: number): void;
    step(id: number, context: number, key: number, count: number, values: number): void;
    finish(id: number, context: number, key: number): void;
    /** What a hook throws must not unwind SQLite: it waits until the statement is done. */
    updated(id: number, operation: number, database: string, table: string, row: bigint): void;
    /** Throws what a hook has thrown since. */
    rethrow(): void;
    private entry;
    private answer;
    private setResult;
    private fail;
}

/**
 * The files behind the databases of premap/sqljs: bytes in this thread's memory, outside the engine's heap. A file can be
 * frozen for a reader without a copy: its chunks are then shared, and copied one by one only where somebody writes.
 */

declare class MemoryFile {
    size: number;
    private readonly chunks;
    /** Answers how many bytes there were to read. */
    read(offset: number, target: Uint8Array): number;
    /** False when there is no memory left. */
    write(offset: number, bytes: Uint8Array): boolean;
    /** What lies behind the new end reads as zero, should the file grow again. */
    truncate(size: number): void;
    /** The whole content, copied. */
    bytes(): Uint8Array<ArrayBuffer>;
    /** The content as it is now, whatever is written later. */
    frozen(): ByteSource;
    private writable;
}
/** `Module.files`, what wasm/sqljs/file_vfs.cpp calls. A removed file lives on for those who have it open. */
declare class MemoryFiles {
    private readonly named;
    private readonly opened;
    private lastHandle;
    /** Makes or replaces a file. */
    create(name: string): MemoryFile;
    get(name: string): MemoryFile | undefined;
    /** A file without a name is one for a moment. 0 when there is none. */
    open(name: string, create: boolean): number;
    close(handle: number): void;
    remove(name: string): void;
    exists(name: string): boolean;
    read(handle: number, offset: number, target: Uint8Array): number;
    write(handle: number, offset: number, bytes: Uint8Array): boolean;
    truncate(handle: number, size: number): void;
    size(handle: number): number;
    private at;
}

/** SQLite's C functions with JavaScript's strings and bytes. Addresses in the heap are plain numbers. */

declare class Sqlite {
    readonly c: WasmModule;
    readonly files: MemoryFiles;
    readonly callbacks: Callbacks;
    /** Room for two out-parameters. */
    readonly scratch: number;
    constructor(c: WasmModule);
    /** The text at an address: so many bytes, or up to the first zero. */
    text(address: number, length?: number): string;
    bytes(address: number, length: number): Uint8Array<ArrayBuffer>;
    /** Puts bytes on the heap, with a zero behind them; whoever gets the address frees it. */
    put(bytes: ArrayLike<number>): number;
    encode(text: string): Uint8Array;
    /** Puts text on the heap for the length of a call. */
    withText<T>(text: string, run: (address: number) => T): T;
    /** The 32-bit number at an address. */
    pointerAt(address: number): number;
    /** Prepares the first statement at `sql`: the statement (0: nothing but blanks and comments) and where the rest begins. */
    prepare(db: number, sql: number): {
        code: number;
        statement: number;
        rest: number;
    };
}

/// <reference lib="esnext.disposable" preserve="true" />

/**
 * A prepared statement, made by `Database.prepare`. Free it when done: while it is running, tables it reads cannot be
 * dropped. What it throws is what sql.js throws, which for wrong use is plain text.
 *
 * ```ts
 * const statement = db.prepare("SELECT name FROM people WHERE age > $least");
 * statement.bind({ $least: 18 });
 * while (statement.step()) console.log(statement.getAsObject().name);
 * statement.free();
 * ```
 */
declare class Statement {
    readonly db: SqlDatabase;
    /** Address of SQLite's statement; 0 once it is freed. */
    stmt: number;
    /** The next parameter or column of the methods that take a place, when none is given. */
    pos: number;
    constructor(stmt: number, db: SqlDatabase);
    /** Binds values to the parameters, after a reset: by place (array) or by name (object, `:`, `@` or `$` included). */
    bind(values?: BindParams): boolean;
    /** Runs to the next row: true when there is one. */
    step(): boolean;
    getNumber(pos?: number | null): number;
    getBigInt(pos?: number | null): bigint;
    getString(pos?: number | null): string;
    getBlob(pos?: number | null): Uint8Array;
    /** The row; with `params` they are bound and the first row is fetched before. */
    get(params: BindParams | undefined, config: GetConfig & {
        useBigInt: true;
    }): (SqlValue | bigint)[];
    get(params?: BindParams, config?: GetConfig | null): SqlValue[];
    getColumnNames(): string[];
    /** The row by column name; of columns with the same name the last one counts. */
    getAsObject(params?: BindParams, config?: GetConfig | null): ParamsObject;
    getSQL(): string;
    /** The SQL with its literals replaced by `?`. */
    getNormalizedSQL(): string;
    /** Binds, runs to the first row, and resets. */
    run(values?: BindParams): boolean;
    bindString(text: string, pos?: number | null): boolean;
    bindBlob(bytes: ArrayLike<number>, pos?: number | null): boolean;
    bindNumber(number: number, pos?: number | null): boolean;
    bindNull(pos?: number | null): boolean;
    bindValue(value: BindValue, pos?: number | null): boolean;
    /** Names the statement does not have are passed over. */
    bindFromObject(values: Readonly<Record<string, BindValue>>): boolean;
    bindFromArray(values: readonly BindValue[]): boolean;
    /** Back to before the first row, without bindings. */
    reset(): boolean;
    /** There is nothing to do: SQLite owns what is bound. */
    freemem(): void;
    free(): boolean;
    [Symbol.dispose](): void;
    private get sqlite();
    private value;
}

/**
 * The statements of a text one by one; made by `Database.iterateStatements`. Each is prepared when it is asked for, so it
 * sees what those before it did, and is freed when the next one is asked for.
 */
declare class StatementIterator implements IterableIterator<Statement, undefined> {
    private readonly db;
    private sql;
    private rest;
    /** What was left when the iteration ended. */
    private remaining;
    private active;
    constructor(sql: string, db: SqlDatabase);
    next(): IteratorResult<Statement, undefined>;
    /** Called when a `for … of` is left early. */
    return(): IteratorResult<Statement, undefined>;
    finalize(): void;
    /** The text from the first statement that was not reached, or that could not be prepared. */
    getRemainingSQL(): string;
    [Symbol.iterator](): this;
    private freeActive;
}

/// <reference lib="esnext.disposable" preserve="true" />

/** What the databases of one `initSqlJs` have in common. */
interface SqlJsRuntime {
    readonly sqlite: Sqlite;
    /** Registers what every new database gets. */
    prepareDatabase(db: number): void;
    /** Shares a file with engines; see shared_content.ts. */
    share(fileName: string): SharedContent;
}
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
declare class SqlDatabase {
    readonly filename: string;
    /** Address of SQLite's connection; null once it is closed. */
    db: number | null;
    /** The statements that are not freed yet. */
    readonly statements: Record<number, Statement>;
    /** Not for callers: SQLite's own functions. */
    readonly sqlite: Sqlite;
    private readonly runtime;
    private hook;
    constructor(runtime: SqlJsRuntime, data?: ArrayLike<number> | ArrayBuffer | null);
    /** Runs SQL and ignores its rows; with `params` only its first statement. */
    run(sql: string, params?: BindParams): this;
    /** Runs every statement of the text; a result for each that has rows. Parameters by name serve all of them. */
    exec(sql: string, params?: BindParams, config?: GetConfig | null): QueryExecResult[];
    /** Calls back for each row. */
    each(sql: string, params: BindParams, callback: ParamsCallback, done?: () => void, config?: GetConfig | null): void;
    each(sql: string, callback: ParamsCallback, done?: () => void): void;
    /** Prepares the first statement of the text. */
    prepare(sql: string, params?: BindParams): Statement;
    iterateStatements(sql: string): StatementIterator;
    /** The bytes of the database file. Statements and functions live on; a write transaction must be finished before. */
    export(): Uint8Array<ArrayBuffer>;
    /** Frees the statements and the memory. Safe to call again. */
    close(): void;
    /** Throws SQLite's message unless the code says that all is well. */
    handleError(code: number): null;
    /** Rows the last INSERT, UPDATE or DELETE touched. */
    getRowsModified(): number;
    /** A SQL function in JavaScript. It takes as many arguments as `func` declares. */
    create_function(name: string, func: (...values: never[]) => unknown): this;
    /** An aggregate in JavaScript. */
    create_aggregate<T>(name: string, functions: AggregateFunctions<T>): this;
    /** Calls back for every row that changes; null ends that. The callback must not use the database. */
    updateHook(callback: UpdateHookCallback | null): this;
    [Symbol.dispose](): void;
    /** What `engine.open` reads: this database as it is now, without a copy. */
    [sharedContent](): SharedContent;
    private assertSettled;
    private register;
    private collect;
}

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

/** A database: `new SQL.Database()` is an empty one, `new SQL.Database(bytes)` has the content of a SQLite file. */
type Database = SqlDatabase;
type StatementIteratorResult = IteratorResult<Statement, undefined>;
interface DatabaseConstructor {
    new (data?: ArrayLike<number> | ArrayBuffer | null): Database;
    readonly prototype: Database;
}
interface SqlJsStatic {
    Database: DatabaseConstructor;
    Statement: typeof Statement;
    StatementIterator: typeof StatementIterator;
    /** The engine's stack, as sql.js shows it. */
    stackSave(): number;
    stackRestore(address: number): void;
    stackAlloc(size: number): number;
    UTF8ToString(address: number): string;
}
interface InitSqlJsStatic {
    (config?: SqlJsConfig): Promise<SqlJsStatic>;
    /** Itself, for code that was compiled to take the default of a CommonJS module. */
    readonly default: this;
}
type Own = {
    Init: InitSqlJsStatic;
    Static: SqlJsStatic;
    Statement: Statement;
    Iterator: StatementIterator;
};
/** Starts SQLite, once: every call answers the same module, whatever its configuration. After a failure it may be tried again. */
declare const initSqlJs: InitSqlJsStatic;
/** The types by the names they have under sql.js: `initSqlJs.Database`. */
declare namespace initSqlJs {
    type BindParams = BindParams;
    type Database = SqlDatabase;
    type GetConfig = GetConfig;
    type InitSqlJsStatic = Own["Init"];
    type ParamsCallback = ParamsCallback;
    type ParamsObject = ParamsObject;
    type QueryExecResult = QueryExecResult;
    type SqlJsConfig = SqlJsConfig;
    type SqlJsStatic = Own["Static"];
    type SqlValue = SqlValue;
    type Statement = Own["Statement"];
    type StatementIterator = Own["Iterator"];
    type StatementIteratorResult = IteratorResult<Own["Statement"], undefined>;
    type UpdateHookCallback = UpdateHookCallback;
    type UpdateHookOperation = UpdateHookOperation;
}

export { SqlDatabase, Statement, StatementIterator, initSqlJs as default, initSqlJs, initSqlJs as "module.exports" };
export type { AggregateFunctions, BindParams, BindValue, Database, DatabaseConstructor, GetConfig, InitSqlJsStatic, ParamsCallback, ParamsObject, QueryExecResult, SqlJsConfig, SqlJsStatic, SqlValue, StatementIteratorResult, UpdateHookCallback, UpdateHookOperation };
