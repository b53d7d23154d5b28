// What a snapshot says of a mapping: queries that do not compile, classes and properties it does not have.
#pragma once

#include <string_view>

#include "premap/mapping/model.h"
#include "premap/resolve/census.h"

namespace premap {

/// Errors and warnings placed in `text`, from which the mapping was read; no rows are read. Faults the contract already
/// tells (a blank query, say) may be among them.
Diagnostics snapshotFaults(const Mapping& mapping, std::string_view text, resolve::ClassCensus& census);

}  // namespace premap
