// The call `validate`: every fault of a mapping, with or without a snapshot.
#include <algorithm>

#include "premap/check/validation.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

namespace {

int64_t countOf(const Diagnostics& diagnostics, Severity severity) {
  return std::count_if(diagnostics.begin(), diagnostics.end(),
                       [&](const Diagnostic& diagnostic) { return diagnostic.severity == severity; });
}

}  // namespace

std::string validationText(const Diagnostics& diagnostics, std::string_view text, std::optional<ApiGeneration> api,
                           bool withEdits) {
  std::optional<PatchPlaces> places;
  if (withEdits) places.emplace(text);
  JsonWriter json;
  json.beginObject().key("ok").value(!hasErrors(diagnostics));
  if (api) json.key("api").value(apiName(*api));
  json.key("diagnostics");
  writeDiagnostics(json, diagnostics, text, places ? &*places : nullptr);
  json.key("counts").beginObject();
  for (Severity severity : {Severity::Error, Severity::Warning, Severity::Info})
    json.key(toString(severity)).value(countOf(diagnostics, severity));
  json.endObject().endObject();
  return json.take();
}

std::string validate(Readings& readings, const Params& params) {
  const auto source = readings.read(params.view("mapping"));
  const Diagnostics faults = faultsOf(source->read, apiOf(params));
  return okEnvelope(validationText(faults, source->text, judgedBy(source->read, apiOf(params)), params.flag("edits")));
}

std::string validateOnSnapshot(SessionState& state, const Params& params) {
  ValidationRun run(state.readings->read(params.view("mapping")), apiOf(params), tablesOf(state), rowChecksOf(params));
  run.advance(nullptr);
  return okEnvelope(validationText(run.finish(), run.text(), run.api(), params.flag("edits")));
}

}  // namespace premap::calls
