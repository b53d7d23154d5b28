/** A request's query, read as the clients send it: names may be encoded, a plus stands for itself in neither name nor value. */

import type { Query } from "../api/operation.js";

export function queryOf(text: string): Query {
  const values = new Map<string, string>();
  for (const part of text.split("&")) {
    if (part === "") continue;
    const at = part.indexOf("=");
    const name = decoded(at < 0 ? part : part.slice(0, at));
    if (!values.has(name)) values.set(name, decoded(at < 0 ? "" : part.slice(at + 1)));
  }
  return { text, get: (name) => values.get(name) };
}

function decoded(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
