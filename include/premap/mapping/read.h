// Reads a mapping from JSON text, keeping the place of everything.
//
//   ReadResult read = readMapping(R"({"mappingName":"M","groups":[{"groupName":"Beams","query":"SELECT …"}]})");
//   if (!read.isReadable) return report(read.diagnostics);
//   use(read.mapping.groups[0].query.value);
//
// Shapes: premap's own file (docs/mapping-file.md); saved answers and request bodies of Reporting v1 and Grouping and
// Mapping, single or lists, with or without their envelope (`mapping`, `mappings`, `group`, `groups`, `property`,
// `groupProperty`, `properties`, `groupProperties`, `calculatedProperties`, `customCalculation`, `customCalculations`);
// a group alone; a property alone, with a `query` beside it or inside it; a bare `query`.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "premap/base/diagnostic.h"
#include "premap/mapping/model.h"

namespace premap {

/// Which faults are collected.
enum class FaultScope : uint8_t {
  Listed,  ///< the first 10,000, and how many more there are
  Repairs  ///< only those with a patch that is safe, however many
};

struct ReadResult {
  bool isReadable = false;  ///< false only when the JSON is malformed or its shape is none of the known ones
  Mapping mapping;
  std::vector<Mapping> others;  ///< of a list of several mappings: the ones after the first
  Diagnostics diagnostics;      ///< in order of their place; may hold errors though the mapping is readable
};

/// Errors: `json-invalid`, `mapping-too-large` and `mapping-shape-unknown` (not readable); `field-type`,
/// `field-duplicate`, `field-unknown`, `field-misplaced`, `mappings-several`.
/// Cost: one pass, about 30 bytes for each JSON value on top of the model; the stack does not grow with the nesting.
ReadResult readMapping(std::string_view text, FaultScope scope = FaultScope::Listed);

}  // namespace premap
