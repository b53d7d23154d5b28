// Everything that can be said of a mapping without a snapshot: reading, the contract, the formulas.
#pragma once

#include <optional>
#include <string_view>

#include "premap/base/diagnostic.h"
#include "premap/mapping/validate.h"

namespace premap {

/// In order of place. `text` is what the mapping was read from; `api` as for validateContract.
Diagnostics faultsWithoutSnapshot(const ReadResult& read, std::string_view text, std::optional<ApiGeneration> api);

/// The formulas alone, checked group by group. Blank formulas are the contract's matter and left out.
Diagnostics formulaFaults(const Mapping& mapping, std::string_view text);

void sortByPlace(Diagnostics& diagnostics);

}  // namespace premap
