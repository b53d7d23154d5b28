// geometry_times: how many elements a second the geometry module measures, on streams as a plant has them.
//
//   geometry_times [ELEMENTS]     {"elements":100000,"bytes":…,"seconds":{"all":…,"Length":…,"Area":…,"Volume":…}}
//
// Seconds are of the processor. Of ten elements four are cylinders with a centre line, two elbows, one a box, one an
// extrusion with a hole, one a mesh of a few dozen facets, and one refers to a part of the like.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <numbers>

#include "geometry/streams.h"
#include "premap/geometry/measure.h"

namespace {

using namespace premap::geometry;
using made::Bytes;

Bytes cylinder(double radius, double height) {
  return made::op(
      11, made::geometry(
              6, made::table({made::structOf(0, {0, 0, 0, 0, 0, height, 1, 0, 0, 0, 1, 0, radius, radius}, 1)})));
}

Bytes elbow(double major, double minor) {
  return made::op(
      11, made::geometry(
              8, made::table({made::structOf(0, {0, 0, 0, 1, 0, 0, 0, 1, 0, major, minor, std::numbers::pi / 2}, 1)})));
}

made::Piece rectangle(double x0, double y0, double x1, double y1) {
  return made::variant(
      5, made::collection(2, {made::lineString({x0, y0, 0, x1, y0, 0, x1, y1, 0, x0, y1, 0, x0, y0, 0})}));
}

Bytes wall(double width, double height) {
  const made::Piece profile =
      made::collection(4, {rectangle(0, 0, width, height), rectangle(1, 1, width - 1, height - 1)});
  return made::op(11, made::geometry(10, made::table({made::reference(0, profile), made::structOf(1, {0, 0, 0.3}),
                                                      made::scalar(2, uint8_t{1})})));
}

// A prism with as many sides, closed.
Bytes prism(int sides, double radius, double height) {
  std::vector<double> points;
  std::vector<int32_t> corners;
  for (int k = 0; k < 2; ++k)
    for (int i = 0; i < sides; ++i) {
      const double t = 2 * std::numbers::pi * i / sides;
      points.insert(points.end(), {radius * std::cos(t), radius * std::sin(t), k * height});
    }
  for (int i = 0; i < sides; ++i) {
    const int a = i + 1, b = (i + 1) % sides + 1;
    corners.insert(corners.end(), {a, b, b + sides, 0, a, b + sides, a + sides, 0});
  }
  for (int i = sides; i > 0; --i) corners.push_back(i);
  corners.push_back(0);
  for (int i = 1; i <= sides; ++i) corners.push_back(i + sides);
  corners.push_back(0);
  return made::meshOp(points, corners);
}

Bytes element(size_t i) {
  const double size = 1 + static_cast<double>(i % 97) / 50;
  switch (i % 10) {
    case 0:
    case 1:
    case 2:
    case 3:
      return made::stream({made::symbologyOp(0), cylinder(size / 4, size * 3), made::lineOp(size * 3)});
    case 4:
    case 5:
      return made::stream({made::symbologyOp(0), elbow(size, size / 4)});
    case 6:
      return made::stream({made::symbologyOp(0), made::boxOp(size, 2, 3)});
    case 7:
      return made::stream({made::symbologyOp(0), wall(4 * size, 3)});
    case 8:
      return made::stream({made::symbologyOp(0), prism(4 + static_cast<int>(i % 70), size, 2)});
    default:
      return made::stream({made::partOp(1 + i % 20, {size, 0, 0})});
  }
}

double secondsFor(const std::vector<Bytes>& blobs, const std::vector<Bytes>& parts, QuantitySet wanted) {
  Measurer measurer([&](uint64_t id) { return std::span<const std::byte>(parts[id % parts.size()]); },
                    {.wanted = wanted});
  const std::clock_t begin = std::clock();
  double sum = 0;
  for (size_t i = 0; i < blobs.size(); ++i) {
    const Placement placement{{static_cast<double>(i), 5, 5}, {.yaw = static_cast<double>(i % 360)}};
    sum += measurer.measure(blobs[i], placement).engine.volume;
  }
  if (!(sum >= 0)) std::abort();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int count, char** words) {
  const size_t elements = count > 1 ? std::strtoul(words[1], nullptr, 10) : 100'000;
  std::vector<Bytes> blobs, parts;
  size_t bytes = 0;
  for (size_t i = 0; i < elements; ++i) blobs.push_back(element(i)), bytes += blobs.back().size();
  for (size_t i = 0; i < 20; ++i) parts.push_back(element(i % 9));
  std::printf(
      "{\"elements\":%zu,\"bytes\":%zu,\"seconds\":{\"all\":%.3f,\"Length\":%.3f,\"Area\":%.3f,\"Volume\":%.3f}}\n",
      elements, bytes, secondsFor(blobs, parts, QuantitySet::all()), secondsFor(blobs, parts, {Quantity::Length}),
      secondsFor(blobs, parts, {Quantity::Area}), secondsFor(blobs, parts, {Quantity::Volume}));
  return 0;
}
