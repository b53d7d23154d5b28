// The contract's rules that need no snapshot: what the API or its client would refuse or quietly get wrong.
//
//   ReadResult read = readMapping(text);
//   Diagnostics faults = validateContract(read, std::nullopt);
//
// Each fault is placed (path and span), says what to do, and repeats in `related` what the API's own client would
// answer. Every code is catalogued in docs/diagnostics.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "premap/base/diagnostic.h"
#include "premap/mapping/model.h"
#include "premap/mapping/read.h"

namespace premap {

/// Everything there is to say without a snapshot: what reading reported, each mapping by the rules of `api` (by those
/// of the API it was written for when not given), and names that clash across several mappings. In order of place.
Diagnostics validateContract(const ReadResult& read, std::optional<ApiGeneration> api,
                             FaultScope scope = FaultScope::Listed);

/// Why `name` is no OData SimpleIdentifier of at most 128 UTF-16 units; empty when it is one.
std::string simpleIdentifierFault(std::string_view name);

}  // namespace premap
