/** Bindings as JSON: plain values stay, what JSON cannot hold (bytes, bigint) and what needs its type named becomes `{type, value}`. */

import { describe } from "./arguments.js";
import { engineError } from "./errors.js";
import type { Bindings, BindingValue } from "./types.js";

type Wire = null | boolean | number | string | { type: string; value: unknown };

export function encodeBindings(bindings: Bindings | undefined): Wire[] | Record<string, Wire> | undefined {
  if (bindings === undefined) return undefined;
  if (isList(bindings)) return bindings.map((value, index) => encode(value, `number ${index + 1}`));
  return Object.fromEntries(Object.entries(bindings).map(([name, value]) => [name, encode(value, `\`${name}\``)]));
}

function isList(bindings: Bindings): bindings is readonly BindingValue[] {
  return Array.isArray(bindings);
}

function encode(value: BindingValue, label: string): Wire {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") return { type: "long", value: value.toString() };
  if (typeof value === "number" && !Number.isFinite(value)) throw invalid(label, "a number must be finite");
  if (typeof value === "boolean" || typeof value === "number" || typeof value === "string") return value;
  if (typeof value !== "object") throw invalid(label, `${describe(value)} is no value`);
  if (value instanceof Uint8Array) return { type: "blob", value: base64(value) };
  if (Array.isArray(value)) return { type: "idset", value: encodeTyped(value, label) };
  if ("type" in value) return { type: value.type, value: encodeTyped(value.value, label) };
  if ("z" in value) return { type: "point3d", value: encodeTyped(value, label) };
  if ("x" in value) return { type: "point2d", value: encodeTyped(value, label) };
  const dates = (value as object) instanceof Date ? ", a date is ISO 8601 text (toISOString)" : "";
  throw invalid(label, `${describe(value)} is neither a point {x, y} or {x, y, z} nor {type, value}${dates}`);
}

/** What stands under a type's name: JSON takes most of it as it is. */
function encodeTyped(value: unknown, label: string): unknown {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) {
    const other = value.findIndex((id) => typeof id !== "string");
    if (other < 0) return value;
    throw invalid(label, `an array is a set of ids such as "0x2d"; one of them is ${describe(value[other])}`);
  }
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) {
    const plain = encode(value as BindingValue, label);
    return typeof plain === "object" && plain ? plain.value : plain;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, encode(member as BindingValue, `\`${name}\``)]),
  );
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

function invalid(label: string, why: string): Error {
  return engineError("binding-invalid", `the value for parameter ${label} does not fit: ${why}`);
}
