// Which generation of the API a mapping was written for: told once, shown wherever it matters.
//
//   ApiInference told = inferApi(mapping);
//   told.api;                          // ApiGeneration::V1
//   told.sign->what, told.sign->path;  // "`ecPropertyType`", "/groups/0/properties/0/ecProperties/0/ecPropertyType"
#pragma once

#include <optional>

#include "premap/mapping/model.h"

namespace premap {

struct ApiInference {
  ApiGeneration api = ApiGeneration::GroupingAndMapping;
  std::optional<ApiSign> sign;     ///< the first thing in the text that tells; none when it could be either
  std::optional<ApiSign> against;  ///< the first thing that only the other generation has
};

/// The generation a mapping was plainly written for; Grouping and Mapping when it could be either or is both.
/// Cost: one pass over the mapping.
ApiInference inferApi(const Mapping& mapping);

}  // namespace premap
