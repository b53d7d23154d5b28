// docs/words/switches.json: the readings of the rules that a caller may change; the first value is the default.
import { checked, from, literal, markdown, pascal, union } from "./text.mjs";

const table = "switches";
const isFlag = ({ values }) => typeof values[0] === "boolean";
const enumName = ({ code }) => pascal(code);
const defaultOf = (row) => (isFlag(row) ? `bool ${row.code} = ${row.values[0]}` : `${enumName(row)} ${row.code}{}`);

const declarations = (rows) => `// ${from(table)}
#pragma once

#include <cstdint>

// clang-format off
namespace premap::resolve {

${rows
  .filter((row) => !isFlag(row))
  .map((row) => `enum class ${enumName(row)} : uint8_t { ${row.values.map(pascal).join(", ")} };`)
  .join("\n")}

struct Switches {
${rows.map((row) => `  ${defaultOf(row)};  ///< ${row.decision}: ${row.what}`).join("\n")}
  bool operator==(const Switches&) const = default;
};

}  // namespace premap::resolve
`;

const setter = (row) =>
  isFlag(row)
    ? `[](Switches& to, size_t value) { to.${row.code} = value == ${row.values[0] ? 0 : 1}; }`
    : `[](Switches& to, size_t value) { to.${row.code} = static_cast<${enumName(row)}>(value); }`;

const tables = (rows) => `// ${from(table)}
constexpr SwitchInfo kSwitches[] = {
${rows.map((row) => `    {${literal(row.code)}, ${literal(row.values.join("|"))}, ${setter(row)}},`).join("\n")}
};
`;

const types = (rows) => `// ${from(table)}

/** Readings of the rules that the published contract leaves open, as switches; docs/resolution.md tells of each. The first value is the default. */
export interface Switches {
${rows.map((row) => `  /** ${row.what} */\n  ${row.code}?: ${isFlag(row) ? "boolean" : union(row.values)};`).join("\n")}
}
`;

/** For comparing with the live service: which decision, read otherwise, gives what it gave. */
const readings = (rows) => `// ${from(table)}

export interface SwitchReadings {
  name: string;
  /** As the contract counts them: A1. */
  decision: string;
  /** The first is the default. */
  values: readonly (string | boolean)[];
  what: string;
}

export const switchReadings: readonly SwitchReadings[] = ${JSON.stringify(
  rows.map(({ code, decision, values, what }) => ({ name: code, decision, values, what })),
  undefined,
  2,
)};
`;

export function switches(read) {
  const rows = checked(table, read(table), ["code", "decision", "what"]);
  return {
    "include/premap/resolve/switches.h": declarations(rows),
    "src/resolve/switch_words.inc": tables(rows),
    "wasm/ts/switches.ts": types(rows),
    "wasm/ts/push/check/switch_readings.ts": readings(rows),
    "docs/resolution.md": {
      switches: markdown(
        ["switch", "decision", "values", "meaning"],
        rows.map(({ code, decision, values, what }) => [
          `\`${code}\``,
          decision,
          values.map((value) => `\`${value}\``).join(", "),
          what,
        ]),
      ),
    },
  };
}
