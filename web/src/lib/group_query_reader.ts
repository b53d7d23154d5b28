// From a query back to what can be chosen. The engine parses (its PRAGMA parse_tree); here its tree is only put into other terms, and
// what would be written is parsed again: where the two trees are not the same, the query is one that was written by hand.
import { jsonPathSteps, likeMeaning, stringText } from "./ecsql_text";
import {
  type ClassName,
  type Condition,
  defaultSelect,
  type GroupQuery,
  groupQueryText,
  type Operator,
  type PropertyPath,
  type QueryValue,
  type Subject,
  type Test,
  type Tests,
} from "./group_query";

/** A node of the engine's tree; `id` says of which kind it is. */
type Node = { readonly [key: string]: unknown };

/** What keeps a query from being chosen, in words that go on from "because". */
class ByHand extends Error {}

const byHand = (because: string): never => {
  throw new ByHand(because);
};

export type ReadQuery = { query: GroupQuery; because?: never } | { query?: never; because: string };

/** The query that gives the tree of another, as JSON text in the one column of the one row. */
export const parseTreeQuery = (ecsql: string): string =>
  `PRAGMA parse_tree(${stringText(ecsql)}) OPTIONS ENABLE_EXPERIMENTAL_FEATURES`;

/** More ways to cut a text are not tried. */
const mostCuts = 24;

/**
 * What a query says, in terms of the builder; `parse` gives the engine's tree of a text, as JSON (it throws where the text is no query),
 * `aliasOf` the name that queries write for a schema.
 */
export async function readGroupQuery(
  text: string,
  parse: (ecsql: string) => Promise<string>,
  aliasOf: (schema: string) => string,
): Promise<ReadQuery> {
  try {
    const tree = JSON.parse(await parse(text)) as Node;
    const read = new Reader(aliasOf).statement(tree);
    const meant = comparable(tree, read.alias);
    for (const { select, rest } of cuts(text, tree)) {
      const query = { ...read, select, rest };
      const again = await parse(groupQueryText(query)).catch(() => undefined);
      if (again !== undefined && comparable(JSON.parse(again) as Node, read.alias) === meant) return { query };
    }
    return { because: "it is put together in a way that is not offered here" };
  } catch (thrown) {
    if (thrown instanceof ByHand) return { because: thrown.message };
    throw thrown;
  }
}

/** Where SELECT's list may end, and what comes after the conditions begin: whether it is so the engine's tree tells. */
function* cuts(text: string, tree: Node): Generator<{ select: string; rest: string }> {
  const bare = text.trim().replace(/;$/, "").trimEnd();
  const { orderBy, limit, groupBy, having, options } = (tree as { select: Node }).select;
  const hasRest = [orderBy, limit, groupBy, having, options].some((part) => part !== undefined);
  const heads = [...bare.matchAll(/\bfrom\b/gi)].map(({ index }) =>
    bare
      .slice(0, index)
      .replace(/^\s*select\b/i, "")
      .trim(),
  );
  const tails = [...bare.matchAll(/\b(order|limit|group|having|options|ecsqloptions)\b/gi)].map(({ index }) =>
    bare.slice(index),
  );
  let tried = 0;
  for (const select of [defaultSelect, ...heads])
    for (const rest of hasRest ? tails : [""]) {
      tried += 1;
      if (tried > mostCuts) return;
      yield { select, rest };
    }
}

/** A tree as text, equal where two mean the same: the alias of the one class may stand before a property, or not. */
function comparable(tree: Node, alias: string | undefined): string {
  const prefix = alias ? `${alias.toLowerCase()}.` : undefined;
  const plain = (node: unknown, isInside: boolean): unknown => {
    if (Array.isArray(node)) return node.map((item) => plain(item, isInside));
    if (typeof node !== "object" || node === null) return node;
    const { id, path, op } = node as Node;
    if (id === "PropertyNameExp" && typeof path === "string") {
      const isPrefixed = !isInside && prefix !== undefined && path.toLowerCase().startsWith(prefix);
      return { ...node, path: isPrefixed ? path.slice(prefix?.length) : path };
    }
    if (id === "BinaryBooleanExp" && (op === "AND" || op === "OR"))
      return { [op]: operands(node as Node, op).map((item) => plain(item, isInside)) };
    const inner = isInside || id === "SubqueryExp";
    const entries = Object.entries(node).filter(([key, value]) => key !== "polymorphicInfo" || !isAll(value));
    return Object.fromEntries(entries.map(([key, value]) => [key, plain(value, inner)]));
  };
  return JSON.stringify(plain(tree, false)).replaceAll('"op":"!="', '"op":"<>"');
}

const isAll = (info: unknown): boolean => {
  const { scope, disqualify } = info as Node;
  return scope === "ALL" && disqualify === undefined;
};

