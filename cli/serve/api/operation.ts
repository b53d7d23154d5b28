/** What every operation is made of: its row in the table, the call it gets, the answer it gives. */

import type { Service } from "../service.js";
import type { Shape, ShapeName } from "../wire/shapes.js";
import type { FaultCode } from "./faults.js";

export interface Call {
  readonly service: Service;
  readonly method: string;
  /** Scheme and host as the caller reached them, without a final slash. */
  readonly origin: string;
  /** As it was sent, without the query. */
  readonly path: string;
  readonly query: Query;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Of a request with a body: a JSON object. */
  readonly body: Body;
  /** 2: the newer generation of Reporting. */
  readonly version: 1 | 2;
  /** `Prefer: return=representation` */
  readonly isFull: boolean;
  readonly user: string;
  readonly signal: AbortSignal;
}

export type Body = Readonly<Record<string, unknown>>;

export interface Query {
  /** The query as it was sent, without the question mark. */
  readonly text: string;
  get(name: string): string | undefined;
}

export interface StreamedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array> | Uint8Array;
}

export interface Parameter {
  readonly name: string;
  readonly description: string;
  readonly isRequired?: boolean;
}

interface Row {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Without a final slash, which is taken as well: `/named-groups/{groupId}` */
  readonly path: string;
  /** Unique: the `operationId` of the OpenAPI document. */
  readonly name: string;
  readonly tag: string;
  readonly summary: string;
  readonly query?: readonly Parameter[];
  readonly faults: readonly FaultCode[];
  /** The shape of the request's body, and whether there may be none. */
  readonly takes?: ShapeName;
  readonly isBodyOptional?: boolean;
}

/** Answers 200 with a body, or 204 with none; `gives2` is what the newer generation gets. */
export interface JsonOperation extends Row {
  readonly gives: ShapeName | undefined;
  readonly gives2?: ShapeName;
  readonly takes2?: ShapeName;
  run(call: Call): Promise<object | undefined> | object | undefined;
}

/** Answers bytes of its own media type. */
export interface StreamOperation extends Row {
  readonly media: string;
  stream(call: Call): Promise<StreamedAnswer>;
}

export type Operation = JsonOperation | StreamOperation;

/** The compiler holds what `run` answers to the shape. */
export function operation<N extends ShapeName>(
  row: Row & { gives: N; run(call: Call): Promise<Shape<N>> | Shape<N> },
): JsonOperation {
  return row as JsonOperation;
}
