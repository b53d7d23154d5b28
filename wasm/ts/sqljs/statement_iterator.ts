// Statements of a text one after the other, as sql.js iterates them.
import type { SqlDatabase } from "./database.js";
import { Statement } from "./statement.js";

/**
 * The statements of a text one by one; made by `Database.iterateStatements`. Each is prepared when it is asked for, so it
 * sees what those before it did, and is freed when the next one is asked for.
 */
export class StatementIterator implements IterableIterator<Statement, undefined> {
  private sql: number | null;
  private rest: number;
  /** What was left when the iteration ended. */
  private remaining: string | undefined;
  private active: Statement | undefined;

  constructor(
    sql: string,
    private readonly db: SqlDatabase,
  ) {
    this.sql = db.sqlite.put(db.sqlite.encode(sql));
    this.rest = this.sql;
  }

  next(): IteratorResult<Statement, undefined> {
    if (this.sql === null) return finished();
    this.freeActive();
    if (!this.db.db) {
      this.finalize();
      throw new Error("Database closed");
    }
    const { code, statement, rest } = this.db.sqlite.prepare(this.db.db, this.rest);
    try {
      this.db.handleError(code);
    } catch (error) {
      this.finalize();
      throw error;
    }
    this.rest = rest;
    if (statement === 0) {
      this.finalize();
      return finished();
    }
    this.active = new Statement(statement, this.db);
    this.db.statements[statement] = this.active;
    return { value: this.active, done: false };
  }

  /** Called when a `for … of` is left early. */
  return(): IteratorResult<Statement, undefined> {
    this.freeActive();
    this.finalize();
    return finished();
  }

  finalize(): void {
    if (this.sql === null) return;
    this.remaining = this.getRemainingSQL();
    this.db.sqlite.c._free(this.sql);
    this.sql = null;
  }

  /** The text from the first statement that was not reached, or that could not be prepared. */
  getRemainingSQL(): string {
    return this.remaining ?? this.db.sqlite.text(this.rest);
  }

  [Symbol.iterator](): this {
    return this;
  }

  private freeActive(): void {
    this.active?.free();
    this.active = undefined;
  }
}

/** Without a member `value`: code compares it whole. */
function finished(): IteratorReturnResult<undefined> {
  return { done: true } as IteratorReturnResult<undefined>;
}
