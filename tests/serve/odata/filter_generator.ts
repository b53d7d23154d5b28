/**
 * Filters with what they mean: each is made together with a function that judges a row. What is judged here knows nothing of the
 * service's parser or of SQL.
 */

import type { randomOf, Row, Value } from "../support/odata.js";

type Random = ReturnType<typeof randomOf>;

/** Text in OData, how tightly it binds (higher: tighter), and its value in a row. */
interface Made {
  text: string;
  strength: number;
  value(row: Row): Value;
}

const strengths = { or: 1, and: 2, equality: 3, relation: 4, sum: 5, product: 6, unary: 7, primary: 9 } as const;

const inParentheses = ({ text, strength, value }: Made, least: number): Made =>
  strength < least ? { text: `(${text})`, strength: strengths.primary, value } : { text, strength, value };

const least64 = -(2n ** 63n);
const most64 = 2n ** 63n - 1n;

/** Whole numbers beyond 64 bits are doubles. */
const whole = (value: bigint): bigint | number => (value < least64 || value > most64 ? Number(value) : value);
const real = (value: number): number | null => (Number.isNaN(value) ? null : value);
const isNumber = (value: Value): value is bigint | number => typeof value === "bigint" || typeof value === "number";

function compare(a: Value, b: Value): number {
  if (typeof a === "string" && typeof b === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b));
  const [x, y] = [a, b].map((value) => (typeof value === "boolean" ? BigInt(value) : (value as bigint | number)));
  return x === undefined || y === undefined ? 0 : x < y ? -1 : x > y ? 1 : 0;
}

const isSame = (a: Value, b: Value): boolean => (a === null || b === null ? a === b : compare(a, b) === 0);

export class FilterGenerator {
  constructor(
    private readonly random: Random,
    private readonly columns: { boolean: string[]; integer: string[]; double: string[]; text: string[] },
    private readonly texts: readonly string[],
  ) {}

  /** A condition of so many levels. */
  condition(depth: number): Made {
    const kinds = [
      "comparison",
      "comparison",
      "text",
      "in",
      "null",
      ...(depth > 0 ? ["and", "or", "not", "and", "same"] : ["flag"]),
    ];
    switch (this.random.pick(kinds)) {
      case "and":
      case "or":
        return this.junction(depth);
      case "not":
        return this.negation(this.condition(depth - 1));
      case "same":
        return this.comparisonOf(this.condition(depth - 1), this.flag(), this.random.pick(["eq", "ne"]));
      case "text":
        return this.textCondition(depth);
      case "in":
        return this.membership();
      case "null":
        return this.comparisonOf(
          this.anyColumn(),
          literal("null", null),
          this.random.pick(["eq", "ne", "eq", "ne", "lt", "ge"]),
        );
      case "flag":
        return this.flag();
      default:
        return this.comparison(depth);
    }
  }

  private junction(depth: number): Made {
    const operator = this.random.pick(["and", "or"] as const);
    const strength = strengths[operator];
    const terms = Array.from({ length: 2 + this.random.below(3) }, () =>
      inParentheses(this.condition(depth - 1), strength + 1),
    );
    const decisive = operator === "or";
    return {
      text: terms.map(({ text }) => text).join(` ${operator} `),
      strength,
      value: (row) => {
        const values = terms.map((term) => term.value(row));
        if (values.includes(decisive)) return decisive;
        return values.includes(null) ? null : !decisive;
      },
    };
  }

  private negation(operand: Made): Made {
    const inner = inParentheses(operand, strengths.unary);
    return {
      text: `not ${inner.text}`,
      strength: strengths.unary,
      value: (row) => {
        const value = inner.value(row);
        return value === null ? null : !value;
      },
    };
  }

  private comparison(depth: number): Made {
    const operator = this.random.pick(["eq", "ne", "lt", "le", "gt", "ge"]);
    return this.random.below(3) === 0
      ? this.comparisonOf(this.text(depth), this.text(depth), operator)
      : this.comparisonOf(this.number(depth), this.number(depth), operator);
  }

