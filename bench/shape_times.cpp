// shape_times: which shapes take how long to measure and to cut into triangles.
//
//   shape_times shapes.bim [ROUNDS [NAME]]
//
// A line for each element (of that name): microseconds of Length, Area, Volume and triangles, and how many these are.
// Of the processor; the sums come last.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "geometry/elements.h"
#include "premap/geometry/tessellate.h"

namespace {

using namespace premap;
using namespace premap::geometry;

template <class F>
double microseconds(size_t rounds, const F& work) {
  const std::clock_t begin = std::clock();
  for (size_t i = 0; i < rounds; ++i) work();
  return static_cast<double>(std::clock() - begin) * 1e6 / CLOCKS_PER_SEC / static_cast<double>(rounds);
}

}  // namespace

int main(int count, char** words) {
  auto file = count > 1 ? GeometricElements::open(words[1]) : std::nullopt;
  if (!file) return std::fprintf(stderr, "shape_times SNAPSHOT [ROUNDS]\n"), 1;
  const size_t rounds = count > 2 ? std::strtoul(words[2], nullptr, 10) : 20;
  const PartBytes parts = file->parts();
  std::array<Measurer, 3> measurers{Measurer(parts, {.wanted = {Quantity::Length}}),
                                    Measurer(parts, {.wanted = {Quantity::Area}}),
                                    Measurer(parts, {.wanted = {Quantity::Volume}})};
  DrawOptions options;
  options.tolerance = {.chord = 0.01, .angle = 0.5235987755982988};
  Tessellator tessellator(options);
  std::array<double, 4> sums{};
  const auto print = [](const std::array<double, 4>& times, size_t triangles, const char* name) {
    std::printf("%10.1f %10.1f %10.1f %10.1f %8zu  %s\n", times[0], times[1], times[2], times[3], triangles, name);
  };
  Drawing drawing;
  size_t triangles = 0;
  for (const GeometricElement& element : file->all()) {
    if (count > 3 && element.code != words[3]) continue;
    std::array<double, 4> times{};
    for (size_t k = 0; k < 3; ++k)
      times[k] = microseconds(rounds, [&] { measurers[k].measure(element.stream, element.placement); });
    times[3] = microseconds(rounds, [&] { tessellator.draw(element.stream, drawing); });
    triangles += drawing.triangles.size() / 3;
    for (size_t k = 0; k < 4; ++k) sums[k] += times[k];
    print(times, drawing.triangles.size() / 3, element.code.c_str());
  }
  print(sums, triangles, "sum");
  return 0;
}
