// The contract's rules that need no snapshot: what the API or its client would refuse or quietly get wrong.
//
//   ReadResult read = readMapping(text);
//   Diagnostics faults = validateContract(read.mapping, inferApi(read.mapping));
//
// Each fault is placed (path and span), says what to do, and repeats in `related` what the API's own client would
// answer. Every code is catalogued in docs/diagnostics.md.
#pragma once

#include "premap/base/diagnostic.h"
#include "premap/mapping/model.h"

namespace premap {

/// All faults of a mapping, in order of their place. Nothing that readMapping has reported is repeated.
/// Cost: linear in the size of the mapping.
Diagnostics validateContract(const Mapping& mapping, ApiGeneration api);

/// Why `name` is no OData SimpleIdentifier of at most 128 UTF-16 units; empty when it is one.
std::string simpleIdentifierFault(std::string_view name);

}  // namespace premap