  private comparisonOf(left: Made, right: Made, operator: string): Made {
    const strength = operator === "eq" || operator === "ne" ? strengths.equality : strengths.relation;
    const [a, b] = [inParentheses(left, strength), inParentheses(right, strength + 1)] as [Made, Made];
    const tests: Record<string, (order: number) => boolean> = {
      lt: (order) => order < 0,
      le: (order) => order <= 0,
      gt: (order) => order > 0,
      ge: (order) => order >= 0,
    };
    return {
      text: `${a.text} ${operator} ${b.text}`,
      strength,
      value: (row) => {
        const [x, y] = [a.value(row), b.value(row)];
        if (operator === "eq") return isSame(x, y);
        if (operator === "ne") return !isSame(x, y);
        return x !== null && y !== null && (tests[operator] as (order: number) => boolean)(compare(x, y));
      },
    };
  }

  private membership(): Made {
    const isText = this.random.below(2) === 0;
    const operand = inParentheses(isText ? this.text(1) : this.number(1), strengths.equality);
    const item = () => (isText ? this.textLiteral() : this.numberLiteral());
    const list = Array.from({ length: 1 + this.random.below(4) }, () =>
      this.random.below(5) === 0 ? literal("null", null) : item(),
    );
    return {
      text: `${operand.text} in (${list.map(({ text }) => text).join(",")})`,
      strength: strengths.equality,
      value: (row) => {
        const value = operand.value(row);
        return list.some((each) => isSame(each.value(row), value));
      },
    };
  }

  private textCondition(depth: number): Made {
    const name = this.random.pick(["contains", "startswith", "endswith"] as const);
    const method = ({ contains: "includes", startswith: "startsWith", endswith: "endsWith" } as const)[name];
    return this.call(name, [this.text(depth), this.text(0)], ([a, b]) => (a as string)[method](b as string));
  }

  private text(depth: number): Made {
    if (depth > 0 && this.random.below(2) === 0) {
      const inner = () => this.text(depth - 1);
      const characters = (text: Value) => [...(text as string)];
      switch (this.random.below(5)) {
        case 0:
          return this.call("tolower", [inner()], ([a]) => (a as string).toLowerCase());
        case 1:
          return this.call("toupper", [inner()], ([a]) => (a as string).toUpperCase());
        case 2:
          return this.call("trim", [inner()], ([a]) => (a as string).trim());
        case 3:
          return this.call("concat", [inner(), inner()], ([a, b]) => `${a as string}${b as string}`);
        default: {
          const from = this.random.below(4);
          const count = this.random.below(4);
          const places = [literal(String(from), BigInt(from)), literal(String(count), BigInt(count))];
          return this.random.below(2) === 0
            ? this.call("substring", [inner(), places[0] as Made], ([a]) =>
                characters(a as Value)
                  .slice(from)
                  .join(""),
              )
            : this.call("substring", [inner(), ...places], ([a]) =>
                characters(a as Value)
                  .slice(from, from + count)
                  .join(""),
              );
        }
      }
    }
    return this.random.below(2) === 0 ? this.textLiteral() : column(this.random.pick(this.columns.text));
  }

  private number(depth: number): Made {
    if (depth > 0 && this.random.below(2) === 0) {
      switch (this.random.below(4)) {
        case 0:
          return this.call("length", [this.text(depth - 1)], ([a]) => BigInt([...(a as string)].length));
        case 1:
          return this.call("indexof", [this.text(depth - 1), this.text(0)], ([a, b]) => {
            const at = (a as string).indexOf(b as string);
            return at < 0 ? -1n : BigInt([...(a as string).slice(0, at)].length);
          });
        case 2: {
          const name = this.random.pick(["round", "floor", "ceiling"] as const);
          const halfAway = (x: number) => Math.trunc(x) + (Math.abs(x - Math.trunc(x)) >= 0.5 ? Math.sign(x) : 0);
          const make = { round: halfAway, floor: Math.floor, ceiling: Math.ceil }[name];
          return this.call(name, [this.number(depth - 1)], ([a]) => (typeof a === "bigint" ? a : make(a as number)));
        }
        default:
          return this.arithmetic(depth);
      }
    }
    if (this.random.below(3) === 0) return this.numberLiteral();
    return column(this.random.pick([...this.columns.integer, ...this.columns.double]));
  }

