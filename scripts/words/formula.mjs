// docs/words/formula_functions.json: the functions and constants of the formula language.
import { checked, from, literal, markdown } from "./text.mjs";

const table = "formula_functions";

const enumeration = (functions) => `// ${from(table)}
#pragma once

#include <cstdint>

// clang-format off
namespace premap::formula {

enum class Function : uint8_t {
${functions.map(({ enumerator, what }) => `  ${enumerator},  ///< ${what}`).join("\n")}
};

}  // namespace premap::formula
`;

const cppTables = ({ functions, constants }) => `// ${from(table)}
// In the order of the enumeration.
constexpr FunctionInfo kFunctions[] = {
${functions
  .map(
    ({ code, enumerator, takes, result }) =>
      `    {${literal(code)}, Function::${enumerator}, ${literal(takes)}, FunctionResult::${result}},`,
  )
  .join("\n")}
};

constexpr Constant kConstants[] = {
${constants
  .filter(({ value }) => !words.includes(value))
  .map(({ code, value }) => `    {${literal(code.toLowerCase())}, ${value}},`)
  .join("\n")}
};
`;

/** Constants that are no numbers. */
const words = ["true", "false", "null"];

const resultWords = { Number: "Number", Whole: "Number", Text: "String", Boolean: "Boolean", Same: "as its arguments" };

/** `substring(s, from[, to])`, `max(x, y, …)` */
function signature({ code, takes, parameters }) {
  const required = takes.includes("[") ? takes.indexOf("[") : parameters.length;
  const first = parameters.slice(0, required).join(", ");
  const optional = parameters.slice(required).map((name) => `[, ${name}]`);
  return `${code}(${first}${optional.join("")}${takes.endsWith("+") ? ", …" : ""})`;
}

const pageWords = ({ functions, constants }) => `// ${from(table)}
// What the page completes in a formula, with what is said of it.

export interface FormulaWord {
  name: string;
  /** How it is called. */
  signature: string;
  gives: string;
  what: string;
}

/** Name, signature behind it, result and words, parted by bars: short as it is downloaded. */
const rows = ${JSON.stringify(
  functions
    .map((row) => [row.code, signature(row).slice(row.code.length), resultWords[row.result], row.what].join("|"))
    .join("\n"),
)};

export const formulaFunctions: readonly FormulaWord[] = rows.split("\\n").map((row) => {
  const [name = "", behind = "", gives = "", what = ""] = row.split("|");
  return { name, signature: name + behind, gives, what };
});

export const formulaConstants: readonly { name: string; what: string }[] = ${JSON.stringify(
  constants.map(({ code, what }) => ({ name: code, what })),
)};
`;

/** Of those of one number the names alone: they are many, and all the same. */
function documented(functions) {
  const groups = [...new Set(functions.map(({ group }) => group))];
  return markdown(
    ["functions", ""],
    groups.map((group) => {
      const own = functions.filter((row) => row.group === group);
      const isPlain = own.every(({ takes }) => takes === "N");
      const names = isPlain ? own.map(({ code }) => code) : own.map((row) => signature(row));
      const told = isPlain ? `\`${names.join(" ")}\`` : names.map((name) => `\`${name}\``).join(" ");
      return [group, group === "only the extraction knows" ? `${told}: null in a preview` : told];
    }),
  );
}

export function formulaWords(read) {
  const words = read(table);
  checked(table, words.functions, ["code", "enumerator", "result", "what", "group"]);
  checked(table, words.constants, ["code", "value", "what"]);
  return {
    "src/formula/function_words.h": enumeration(words.functions),
    "src/formula/function_words.inc": cppTables(words),
    "web/src/features/formula/words.ts": pageWords(words),
    "docs/formulas.md": { "formula functions": documented(words.functions) },
  };
}
