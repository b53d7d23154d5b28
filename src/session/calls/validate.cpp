#include <algorithm>
#include <set>

#include "premap/mapping/api.h"
#include "premap/mapping/read.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"
#include "session/calls/validation_faults.h"
#include "session/validation.h"

namespace premap::calls {

namespace {

int64_t countOf(const Diagnostics& diagnostics, Severity severity) {
  return std::count_if(diagnostics.begin(), diagnostics.end(),
                       [&](const Diagnostic& diagnostic) { return diagnostic.severity == severity; });
}

// What the contract told is not told again, and nothing in the same words twice.
void addOthers(Diagnostics& faults, Diagnostics more) {
  std::set<std::pair<std::string, std::string>> told, added;
  for (const Diagnostic& fault : faults) told.emplace(fault.path, fault.code);
  for (Diagnostic& fault : more)
    if (!told.count({fault.path, fault.code}) && added.emplace(fault.path, fault.message).second)
      faults.push_back(std::move(fault));
}

}  // namespace

std::optional<ApiGeneration> apiOf(const Params& params) {
  return apiGenerationFrom(params.text("api"));
}

RowChecks rowChecksOf(const Params& params) {
  return params.has("rows") && !params.flag("rows") ? RowChecks::None : RowChecks::All;
}

std::optional<ApiGeneration> judgedBy(const ReadResult& read, std::optional<ApiGeneration> asked) {
  if (!read.isReadable) return std::nullopt;
  return asked ? asked : inferApi(read.mapping).api;
}

Diagnostics faultsOf(std::string_view text, std::optional<ApiGeneration> api, FaultScope scope) {
  return faultsWithoutSnapshot(readMapping(text, scope), api, scope);
}

Diagnostics faultsOf(std::string_view text, std::optional<ApiGeneration> api, resolve::ClassCensus& census,
                     RowChecks rows, FaultScope scope) {
  ValidationRun run(std::string(text), api, census, rows, scope);
  run.advance(nullptr);
  return run.finish();
}

ValidationRun::ValidationRun(std::string text, std::optional<ApiGeneration> api, resolve::ClassCensus& census,
                             RowChecks rows, FaultScope scope)
    : text_(std::move(text)),
      read_(readMapping(text_, scope)),
      api_(judgedBy(read_, api)),
      faults_(faultsWithoutSnapshot(read_, api, scope)) {
  if (read_.isReadable) checks_.emplace_back(read_.mapping, census, rows);
  for (const Mapping& other : read_.others) checks_.emplace_back(other, census, rows);
}

bool ValidationRun::advance(Deadline* deadline) {
  for (; check_ < checks_.size(); ++check_)
    if (!checks_[check_].advance(deadline)) return false;
  return true;
}

uint64_t ValidationRun::rowsRead() const {
  uint64_t rows = 0;
  for (const SnapshotCheck& check : checks_) rows += check.rowsRead();
  return rows;
}

Diagnostics ValidationRun::finish() {
  for (SnapshotCheck& check : checks_) addOthers(faults_, check.finish());
  sortByPlace(faults_);
  return std::move(faults_);
}

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
  const Diagnostics faults = faultsWithoutSnapshot(read, apiOf(params));
  return okEnvelope(validationText(faults, text, judgedBy(read, apiOf(params)), params.flag("edits")));
}

std::string validateOnSnapshot(SessionState& state, const Params& params) {
  ValidationRun run(params.text("mapping"), apiOf(params), censusOf(state), rowChecksOf(params));
  run.advance(nullptr);
  return okEnvelope(validationText(run.finish(), run.text(), run.api(), params.flag("edits")));
}

}  // namespace premap::calls
