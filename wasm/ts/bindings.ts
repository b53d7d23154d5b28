/** Bindings as JSON: plain values stay, what JSON cannot hold (bytes, bigint) and what needs its type named becomes `{type, value}`. */

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
  if (typeof value !== "object") {
    if (typeof value === "boolean" || typeof value === "number" || typeof value === "string") return value;
    throw invalid(label, `a ${typeof value} is no value`);
  }
  if (value instanceof Uint8Array) return { type: "blob", value: base64(value) };
  if (Array.isArray(value)) return { type: "idset", value };
  if ("type" in value) return { type: value.type, value: encodeTyped(value.value) };
  if ("z" in value) return { type: "point3d", value };
  if ("x" in value) return { type: "point2d", value };
  throw invalid(label, "an object is a point {x, y} or {x, y, z}, or {type, value}");
}

function encodeTyped(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return base64(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value ?? null;
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
