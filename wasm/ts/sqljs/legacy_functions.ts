/**
 * The SQL functions sql.js adds to SQLite (by the old contributed extension), with the meaning they have there: text that is
 * no number counts as 0, `log` is natural, `ceil` and `floor` give integers, lengths and places count characters.
 */

import type { AggregateCallback, CallArguments, ScalarCallback } from "./callbacks.js";
import { SQLITE_INTEGER } from "./sqlite.js";

const SQLITE_NULL = 5;

export interface LegacyFunction {
  name: string;
  argumentCount: number;
  scalar?: ScalarCallback;
  aggregate?: AggregateCallback;
}

type Scalar = (args: CallArguments) => unknown;

/** NULL when any argument is. */
function strict(name: string, argumentCount: number, call: Scalar): LegacyFunction {
  const isNull = (args: CallArguments, index: number) => args.type(index) === SQLITE_NULL;
  const anyNull = (args: CallArguments) => Array.from({ length: args.count }).some((_, index) => isNull(args, index));
  return { name, argumentCount, scalar: { call: (args) => (anyNull(args) ? null : call(args)) } };
}

const math = (name: string, call: (x: number) => number): LegacyFunction =>
  strict(name, 1, (args) => call(args.number(0)));
const math2 = (name: string, call: (x: number, y: number) => number): LegacyFunction =>
  strict(name, 2, (args) => call(args.number(0), args.number(1)));

const largestInteger = 2n ** 63n - 1n;
/** Rounded to an integer, kept within 64 bits. */
function rounded(name: string, round: (x: number) => number): LegacyFunction {
  return strict(name, 1, (args) => {
    if (args.type(0) === SQLITE_INTEGER) return args.integer(0);
    const whole = round(args.number(0));
    if (Number.isNaN(whole)) return 0n;
    if (whole >= 2 ** 63) return largestInteger;
    return whole <= -(2 ** 63) ? -largestInteger - 1n : BigInt(whole);
  });
}

const isInteger = (args: CallArguments): boolean => args.type(0) === SQLITE_INTEGER;
const numeric: LegacyFunction[] = [
  math("acos", Math.acos),
  math("asin", Math.asin),
  math("atan", Math.atan),
  math("acosh", Math.acosh),
  math("asinh", Math.asinh),
  math("atanh", Math.atanh),
  math2("atn2", Math.atan2),
  math2("atan2", Math.atan2),
  math("cos", Math.cos),
  math("sin", Math.sin),
  math("tan", Math.tan),
  math("cot", (x) => 1 / Math.tan(x)),
  math("cosh", Math.cosh),
  math("sinh", Math.sinh),
  math("tanh", Math.tanh),
  math("coth", (x) => 1 / Math.tanh(x)),
  math("degrees", (x) => (180 * x) / Math.PI),
  math("radians", (x) => (Math.PI * x) / 180),
  math("exp", Math.exp),
  math("log", Math.log),
  math("log10", Math.log10),
  math("sqrt", Math.sqrt),
  math2("power", Math.pow),
  strict("square", 1, (args) =>
    isInteger(args) ? BigInt.asIntN(64, args.integer(0) ** 2n) : args.number(0) * args.number(0),
  ),
  strict("sign", 1, (args) => {
    const sign = Math.sign(args.number(0)) + 0; // without a negative zero
    return isInteger(args) ? BigInt(sign) : sign;
  }),
  rounded("ceil", Math.ceil),
  rounded("floor", Math.floor),
  { name: "pi", argumentCount: 0, scalar: { call: () => Math.PI } },
];

const characters = (args: CallArguments, index: number): string[] => Array.from(args.text(index));

/** A count of characters; negative ones are refused, as the extension does. */
function count(args: CallArguments, index: number): number {
  const value = Number(args.integer(index));
  if (value < 0) throw new Error("domain error");
  return value;
}

function charIndex(args: CallArguments): bigint | null {
  if (args.type(0) === SQLITE_NULL || args.type(1) === SQLITE_NULL) return null;
  const sought = args.text(0);
  if (sought === "") return 0n;
  const start = args.count > 2 ? Math.max(0, Number(args.integer(2)) - 1) : 0;
  const text = characters(args, 1);
  const found = text.slice(start).join("").indexOf(sought);
  if (found < 0) return 0n;
  return BigInt(start + Array.from(text.slice(start).join("").slice(0, found)).length + 1);
}

/** Blanks to either side, until the text is as long as asked for. */
function padding(name: string, left: (missing: number) => number): LegacyFunction {
  return strict(name, 2, (args) => {
    const wanted = count(args, 1);
    const text = args.text(0);
    const missing = Math.max(0, wanted - Array.from(text).length);
    return " ".repeat(left(missing)) + text + " ".repeat(missing - left(missing));
  });
}

const soundexDigit: Readonly<Record<string, string>> = Object.fromEntries(
  ["bfpv", "cgjkqsxz", "dt", "l", "mn", "r"].flatMap((letters, index) =>
    Array.from(letters, (letter) => [letter, String(index + 1)]),
  ),
);

