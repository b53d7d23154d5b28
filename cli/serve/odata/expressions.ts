/**
 * Expressions into SQL: names become columns of the relation, literals become bound values, and every operator is held to the types
 * the standard gives it. What SQL and OData think of null is brought together here: `eq` and `ne` know it, an order does not.
 */

import type { TableBinding } from "premap/tables";
import { type Column, edmTypes, type Relation, type ValueType } from "./columns.js";
import { invalid, unsupported } from "./errors.js";
import { parseExpression } from "./parser.js";
import type { BinaryOperator, Expression, Literal } from "./syntax.js";

export type Type = ValueType | "Null";

export interface Sql {
  text: string;
  type: Type;
}

/** Functions of the standard over values that no column has. */
const otherFunctions = new Set(
  "year month day hour minute second fractionalseconds totalseconds date time totaloffsetminutes now mindatetime maxdatetime geo.distance geo.length geo.intersects cast isof matchesPattern".split(
    " ",
  ),
);

interface FunctionRule {
  args: readonly Type[][];
  result: Type | "first";
  /** Least number of arguments; all when left out. */
  least?: number;
  sql(args: string[]): string;
}

const text: Type[] = ["String"];
const numeric: Type[] = ["Integer", "Double"];
const whole: Type[] = ["Integer"];
const by = (name: string) => (args: string[]) => `${name}(${args.join(", ")})`;

const functions: Record<string, FunctionRule> = {
  contains: { args: [text, text], result: "Boolean", sql: by("odata_contains") },
  startswith: { args: [text, text], result: "Boolean", sql: by("odata_startswith") },
  endswith: { args: [text, text], result: "Boolean", sql: by("odata_endswith") },
  length: { args: [text], result: "Integer", sql: by("odata_length") },
  indexof: { args: [text, text], result: "Integer", sql: by("odata_indexof") },
  substring: { args: [text, whole, whole], least: 2, result: "String", sql: by("odata_substring") },
  tolower: { args: [text], result: "String", sql: by("odata_lower") },
  toupper: { args: [text], result: "String", sql: by("odata_upper") },
  trim: { args: [text], result: "String", sql: by("odata_trim") },
  concat: { args: [text, text], result: "String", sql: ([a, b]) => `(${a} || ${b})` },
  round: { args: [numeric], result: "first", sql: by("odata_round") },
  floor: { args: [numeric], result: "first", sql: by("floor") },
  ceiling: { args: [numeric], result: "first", sql: by("ceil") },
};

const mostNodes = 50_000;
/** SQLite takes 2,000 levels, and one of ours may be two of its. */
const mostDepth = 600;

export class ExpressionCompiler {
  private readonly opening = new Set<string>();
  private nodes = 0;
  private depth = 0;

  constructor(
    private readonly relation: Relation,
    /** Parameter aliases of the request: `@p` -> its text. */
    private readonly aliases: ReadonlyMap<string, string>,
    /** Where the text stands, for errors. */
    private option: string,
    /** Of the whole statement, in the order of `?1`, `?2` …: what this expression binds goes to its end. */
    private readonly bindings: TableBinding[],
  ) {}

  /** A condition. Null, as false, leaves a row out. */
  condition(expression: Expression): string {
    return this.boolean(this.compile(expression), expression);
  }

  compile(expression: Expression): Sql {
    if (++this.nodes > mostNodes) throw invalid(`${this.option}: it has more than ${mostNodes} parts`, this.option);
    if (++this.depth > mostDepth) throw this.fault("it is nested too deep", expression.at);
    const sql = this.compiled(expression);
    this.depth--;
    return sql;
  }

  private compiled(expression: Expression): Sql {
    switch (expression.kind) {
      case "literal":
        return this.literal(expression.literal, expression);
      case "property":
        return this.property(expression.name, expression);
      case "alias":
        return this.alias(expression.name);
      case "chain":
        return { text: this.chain(expression), type: "Boolean" };
      case "not":
        return { text: `(NOT ${this.condition(expression.operand)})`, type: "Boolean" };
      case "negate": {
        const operand = this.compile(expression.operand);
        this.need(operand, numeric, expression.operand, "`-`");
        return { text: `(- ${operand.text})`, type: operand.type };
      }
      case "in":
        return this.inList(expression);
      case "binary":
        return this.binary(expression);
      case "call":
        return this.call(expression);
    }
  }

  private property(name: string, { at }: Expression): Sql {
    const column: Column | undefined = this.relation.byName.get(name);
    if (!column) throw this.fault(`there is no property \`${name}\``, at);
    return { text: column.sql, type: column.type };
  }

  private literal(literal: Literal, { at }: Expression): Sql {
    switch (literal.kind) {
      case "null":
        return { text: "NULL", type: "Null" };
      case "boolean":
        return { text: literal.value ? "1" : "0", type: "Boolean" };
      case "integer":
        return { text: this.bind({ long: literal.digits }), type: "Integer" };
      case "double":
        return { text: this.bind({ real: literal.value }), type: "Double" };
      case "string":
        return { text: this.bind(literal.value), type: "String" };
      case "other":
        throw this.fault(`no property is of type ${literal.type}; a text stands in quotes`, at);
    }
  }

  private bind(value: TableBinding): string {
    if (this.bindings.length >= 30_000) throw invalid(`${this.option}: it holds more than 30,000 values`, this.option);
    this.bindings.push(value);
    return `?${this.bindings.length}`;
  }

