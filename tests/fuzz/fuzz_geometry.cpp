// libFuzzer: whatever bytes a geometry stream has, it is measured, or it is told what could not be. The input is ops
// (unpacked, or no change would get past the compression), or with the first bit of its first byte the packed blob.
// Parts have the same ops, so that they lead to themselves and to each other.
#include <cmath>
#include <cstdlib>

#include "geometry/streams.h"
#include "premap/geometry/measure.h"

using namespace premap::geometry;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void checkFinite(const Measures& m) {
  require(std::isfinite(m.length) && std::isfinite(m.area) && std::isfinite(m.perimeter));
  require(m.length >= 0 && m.area >= 0 && m.perimeter >= 0);
}

void check(const ElementMeasures& m) {
  uint32_t refused = 0;
  for (const uint32_t count : m.refusedBecause) refused += count;
  require(refused == m.refused);
  require(m.unknown.isEmpty() || m.refused > 0);
  require(m.primitives.size() <= kMostReports);
  for (const PrimitiveReport& report : m.primitives)
    require(report.refusal == Refusal::None || report.engine.area == 0);
  if (m.refused == 0 && m.counted < 1000) checkFinite(m.exact), checkFinite(m.engine);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const auto* begin = reinterpret_cast<const std::byte*>(data);
  const made::Bytes input(begin + 1, begin + size);
  const made::Bytes blob = data[0] & 1 ? input : made::stream({input});
  const auto part = [&](uint64_t id) {
    return id % 4 == 3 ? std::span<const std::byte>{} : std::span<const std::byte>(blob);
  };
  Measurer measurer(part, {.wanted = QuantitySet::all(), .wantsPrimitives = (data[0] & 2) != 0});
  check(measurer.measure(blob, {{1, 2, 3}, {10, 20, 30}}));
  // The same again, from what was kept.
  const ElementMeasures again = measurer.measure(blob, {});
  require(again.refused == measurer.measure(blob, {}).refused);
  return 0;
}
