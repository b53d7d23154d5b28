// A value of one of several aspects, as a column that the group's query selects: the text of a query with such a sub-select in it. Only
// queries of one plain SELECT whose ECInstanceId is told by name are changed, and whoever offers the result tries it first.
import { isReserved, nameText } from "./ecsql_text";
import { freeName } from "./outline";

/** Which of the aspects: how it is called, and how it is asked for. */
export interface Choice {
  words: string;
  /** Begins the name of the new column. */
  prefix: string;
  /** Of an expression, and of what aspects are called in it. */
  sql: (value: string, aspect: string) => { select: string; end: string };
}

const byOrder =
  (property: string, direction = "") =>
  (select: string, aspect: string) => ({ select, end: ` ORDER BY ${aspect}.${property}${direction} LIMIT 1` });
const byFunction = (name: string) => (value: string) => ({ select: `${name}(${value})`, end: "" });

/** The property to tell the latest by comes first: what is newest is what is asked for most. */
export const choices = (latestBy: string | undefined): Choice[] => [
  ...(latestBy === undefined
    ? []
    : [{ words: `with the latest ${latestBy}`, prefix: "Latest", sql: byOrder(`[${latestBy}]`, " DESC") }]),
  { words: "that was added last", prefix: "Last", sql: byOrder("ECInstanceId", " DESC") },
  { words: "that was added first", prefix: "First", sql: byOrder("ECInstanceId") },
  { words: "with the greatest value", prefix: "Greatest", sql: byFunction("MAX") },
];

interface Parts {
  /** Where the list of selected columns ends. */
  listEnd: number;
  /** The rows' own id: `b.ECInstanceId`. */
  id: string;
  /** A name the rows have to get, and where. */
  alias?: { name: string; at: number };
}

/** The query with one more column; undefined where it is no plain `SELECT … FROM class` that tells which id is its rows'. */
export function withAspectValue(
  query: string,
  { aspect, path, choice, name }: { aspect: string; path: string; choice: Choice; name: string },
): string | undefined {
  const parts = partsOf(query);
  if (!parts) return undefined;
  const { listEnd, id, alias } = parts;
  const [schema = "", className = ""] = aspect.split(".");
  const inner = freeWord("a", query);
  const value = [inner, ...path.split(".").map((part) => `[${part}]`)].join(".");
  const { select, end } = choice.sql(value, inner);
  const from = `FROM ${nameText(schema)}.[${className}] ${inner} WHERE ${inner}.Element.Id = ${id}${end}`;
  const head = `${query.slice(0, listEnd)}, (SELECT ${select} ${from}) AS [${name}]`;
  return alias
    ? `${head}${query.slice(listEnd, alias.at)} ${alias.name}${query.slice(alias.at)}`
    : head + query.slice(listEnd);
}

/** A name that no word of the query is: not even in its texts and comments, to be simple. */
export const freeWord = (base: string, query: string): string =>
  freeName(
    base,
    (query.match(/[\p{L}\p{N}_]+/gu) ?? []).map((name) => ({ name })),
  );

function partsOf(query: string): Parts | undefined {
  const tokens = topLevelTokens(query);
  const isWord = (at: number, ...words: string[]) => words.includes(tokens[at]?.text.toUpperCase() ?? "");
  if (!isWord(0, "SELECT") || isWord(1, "DISTINCT")) return undefined;
  if (tokens.some((_, at) => isWord(at, "UNION", "INTERSECT", "EXCEPT", "GROUP", "HAVING"))) return undefined;
  const from = tokens.findIndex((_, at) => isWord(at, "FROM"));
  const last = tokens[from - 1];
  const owner = idOwner(tokens.slice(isWord(1, "ALL") ? 2 : 1, Math.max(from, 0)));
  if (!last || owner === undefined) return undefined;
  const listEnd = last.to;
  if (owner !== "") return { listEnd, id: `${owner}.ECInstanceId` };
  return withoutOwner(query, tokens, from + 1, listEnd);
}

/** The one class after FROM is to have a name by which the sub-select can call it. */
function withoutOwner(query: string, tokens: readonly Token[], from: number, listEnd: number): Parts | undefined {
  const start = /^(only|all)$/i.test(tokens[from]?.text ?? "") ? from + 1 : from;
  const [schema, dot, className, next, after] = tokens.slice(start);
  if (!schema || !className || !isName(schema) || !/^[.:]$/.test(dot?.text ?? "") || !isName(className))
    return undefined;
  const rest = tokens.slice(start + 3);
  if (rest.some(({ text }) => text === "," || /^join$/i.test(text))) return undefined;
  const named = /^as$/i.test(next?.text ?? "") ? after : next;
  if (named && isName(named)) return { listEnd, id: `${named.text}.ECInstanceId` };
  // Names of the class may stand before its properties: it goes by its own name as long as that can be told.
  const own = new RegExp(`(^|[^\\p{L}\\p{N}_])\\[?${escaped(bare(className.text))}\\]?\\s*\\.`, "iu");
  if (own.test(query.slice(0, schema.from)) || own.test(query.slice(className.to))) return undefined;
  const name = freeWord("e", query);
  return { listEnd, id: `${name}.ECInstanceId`, alias: { name, at: className.to } };
}

/** Before which name ECInstanceId stands in a list of columns, "" when before none; undefined: it is something else. */
function idOwner(list: readonly Token[]): string | undefined {
  for (const item of itemsOf(list)) {
    const texts = item.map(({ text }) => text);
    const isCalledSo = (texts.length > 1 && isId(texts.at(-1)) && texts.at(-2) !== ".") || undefined;
    const plain = isCalledSo ? texts.slice(0, /^as$/i.test(texts.at(-2) ?? "") ? -2 : -1) : texts;
    const isPlain = isId(plain.at(-1)) || plain.at(-1) === "*";
    if (isPlain && plain.length === 1) return "";
    if (isPlain && plain.length === 3 && plain[1] === "." && item[0] && isName(item[0])) return plain[0];
    if (isCalledSo) return undefined;
  }
  return undefined;
}

const bare = (name: string): string => name.replace(/^\[(.*)\]$/, "$1");
const isId = (text = ""): boolean => /^ecinstanceid$/i.test(bare(text));
const isName = ({ text }: Token): boolean => text.startsWith("[") || (/^[\p{L}_]/u.test(text) && !isReserved(text));
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function itemsOf(list: readonly Token[]): Token[][] {
  const items: Token[][] = [[]];
  for (const token of list)
    if (token.text === ",") items.push([]);
    else items.at(-1)?.push(token);
  return items;
}

interface Token {
  text: string;
  from: number;
  to: number;
}

/** What stands outside of brackets and comments; a bracket stands for what is in it. */
function topLevelTokens(query: string): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (const { 0: text, index } of query.matchAll(
    /'(?:[^']|'')*'|"[^"]*"|\[[^\]]*\]|--[^\n]*|\/\*[^]*?\*\/|[\p{L}\p{N}_]+|\S/gu,
  )) {
    if (/^(--|\/\*)/.test(text)) continue;
    if (text === ")") depth -= 1;
    if (depth === 0) tokens.push({ text, from: index, to: index + text.length });
    if (text === "(") depth += 1;
  }
  return tokens;
}