  /** What an alias stands for; one that is not given is null. */
  private alias(name: string): Sql {
    const given = this.aliases.get(name);
    if (given === undefined) return { text: "NULL", type: "Null" };
    if (this.opening.has(name)) throw invalid(`${name}: it stands for itself`, name);
    this.opening.add(name);
    if (this.opening.size > 20) throw invalid(`${name}: aliases of aliases, more than 20 deep`, name);
    const { option } = this;
    this.option = name;
    const sql = this.compile(parseExpression(given, name));
    this.option = option;
    this.opening.delete(name);
    return sql;
  }

  /** As a balanced tree: SQL would have a long chain as deep as it is long. */
  private chain({ operator, terms }: Expression & { kind: "chain" }): string {
    const join = (texts: string[]): string => {
      if (texts.length === 1) return texts[0] as string;
      const middle = texts.length >> 1;
      return `(${join(texts.slice(0, middle))} ${operator.toUpperCase()} ${join(texts.slice(middle))})`;
    };
    return join(terms.map((term) => this.condition(term)));
  }

  private inList({ operand, list, at }: Expression & { kind: "in" }): Sql {
    const left = this.compile(operand);
    const values = list.map((item) => {
      if (item.kind !== "literal") throw this.fault("`in` is followed by plain values", item.at);
      const value = this.compile(item);
      this.comparable(left, value, at, "in");
      return value;
    });
    const known = values.filter(({ type }) => type !== "Null").map((value) => value.text);
    if (known.length === 0) return { text: `(${left.text} IS NULL)`, type: "Boolean" };
    // Only a null on the left makes IN null, as none stands in the list.
    const test = known.length < values.length ? "IS NOT 0" : "IS 1";
    return { text: `((${left.text} IN (${known.join(", ")})) ${test})`, type: "Boolean" };
  }

  private binary(expression: Expression & { kind: "binary" }): Sql {
    const { operator, at } = expression;
    const left = this.compile(expression.left);
    const right = this.compile(expression.right);
    if (operator in comparisons) {
      this.comparable(left, right, at, operator);
      return { text: compared(operator, left, right), type: "Boolean" };
    }
    this.need(left, numeric, expression.left, `\`${operator}\``);
    this.need(right, numeric, expression.right, `\`${operator}\``);
    const isWhole = left.type !== "Double" && right.type !== "Double" && operator !== "divby";
    return { text: arithmetic(operator, left.text, right.text, isWhole), type: isWhole ? "Integer" : "Double" };
  }

  private call({ name, args, at }: Expression & { kind: "call" }): Sql {
    const rule = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (!rule) {
      if (otherFunctions.has(name))
        throw unsupported(`${this.option}: the function ${name} is not supported`, this.option);
      throw this.fault(`there is no function \`${name}\``, at);
    }
    const least = rule.least ?? rule.args.length;
    if (args.length < least || args.length > rule.args.length)
      throw this.fault(
        `${name} takes ${least === rule.args.length ? least : `${least} or ${rule.args.length}`} values`,
        at,
      );
    const values = args.map((arg, index) => {
      const value = this.compile(arg);
      this.need(value, rule.args[index] as Type[], arg, name);
      return value;
    });
    const first = values[0]?.type ?? "Null";
    return { text: rule.sql(values.map((value) => value.text)), type: rule.result === "first" ? first : rule.result };
  }

  private boolean({ text, type }: Sql, { at }: Expression): string {
    if (type === "Boolean" || type === "Null") return text;
    throw this.fault(`a condition was expected, and this is ${edmTypes[type]}`, at);
  }

  private need({ type }: Sql, types: readonly Type[], { at }: Expression, who: string): void {
    if (type === "Null" || types.includes(type)) return;
    const wanted = types.map((each) => edmTypes[each as ValueType]).join(" or ");
    throw this.fault(`${who} takes ${wanted}, and this is ${edmTypes[type]}`, at);
  }

  private comparable(left: Sql, right: Sql, at: number, operator: string): void {
    const kindOf = ({ type }: Sql) => (type === "Integer" || type === "Double" ? "number" : type);
    if (left.type === "Null" || right.type === "Null" || kindOf(left) === kindOf(right)) return;
    throw this.fault(`\`${operator}\` compares ${edmTypes[left.type]} with ${edmTypes[right.type]}`, at);
  }

  private fault(what: string, at: number): Error {
    return invalid(`${this.option}: ${what} (at ${at + 1})`, this.option);
  }
}

const comparisons: Partial<Record<BinaryOperator, string>> = {
  eq: "IS",
  ne: "IS NOT",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
};

/** Null equals null and nothing else; it is neither before nor behind anything. */
function compared(operator: BinaryOperator, left: Sql, right: Sql): string {
  const sql = `${left.text} ${comparisons[operator]} ${right.text}`;
  if (operator === "eq" || operator === "ne") return `(${sql})`;
  return left.type === "Null" || right.type === "Null" ? "0" : `coalesce(${sql}, 0)`;
}

/** What is divided by zero is null. */
function arithmetic(operator: BinaryOperator, left: string, right: string, isWhole: boolean): string {
  switch (operator) {
    case "add":
      return `(${left} + ${right})`;
    case "sub":
      return `(${left} - ${right})`;
    case "mul":
      return `(${left} * ${right})`;
    case "mod":
      return `odata_mod(${left}, ${right})`; // a whole number may have become a double
    default:
      return isWhole ? `(${left} / ${right})` : `(${left} * 1.0 / ${right})`;
  }
}
