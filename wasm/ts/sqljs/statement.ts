// sql.js's `Statement`: binding, stepping and reading over one prepared statement.
/// <reference lib="esnext.disposable" preserve="true" />
import type { SqlDatabase } from "./database.js";
import {
  SQLITE_BLOB,
  SQLITE_DONE,
  SQLITE_FLOAT,
  SQLITE_INTEGER,
  SQLITE_OK,
  SQLITE_ROW,
  SQLITE_TEXT,
  type Sqlite,
} from "./sqlite.js";
import type { BindParams, BindValue, GetConfig, ParamsObject, SqlValue } from "./types.js";

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
export class Statement {
  /** Address of SQLite's statement; 0 once it is freed. */
  stmt: number;
  /** The next parameter or column of the methods that take a place, when none is given. */
  pos = 1;

  constructor(
    stmt: number,
    readonly db: SqlDatabase,
  ) {
    this.stmt = stmt;
  }

  /** Binds values to the parameters, after a reset: by place (array) or by name (object, `:`, `@` or `$` included). */
  bind(values?: BindParams): boolean {
    if (!this.stmt) throw "Statement closed";
    this.reset();
    if (Array.isArray(values)) return this.bindFromArray(values);
    if (values != null && typeof values === "object")
      return this.bindFromObject(values as Readonly<Record<string, BindValue>>);
    return true;
  }

  /** Runs to the next row: true when there is one. */
  step(): boolean {
    if (!this.stmt) throw "Statement closed";
    this.pos = 1;
    const code = this.sqlite.c._sqlite3_step(this.stmt);
    this.sqlite.callbacks.rethrow();
    if (code === SQLITE_ROW) return true;
    if (code === SQLITE_DONE) return false;
    throw this.db.handleError(code);
  }

  getNumber(pos?: number | null): number {
    return this.sqlite.c._sqlite3_column_double(this.stmt, pos ?? this.pos++);
  }

  getBigInt(pos?: number | null): bigint {
    return BigInt(this.getString(pos));
  }

  getString(pos?: number | null): string {
    const { c } = this.sqlite;
    const column = pos ?? this.pos++;
    const address = c._sqlite3_column_text(this.stmt, column);
    return this.sqlite.text(address, c._sqlite3_column_bytes(this.stmt, column));
  }

  getBlob(pos?: number | null): Uint8Array {
    const { c } = this.sqlite;
    const column = pos ?? this.pos++;
    const length = c._sqlite3_column_bytes(this.stmt, column);
    return this.sqlite.bytes(c._sqlite3_column_blob(this.stmt, column), length);
  }

  /** The row; with `params` they are bound and the first row is fetched before. */
  get(params: BindParams | undefined, config: GetConfig & { useBigInt: true }): (SqlValue | bigint)[];
  get(params?: BindParams, config?: GetConfig | null): SqlValue[];
  get(params?: BindParams, config?: GetConfig | null): (SqlValue | bigint)[] {
    if (params != null && this.bind(params)) this.step();
    const row: (SqlValue | bigint)[] = [];
    const count = this.sqlite.c._sqlite3_data_count(this.stmt);
    for (let column = 0; column < count; column++) row.push(this.value(column, config?.useBigInt === true));
    return row;
  }

  getColumnNames(): string[] {
    const { c } = this.sqlite;
    const names: string[] = [];
    const count = c._sqlite3_column_count(this.stmt);
    for (let i = 0; i < count; i++) names.push(this.sqlite.text(c._sqlite3_column_name(this.stmt, i)));
    return names;
  }

  /** The row by column name; of columns with the same name the last one counts. */
  getAsObject(params?: BindParams, config?: GetConfig | null): ParamsObject {
    const values = this.get(params, config);
    return Object.fromEntries(this.getColumnNames().map((name, i) => [name, values[i] as SqlValue]));
  }

  getSQL(): string {
    return this.sqlite.text(this.sqlite.c._sqlite3_sql(this.stmt));
  }

