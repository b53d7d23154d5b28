// Which rows a group has, in terms that people choose from, and the ECSQL that says so. The way back is group_query_reader.ts.
import { classText, jsonPathText, type JsonStep, likeText, pathText, stringText } from "./ecsql_text";

/** A class by the names a query writes. */
export interface ClassName {
  /** Alias or name of its schema. */
  schema: string;
  name: string;
}

/** A value as the user gave it. Numbers and ids are kept as text: every digit counts. */
export type QueryValue =
  | { type: "text" | "number" | "id" | "date"; text: string }
  | { type: "boolean"; text: "TRUE" | "FALSE" }
  /** A value of an enumeration, by the name it has in a query. */
  | { type: "enumerator"; text: string }
  | ({ type: "class"; only: boolean } & ClassName);

/** A property by its path, or what is in the JSON text it holds. */
export interface PropertyPath {
  path: readonly string[];
  json?: readonly JsonStep[];
}

/** What a condition is about. */
export type Subject =
  | ({ kind: "property" } & PropertyPath)
  /** A property of what a navigation property leads to: of the category, say. */
  | { kind: "linked"; link: readonly string[]; to: ClassName; property: PropertyPath }
  /** Whether there is an aspect; with a property, what that says. */
  | { kind: "aspect"; of: ClassName; only?: true; property?: PropertyPath }
  | { kind: "class" };

export type ValueOperator = "=" | "<>" | "<" | "<=" | ">" | ">=" | "like" | "not like";
export type TextOperator = "contains" | "starts" | "ends" | "not contains";
export type Operator =
  | ValueOperator
  | TextOperator
  | "between"
  | "in"
  | "not in"
  | "filled"
  | "empty"
  /** Of aspects. */
  | "has"
  | "has not";

const isPartOfText = (operator: Operator): operator is TextOperator =>
  ["contains", "starts", "ends", "not contains"].includes(operator);

export interface Test {
  kind: "test";
  subject: Subject;
  operator: Operator;
  values: readonly QueryValue[];
}

/** Conditions that all hold, or of which any does. */
export interface Tests {
  kind: "all" | "any";
  items: readonly Condition[];
}

export type Condition = Test | Tests;

/** A group's query, as far as it can be chosen. */
export interface GroupQuery {
  /** Between SELECT and FROM, as it is written. */
  select: string;
  from: ClassName;
  /** Without the rows of its subclasses. */
  only: boolean;
  alias?: string;
  where: Tests;
  /** From ORDER BY on, as it is written. */
  rest: string;
}

export const defaultSelect = "ECInstanceId, ECClassId";

/** All rows of a class. */
export const rowsOf = (from: ClassName, only = false, where: readonly Condition[] = []): GroupQuery => ({
  select: defaultSelect,
  from,
  only,
  where: { kind: "all", items: where },
  rest: "",
});

/** The rows with one of these ids. */
export const hasId = (ids: readonly string[], path: readonly string[] = ["ECInstanceId"]): Test => ({
  kind: "test",
  subject: { kind: "property", path },
  operator: ids.length === 1 ? "=" : "in",
  values: ids.map((text) => ({ type: "id", text })),
});

/** How many values an operator takes: so many, or any number but none. */
export const valuesOf = (operator: Operator): 0 | 1 | 2 | "many" => {
  if (operator === "in" || operator === "not in") return "many";
  if (operator === "between") return 2;
  return ["filled", "empty", "has", "has not"].includes(operator) ? 0 : 1;
};

/** Is all there that the condition needs to be written? */
export function isComplete({ operator, values, subject }: Test): boolean {
  if (subject.kind === "aspect" && !subject.property !== (operator === "has" || operator === "has not")) return false;
  if (!values.every(isValue)) return false;
  // Every text contains the empty one.
  if (isPartOfText(operator) && values.some((value) => "text" in value && value.text === "")) return false;
  const wanted = valuesOf(operator);
  return wanted === "many" ? values.length > 0 : values.length === wanted;
}

const forms: Record<"number" | "id" | "date", RegExp> = {
  number: /^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i,
  id: /^0x[0-9a-f]{1,16}$/i,
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?Z?)?$/,
};

