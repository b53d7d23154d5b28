#include "session/calls/mapping_params.h"

#include "session/envelope.h"

namespace premap::calls {

namespace {

// The query a fault's path names; null when the fault is not inside a query.
const std::string* queryOf(const Diagnostic& fault, const Mapping& mapping) {
  for (const Group& group : mapping.groups)
    if (fault.path == group.place.at(group.query)) return &group.query.value;
  return nullptr;
}

}  // namespace

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

std::string failMapping(const Diagnostics& diagnostics, const MappingParams& params) {
  const std::string* query = diagnostics.empty() ? nullptr : queryOf(diagnostics[0], *params.mapping);
  return failEnvelope(diagnostics, query ? *query : params.text);
}

resolve::ClassCensus& censusOf(SessionState& state) {
  if (!state.census) state.census = std::make_unique<resolve::ClassCensus>(*state.catalog);
  return *state.census;
}

void writeDiagnosticsOf(JsonWriter& json, const MappingParams& params, const Diagnostics& ofTable) {
  Diagnostics all = params.diagnostics;
  for (Diagnostic d : ofTable) {
    // Its span counts in a query, the others' in the mapping; the path tells the place well enough.
    d.span.reset();
    all.push_back(std::move(d));
  }
  writeDiagnostics(json, all, params.text);
}

}  // namespace premap::calls
