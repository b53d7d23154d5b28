/**
 * JSON Schemas as TypeScript constants, and the TypeScript types that they mean: a body's shape is written once, and the
 * OpenAPI document, the compiler and the tests read the same one.
 */

export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | null)[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly format?: string;
  readonly description?: string;
  readonly maxLength?: number;
  readonly $ref?: string;
}

type Values<P> = { [K in keyof P]: TypeOf<P[K]> };
type ObjectOf<P, R> = Values<Pick<P, Extract<keyof P, R>>> & Partial<Values<Omit<P, Extract<keyof P, R>>>>;

/** The values that a schema lets through. */
export type TypeOf<S> = S extends { enum: readonly (infer E)[] }
  ? E
  : S extends { type: "string" }
    ? string
    : S extends { type: readonly ["string", "null"] }
      ? string | null
      : S extends { type: "boolean" }
        ? boolean
        : S extends { type: "integer" }
          ? number
          : S extends { type: "array"; items: infer I }
            ? readonly TypeOf<I>[]
            : S extends { type: "object"; properties: infer P; required: readonly (infer R)[] }
              ? ObjectOf<P, R>
              : unknown;

// ------------------------------------------------------------------------------------------------- words to write them in

export const text = { type: "string" } as const;
export const maybeText = { type: ["string", "null"] } as const;
export const flag = { type: "boolean" } as const;
export const count = { type: "integer" } as const;
export const time = { type: "string", format: "date-time" } as const;
export const id = { type: "string" } as const;

export function oneOf<const E extends readonly string[]>(...words: E) {
  return { enum: words } as const;
}

export function listOf<const I>(items: I) {
  return { type: "array", items } as const;
}

/** An object with these members and, where given, those; no others. */
export function object<
  const P extends Record<string, Schema>,
  const O extends Record<string, Schema> = Record<never, never>,
>(required: P, optional?: O) {
  return {
    type: "object",
    properties: { ...required, ...optional } as P & O,
    required: Object.keys(required) as (keyof P & string)[],
    additionalProperties: false,
  } as const;
}

/** A request's body: every member may be absent or of another kind until the rules have looked. */
export function given<const P extends Record<string, Schema>>(required: P, optional: Record<string, Schema> = {}) {
  return { type: "object", properties: { ...required, ...optional }, required: Object.keys(required) } as const;
}
