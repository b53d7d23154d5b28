// libFuzzer: whatever bytes a geometry stream has, it is measured, drawn and written as JSON, or it is told what could
// not be. The input
// is ops (unpacked, or no change would get past the compression), or with the first bit of its first byte the packed
// blob. Parts have the same ops, so that they lead to themselves and to each other.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "geometry/streams.h"
#include "premap/geometry/imodel_json.h"
#include "premap/geometry/measure.h"
#include "premap/geometry/tessellate.h"

using namespace premap::geometry;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void checkFinite(const Measures& m) {
  require(std::isfinite(m.length) && std::isfinite(m.area) && std::isfinite(m.perimeter));
}

// Of what is true; the engine has areas below zero of a torus with a radius below zero, and we what it has.
void checkSigns(const Measures& m) {
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
  if (m.refused == 0 && m.counted < 1000) checkFinite(m.exact), checkFinite(m.engine), checkSigns(m.exact);
}

void measureTwice(const made::Bytes& blob, bool wantsPrimitives) {
  const auto part = [&](uint64_t id) {
    return id % 4 == 3 ? std::span<const std::byte>{} : std::span<const std::byte>(blob);
  };
  Measurer measurer(part, {.wanted = QuantitySet::all(), .wantsPrimitives = wantsPrimitives});
  check(measurer.measure(blob, {{1, 2, 3}, {10, 20, 30}}));
  // The same again, from what was kept.
  const ElementMeasures again = measurer.measure(blob, {});
  require(again.refused == measurer.measure(blob, {}).refused);
}

void check(const Drawing& drawing) {
  const size_t corners = drawing.points.size();
  require(drawing.normals.size() == corners && corners <= 2 * kMostCorners && drawing.parts.size() <= kMostParts);
  require(drawing.triangles.size() % 3 == 0 && drawing.lines.size() % 2 == 0);
  for (const Vec3& p : drawing.points) require(isFinite(p));
  for (const Vec3& n : drawing.normals) require(isFinite(n));
  for (const uint32_t corner : drawing.triangles) require(corner < corners);
  for (const uint32_t end : drawing.lines) require(end < corners);
  uint32_t triangles = 0, lines = 0;
  for (const DrawnRun& run : drawing.runs) {
    require(run.trianglesEnd >= triangles && run.linesEnd >= lines);
    triangles = run.trianglesEnd, lines = run.linesEnd;
  }
  require(triangles == drawing.triangles.size() && lines == drawing.lines.size());
}

// The first shape of the ops, as ECSQL has one.
void writeJson(std::span<const std::byte> ops) {
  constexpr std::array mark = {std::byte{'b'}, std::byte{'g'}, std::byte{'0'}, std::byte{'0'},
                               std::byte{'0'}, std::byte{'1'}, std::byte{'f'}, std::byte{'b'}};
  const auto at = std::search(ops.begin(), ops.end(), mark.begin(), mark.end());
  const std::string json = imodelJson({at, ops.end()}, {});
  require(json.empty() || nlohmann::json::accept(json));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const auto* begin = reinterpret_cast<const std::byte*>(data);
  const made::Bytes input(begin + 1, begin + size);
  const made::Bytes blob = data[0] & 1 ? input : made::stream({input});
  if ((data[0] & 8) == 0) measureTwice(blob, (data[0] & 2) != 0);
  writeJson(input);
  if ((data[0] & 4) == 0) return 0;
  Tessellator tessellator(
      {.tolerance = {.chord = data[0] & 16 ? 0.01 : 0, .angle = 0.5}, .wantsConstruction = (data[0] & 32) != 0});
  check(tessellator.draw(blob));
  return 0;
}
