/** `Module.callbacks`, what wasm/sqljs/exports.cpp calls: SQL functions, aggregates and update hooks written in JavaScript. */

import { SQLITE_BLOB, SQLITE_FLOAT, SQLITE_INTEGER, SQLITE_TEXT, type Sqlite } from "./sqlite.js";
import type { UpdateHookCallback } from "./types.js";

/** The arguments of one call from SQL, valid only during it. */
export class CallArguments {
  constructor(
    private readonly sqlite: Sqlite,
    readonly count: number,
    private readonly address: number,
  ) {}

  type(index: number): number {
    return this.sqlite.c._sqlite3_value_type(this.at(index));
  }
  /** INTEGER for text that reads as an integer, and so on. */
  numericType(index: number): number {
    return this.sqlite.c._sqlite3_value_numeric_type(this.at(index));
  }
  number(index: number): number {
    return this.sqlite.c._sqlite3_value_double(this.at(index));
  }
  integer(index: number): bigint {
    return this.sqlite.c._sqlite3_value_int64(this.at(index));
  }
  text(index: number): string {
    const { c } = this.sqlite;
    const value = this.at(index);
    const address = c._sqlite3_value_text(value);
    return this.sqlite.text(address, c._sqlite3_value_bytes(value));
  }

  /** All of them as sql.js passes them: both kinds of number as a number. */
  values(): unknown[] {
    return Array.from({ length: this.count }, (_, index) => this.value(index));
  }

  private value(index: number): unknown {
    switch (this.type(index)) {
      case SQLITE_INTEGER:
      case SQLITE_FLOAT:
        return this.number(index);
      case SQLITE_TEXT:
        return this.text(index);
      case SQLITE_BLOB: {
        const { c } = this.sqlite;
        const address = c._sqlite3_value_blob(this.at(index));
        return this.sqlite.bytes(address, c._sqlite3_value_bytes(this.at(index)));
      }
      default:
        return null;
    }
  }

  private at(index: number): number {
    return this.sqlite.pointerAt(this.address + 4 * index);
  }
}

export interface ScalarCallback {
  call(args: CallArguments): unknown;
}

export interface AggregateCallback {
  init(): unknown;
  step(state: unknown, args: CallArguments): unknown;
  finish(state: unknown): unknown;
}

type Entry = { scalar: ScalarCallback } | { aggregate: AggregateCallback } | { hook: UpdateHookCallback };

export class Callbacks {
  private readonly entries = new Map<number, Entry>();
  private readonly kept = new Set<number>();
  /** States of the aggregates that are running, by SQLite's address for each. */
  private readonly states = new Map<number, unknown>();
  private lastId = 0;
  private failure: { thrown: unknown } | undefined;

  constructor(private readonly sqlite: Sqlite) {}

  get size(): number {
    return this.entries.size;
  }

  /** Numbers a callback. `keep`: it is registered with many databases, and never forgotten. */
  add(entry: Entry, keep = false): number {
    const id = ++this.lastId;
    this.entries.set(id, entry);
    if (keep) this.kept.add(id);
    return id;
  }

  forget(id: number): void {
    if (!this.kept.has(id)) this.entries.delete(id);
  }

  call(id: number, context: number, count: number, values: number): void {
    this.answer(context, () => this.entry(id, "scalar").scalar.call(new CallArguments(this.sqlite, count, values)));
  }

  step(id: number, context: number, key: number, count: number, values: number): void {
    try {
      const { aggregate } = this.entry(id, "aggregate");
      const state = this.states.has(key) ? this.states.get(key) : aggregate.init();
      this.states.set(key, aggregate.step(state, new CallArguments(this.sqlite, count, values)));
    } catch (thrown) {
      this.states.delete(key);
      this.fail(context, thrown);
    }
  }

  finish(id: number, context: number, key: number): void {
    const { aggregate } = this.entry(id, "aggregate");
    this.answer(context, () => aggregate.finish(this.states.has(key) ? this.states.get(key) : aggregate.init()));
    this.states.delete(key);
  }

  /** What a hook throws must not unwind SQLite: it waits until the statement is done. */
  updated(id: number, operation: number, database: string, table: string, row: bigint): void {
    try {
      if (row > BigInt(Number.MAX_SAFE_INTEGER)) throw "rowId too big to fit inside a Number";
      const name = operation === 18 ? "insert" : operation === 23 ? "update" : "delete";
      this.entry(id, "hook").hook(name, database, table, Number(row));
    } catch (thrown) {
      this.failure ??= { thrown };
    }
  }

  /** Throws what a hook has thrown since. */
  rethrow(): void {
    const { failure } = this;
    this.failure = undefined;
    if (failure) throw failure.thrown;
  }

  private entry<K extends "scalar" | "aggregate" | "hook">(id: number, kind: K): Extract<Entry, Record<K, unknown>> {
    const entry = this.entries.get(id);
    if (!entry || !(kind in entry)) throw new Error(`no ${kind} callback ${id}`);
    return entry as Extract<Entry, Record<K, unknown>>;
  }

  private answer(context: number, run: () => unknown): void {
    try {
      this.setResult(context, run());
    } catch (thrown) {
      this.fail(context, thrown);
    }
  }

  private setResult(context: number, result: unknown): void {
    const { c } = this.sqlite;
    if (typeof result === "boolean") c._sqlite3_result_int(context, result ? 1 : 0);
    else if (typeof result === "number") c._sqlite3_result_double(context, result);
    else if (typeof result === "bigint") c._sqlite3_result_int64(context, result);
    else if (typeof result === "string") {
      const bytes = this.sqlite.encode(result);
      c._premap_result_text(context, this.sqlite.put(bytes), bytes.length);
    } else if (typeof result === "object" && result !== null) {
      const bytes = result as ArrayLike<number>;
      if (bytes.length == null) throw `Wrong API use : tried to return a value of an unknown type (${String(result)}).`;
      c._premap_result_blob(context, this.sqlite.put(bytes), bytes.length);
    } else c._sqlite3_result_null(context);
  }

  private fail(context: number, thrown: unknown): void {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    this.sqlite.withText(message, (address) => this.sqlite.c._sqlite3_result_error(context, address, -1));
  }
}
