// What the calls `validate` and `fix` have in common: all faults of a mapping's text, with and without a snapshot.
#pragma once

#include <optional>
#include <string_view>

#include "premap/mapping/validate.h"
#include "session/params.h"
#include "session/snapshot/snapshot_faults.h"

namespace premap::calls {

/// The API whose rules hold; empty: told by the mapping. Error: `call-invalid`.
Result<std::optional<ApiGeneration>> apiOf(const Params& params);

/// In order of place, none told twice.
Diagnostics faultsOf(std::string_view text, std::optional<ApiGeneration> api);
Diagnostics faultsOf(std::string_view text, std::optional<ApiGeneration> api, resolve::ClassCensus& census,
                     RowChecks rows);

}  // namespace premap::calls
