/**
 * Reads an expression: recursive descent, from what binds loosest (`or`) to what binds tightest (a call, a literal), as the table of
 * the standard orders them. How deep and how long one may be is limited, so that none can bring the service down.
 */

import { invalid, unsupported } from "./errors.js";
import { Lexer, type Token } from "./lexer.js";
import type { BinaryOperator, Expression } from "./syntax.js";

export const mostLength = 65_536;
const mostDepth = 100;
const mostOperators = 400;

/** What may follow an ordering's expression. */
export interface Ordering {
  expression: Expression;
  isDescending: boolean;
}

export function parseExpression(text: string, option: string): Expression {
  const parser = new Parser(text, option);
  const expression = parser.expression();
  parser.end();
  return expression;
}

export function parseOrderings(text: string, option: string): Ordering[] {
  const parser = new Parser(text, option);
  const orderings = [parser.ordering()];
  while (parser.takesMark(",")) orderings.push(parser.ordering());
  parser.end();
  return orderings;
}

export class Parser {
  private readonly lexer: Lexer;
  private token: Token;
  private previousEnd = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly option: string,
  ) {
    if (text.length > mostLength)
      throw invalid(`${option}: it is ${text.length} characters long; at most ${mostLength} are taken`, option);
    this.lexer = new Lexer(text, option);
    this.token = this.lexer.next(0, true);
  }

  /** The word that comes next, if it is one; it is not taken. */
  get word(): string | undefined {
    return this.token.kind === "word" ? this.token.text : undefined;
  }

  get place(): number {
    return this.token.at;
  }

  end(): void {
    if (this.token.kind !== "end") throw this.fault("nothing more was expected");
  }

  fault(what: string, at = this.token.at): Error {
    return this.lexer.fault(what, at);
  }

  ordering(): Ordering {
    const expression = this.expression();
    const isDescending = this.word === "desc";
    if (isDescending || this.word === "asc") this.take();
    return { expression, isDescending };
  }

  expression(): Expression {
    return this.deeper(() => this.chain("or", () => this.chain("and", () => this.equality())));
  }

  takeWord(what: string): string {
    const { word } = this;
    if (word === undefined) throw this.fault(`${what} was expected`);
    this.take();
    return word;
  }

  takesMark(text: string): boolean {
    if (this.token.kind !== "mark" || this.token.text !== text) return false;
    this.take();
    return true;
  }

  needMark(text: string): void {
    if (!this.takesMark(text)) throw this.fault(`\`${text}\` was expected`);
  }

  private take(mayBeSigned = true): Token {
    const { token } = this;
    this.previousEnd = token.end;
    // A minus behind a value is none of a number's; there is no such operator.
    this.token = this.lexer.next(token.end, mayBeSigned);
    return token;
  }

  private deeper<T>(read: () => T): T {
    if (++this.depth > mostDepth) throw this.fault(`it is more than ${mostDepth} levels deep`);
    try {
      return read();
    } finally {
      this.depth--;
    }
  }

  /** A word that stands apart, with blanks on both sides, as operators do. */
  private operator<Name extends string>(names: readonly Name[]): Name | undefined {
    const name = names.find((each) => each === this.word);
    if (name === undefined || this.token.at === this.previousEnd) return undefined;
    const after = this.text[this.token.end];
    return after === undefined || after === " " || after === "\t" || (name === "in" && after === "(")
      ? name
      : undefined;
  }

  private chain(operator: "and" | "or", read: () => Expression): Expression {
    const { place: at } = this;
    const first = read();
    if (!this.operator([operator])) return first;
    const terms = [first];
    while (this.operator([operator])) {
      this.take();
      terms.push(read());
    }
    return { kind: "chain", operator, terms, at };
  }

  private equality(): Expression {
    return this.leftToRight(["eq", "ne", "has", "in"], () =>
      this.leftToRight(["lt", "le", "gt", "ge"], () =>
        this.leftToRight(["add", "sub"], () => this.leftToRight(["mul", "divby", "div", "mod"], () => this.unary())),
      ),
    );
  }

  private leftToRight(operators: readonly (BinaryOperator | "has" | "in")[], read: () => Expression): Expression {
    let left = read();
    for (let count = 0; ; count++) {
      const operator = this.operator(operators);
      if (!operator) return left;
      if (count > mostOperators) throw this.fault(`more than ${mostOperators} operators stand in a row`);
      const { at } = this.take();
      if (operator === "has") throw this.fault("`has` asks for an enumeration, and no column is one", at);
      left =
        operator === "in"
          ? { kind: "in", operand: left, list: this.list(), at }
          : { kind: "binary", operator, left, right: read(), at };
    }
  }

  private list(): Expression[] {
    if (this.token.kind !== "mark" || this.token.text !== "(") throw this.fault("`in` is followed by `(`, values, `)`");
    this.take();
    const list = [this.expression()];
    while (this.takesMark(",")) list.push(this.expression());
    this.needMark(")");
    return list;
  }

  private unary(): Expression {
    const { at } = this.token;
    const isNot = this.word === "not" && /[ \t(]/.test(this.text[this.token.end] ?? "");
    if (!isNot && !(this.token.kind === "mark" && this.token.text === "-")) return this.primary();
    this.take();
    return this.deeper(() => ({ kind: isNot ? "not" : "negate", operand: this.unary(), at }));
  }

  private primary(): Expression {
    const { token } = this;
    const { at } = token;
    if (token.kind === "literal") {
      this.take(false);
      return { kind: "literal", literal: token.literal, at };
    }
    if (token.kind === "alias") {
      this.take(false);
      return { kind: "alias", name: token.text, at };
    }
    if (this.takesMark("(")) {
      const inner = this.expression();
      this.needMark(")");
      return inner;
    }
    if (token.kind === "word") return this.named();
    throw this.fault(token.kind === "end" ? "a value is missing" : "a value was expected");
  }

  private named(): Expression {
    const token = this.take(false) as Token & { kind: "word" };
    let name = token.text;
    if (name === "$it") {
      this.needMark("/");
      name = this.takeWord("a property");
    }
    if (this.token.kind === "mark" && this.token.text === "(" && this.token.at === this.previousEnd)
      return this.call(name, token.at);
    const { place } = this;
    if (this.takesMark("/")) {
      if (this.word === "any" || this.word === "all")
        throw unsupported(`${this.option}: ${this.word} is not supported: no column is a collection`, this.option);
      throw this.fault(`\`${name}\` has no parts: every column is a plain value`, place);
    }
    return { kind: "property", name, at: token.at };
  }

  private call(name: string, at: number): Expression {
    this.take();
    const args: Expression[] = [];
    if (!this.takesMark(")")) {
      do args.push(this.expression());
      while (this.takesMark(","));
      this.needMark(")");
    }
    return { kind: "call", name, args, at };
  }
}
