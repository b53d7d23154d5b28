/** What an expression of `$filter`, `$orderby` or `$apply` is once it is read: a tree, each node with its place in the text. */

export type Literal =
  | { kind: "null" }
  | { kind: "boolean"; value: boolean }
  | { kind: "integer"; digits: string }
  | { kind: "double"; value: number }
  | { kind: "string"; value: string }
  /** Dates, durations, GUIDs …: read, but no column has such values. */
  | { kind: "other"; type: string };

export type BinaryOperator = "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "add" | "sub" | "mul" | "div" | "divby" | "mod";

export type Expression = { at: number } & (
  | { kind: "literal"; literal: Literal }
  | { kind: "property"; name: string }
  | { kind: "alias"; name: string }
  | { kind: "binary"; operator: BinaryOperator; left: Expression; right: Expression }
  /** A chain of one operator, which may be long. */
  | { kind: "chain"; operator: "and" | "or"; terms: Expression[] }
  | { kind: "not" | "negate"; operand: Expression }
  | { kind: "in"; operand: Expression; list: Expression[] }
  | { kind: "call"; name: string; args: Expression[] }
);
