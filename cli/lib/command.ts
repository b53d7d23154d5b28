/** What every command is made of: its help, its options, and what it does. */

import { type ParseArgsConfig, parseArgs } from "node:util";
import { unknownName } from "./names.js";
import { UsageError } from "./usage.js";

export interface Command {
  summary: string;
  help: string;
  /** Answers the exit code. */
  run(args: string[]): Promise<number>;
}

export type Options = NonNullable<ParseArgsConfig["options"]>;
type Config<T extends Options> = { args: string[]; options: T; allowPositionals: true; strict: true };
export type Values<T extends Options> = ReturnType<typeof parseArgs<Config<T>>>["values"];

/** util.parseArgs with our own words for what is wrong. */
export function parse<const T extends Options>(args: string[], options: T): ReturnType<typeof parseArgs<Config<T>>> {
  try {
    return parseArgs<Config<T>>({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw misused(error as NodeJS.ErrnoException, Object.keys(options));
  }
}

function misused({ code, message }: NodeJS.ErrnoException, names: string[]): UsageError {
  const [, dashes = "", given = ""] = /'(-+)([^' =]+)/.exec(message) ?? [];
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION" && given)
    return unknownName(
      `there is no option ${dashes}${given}`,
      `--${given}`,
      names.map((name) => `--${name}`),
      "options",
    );
  // Node's own words, without its advice about `--`.
  return new UsageError((message.split(". ")[0] ?? message).replace(/^Option/, "option"));
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

/** A whole number of 0 or more. */
export function countOf(value: string | undefined, option: string, otherwise = ""): number | undefined {
  if (value === undefined) return undefined;
  const count = /^\d+$/.test(value) ? Number(value) : NaN;
  if (Number.isSafeInteger(count)) return count;
  throw new UsageError(`--${option} is a whole number${otherwise}, not ${value}`);
}

/** As countOf; "all" is null. */
export function countOrAll(value: string | undefined, option: string): number | null | undefined {
  return value === "all" ? null : countOf(value, option, ' or "all"');
}
