// Names and values as ECSQL writes them, so that none of them ends its place early or means something else.
import { reservedWords } from "./reserved_words";

const reserved: ReadonlySet<string> = new Set(reservedWords);

/** Whatever its case. */
export const isReserved = (word: string): boolean => reserved.has(word.toLowerCase());

/** `Beam`, `[Column]` where the bare word would be read otherwise. */
export const nameText = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !isReserved(name) ? name : `[${name}]`;

/** `bt.Beam` */
export const classText = (schema: string, className: string): string => `${nameText(schema)}.${nameText(className)}`;

/** `Origin.X`, of the names on the way. */
export const pathText = (path: readonly string[]): string => path.map(nameText).join(".");

/** A whole query in brackets: neither a `;` nor a comment at its end reaches what follows. */
export const subselect = (query: string): string => `(${query.replace(/;(\s|--[^\n]*|\/\*[^]*?\*\/)*$/, "")}\n)`;

/** `'it''s'` */
export const stringText = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** A step into a JSON text: the name of a member, or the number of an item. */
export type JsonStep = string | number;

/** `$.spec."wall thickness"[0]`. A name with a double quote cannot be written: SQLite has no way to. */
export const jsonPathText = (steps: readonly JsonStep[]): string =>
  `$${steps.map((step) => (typeof step === "number" ? `[${step}]` : /^[A-Za-z_][A-Za-z0-9_]*$/.test(step) ? `.${step}` : `."${step}"`)).join("")}`;

/** The steps of such a path; undefined for one of another spelling. */
export function jsonPathSteps(text: string): JsonStep[] | undefined {
  if (!/^\$(\.[A-Za-z_][A-Za-z0-9_]*|\."[^"]*"|\[\d+\])+$/.test(text)) return undefined;
  return [...text.matchAll(/\.([A-Za-z_][A-Za-z0-9_]*)|\."([^"]*)"|\[(\d+)\]/g)].map(
    ([, bare, quoted, index]) => bare ?? quoted ?? Number(index),
  );
}

const wildcards = /[%_\\]/g;

/** A pattern of LIKE for texts that begin with, end with or contain another, with ESCAPE where that has wildcards in it. */
export function likeText(text: string, before: "" | "%", after: "" | "%"): string {
  const escaped = text.replace(wildcards, (sign) => `\\${sign}`);
  const pattern = stringText(`${before}${escaped}${after}`);
  return escaped === text ? pattern : `${pattern} ESCAPE '\\'`;
}

export type LikeKind = "contains" | "starts" | "ends";

/** What such a pattern looks for; undefined for one with other wildcards. */
export function likeMeaning(pattern: string, escape: string | undefined): { kind: LikeKind; text: string } | undefined {
  if (escape !== undefined && escape !== "\\") return undefined;
  const before = pattern.startsWith("%");
  const after = pattern.endsWith("%") && pattern.length > 1 && !(escape && /(?:^|[^\\])(?:\\\\)*\\%$/.test(pattern));
  if (!before && !after) return undefined;
  const middle = pattern.slice(before ? 1 : 0, after ? -1 : undefined);
  const isPlain = escape
    ? !/(?:^|[^\\])(?:\\\\)*[%_]/.test(middle) && !/(?:^|[^\\])(?:\\\\)*\\(?![%_\\])/.test(middle)
    : !/[%_]/.test(middle);
  if (!isPlain) return undefined;
  const text = escape ? middle.replace(/\\([%_\\])/g, "$1") : middle;
  if (text === "") return undefined;
  return { kind: before && after ? "contains" : before ? "ends" : "starts", text };
}
