// docs/words/vocabulary.json: the closed lists of words a mapping is written in, and the columns every table has.
import { readFileSync } from "node:fs";
import { inRoot } from "../lib/paths.mjs";
import { checked, from, list, literal, markdown } from "./text.mjs";

const table = "vocabulary";
const types = {
  dataTypes: "DataType",
  quantityTypes: "QuantityType",
  calculatedPropertyTypes: "CalculatedPropertyType",
};

/** `Undefined` is what a field without a value is. */
const undefinedFirst = (rows) => [...rows].sort((a, b) => (b.code === "Undefined") - (a.code === "Undefined"));

const enumeration = (name, rows) => `enum class ${name} : uint8_t {
${undefinedFirst(rows)
  .map(({ code, what, only }) => `  ${code},  ///< ${only ? `${only} only: ` : ""}${what}`)
  .join("\n")}
};`;

const enums = (words) => `// ${from(table)}
#pragma once

#include <cstdint>

// clang-format off
namespace premap {

${Object.entries(types)
  .map(([key, name]) => enumeration(name, words[key]))
  .join("\n\n")}

}  // namespace premap
`;

const cppTable = (key, name, rows) => `constexpr Word<${name}> k${key[0].toUpperCase()}${key.slice(1)}[] = {
${rows.map(({ code, only }) => `    {${literal(code)}, ${name}::${code}, true, ${only !== "v1"}},`).join("\n")}
};`;

const tables = (words) => `// ${from(table)}
${Object.entries(types)
  .map(([key, name]) => cppTable(key, name, words[key]))
  .join("\n\n")}
`;

const defaultColumns = (rows) => `// ${from(table)}
// The columns every table begins with.
#pragma once

#include <array>
#include <string_view>

// clang-format off
namespace premap {

inline constexpr std::array<std::string_view, ${rows.length}> kDefaultColumns = {
${rows.map(({ code, what }) => `    ${literal(code)},  // ${what}`).join("\n")}
};

}  // namespace premap
`;

/** The schema that editors use, with the lists of these words in it. */
function schema(words) {
  const codes = (rows) => rows.map(({ code }) => code);
  const lists = {
    dataType: codes(words.dataTypes),
    ecPropertyType: codes(words.dataTypes).filter((code) => code !== "Undefined"),
    quantityType: [...codes(words.quantityTypes), null],
    calculatedPropertyType: [...codes(words.calculatedPropertyTypes), null],
  };
  let text = readFileSync(inRoot("schema/mapping.schema.json"), "utf8");
  for (const [name, values] of Object.entries(lists)) {
    const broken = `[\n${values.map((value) => `        ${JSON.stringify(value)}`).join(",\n")}\n      ]`;
    const flat = JSON.stringify(values).replaceAll(",", ", ");
    const definition = new RegExp(`("${name}": \\{\\s*"description": "[^"]*",\\s*"enum": )\\[[^\\]]*\\]`);
    text = text.replace(definition, (_, head) => head + (flat.length > 120 ? broken : flat));
  }
  return text;
}

const offered = (rows) => rows.filter(({ only }) => !only).map(({ code }) => code);

const pageLists = (words) => `// ${from(table)}
// What the page offers: the words that both APIs take.

${list("dataTypes", offered(words.dataTypes))}
${list("quantityTypes", offered(words.quantityTypes))}
${list("measures", offered(words.calculatedPropertyTypes))}
`;

export function vocabulary(read) {
  const words = read(table);
  for (const rows of Object.values(words)) checked(table, rows, ["code", "what"]);
  return {
    "include/premap/mapping/vocabulary_words.h": enums(words),
    "include/premap/base/default_columns.h": defaultColumns(words.defaultColumns),
    "src/mapping/vocabulary_words.inc": tables(words),
    "schema/mapping.schema.json": schema(words),
    "web/src/lib/mapping_words.ts": pageLists(words),
    "docs/resolution.md": {
      measures: markdown(
        ["measure", "what it is"],
        words.calculatedPropertyTypes.filter(({ only }) => !only).map(({ code, what }) => [`\`${code}\``, what]),
      ),
      "default columns": markdown(
        ["column", "what it is"],
        words.defaultColumns.map(({ code, what }) => [`\`${code}\``, what]),
      ),
    },
  };
}
