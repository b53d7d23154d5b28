#include "premap/mapping/fix.h"

#include "premap/mapping/read.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"
#include "session/calls/validation_faults.h"

namespace premap::calls {

namespace {

/// Repairs make room for others: a name that is spelt right now may have a second fault.
constexpr int kMostRounds = 8;

struct Repair {
  std::string text;
  Diagnostics applied;
};

template <class FaultsOf>
Repair repair(std::string text, FaultsOf faultsOf) {
  Repair repair{std::move(text), {}};
  for (int round = 0; round < kMostRounds; ++round) {
    const Diagnostics faults = faultsOf(repair.text);
    FixResult fixed = fixText(repair.text, faults);
    if (fixed.applied.empty()) break;
    for (size_t i : fixed.applied) repair.applied.push_back(faults[i]);
    repair.text = std::move(fixed.text);
  }
  return repair;
}

template <class FaultsOf>
std::string answer(const Params& params, FaultsOf faultsOf) {
  const Repair repaired = repair(params.text("mapping"), faultsOf);
  JsonWriter json;
  json.beginObject().key("mapping").value(repaired.text).key("fixed");
  writeDiagnostics(json, repaired.applied, {});
  json.endObject();
  return okEnvelope(json.text());
}

}  // namespace

std::string fix(const Params& params) {
  const auto api = apiOf(params);
  return answer(params, [&](const std::string& text) { return faultsOf(text, api); });
}

std::string fixOnSnapshot(SessionState& state, const Params& params) {
  const auto api = apiOf(params);
  // No safe repair hangs on what the rows hold.
  return answer(params, [&](const std::string& text) { return faultsOf(text, api, censusOf(state), RowChecks::None); });
}

}  // namespace premap::calls
