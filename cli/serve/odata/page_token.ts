/** `$skiptoken`: where a page goes on. It is ours alone: numbers that clients send back as they got them. */

import { invalid } from "./errors.js";

export interface PageToken {
  /** Rows of a table: those behind this row number. Others: so many rows on. */
  after: number;
  /** What is left of `$top`. */
  left?: number;
  /** `@odata.count`, counted once. */
  count?: number;
  /** Rows of a page, as the client asked on the first. */
  size?: number;
}

const names = ["after", "left", "count", "size"] as const;

export function writeToken(token: PageToken): string {
  return names.map((name) => token[name] ?? "").join("-");
}

export function readToken(text: string): PageToken {
  const parts = /^(\d{1,15})-(\d{0,15})-(\d{0,15})-(\d{0,9})$/.exec(text);
  if (!parts) throw invalid("$skiptoken is not one of this service's", "$skiptoken");
  const found = names
    .map((name, index) => [name, parts[index + 1] as string] as const)
    .filter(([, digits]) => digits !== "");
  return Object.fromEntries(found.map(([name, digits]) => [name, Number(digits)])) as unknown as PageToken;
}
