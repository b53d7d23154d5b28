/**
 * What callers hand over. The engine itself refuses what it does not know (src/session/call_params.cpp); here is what never gets
 * to it, because the host takes it or because JSON cannot hold it.
 */

import { EngineError, engineError } from "./errors.js";
import type { CallParams } from "./host.js";
import type {
  Bindings,
  Diagnostic,
  EngineOptions,
  ExtractOptions,
  LogSource,
  MappingApi,
  MappingApiName,
  MappingInput,
} from "./types.js";

/** Options that stay on this side; `onProgress` gets what its call tells. */
export interface HostOptions extends Pick<EngineOptions, "signal" | "wasm" | "partsWasm" | "worker"> {
  onProgress?: (progress: object) => void;
  workers?: ExtractOptions["workers"];
  bindings?: Bindings;
  api?: MappingApiName;
  wal?: LogSource | null;
  journal?: LogSource | null;
  live?: MappingInput;
  mapping?: MappingInput;
}

interface Rule {
  expected: string;
  fits(value: unknown): boolean;
  /** What to do about a value that does not fit. */
  hint?(value: unknown): string | undefined;
}

/** Every name of an API, as the engine takes them too. */
export const mappingApis = {
  reporting: "reporting",
  groupingAndMapping: "groupingAndMapping",
  v1: "reporting",
  gm: "groupingAndMapping",
} as const satisfies Record<MappingApiName, MappingApi>;

const logRule: Rule = {
  expected: "a File, a Blob, bytes, a path in Node, or null",
  fits: (value) =>
    value === null ||
    typeof value === "string" ||
    [URL, Blob, ArrayBuffer, Uint8Array].some((source) => value instanceof source),
  hint: (value) => (has(value, "then") ? "await it" : undefined),
};

/** wasm_source.ts looks closer. */
const mayBeWasm = (value: unknown) => typeof value === "string" || (typeof value === "object" && value !== null);

const rules: Record<keyof HostOptions, Rule> = {
  signal: {
    expected: "an AbortSignal",
    fits: (value) => has(value, "aborted") && has(value, "addEventListener"),
    hint: (value) => (has(value, "signal") ? "pass its `signal`" : undefined),
  },
  onProgress: { expected: "a function", fits: (value) => typeof value === "function" },
  workers: {
    expected: '"auto" or a whole number from 1 to 64',
    fits: (value) => value === "auto" || (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 64),
  },
  bindings: {
    expected: "an array or an object of values",
    fits: isPlain,
  },
  wasm: {
    expected: "a URL, a Response, the bytes or a compiled module",
    fits: mayBeWasm,
  },
  partsWasm: { expected: "an object of the parts that are somewhere else", fits: isPlain },
  worker: {
    expected: "true, false or a Worker that has loaded premap/worker",
    fits: (value) => typeof value === "boolean" || (has(value, "postMessage") && has(value, "addEventListener")),
    hint: (value) =>
      has(value, "postMessage") ? "a worker of Node's cannot be taken over; `true` starts one" : undefined,
  },
  api: {
    expected: `one of ${Object.keys(mappingApis)
      .map((name) => JSON.stringify(name))
      .join(", ")}`,
    fits: (value) => typeof value === "string" && Object.hasOwn(mappingApis, value),
    hint: (value) => didYouMean(value, Object.keys(mappingApis)),
  },
  wal: logRule,
  journal: logRule,
  live: {
    expected: "the text of an answer, or the object it holds",
    fits: (value) => typeof value === "string" || isPlain(value),
    hint: mappingHint,
  },
  mapping: { expected: "a mapping", fits: () => true }, // mappingText looks closer
};

type Taken<Name extends keyof HostOptions> = Pick<HostOptions, Name> & {
  /** The rest, for the engine. */
  plain: Record<string, unknown>;
};

/** The options of a call, those of the host apart. Errors: `argument-invalid`, `option-value`. */
export function taken<Name extends keyof HostOptions>(options: unknown, ...names: Name[]): Taken<Name> {
  if (options === undefined) return { plain: {} } as unknown as Taken<Name>;
  if (!isPlain(options) || Array.isArray(options))
    throw engineError("argument-invalid", `the options must be an object; they are ${describe(options)}`);
  const faults: Diagnostic[] = [];
  const kept: Record<string, unknown> = {};
  const plain: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const rule = names.includes(name as Name) ? rules[name as Name] : undefined;
    if (!rule) plain[name] = jsonable(value);
    else if (rule.fits(value)) kept[name] = value;
    else faults.push(misfit(name, rule, value));
  }
  if (faults.length > 0) throw new EngineError(faults);
  return { ...kept, plain } as unknown as Taken<Name>;
}

