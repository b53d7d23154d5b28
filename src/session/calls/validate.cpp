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

std::string validate(const Params& params) {
  const std::string_view text = params.view("mapping");
  const ReadResult read = readMapping(text);
  const Diagnostics faults = faultsOf(read, apiOf(params));
  return okEnvelope(validationText(faults, text, judgedBy(read, apiOf(params)), params.flag("edits")));
}

std::string validateOnSnapshot(SessionState& state, const Params& params) {
  ValidationRun run(params.text("mapping"), apiOf(params), censusOf(state), rowChecksOf(params));
  run.advance(nullptr);
  return okEnvelope(validationText(run.finish(), run.text(), run.api(), params.flag("edits")));
}

}  // namespace premap::calls
