// Everything that can be said of a mapping without a snapshot: reading, the contract, the formulas.
#pragma once

#include <optional>

#include "premap/base/diagnostic.h"
#include "premap/mapping/validate.h"

namespace premap {

/// In order of place. `api` as for validateContract. Blank formulas are the contract's matter.
Diagnostics faultsWithoutSnapshot(const ReadResult& read, std::optional<ApiGeneration> api,
                                  FaultScope scope = FaultScope::Listed);

void sortByPlace(Diagnostics& diagnostics);

}  // namespace premap
