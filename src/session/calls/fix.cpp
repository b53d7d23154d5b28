// The call `fix`: safe patches in rounds, since one repair may uncover the next.
#include "premap/mapping/fix.h"

#include "premap/base/position.h"
#include "premap/mapping/read.h"
#include "session/calls/calls.h"
#include "session/calls/mapping_params.h"

namespace premap::calls {

namespace {

/// Repairs make room for others: a name that is spelt right now may have a second fault.
constexpr int kMostRounds = 8;
/// As many as `validate` lists.
constexpr size_t kMostTold = 10'000;

struct Repair {
  TextEdits edits;
  Diagnostics told;
  size_t count = 0;
};

template <class FaultsOf>
Repair repair(std::string_view text, FaultsOf faultsOf) {
  Repair repair;
  std::string repaired;
  for (int round = 0; round < kMostRounds; ++round) {
    Diagnostics faults = faultsOf(text);
    const FixResult fixed = fixText(text, faults);
    if (fixed.applied.empty()) break;
    for (size_t i : fixed.applied) {
      if (++repair.count > kMostTold) continue;
      faults[i].patch = {};                          // the edits say it
      if (round > 0) faults[i].span = std::nullopt;  // it counts in a text that nobody has
      repair.told.push_back(std::move(faults[i]));
    }
    repaired = applyEdits(text, fixed.edits);
    text = repaired;
    repair.edits = joinEdits(repair.edits, fixed.edits);
  }
  return repair;
}

template <class FaultsOf>
std::string answer(const Params& params, FaultsOf faultsOf) {
  const std::string_view text = params.view("mapping");
  const Repair repaired = repair(text, faultsOf);
  JsonWriter json;
  json.beginObject().key("edits");
  PlaceFinder places(text);
  writeEdits(json, repaired.edits, places);
  json.key("count").value(static_cast<int64_t>(repaired.count)).key("fixed");
  writeDiagnostics(json, repaired.told, text);
  json.endObject();
  return okEnvelope(json.take());
}

}  // namespace

std::string fix(Readings& readings, const Params& params) {
  readings.forget();
  const auto api = apiOf(params);
  return answer(params, [&](std::string_view text) {
    return faultsOf(readMapping(text, FaultScope::Repairs), api, FaultScope::Repairs);
  });
}

std::string fixOnSnapshot(SessionState& state, const Params& params) {
  const auto api = apiOf(params);
  state.readings->forget();
  // No safe repair hangs on what the rows hold.
  return answer(params, [&](std::string_view text) {
    return faultsOf(text, api, tablesOf(state), RowChecks::None, FaultScope::Repairs);
  });
}

}  // namespace premap::calls
