/** Reading a request's body: what it sets, under the names that are known. */

import { invalid } from "./faults.js";
import type { Body } from "./operation.js";

/** The fields that are set; null counts as not given. */
export function setOf<K extends string>(body: Body, ...names: readonly K[]): Partial<Record<K, unknown>> {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(body, name) && body[name] !== null).map((name) => [name, body[name]]),
  ) as Partial<Record<K, unknown>>;
}

/** A text that has to be there. */
export function textIn(body: Body, name: string): string {
  const value = body[name];
  if (typeof value === "string" && value.trim() !== "") return value;
  throw invalid(name, `Required field ${name} was missing or invalid.`);
}

export function maybeTextIn(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw invalid(name, `Field ${name} must be a string.`);
}

export function maybeFlagIn(body: Body, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "boolean") return value;
  throw invalid(name, `Field ${name} must be a boolean.`);
}

export function maybeListIn(body: Body, name: string): readonly unknown[] | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value as unknown[];
  throw invalid(name, `Field ${name} must be an array.`);
}

/** Texts of `[{id}]`. */
export function idsIn(body: Body, name: string): readonly string[] | undefined {
  return maybeListIn(body, name)?.map((each, index) => {
    const id = (each as { id?: unknown } | null)?.id;
    if (typeof id === "string" && id !== "") return id;
    throw invalid(name, `Item ${index} of ${name} must be an object with an id.`);
  });
}

export function somethingIn(set: object, what: string): void {
  if (Object.keys(set).length === 0) throw invalid(what, `All properties of ${what} were missing.`);
}