/** What a chain of AND or of OR joins. */
function operands(node: Node, op: string): Node[] {
  const { id, lhs, rhs } = node;
  if (id !== "BinaryBooleanExp" || node.op !== op) return [node];
  return [...operands(lhs as Node, op), ...operands(rhs as Node, op)];
}

const operators: Record<string, Operator> = {
  "=": "=",
  "<>": "<>",
  "!=": "<>",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

class Reader {
  #alias: string | undefined;

  constructor(private readonly aliasOf: (schema: string) => string) {}

  statement({ id, select, nextBlock }: Node): GroupQuery {
    if (id !== "SelectStatementExp") return byHand("it begins with WITH");
    if (nextBlock) return byHand("it joins the rows of several queries");
    const { id: kind, from, where } = select as Node;
    if (kind !== "SingleSelectStatementExp") return byHand("it selects no class");
    const [item, ...others] = from as Node[];
    if (!item || others.length > 0 || item.id !== "ClassNameExp")
      return byHand(item?.id === "SubqueryRefExp" ? "it selects from another query" : "it joins several classes");
    const { alias, polymorphicInfo } = item as { alias?: string; polymorphicInfo?: Node };
    if (polymorphicInfo?.disqualify) return byHand("it has a `+` before the class");
    this.#alias = alias;
    return {
      select: defaultSelect,
      from: this.#class(item),
      only: polymorphicInfo?.scope === "ONLY",
      ...(alias ? { alias } : {}),
      where: where ? this.#tests(where as Node) : { kind: "all", items: [] },
      rest: "",
    };
  }

  #class({ schemaName, className, tableSpace }: Node): ClassName {
    if (tableSpace) return byHand("it names a table space");
    return { schema: this.aliasOf(String(schemaName)), name: String(className) };
  }

  #tests(node: Node): Tests {
    const condition = this.#condition(node);
    return condition.kind === "test" ? { kind: "all", items: [condition] } : condition;
  }

  #condition(node: Node): Condition {
    const { op } = node;
    if (op !== "AND" && op !== "OR") return this.#test(node);
    return { kind: op === "AND" ? "all" : "any", items: operands(node, op).map((item) => this.#condition(item)) };
  }

  #test(node: Node): Test {
    const { id, op, lhs, rhs } = node;
    if (id !== "BinaryBooleanExp")
      return byHand(id === "SubqueryTestExp" ? "it asks whether rows EXISTS" : "it has a NOT of its own");
    const word = String(op);
    if ((word === "IS" || word === "IS NOT") && Array.isArray(rhs))
      return this.#classTest(lhs as Node, word, rhs as Node[]);
    if ((word === "IN" || word === "NOT IN") && (rhs as Node).id === "SubqueryExp")
      return this.#subqueryTest(lhs as Node, word, rhs as Node);
    return {
      kind: "test",
      subject: { kind: "property", ...this.#property(lhs as Node, true) },
      ...this.#comparison(word, rhs),
    };
  }

  #classTest(lhs: Node, word: string, classes: readonly Node[]): Test {
    if (this.#property(lhs, true).path.join(".").toLowerCase() !== "ecclassid")
      return byHand("it tests the class of something else");
    const values = classes.map((item): QueryValue => {
      const { polymorphicInfo } = item as { polymorphicInfo?: Node };
      return { type: "class", only: polymorphicInfo?.scope === "ONLY", ...this.#class(item) };
    });
    return { kind: "test", subject: { kind: "class" }, operator: word === "IS" ? "in" : "not in", values };
  }

  /** Whether there is an aspect, and what it or something linked says. */
  #subqueryTest(lhs: Node, word: string, { query }: Node): Test {
    const { path } = this.#property(lhs, true);
    const { select, nextBlock } = query as { select: Node; nextBlock?: Node };
    const { selection, from, where, ...others } = select as { selection: Node[]; from: Node[]; where?: Node };
    const isPlain = !nextBlock && Object.keys(others).join() === "id" && selection.length === 1 && from.length === 1;
    const [column, item] = [selection[0], from[0]];
    const { scope, disqualify } = (item?.["polymorphicInfo"] ?? {}) as Node;
    if (!isPlain || item?.id !== "ClassNameExp" || item.alias !== undefined || disqualify || scope === "ALL")
      return byHand("it has a query in a condition");
    const selected = this.#property((column?.exp ?? {}) as Node, false)
      .path.join(".")
      .toLowerCase();
    const of = this.#class(item);
    if (path.join(".").toLowerCase() === "ecinstanceid" && selected === "element.id")
      return this.#aspectTest({ of, ...(scope === "ONLY" ? { only: true } : {}) }, word, where);
    const isLink =
      scope === undefined &&
      word === "IN" &&
      path.length > 1 &&
      path.at(-1)?.toLowerCase() === "id" &&
      selected === "ecinstanceid";
    if (!isLink || !where) return byHand("it has a query in a condition");
    const { property, ...comparison } = this.#inner(where);
    const subject: Subject = { kind: "linked", link: path.slice(0, -1), to: of, property };
    return { kind: "test", subject, ...comparison };
  }

  #aspectTest(aspect: { of: ClassName; only?: true }, word: string, where: Node | undefined): Test {
    if (!where)
      return {
        kind: "test",
        subject: { kind: "aspect", ...aspect },
        operator: word === "IN" ? "has" : "has not",
        values: [],
      };
    if (word !== "IN") return byHand("it has a NOT before a query");
    const { property, ...comparison } = this.#inner(where);
    return { kind: "test", subject: { kind: "aspect", ...aspect, property }, ...comparison };
  }

  /** The one condition of a query in a condition. */
  #inner({ id, op, lhs, rhs }: Node): { property: PropertyPath } & Pick<Test, "operator" | "values"> {
    if (id !== "BinaryBooleanExp" || op === "AND" || op === "OR")
      return byHand("it has several conditions on one aspect or link");
    return { property: this.#property(lhs as Node, false), ...this.#comparison(String(op), rhs) };
  }

  #property(node: Node, isOutside: boolean): PropertyPath {
    const { id, path, name, args } = node as { id?: string; path?: string; name?: string; args?: Node[] };
    if (id === "FunctionCallExp" && name?.toLowerCase() === "json_extract" && args?.length === 2) {
      const [text, at] = args as [Node, Node];
      const json = at.id === "LiteralValueExp" && at.kind === "STRING" ? jsonPathSteps(String(at.value)) : undefined;
      if (json && text.id === "PropertyNameExp") return { ...this.#property(text, isOutside), json };
    }
    if (id !== "PropertyNameExp" || path === undefined || path.includes("$"))
      return byHand(id === "FunctionCallExp" ? `it calls ${name} in a condition` : "it computes in a condition");
    const parts = path.split(".");
    const isPrefixed =
      isOutside &&
      parts.length > 1 &&
      this.#alias !== undefined &&
      parts[0]?.toLowerCase() === this.#alias.toLowerCase();
    return { path: isPrefixed ? parts.slice(1) : parts };
  }

  #comparison(op: string, rhs: unknown): Pick<Test, "operator" | "values"> {
    const node = rhs as Node;
    const operator = operators[op];
    if (operator) return { operator, values: [this.#value(rhs)] };
    if (op === "BETWEEN") return { operator: "between", values: [this.#value(node.lbound), this.#value(node.ubound)] };
    if ((op === "IN" || op === "NOT IN") && Array.isArray(rhs))
      return { operator: op === "IN" ? "in" : "not in", values: rhs.map((item) => this.#value(item)) };
    if ((op === "IS" || op === "IS NOT") && node.kind === "NULL")
      return { operator: op === "IS" ? "empty" : "filled", values: [] };
    if (op === "LIKE" || op === "NOT LIKE") return this.#like(op, node);
    return byHand(`it compares with ${op}`);
  }

  #like(op: string, { pattren, escape }: Node): Pick<Test, "operator" | "values"> {
    const value = this.#value(pattren);
    if (value.type !== "text") return byHand("it compares with a pattern that is computed");
    const sign = (escape as Node | undefined)?.value as string | undefined;
    const meaning = likeMeaning(value.text, sign);
    const isNot = op === "NOT LIKE";
    if (meaning && (!isNot || meaning.kind === "contains"))
      return { operator: isNot ? "not contains" : meaning.kind, values: [{ type: "text", text: meaning.text }] };
    if (sign !== undefined) return byHand("it compares with a pattern of its own");
    return { operator: isNot ? "not like" : "like", values: [value] };
  }

  #value(node: unknown): QueryValue {
    if (typeof node === "string") return { type: "enumerator", text: node };
    const { id, kind, value, op, exp } = node as {
      id?: string;
      kind?: string;
      value?: string;
      op?: string;
      exp?: Node;
    };
    if (id === "UnaryValueExp" && op === "-") {
      const number = this.#value(exp);
      if (number.type === "number" && !number.text.startsWith("-")) return { type: "number", text: `-${number.text}` };
    }
    if (id !== "LiteralValueExp" || value === undefined) return byHand("it compares with something that is computed");
    if (kind === "STRING") return { type: "text", text: value };
    if (kind === "DATE" || kind === "TIMESTAMP") return { type: "date", text: value };
    if (kind !== "RAW") return byHand("it compares with a time of day");
    const upper = value.toUpperCase();
    if (upper === "TRUE" || upper === "FALSE") return { type: "boolean", text: upper };
    return { type: upper.startsWith("0X") ? "id" : "number", text: value };
  }
}
