#include "session/calls/mapping_params.h"

#include "premap/session/envelope.h"

namespace premap::calls {

Result<MappingParams> readMappingParams(const Params& params) {
  MappingParams read;
  read.text = params.text("mapping");
  read.group = params.text("group");
  ReadResult parsed = readMapping(read.text);
  if (!parsed.isReadable) return std::move(parsed.diagnostics);
  read.mapping = std::make_unique<Mapping>(std::move(parsed.mapping));
  read.diagnostics = std::move(parsed.diagnostics);
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

resolve::ClassCensus& censusOf(SessionState& state) {
  if (!state.census) state.census = std::make_unique<resolve::ClassCensus>(*state.catalog);
  return *state.census;
}

void writeDiagnosticsOf(JsonWriter& json, const MappingParams& params, const Diagnostics& ofTable) {
  Diagnostics all = params.diagnostics;
  all.insert(all.end(), ofTable.begin(), ofTable.end());
  writeDiagnostics(json, all, params.text);
}

}  // namespace premap::calls