  private arithmetic(depth: number): Made {
    const operator = this.random.pick(["add", "sub", "mul", "div", "divby", "mod", "-"] as const);
    if (operator === "-") {
      const inner = inParentheses(
        column(this.random.pick([...this.columns.integer, ...this.columns.double])),
        strengths.unary,
      );
      return {
        text: `-${inner.text}`,
        strength: strengths.unary,
        value: (row) => calculate("sub", 0n, inner.value(row)),
      };
    }
    const strength = operator === "add" || operator === "sub" ? strengths.sum : strengths.product;
    const [a, b] = [
      inParentheses(this.number(depth - 1), strength),
      inParentheses(this.number(depth - 1), strength + 1),
    ] as [Made, Made];
    return {
      text: `${a.text} ${operator} ${b.text}`,
      strength,
      value: (row) => calculate(operator, a.value(row), b.value(row)),
    };
  }

  private call(name: string, args: Made[], make: (values: Value[]) => Value): Made {
    return {
      text: `${name}(${args.map(({ text }) => text).join(this.random.pick([",", ", "]))})`,
      strength: strengths.primary,
      value: (row) => {
        const values = args.map((arg) => arg.value(row));
        return values.includes(null) ? null : make(values);
      },
    };
  }

  private flag(): Made {
    if (this.random.below(2) === 0) return column(this.random.pick(this.columns.boolean));
    const value = this.random.below(2) === 0;
    return literal(String(value), value);
  }

  private anyColumn(): Made {
    return column(this.random.pick(Object.values(this.columns).flat()));
  }

  private textLiteral(): Made {
    const value = this.random.pick(this.texts);
    return literal(`'${value.replaceAll("'", "''")}'`, value);
  }

  private numberLiteral(): Made {
    const written = this.random.pick(
      "0 1 -1 2 7 10 255 -128 9007199254740993 9223372036854775807 -9223372036854775808 0.5 -0.5 2.5 1.0E+20 1e-7 -1.5e3 1e308 5e-324 9223372036854775808".split(
        " ",
      ),
    );
    const isWhole = /^-?\d+$/.test(written) && whole(BigInt(written)) === BigInt(written);
    return literal(written, isWhole ? BigInt(written) : Number(written));
  }
}

function calculate(operator: string, a: Value, b: Value): Value {
  if (!isNumber(a) || !isNumber(b)) return null;
  const [x, y] = [Number(a), Number(b)];
  if (["div", "divby", "mod"].includes(operator) && y === 0) return null;
  if (typeof a === "bigint" && typeof b === "bigint" && operator !== "divby") {
    const results: Record<string, () => bigint> = {
      add: () => a + b,
      sub: () => a - b,
      mul: () => a * b,
      div: () => a / b,
      mod: () => a % b,
    };
    return whole((results[operator] as () => bigint)());
  }
  const results: Record<string, () => number> = {
    add: () => x + y,
    sub: () => x - y,
    mul: () => x * y,
    div: () => x / y,
    divby: () => x / y,
    mod: () => x % y,
  };
  return real((results[operator] as () => number)());
}

const literal = (text: string, value: Value): Made => ({ text, strength: strengths.primary, value: () => value });
const column = (name: string): Made => ({ text: name, strength: strengths.primary, value: (row) => row[name] ?? null });
