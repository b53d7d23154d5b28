// What the calls about a mapping's groups have in common: the mapping, the group's name, the switches.
#pragma once

#include <memory>
#include <string>

#include "premap/base/json_writer.h"
#include "premap/check/validation.h"
#include "premap/resolve/options.h"
#include "session/params.h"
#include "session/state.h"

namespace premap::calls {

struct MappingParams {
  std::shared_ptr<const MappingText> source;  ///< as the user has it; spans count in it
  std::string group;                          ///< empty: the only one
  resolve::ResolveOptions options;
  const Mapping& mapping() const { return source->read.mapping; }
  const std::string& text() const { return source->text; }
};

/// Errors: the mapping is not readable, or an option is unknown.
Result<MappingParams> readMappingParams(SessionState& state, const Params& params);

/// The API whose rules hold; empty: told by the mapping.
std::optional<ApiGeneration> apiOf(const Params& params);

/// Whether the rows are to be read: unless `rows` is false.
RowChecks rowChecksOf(const Params& params);

/// What the state remembers of groups; made on first use.
SnapshotTables& tablesOf(SessionState& state);
resolve::Planner& plannerOf(SessionState& state);

/// `diagnostics` of an answer that is fine: those of the reading, then the table's.
void writeDiagnosticsOf(JsonWriter& json, const MappingParams& params, const Diagnostics& ofTable);

}  // namespace premap::calls