/** Can the text stand for a value of its type? */
export const isValue = (value: QueryValue): boolean =>
  value.type === "number" || value.type === "id" || value.type === "date" ? forms[value.type].test(value.text) : true;

/** The value as ECSQL writes it. */
export function valueText(value: QueryValue): string {
  switch (value.type) {
    case "text":
      return stringText(value.text);
    case "date":
      return `${value.text.includes("T") ? "TIMESTAMP" : "DATE"} ${stringText(value.text)}`;
    case "class":
      return `${value.only ? "ONLY " : ""}${classText(value.schema, value.name)}`;
    default:
      return value.text;
  }
}

/** The query as ECSQL. Conditions that lack something are left out. */
export function groupQueryText({ select, from, only, alias, where, rest }: GroupQuery): string {
  const condition = conditionText(simplified(where));
  return [
    `SELECT ${select} FROM ${only ? "ONLY " : ""}${classText(from.schema, from.name)}`,
    alias && pathText([alias]),
    condition && `WHERE ${condition}`,
    rest,
  ]
    .filter(Boolean)
    .join(" ");
}

/** The same conditions without those that lack something, and without a group where none is needed. */
export function simplified(condition: Tests): Tests {
  const kept = simplify(condition);
  if (!kept) return { kind: "all", items: [] };
  return kept.kind === "test" ? { kind: "all", items: [kept] } : kept;
}

function simplify(condition: Condition): Condition | undefined {
  if (condition.kind === "test") return isComplete(condition) ? condition : undefined;
  const { kind } = condition;
  const items = condition.items.flatMap((item) => {
    const kept = simplify(item);
    return kept === undefined ? [] : kept.kind === kind ? kept.items : [kept];
  });
  return items.length > 1 ? { kind, items } : items[0];
}

function conditionText({ kind, items }: Tests): string {
  const word = kind === "all" ? " AND " : " OR ";
  return items.map((item) => (item.kind === "test" ? testText(item) : `(${conditionText(item)})`)).join(word);
}

function testText(test: Test): string {
  const { subject, operator } = test;
  switch (subject.kind) {
    case "property":
      return comparisonText(propertyText(subject), test);
    case "linked": {
      const inner = comparisonText(propertyText(subject.property), test);
      const target = classText(subject.to.schema, subject.to.name);
      return `${pathText([...subject.link, "Id"])} IN (SELECT ECInstanceId FROM ${target} WHERE ${inner})`;
    }
    case "aspect": {
      const where = subject.property ? ` WHERE ${comparisonText(propertyText(subject.property), test)}` : "";
      const aspect = `${subject.only ? "ONLY " : ""}${classText(subject.of.schema, subject.of.name)}`;
      return `ECInstanceId ${operator === "has not" ? "NOT IN" : "IN"} (SELECT Element.Id FROM ${aspect}${where})`;
    }
    case "class":
      return `ECClassId IS ${operator === "not in" ? "NOT " : ""}(${test.values.map(valueText).join(", ")})`;
  }
}

export const propertyText = ({ path, json }: PropertyPath): string =>
  json ? `json_extract(${pathText(path)}, ${stringText(jsonPathText(json))})` : pathText(path);

function comparisonText(subject: string, { operator, values }: Test): string {
  const [first, second] = values.map(valueText);
  const [{ text = "" } = {}] = values as readonly { text?: string }[];
  switch (operator) {
    case "filled":
      return `${subject} IS NOT NULL`;
    case "empty":
      return `${subject} IS NULL`;
    case "between":
      return `${subject} BETWEEN ${first} AND ${second}`;
    case "in":
    case "not in":
      return `${subject} ${operator.toUpperCase()} (${values.map(valueText).join(", ")})`;
    case "contains":
      return `${subject} LIKE ${likeText(text, "%", "%")}`;
    case "not contains":
      return `${subject} NOT LIKE ${likeText(text, "%", "%")}`;
    case "starts":
      return `${subject} LIKE ${likeText(text, "", "%")}`;
    case "ends":
      return `${subject} LIKE ${likeText(text, "%", "")}`;
    default:
      return `${subject} ${operator.toUpperCase()} ${first}`;
  }
}
