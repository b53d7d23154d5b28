// Akima's curve: each tangent from the four chords around its point.
#include "geometry/curves/interpolation.h"

namespace premap::geometry {
namespace {

// Of one coordinate: slopes of the four chords around a point, weighed by how much the chords on the other side bend.
double weigh(double c0, double c1, double c2, double c3) {
  constexpr double straight = 1e-5;
  const double before = std::abs(c1 - c0), after = std::abs(c3 - c2);
  if (before < straight && after < straight) return (c1 + c2) / 2;
  return (c1 * after + c2 * before) / (before + after);
}

Vec3 tangentAt(const std::vector<Vec3>& chords, size_t point) {
  const Vec3 &a = chords[point - 2], &b = chords[point - 1], &c = chords[point], &d = chords[point + 1];
  return {weigh(a.x, b.x, c.x, d.x), weigh(a.y, b.y, c.y, d.y), weigh(a.z, b.z, c.z, d.z)};
}

}  // namespace

Outcome<CubicChain> akima(const std::vector<Vec3>& points) {
  CubicChain chain;
  if (points.size() < 6) return chain;
  std::vector<Vec3> chords;
  for (size_t i = 0; i + 1 < points.size(); ++i) chords.push_back(unit(points[i + 1] - points[i]));
  for (size_t i = 2; i + 3 < points.size(); ++i) {
    const double third = distance(points[i], points[i + 1]) / 3;
    chain.cubics.push_back({points[i], points[i] + tangentAt(chords, i) * third,
                            points[i + 1] - tangentAt(chords, i + 1) * third, points[i + 1]});
  }
  return chain;
}

}  // namespace premap::geometry
