// A value of one of several aspects, as a column that the group's query selects: the text of a query with such a sub-select in it. Only
// queries of one plain SELECT are changed, and whoever offers the result tries it first.

/** Which of the aspects: how it is called, and how it is asked for. */
export interface Choice {
  words: string;
  /** Begins the name of the new column. */
  prefix: string;
  sql: (value: string) => { select: string; end: string };
}

const byOrder = (order: string) => (value: string) => ({ select: value, end: ` ORDER BY ${order} LIMIT 1` });
const byFunction = (name: string) => (value: string) => ({ select: `${name}(${value})`, end: "" });

/** The property to tell the latest by comes first: what is newest is what is asked for most. */
export const choices = (latestBy: string | undefined): Choice[] => [
  ...(latestBy === undefined
    ? []
    : [{ words: `with the latest ${latestBy}`, prefix: "Latest", sql: byOrder(`a.[${latestBy}] DESC`) }]),
  { words: "that was added last", prefix: "Last", sql: byOrder("a.ECInstanceId DESC") },
  { words: "that was added first", prefix: "First", sql: byOrder("a.ECInstanceId") },
  { words: "with the greatest value", prefix: "Greatest", sql: byFunction("MAX") },
];

interface Parts {
  /** Where the list of selected columns ends. */
  listEnd: number;
  /** What the rows are called, and where that name is to be written if it has none. */
  alias: string;
  aliasAt?: number;
}

/** The query with one more column; undefined where it is no plain `SELECT … FROM class`. */
export function withAspectValue(
  query: string,
  { aspect, path, choice, name }: { aspect: string; path: string; choice: Choice; name: string },
): string | undefined {
  const parts = partsOf(query);
  if (!parts) return undefined;
  const { listEnd, alias, aliasAt } = parts;
  const [schema = "", className = ""] = aspect.split(".");
  const { select, end } = choice.sql(
    `a.${path
      .split(".")
      .map((part) => `[${part}]`)
      .join(".")}`,
  );
  const from = `FROM ${schema}.[${className}] a WHERE a.Element.Id = ${alias}.ECInstanceId${end}`;
  const column = `, (SELECT ${select} ${from}) AS [${name}]`;
  const head = query.slice(0, listEnd) + column;
  if (aliasAt === undefined) return head + query.slice(listEnd);
  return `${head}${query.slice(listEnd, aliasAt)} ${alias}${query.slice(aliasAt)}`;
}

const endOfSource =
  /^(where|order|group|having|limit|join|inner|left|outer|cross|full|right|union|on|options|ecsqloptions)$/i;

function partsOf(query: string): Parts | undefined {
  const words = topLevelWords(query);
  if (!/^select$/i.test(words[0]?.text ?? "") || /^distinct$/i.test(words[1]?.text ?? "")) return undefined;
  if (words.some(({ text }) => /^(union|intersect|except|group)$/i.test(text))) return undefined;
  const from = words.findIndex(({ text }) => /^from$/i.test(text));
  const start = words[from];
  if (!start) return undefined;
  const listEnd = query.slice(0, start.from).trimEnd().length;
  const source = /^\s*(?:only\s+|all\s+)?(\w+|\[[^\]]+\])\s*[.:]\s*(\w+|\[[^\]]+\])/i.exec(query.slice(start.to));
  if (!source) return undefined;
  const sourceEnd = start.to + source[0].length;
  const next = words.filter(({ from: at }) => at >= sourceEnd);
  const named = /^as$/i.test(next[0]?.text ?? "") ? next[1] : next[0];
  if (named && !endOfSource.test(named.text) && /^\w+$/.test(named.text)) return { listEnd, alias: named.text };
  // Names of the class may stand before its properties: it goes by its own name as long as that can be told.
  const ownName = source[2] ?? "";
  const isNamed = new RegExp(`(^|[^\\w\\]])${escaped(ownName)}\\s*\\.`, "i").test(query.slice(0, listEnd));
  return isNamed ? undefined : { listEnd, alias: "e", aliasAt: sourceEnd };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

interface Word {
  text: string;
  from: number;
  to: number;
}

/** Words outside of brackets, quotes and comments. */
function topLevelWords(query: string): Word[] {
  const words: Word[] = [];
  let depth = 0;
  for (const { 0: text, index } of query.matchAll(
    /'(?:[^']|'')*'|"[^"]*"|\[[^\]]*\]|--[^\n]*|\/\*[^]*?\*\/|[()]|\w+/g,
  )) {
    if (text === "(") depth += 1;
    else if (text === ")") depth -= 1;
    else if (depth === 0 && /^\w/.test(text)) words.push({ text, from: index, to: index + text.length });
  }
  return words;
}
