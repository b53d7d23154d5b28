// What the calls about a mapping's groups have in common: the mapping, the group's name, the switches.
#pragma once

#include <memory>
#include <string>

#include "premap/base/json_writer.h"
#include "premap/check/validation.h"
#include "premap/mapping/read.h"
#include "premap/resolve/census.h"
#include "premap/resolve/options.h"
#include "session/params.h"
#include "session/state.h"

namespace premap::calls {

struct MappingParams {
  std::string text;  ///< the mapping as the user has it; spans of `diagnostics` count in it
  std::unique_ptr<Mapping> mapping;
  Diagnostics diagnostics;  ///< of reading it
  std::string group;        ///< empty: the only one
  resolve::ResolveOptions options;
};

/// Errors: the mapping is not readable, or an option is unknown.
Result<MappingParams> readMappingParams(const Params& params);

/// The API whose rules hold; empty: told by the mapping.
std::optional<ApiGeneration> apiOf(const Params& params);

/// Whether the rows are to be read: unless `rows` is false.
RowChecks rowChecksOf(const Params& params);

/// The state's census, made on first use.
resolve::ClassCensus& censusOf(SessionState& state);

/// `diagnostics` of an answer that is fine: those of the reading, then the table's.
void writeDiagnosticsOf(JsonWriter& json, const MappingParams& params, const Diagnostics& ofTable);

}  // namespace premap::calls
