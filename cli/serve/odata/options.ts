/** The query of a request: system options by their names, parameter aliases, and what else a client sends along. */

import { invalid, unsupported } from "./errors.js";

const known = ["$filter", "$select", "$orderby", "$top", "$skip", "$count", "$format", "$apply", "$skiptoken"] as const;
/** Of the standard, and not of this service. */
const others = ["$expand", "$search", "$compute", "$levels", "$index", "$schemaversion", "$deltatoken", "$id"];

export type OptionName = (typeof known)[number];

export interface QueryOptions {
  system: Partial<Record<OptionName, string>>;
  /** `@name` -> text. */
  aliases: ReadonlyMap<string, string>;
  /** Everything else, as it was sent: `sequence`, `api-version`, a key … */
  plain: ReadonlyMap<string, string>;
  /** The parts as they were sent, to be sent again. */
  sent: readonly { name: string; part: string }[];
}

export function readOptions(query: string): QueryOptions {
  const system: Partial<Record<OptionName, string>> = {};
  const aliases = new Map<string, string>();
  const plain = new Map<string, string>();
  const sent: { name: string; part: string }[] = [];
  for (const part of query.split("&").filter((text) => text !== "")) {
    const [rawName = "", rawValue = ""] = splitOnce(part);
    const name = decoded(rawName, "the name of a query option");
    const value = decoded(rawValue, name);
    sent.push({ name, part });
    if (name.startsWith("@")) aliases.set(name, value);
    else if (!name.startsWith("$")) plain.set(name, value);
    else if (!isKnown(name)) throw unknown(name);
    else if (system[name] !== undefined) throw invalid(`${name} is given twice`, name);
    else system[name] = value;
  }
  return { system, aliases, plain, sent };
}

function splitOnce(part: string): [string, string] {
  const at = part.indexOf("=");
  return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
}

function decoded(text: string, name: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw invalid(`${name}: a % is not followed by two digits of a character in UTF-8`, name);
  }
}

const isKnown = (name: string): name is OptionName => (known as readonly string[]).includes(name);

function unknown(name: string): Error {
  if (others.includes(name)) return unsupported(`${name} is not supported`, name);
  return invalid(`there is no query option ${name}; there are ${known.join(", ")}`, name);
}

/** A whole number from 0 on. */
export function countOption(name: OptionName, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw invalid(`${name} must be a whole number from 0 on, not \`${text}\``, name);
  return Number(text);
}

export function flagOption(name: OptionName, text: string | undefined): boolean {
  if (text === undefined || text === "false") return false;
  if (text === "true") return true;
  throw invalid(`${name} must be true or false, not \`${text}\``, name);
}
