#include <algorithm>

#include "premap/mapping/read.h"
#include "session/calls/calls.h"
#include "session/validation.h"

namespace premap::calls {

namespace {

int64_t countOf(const Diagnostics& diagnostics, Severity severity) {
  return std::count_if(diagnostics.begin(), diagnostics.end(),
                       [&](const Diagnostic& diagnostic) { return diagnostic.severity == severity; });
}

}  // namespace

std::string validationAnswer(const Diagnostics& diagnostics, std::string_view text) {
  JsonWriter json;
  json.beginObject().key("ok").value(!hasErrors(diagnostics)).key("diagnostics");
  writeDiagnostics(json, diagnostics, text);
  json.key("counts").beginObject();
  for (Severity severity : {Severity::Error, Severity::Warning, Severity::Info})
    json.key(toString(severity)).value(countOf(diagnostics, severity));
  json.endObject().endObject();
  return okEnvelope(json.text());
}

std::string validate(const Params& params) {
  std::optional<ApiGeneration> api;
  if (params.has("api")) {
    api = apiGenerationFrom(params.text("api"));
    if (!api) return failEnvelope({error("call-invalid", "`api` is neither `v1` nor `gm`")});
  }
  const std::string text = params.text("mapping");
  return validationAnswer(faultsWithoutSnapshot(readMapping(text), text, api), text);
}

}  // namespace premap::calls
