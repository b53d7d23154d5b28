/** Words, literals and marks of an expression (OData ABNF 4.0, and `in` and `divby` of 4.01). */

import { invalid } from "./errors.js";
import type { Literal } from "./syntax.js";

export type Token = { at: number; end: number } & (
  | { kind: "literal"; literal: Literal }
  | { kind: "word"; text: string }
  | { kind: "alias"; text: string }
  | { kind: "mark"; text: string }
  | { kind: "end" }
);

const space = /[ \t]*/y;
/** Names of columns, and with dots in them those of types and functions (`Edm.String`, `geo.distance`). */
const word =
  /(?:\$it\b|\$count\b|[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*(?:\.[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*)*)/uy;
const alias = /@[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*/uy;
const quoted = /'(?:[^']|'')*'/y;
const number = /-?\d+(\.\d+)?([eE][+-]?\d+)?(?![\p{L}\p{Nl}_])/uy;

/** What no column holds, by the words of the standard. */
const others: [type: string, pattern: RegExp][] = [
  ["Edm.Guid", /[\da-fA-F]{8}-(?:[\da-fA-F]{4}-){3}[\da-fA-F]{12}/y],
  ["Edm.DateTimeOffset", /-?\d{4,}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)/y],
  ["Edm.Date", /-?\d{4,}-\d\d-\d\d(?!T)/y],
  ["Edm.TimeOfDay", /\d\d:\d\d(?::\d\d(?:\.\d+)?)?/y],
  ["Edm.Duration", /duration'[^']*'/y],
  ["Edm.Binary", /binary'[^']*'/y],
  ["Edm.Geography", /geography'[^']*'/y],
  ["Edm.Geometry", /geometry'[^']*'/y],
];

export class Lexer {
  constructor(
    private readonly text: string,
    private readonly option: string,
  ) {}

  /** The token from `from` on. `mayBeSigned`: a minus may begin a number. */
  next(from: number, mayBeSigned: boolean): Token {
    const at = from + (this.match(space, from)?.length ?? 0);
    if (at >= this.text.length) return { kind: "end", at, end: at };
    const first = this.text[at] as string;
    const literal = first === "-" && !mayBeSigned ? undefined : this.literal(at);
    if (literal) return literal;
    const name = this.match(word, at);
    if (name !== undefined) return this.named(at, name);
    const parameter = this.match(alias, at);
    if (parameter !== undefined) return { kind: "alias", text: parameter, at, end: at + parameter.length };
    if ("()/,:-*".includes(first)) return { kind: "mark", text: first, at, end: at + 1 };
    throw this.fault(first === "'" ? "a text is not closed" : `\`${first}\` cannot stand here`, at);
  }

  fault(what: string, at: number): Error {
    const near = this.text.slice(at, at + 20);
    const place = near === "" ? "at the end" : `at ${at + 1}, before \`${near}\``;
    return invalid(`${this.option}: ${what} (${place})`, this.option);
  }

  private named(at: number, name: string): Token {
    const end = at + name.length;
    if (name === "INF" || name === "NaN") throw this.fault(`\`${name}\` is no value a column can hold`, at);
    if (name === "null") return { kind: "literal", literal: { kind: "null" }, at, end };
    if (name === "true" || name === "false")
      return { kind: "literal", literal: { kind: "boolean", value: name === "true" }, at, end };
    return { kind: "word", text: name, at, end };
  }

  private literal(at: number): Token | undefined {
    const text = this.match(quoted, at);
    if (text !== undefined) {
      const value = text.slice(1, -1).replaceAll("''", "'");
      return { kind: "literal", literal: { kind: "string", value }, at, end: at + text.length };
    }
    for (const [type, pattern] of others) {
      const found = this.match(pattern, at);
      if (found !== undefined) return { kind: "literal", literal: { kind: "other", type }, at, end: at + found.length };
    }
    const digits = this.match(number, at);
    return digits === undefined
      ? undefined
      : { kind: "literal", literal: this.numberOf(digits, at), at, end: at + digits.length };
  }

  private numberOf(text: string, at: number): Literal {
    if (/^-?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text))
      return { kind: "integer", digits: BigInt(text).toString() };
    const value = Number(text);
    if (!Number.isFinite(value)) throw this.fault("the number is too large", at);
    return { kind: "double", value };
  }

  private match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.text)?.[0];
  }
}