/** As `taken`, of a call that asks the engine nothing: there are no other options. Errors also: `option-unknown`. */
export function only<Name extends keyof HostOptions>(options: unknown, ...names: Name[]): Pick<HostOptions, Name> {
  const { plain, ...kept } = taken(options, ...names);
  const faults = Object.keys(plain).map((name): Diagnostic => {
    const message = `there is no option \`${name}\``;
    return { code: "option-unknown", severity: "error", message, ...hinted(didYouMean(name, names)) };
  });
  if (faults.length > 0) throw new EngineError(faults);
  return kept as unknown as Pick<HostOptions, Name>;
}

/** The mapping's text as the user has it; an object is written out. Error: `argument-invalid`. */
export function mappingText(mapping: unknown): string {
  const checked = checkedMapping(mapping);
  if (typeof checked === "string") return checked;
  try {
    return JSON.stringify(checked, null, 2);
  } catch (error) {
    throw engineError("argument-invalid", `\`mapping\` cannot be written as JSON: ${(error as Error).message}`);
  }
}

/** Text, or an object that could be a mapping. Error: `argument-invalid`. */
export function checkedMapping(mapping: unknown): string | object {
  if (typeof mapping === "string" || isPlain(mapping)) return mapping;
  const message = `\`mapping\` must be the text of a mapping, or the object it holds; it is ${describe(mapping)}`;
  throw engineError("argument-invalid", message, mappingHint(mapping));
}

/** The parameters of `apply`. What a patch writes into a mapping must be JSON through and through. Error: `argument-invalid`. */
export function patchParams(mapping: unknown, patch: unknown): { mapping: string; patch: unknown } {
  const refused = (item: unknown) =>
    engineError("argument-invalid", `\`patch\` must be JSON; in it is ${describe(item)}`);
  const isJson = (item: unknown) =>
    typeof item === "object"
      ? item === null || isPlain(item)
      : ["string", "boolean", "undefined"].includes(typeof item);
  try {
    JSON.stringify(patch, (_, item: unknown) => {
      if (!isJson(item) && !Number.isFinite(item)) throw refused(item);
      return item;
    });
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw engineError("argument-invalid", `\`patch\` cannot be written as JSON: ${(error as Error).message}`);
  }
  return { mapping: mappingText(mapping), patch };
}

function mappingHint(value: unknown): string | undefined {
  if (has(value, "then")) return "await it";
  if (has(value, "text")) return "await its text()";
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    return 'read the file as text, `readFile(path, "utf8")`, or decode the bytes with a TextDecoder';
  return undefined;
}

/** Parameters as the engine takes them. A lone half of a surrogate pair, which UTF-8 does not have, becomes U+FFFD. */
export function callParams(params: object): CallParams {
  const { mapping, ...others } = params as { mapping?: unknown };
  const isText = typeof mapping === "string"; // anything else is for the engine to refuse
  const text = JSON.stringify(isText ? others : params);
  const json = text.includes("\\ud")
    ? text.replace(/\\(\\|ud[89a-f]..)/g, (all, what) => (what === "\\" ? all : "\\ufffd"))
    : text;
  return !isText ? { json } : { json, mapping: mapping.replace(/\p{Surrogate}/gu, "\ufffd") };
}

/** What JSON cannot hold goes as `{"$is": "a Promise"}`: the engine then says what it expects in its place. */
export function jsonable(value: unknown, depth = 0): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean" || value === undefined) return value;
  if (Number.isFinite(value)) return value;
  if (!isPlain(value) || depth > 8) return { $is: describe(value) };
  if (Array.isArray(value)) return value.map((item) => jsonable(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonable(member, depth + 1)]));
}

/** A value in words: `the text "2"`, `NaN`, `a Promise`. */
export function describe(value: unknown): string {
  if (typeof value === "string")
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  if (typeof value === "bigint") return `the bigint ${value}n`;
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return "an array";
  const name = value.constructor?.name || "Object";
  return name === "Object" ? "an object" : `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
}

/** An array or an object that could be JSON: no Promise, Map, Date, bytes ... */
function isPlain(value: unknown): value is object {
  return /^\[object (Object|Array)\]$/.test(Object.prototype.toString.call(value)) && !has(value, "then");
}

export function has(value: unknown, member: string): boolean {
  return typeof value === "object" && value !== null && member in value;
}

function misfit(name: string, { expected, hint }: Rule, value: unknown): Diagnostic {
  const message = `\`${name}\` must be ${expected}; it is ${describe(value)}`;
  return { code: "option-value", severity: "error", message, ...hinted(hint?.(value)) };
}

const hinted = (hint: string | undefined): { hint?: string } => (hint === undefined ? {} : { hint });

/** The name closest to what was written, when it is close enough to be meant. */
function didYouMean(written: unknown, names: readonly string[]): string | undefined {
  if (typeof written !== "string") return undefined;
  const [nearest] = names
    .map((name) => ({ name, distance: distance(written.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= Math.max(1, nearest.name.length / 3)
    ? `did you mean \`${nearest.name}\`?`
    : undefined;
}

/** How many letters have to be changed, added or taken away. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
