// docs/words/verdicts.json: why a cell has no value, where one came from, and which open questions it hung on.
import { Failure } from "../lib/run.mjs";
import { checked, from, literal, markdown, pascal, union } from "./text.mjs";

const table = "verdicts";
const tones = ["quiet", "attention", "fault"];

const enumerators = (rows, name) => rows.map((row, index) => `  ${name(row, index)},  ///< ${row.what}`).join("\n");

const enums = ({ reasons, slots, sources, decisions }) => `// ${from(table)}
#pragma once

#include <cstddef>
#include <cstdint>

// clang-format off
namespace premap::resolve {

/// Why there is no value, from "the entry does not apply" to "its value was refused" (contract, 3.9).
/// Where an entry, or a column, fails for several the greatest is told: it got furthest.
enum class Reason : uint8_t {
  None,
${enumerators(reasons, ({ code }) => pascal(code))}
};

/// Where a value came from.
enum class Source : uint8_t {
${enumerators(sources, ({ code }) => pascal(code))}
};

/// Decisions a value hung on, as bits; the names are those of the contract.
enum class Decision : uint32_t {
${enumerators(decisions, ({ code }, bit) => `${code} = 1u << ${bit}`)}
};

/// What the words of one row and entry have slots for.
enum class ReasonSlot : uint8_t {
${enumerators(slots, ({ code }) => pascal(code))}
};

inline constexpr size_t kReasonCount = ${reasons.length};
inline constexpr size_t kSourceCount = ${sources.length};
inline constexpr size_t kDecisionCount = ${decisions.length};

}  // namespace premap::resolve
`;

const reasonRow = ({ code, short, tone, what, todo, entry, column, isToldElsewhere = false }) =>
  `    {${[code, short, tone, what, todo, entry, column].map(literal).join(", ")}, ${isToldElsewhere}},`;

const toldRows = (rows) => rows.map(({ code, what }) => `    {${literal(code)}, ${literal(what)}},`).join("\n");

const tables = ({ reasons, slots, sources, decisions }) => `// ${from(table)}
// In the order of their enumerations; \`None\` is no reason.
constexpr ReasonWords kReasons[kReasonCount + 1] = {
    {},
${reasons.map(reasonRow).join("\n")}
};

constexpr ToldWord kSlots[] = {
${toldRows(slots)}
};

constexpr ToldWord kSources[kSourceCount] = {
${toldRows(sources)}
};

constexpr ToldWord kDecisions[kDecisionCount] = {
${toldRows(decisions)}
};
`;

const types = ({ reasons, sources }) => `// ${from(table)}

/** Why a cell, or an entry, has no value; docs/resolution.md explains each. */
export type Reason = ${union(reasons.map(({ code }) => code))};

/** Where a cell's value came from. */
export type VerdictSource = ${union(sources.map(({ code }) => code))};

/** How much a missing value should worry: the data is just not there, the mapping misses, or something is wrong. */
export type ReasonTone = ${union(tones)};
`;

const documented = ({ reasons }) =>
  markdown(
    ["reason", "in short", "meaning", "what to do"],
    reasons.map(({ code, short, what, todo }) => [`\`${code}\``, short, what, todo]),
  );

function checkSlots({ reasons, slots }) {
  const known = new Set(slots.map(({ code }) => code));
  for (const { code, entry = "", column = "" } of reasons) {
    const unknown = [...`${entry}${column}`.matchAll(/\{(\w*)\}/g)].find(([, slot]) => !known.has(slot));
    if (unknown) throw new Failure(`docs/words/${table}.json: ${code} has the unknown slot ${unknown[0]}.`);
  }
}

export function verdictWords(read) {
  const words = read(table);
  checked(table, words.reasons, ["code", "short", "tone", "what", "todo"]);
  for (const rows of [words.slots, words.sources, words.decisions]) checked(table, rows, ["code", "what"]);
  checkSlots(words);
  return {
    "include/premap/resolve/reason.h": enums(words),
    "src/resolve/verdict_words.inc": tables(words),
    "wasm/ts/verdict_words.ts": types(words),
    "docs/resolution.md": { reasons: documented(words) },
  };
}
