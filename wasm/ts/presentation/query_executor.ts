// A snapshot as an executor of @itwin/presentation-shared, whose interfaces are written out here so that the
// package depends on nothing.
import { describe } from "../arguments.js";
import { engineError } from "../errors.js";
import type { PlatformAbortSignal } from "../platform.js";
import type { Bindings, BindingValue, Point2d, Point3d, Snapshot, Value } from "../types.js";

/** One value; without a value it is NULL. */
export type ECSqlBinding =
  | { type: "boolean"; value?: boolean | undefined }
  | { type: "double" | "int" | "long"; value?: number | undefined }
  | { type: "id"; value?: string | undefined }
  | { type: "idset"; value?: string[] | undefined }
  | { type: "string"; value?: string | undefined }
  | { type: "point2d"; value?: Point2d | undefined }
  | { type: "point3d"; value?: Point3d | undefined };

export interface ECSqlQueryDef {
  /** Common table expressions, without the word WITH. */
  ctes?: string[] | undefined;
  ecsql: string;
  /** For `?`, in order. */
  bindings?: ECSqlBinding[] | undefined;
}

export interface QueryReaderOptions {
  /** Rows as objects by property name, or (default) by index. */
  rowFormat?: "ECSqlPropertyNames" | "Indexes" | undefined;
  /** A new reader with the token of one that is still running ends that one. */
  restartToken?: string | undefined;
  signal?: PlatformAbortSignal | undefined;
}

/** Read by name or by index, as the options say. */
export interface ECSqlQueryRow {
  [nameOrIndex: string]: Value;
  [index: number]: Value;
}

/** In order (`?`), or by name (`:name`). */
export type QueryParams =
  readonly (ECSqlBinding | BindingValue)[] | Readonly<Record<string, ECSqlBinding | BindingValue>>;

export interface QueryExecutor {
  /** As the presentation packages call it. */
  createQueryReader(query: ECSqlQueryDef, options?: QueryReaderOptions): AsyncIterableIterator<ECSqlQueryRow>;
  /** As iModel connections are called. */
  createQueryReader(
    ecsql: string,
    params?: QueryParams,
    options?: QueryReaderOptions,
  ): AsyncIterableIterator<ECSqlQueryRow>;
}

/** Runs the queries of presentation code on a snapshot. */
export function createQueryExecutor(snapshot: Snapshot): QueryExecutor {
  const running = new Map<string, AbortController>();

  async function* read(
    ecsql: string,
    bindings: Bindings,
    { rowFormat, restartToken, signal }: QueryReaderOptions,
  ): AsyncGenerator<ECSqlQueryRow, void, undefined> {
    if (rowFormat !== undefined && rowFormat !== "ECSqlPropertyNames" && rowFormat !== "Indexes") {
      const expected = '"ECSqlPropertyNames" or "Indexes"';
      throw engineError("option-value", `\`rowFormat\` must be ${expected}; it is ${describe(rowFormat)}`);
    }
    const restart = new AbortController();
    if (restartToken !== undefined) {
      running.get(restartToken)?.abort(engineError("cancelled", "a newer query with the same restart token took over"));
      running.set(restartToken, restart);
    }
    const signals = AbortSignal.any(signal ? [signal, restart.signal] : [restart.signal]);
    const options = { bindings, signal: signals };
    const query =
      rowFormat === "ECSqlPropertyNames"
        ? snapshot.query(ecsql, { ...options, rowFormat: "names" })
        : snapshot.query(ecsql, options);
    try {
      for await (const row of query) yield row as ECSqlQueryRow;
    } finally {
      if (restartToken !== undefined && running.get(restartToken) === restart) running.delete(restartToken);
    }
  }

  return {
    createQueryReader(query: string | ECSqlQueryDef, second?: unknown, third?: QueryReaderOptions) {
      if (typeof query === "string") return read(query, plainBindings((second ?? []) as QueryParams), third ?? {});
      return read(textOf(query), plainBindings(query.bindings ?? []), (second ?? {}) as QueryReaderOptions);
    },
  };
}

function textOf({ ctes, ecsql }: ECSqlQueryDef): string {
  return ctes?.length ? `WITH RECURSIVE ${ctes.join(", ")} ${ecsql}` : ecsql;
}

/** A typed binding without a value is NULL. */
function plainBindings(params: QueryParams): Bindings {
  const plain = (value: ECSqlBinding | BindingValue): BindingValue => {
    const isTyped = typeof value === "object" && value !== null && "type" in value;
    return isTyped && (value.value === undefined || value.value === null) ? null : (value as BindingValue);
  };
  if (isList(params)) return params.map(plain);
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, plain(value)]));
}

function isList(params: QueryParams): params is readonly (ECSqlBinding | BindingValue)[] {
  return Array.isArray(params);
}