/** The extension's own code: the first letter, then the digits of all letters, the first and repeated ones too. */
function soundex(text: string): string {
  const word = /[a-z].*/is.exec(text)?.[0];
  if (word === undefined) return "?000";
  const digits = Array.from(word.toLowerCase(), (letter) => soundexDigit[letter] ?? "").join("");
  return `${(word[0] as string).toUpperCase()}${digits}000`.slice(0, 4);
}

const textual: LegacyFunction[] = [
  strict("difference", 2, (args) => {
    const [a, b] = [soundex(args.text(0)), soundex(args.text(1))];
    return BigInt(Array.from(a).filter((character, index) => character === b[index]).length);
  }),
  strict("replicate", 2, (args) => args.text(0).repeat(count(args, 1))),
  { name: "charindex", argumentCount: 2, scalar: { call: charIndex } },
  { name: "charindex", argumentCount: 3, scalar: { call: charIndex } },
  strict("leftstr", 2, (args) =>
    characters(args, 0)
      .slice(0, Math.max(0, Number(args.integer(1))))
      .join(""),
  ),
  strict("rightstr", 2, (args) => {
    const length = Math.max(0, Number(args.integer(1)));
    return length === 0 ? "" : characters(args, 0).slice(-length).join("");
  }),
  strict("reverse", 1, (args) => characters(args, 0).reverse().join("")),
  strict("proper", 1, (args) =>
    args
      .text(0)
      .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
      .replace(/(^|\s)([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase()),
  ),
  padding("padl", (missing) => missing),
  padding("padr", () => 0),
  padding("padc", (missing) => Math.floor(missing / 2)),
  strict("strfilter", 2, (args) => {
    const wanted = new Set(characters(args, 1));
    return characters(args, 0)
      .filter((character) => wanted.has(character))
      .join("");
  }),
];

/** Mean and sum of squared differences, updated value by value (Welford). */
interface Spread {
  count: number;
  mean: number;
  squares: number;
}

function spread(name: string, finish: (variance: number) => number): LegacyFunction {
  const aggregate: AggregateCallback = {
    init: (): Spread => ({ count: 0, mean: 0, squares: 0 }),
    step(state, args) {
      const spread = state as Spread;
      if (args.type(0) === SQLITE_NULL) return spread;
      const value = args.number(0);
      spread.count++;
      const difference = value - spread.mean;
      spread.mean += difference / spread.count;
      spread.squares += difference * (value - spread.mean);
      return spread;
    },
    finish(state) {
      const { count, squares } = state as Spread;
      return count > 1 ? finish(squares / (count - 1)) : 0;
    },
  };
  return { name, argumentCount: 1, aggregate };
}

/** All values of a column; the first one tells whether they are integers. */
interface Values {
  integers: boolean | undefined;
  list: number[];
}

function ranking(name: string, finish: (sorted: number[], integers: boolean) => unknown): LegacyFunction {
  const aggregate: AggregateCallback = {
    init: (): Values => ({ integers: undefined, list: [] }),
    step(state, args) {
      const values = state as Values;
      if (args.type(0) === SQLITE_NULL) return values;
      values.integers ??= args.numericType(0) === SQLITE_INTEGER;
      values.list.push(values.integers ? Number(args.integer(0)) : args.number(0));
      return values;
    },
    finish(state) {
      const { integers, list } = state as Values;
      return list.length === 0
        ? null
        : finish(
            list.sort((a, b) => a - b),
            integers === true,
          );
    },
  };
  return { name, argumentCount: 1, aggregate };
}

const ofKind = (value: number, integers: boolean): number | bigint =>
  integers && Number.isSafeInteger(value) ? BigInt(value) : value;

/** The most frequent value; NULL when several are. */
function mode(sorted: number[], integers: boolean): unknown {
  const counts = new Map<number, number>();
  for (const value of sorted) counts.set(value, (counts.get(value) ?? 0) + 1);
  let most = 0;
  for (const times of counts.values()) most = Math.max(most, times);
  const winners = [...counts.keys()].filter((value) => counts.get(value) === most);
  return winners.length === 1 ? ofKind(winners[0] as number, integers) : null;
}

/** The value with `share` of all at or below it and the rest at or above; the mean when several are like that. */
const quantile = (share: number) => (sorted: number[], integers: boolean) => {
  const { length } = sorted;
  const fits: number[] = [];
  for (let first = 0, end = 0; first < length; first = end) {
    const value = sorted[first] as number;
    while (end < length && sorted[end] === value) end++;
    if (end >= share * length && length - first >= (1 - share) * length) fits.push(value);
  }
  if (fits.length === 1) return ofKind(fits[0] as number, integers);
  return fits.reduce((sum, value) => sum + value, 0) / fits.length;
};

export const legacyFunctions: readonly LegacyFunction[] = [
  ...numeric,
  ...textual,
  spread("variance", (variance) => variance),
  spread("stdev", Math.sqrt),
  ranking("mode", mode),
  ranking("median", quantile(0.5)),
  ranking("lower_quartile", quantile(0.25)),
  ranking("upper_quartile", quantile(0.75)),
];
