// libFuzzer: whatever the bytes are, reading, checking and repairing them ends in diagnostics that point into the text.
//
//   npm run test:fuzz -- mapping --seconds 300
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "premap/base/position.h"
#include "premap/check/contract.h"
#include "premap/mapping/fix.h"
#include "premap/mapping/place.h"

using namespace premap;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void checkPlaces(const Diagnostics& diagnostics, std::string_view text) {
  const LineIndex lines(text);
  for (const Diagnostic& diagnostic : diagnostics) {
    require(!diagnostic.code.empty() && !diagnostic.message.empty());
    if (!diagnostic.span) continue;
    require(diagnostic.span->begin <= diagnostic.span->end && diagnostic.span->end <= text.size());
    require(lines.at(diagnostic.span->begin).line >= 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const ReadResult read = readMapping(text);
  require(read.isReadable || !read.diagnostics.empty());
  for (ApiGeneration api : {ApiGeneration::V1, ApiGeneration::GroupingAndMapping})
    checkPlaces(validateContract(read, api), text);
  for (const Group& group : read.mapping.groups) {
    if (!group.query.isPresent()) continue;
    const auto length = static_cast<uint32_t>(group.query.value.size());
    const FoundPlace place = PlaceFinder(text).find({length / 2, length}, group.query.span);
    require(place.span.begin <= place.span.end && place.span.end <= text.size() && place.from <= place.to);
  }
  // A repaired text is JSON again, and every repair was one of those asked for.
  if (read.isReadable) {
    const Diagnostics faults = validateContract(read, std::nullopt);
    const FixResult fixed = fixText(text, faults);
    const std::string repaired = applyEdits(text, fixed.edits);
    require(fixed.applied.empty() ? repaired == text : readMapping(repaired).isReadable);
    for (size_t i : fixed.applied) require(faults[i].isPatchSafe);
  }
  return 0;
}
