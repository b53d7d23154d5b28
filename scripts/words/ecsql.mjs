// docs/words/ecsql_functions.json and system_properties.json: what a query finds beside the classes of the schemas. reserved_words.json:
// what no name may be without brackets.
import { checked, from, list, literal, markdown } from "./text.mjs";

const results = ["String", "Long", "Integer", "Boolean", "Double", "Binary"];

const typed = (rows) =>
  rows
    .filter(({ result }) => result)
    .map(
      ({ code, result, extendedType }) => `    {${literal(code)}, PrimitiveType::${result}, ${literal(extendedType)}},`,
    )
    .join("\n");

const functionTables = ({ functions, geometry }) => `// ${from("ecsql_functions")}
// Any other function gives what its first argument is.
constexpr TypedFunction kFunctions[] = {
${typed(functions)}
};

// Behind \`iModel_\` and \`DGN_\`; any other of those gives a Double.
constexpr TypedFunction kGeometryFunctions[] = {
${typed(geometry)}
};
`;

const systemProperties = (rows) => `// ${from("system_properties")}
// Properties that instances have without their class declaring them.
#pragma once

#include <string_view>

// clang-format off
namespace premap {

struct SystemProperty {
  std::string_view name, jsonName, extendedType;
  bool isOfRelationships;  ///< only their instances have it
};

inline constexpr SystemProperty kSystemProperties[] = {
${rows
  .map(
    ({ code, json, extendedType, isOfRelationships = false }) =>
      `    {${[code, json, extendedType].map(literal).join(", ")}, ${isOfRelationships}},`,
  )
  .join("\n")}
};

}  // namespace premap
`;

const pageLists = ({ functions }, properties) => `// ${from("ecsql_functions")}
// What the page completes; any other function of SQLite works too.

${list(
  "offeredFunctions",
  functions.filter(({ isOffered }) => isOffered).map(({ code }) => code),
)}
${list(
  "systemProperties",
  properties.filter(({ isOfRelationships }) => !isOfRelationships).map(({ code }) => code),
)}
`;

const reservedTable = (words) => `// ${from("reserved_words")}
// Words that the grammar keeps for itself, in lower case, to be searched in halves.
constexpr std::string_view kReservedWords[] = {
${words.map((word) => `    ${literal(word)},`).join("\n")}
};
`;

const reservedList = (words) => `// ${from("reserved_words")}
// Words that the grammar keeps for itself: a name of that spelling stands in brackets.

${list("reservedWords", words)}
`;

const named = (rows, result) =>
  rows
    .filter((row) => row.result === result)
    .map(({ code }) => `\`${code}\``)
    .join(", ");

export function ecsqlWords(read) {
  const functions = read("ecsql_functions");
  const properties = checked("system_properties", read("system_properties"), ["code", "json", "extendedType"]);
  const reserved = checked("reserved_words", read("reserved_words"), ["code"])
    .map(({ code }) => code)
    .sort();
  for (const rows of Object.values(functions)) checked("ecsql_functions", rows, ["code"]);
  return {
    "src/ecsql/function_words.inc": functionTables(functions),
    "include/premap/schema/system_properties.h": systemProperties(properties),
    "src/ecsql/reserved_words.inc": reservedTable(reserved),
    "web/src/lib/reserved_words.ts": reservedList(reserved),
    "web/src/features/query/words.ts": pageLists(functions, properties),
    "docs/ecsql.md": {
      "result types": markdown(
        ["result", "functions"],
        results.map((result) => [result, named(functions.functions, result)]),
      ),
    },
  };
}