  /** The SQL with its literals replaced by `?`. */
  getNormalizedSQL(): string {
    return this.sqlite.text(this.sqlite.c._sqlite3_normalized_sql(this.stmt));
  }

  /** Binds, runs to the first row, and resets. */
  run(values?: BindParams): boolean {
    if (values != null) this.bind(values);
    this.step();
    return this.reset();
  }

  bindString(text: string, pos?: number | null): boolean {
    const bytes = this.sqlite.encode(text);
    const address = this.sqlite.put(bytes);
    this.db.handleError(this.sqlite.c._premap_bind_text(this.stmt, pos ?? this.pos++, address, bytes.length));
    return true;
  }

  bindBlob(bytes: ArrayLike<number>, pos?: number | null): boolean {
    const address = this.sqlite.put(bytes);
    this.db.handleError(this.sqlite.c._premap_bind_blob(this.stmt, pos ?? this.pos++, address, bytes.length));
    return true;
  }

  bindNumber(number: number, pos?: number | null): boolean {
    const { c } = this.sqlite;
    const bind = number === (number | 0) ? c._sqlite3_bind_int : c._sqlite3_bind_double;
    this.db.handleError(bind(this.stmt, pos ?? this.pos++, number));
    return true;
  }

  bindNull(pos?: number | null): boolean {
    return this.sqlite.c._sqlite3_bind_null(this.stmt, pos ?? this.pos++) === SQLITE_OK;
  }

  bindValue(value: BindValue, pos?: number | null): boolean {
    const place = pos ?? this.pos++;
    switch (typeof value) {
      case "string":
        return this.bindString(value, place);
      case "number":
      case "boolean":
        return this.bindNumber(Number(value), place);
      case "bigint":
        return this.bindString(value.toString(), place);
      case "object":
        if (value === null) return this.bindNull(place);
        if (value.length != null) return this.bindBlob(value, place);
    }
    throw `Wrong API use : tried to bind a value of an unknown type (${String(value)}).`;
  }

  /** Names the statement does not have are passed over. */
  bindFromObject(values: Readonly<Record<string, BindValue>>): boolean {
    for (const [name, value] of Object.entries(values)) {
      const place = this.sqlite.withText(name, (address) =>
        this.sqlite.c._sqlite3_bind_parameter_index(this.stmt, address),
      );
      if (place !== 0) this.bindValue(value, place);
    }
    return true;
  }

  bindFromArray(values: readonly BindValue[]): boolean {
    for (let i = 0; i < values.length; i++) this.bindValue(values[i] as BindValue, i + 1);
    return true;
  }

  /** Back to before the first row, without bindings. */
  reset(): boolean {
    const { c } = this.sqlite;
    if (!this.stmt) return true;
    return c._sqlite3_clear_bindings(this.stmt) === SQLITE_OK && c._sqlite3_reset(this.stmt) === SQLITE_OK;
  }

  /** There is nothing to do: SQLite owns what is bound. */
  freemem(): void {}

  free(): boolean {
    const done = this.sqlite.c._sqlite3_finalize(this.stmt) === SQLITE_OK;
    delete this.db.statements[this.stmt];
    this.stmt = 0;
    return done;
  }

  [Symbol.dispose](): void {
    this.free();
  }

  private get sqlite(): Sqlite {
    return this.db.sqlite;
  }

  private value(column: number, useBigInt: boolean): SqlValue | bigint {
    switch (this.sqlite.c._sqlite3_column_type(this.stmt, column)) {
      case SQLITE_INTEGER:
        return useBigInt ? this.sqlite.c._sqlite3_column_int64(this.stmt, column) : this.getNumber(column);
      case SQLITE_FLOAT:
        return this.getNumber(column);
      case SQLITE_TEXT:
        return this.getString(column);
      case SQLITE_BLOB:
        return this.getBlob(column);
      default:
        return null;
    }
  }
}
