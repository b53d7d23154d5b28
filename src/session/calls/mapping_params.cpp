// Reads the parameters that calls about a mapping share, so that each of them refuses the same text in the same words.
#include "session/calls/mapping_params.h"

#include "premap/session/envelope.h"

namespace premap::calls {

Result<MappingParams> readMappingParams(SessionState& state, const Params& params) {
  MappingParams read;
  read.source = state.readings->read(params.view("mapping"));
  read.group = params.text("group");
  if (!read.source->read.isReadable) return Diagnostics(read.source->read.diagnostics);
  auto options = resolve::optionsFromJson(params.json("options"));
  if (!options) return std::move(options.diagnostics());
  read.options = std::move(*options);
  return read;
}

std::optional<ApiGeneration> apiOf(const Params& params) {
  return apiGenerationFrom(params.text("api"));
}

RowChecks rowChecksOf(const Params& params) {
  return params.has("rows") && !params.flag("rows") ? RowChecks::None : RowChecks::All;
}

SnapshotTables& tablesOf(SessionState& state) {
  if (!state.tables) state.tables = std::make_unique<SnapshotTables>(*state.catalog);
  return *state.tables;
}

resolve::Planner& plannerOf(SessionState& state) {
  return tablesOf(state).planner();
}

void writeDiagnosticsOf(JsonWriter& json, const MappingParams& params, const Diagnostics& ofTable) {
  Diagnostics all = params.source->read.diagnostics;
  all.insert(all.end(), ofTable.begin(), ofTable.end());
  writeDiagnostics(json, all, params.text());
}

}  // namespace premap::calls
