/** Pages of a list: `$top` and an opaque `$continuationToken`; `next` is absolute, in the address that the caller used. */

import type { Link, Pages } from "../wire/shapes.js";
import { invalid } from "./faults.js";
import type { Call, Parameter } from "./operation.js";

const usual = 100;

export const pageParameters: readonly Parameter[] = [
  { name: "$top", description: "How many items a page has, from 1 to 1000; 100 when not given." },
  { name: "$continuationToken", description: "Where the page begins: from `_links.next` of the page before." },
];

/** A page's last item: where it was, and which it was. A list that changed meanwhile goes on behind that item. */
type Place = [index: number, key: string];

export async function paged<T>(
  call: Call,
  items: readonly T[],
  keyOf: (item: T) => string,
): Promise<{ items: readonly T[]; links: Pages }> {
  const top = await topOf(call);
  const token = call.query.get("$continuationToken");
  const begin = token === undefined ? 0 : behind(placeOf(token), items, keyOf);
  const page = items.slice(begin, begin + top);
  const last = page.at(-1);
  const links = { self: link(call, addressed(call, undefined)) };
  if (last === undefined || begin + top >= items.length) return { items: page, links };
  const next = Buffer.from(JSON.stringify([begin + top - 1, keyOf(last)] satisfies Place)).toString("base64url");
  return { items: page, links: { ...links, next: link(call, addressed(call, next)) } };
}

/** For a list's answer. */
export async function pageOf<T, K extends string, W>(
  call: Call,
  key: K,
  items: readonly T[],
  keyOf: (item: T) => string,
  show: (item: T) => W,
): Promise<{ [key in K]: readonly W[] } & { _links: Pages }> {
  const page = await paged(call, items, keyOf);
  return { [key]: page.items.map(show), _links: page.links } as { [key in K]: readonly W[] } & { _links: Pages };
}

export const link = (call: Call, path: string): Link => ({ href: `${call.origin}${path}` });

async function topOf(call: Call): Promise<number> {
  const text = call.query.get("$top");
  if (text === undefined) return usual;
  const top = /^\d+$/.test(text) ? Number(text) : 0;
  await call.service.rules.request("list", { top });
  return top;
}

function placeOf(token: string): Place {
  try {
    const place: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    const [index, key] = place as Place;
    if (Number.isInteger(index) && index >= 0 && typeof key === "string") return [index, key];
  } catch {
    // told below
  }
  throw invalid("$continuationToken", "Parameter $continuationToken is not one that the service gave.");
}

function behind<T>([index, key]: Place, items: readonly T[], keyOf: (item: T) => string): number {
  const at = items[index];
  if (at !== undefined && keyOf(at) === key) return index + 1;
  const found = items.findIndex((item) => keyOf(item) === key);
  return found >= 0 ? found + 1 : Math.min(index, items.length);
}

/** The call's own address, with another place in the list. */
function addressed({ path, query }: Call, token: string | undefined): string {
  const parts = query.text.split("&").filter((part) => part !== "" && !isToken(part));
  if (token !== undefined) parts.push(`$continuationToken=${token}`);
  else if (query.get("$continuationToken") !== undefined)
    parts.push(...query.text.split("&").filter((part) => isToken(part)));
  return parts.length > 0 ? `${path}?${parts.join("&")}` : path;
}

const isToken = (part: string): boolean => /^(\$|%24)continuationToken=/i.test(part);
