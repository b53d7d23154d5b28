/** What every command is made of: its help, its options, and what it does. */

import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./usage.js";

export interface Command {
  summary: string;
  help: string;
  /** Answers the exit code. */
  run(args: string[]): Promise<number>;
}

type Options = NonNullable<ParseArgsConfig["options"]>;
type Config<T extends Options> = { args: string[]; options: T; allowPositionals: true; strict: true };

/** util.parseArgs with our own words for what is wrong. */
export function parse<const T extends Options>(args: string[], options: T): ReturnType<typeof parseArgs<Config<T>>> {
  try {
    return parseArgs<Config<T>>({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split(". ")[0] as string) : String(error));
  }
}

/** The one argument that is not an option. */
export function onlyArgument(positionals: string[], what: string): string {
  const [first, second] = positionals;
  if (first === undefined) throw new UsageError(`${what} is missing`);
  if (second !== undefined) throw new UsageError(`too many arguments: ${positionals.slice(1).join(" ")}`);
  return first;
}

export function required(value: string | undefined, option: string): string {
  if (value === undefined || value === "") throw new UsageError(`--${option} is missing`);
  return value;
}

export function oneOf<const T extends string>(
  value: string | undefined,
  allowed: readonly T[],
  otherwise: T,
  option = "format",
): T {
  if (value === undefined) return otherwise;
  const found = allowed.find((candidate) => candidate === value);
  if (!found) throw new UsageError(`--${option} is one of ${allowed.join(", ")}, not ${value}`);
  return found;
}

/** A whole number of 0 or more; "all" is null. */
export function countOf(value: string | undefined, option: string): number | null | undefined {
  if (value === undefined) return undefined;
  if (value === "all") return null;
  if (!/^\d+$/.test(value)) throw new UsageError(`--${option} is a whole number or "all", not ${value}`);
  return Number(value);
}

/** `--option name=value`, repeated. */
export function resolveOptions(pairs: string[] | undefined): Record<string, string | number | boolean> | undefined {
  if (!pairs) return undefined;
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new UsageError(`--option is name=value, not ${pair}`);
      return [pair.slice(0, at), plainValue(pair.slice(at + 1))];
    }),
  );
}

function plainValue(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
