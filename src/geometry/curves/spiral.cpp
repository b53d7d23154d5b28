// A clothoid has no closed form: its points are integrals of its bearing.
#include "geometry/curves/spiral.h"

#include "geometry/math/quadrature.h"

namespace premap::geometry {
namespace {

// The bearing turns with the integral of a curvature that is linear in the length.
double bearingAt(const Spiral& s, double f) {
  const double turned = f * (s.curvature0 + (s.curvature1 - s.curvature0) * f / 2);
  return s.bearing0 + (s.bearing1 - s.bearing0) * turned / ((s.curvature0 + s.curvature1) / 2);
}

}  // namespace

Vec3 spiralTangent(const Spiral& s, double fraction) {
  const double bearing = bearingAt(s, fraction);
  return Vec3{std::cos(bearing), std::sin(bearing), 0} * s.fullLength();
}

Vec3 spiralPoint(const Spiral& s, double fraction) {
  const auto [x, y] = integrate<2>(
      [&](double f) {
        const Vec3 tangent = spiralTangent(s, f);
        return std::array{tangent.x, tangent.y};
      },
      0, fraction);
  return {x, y, 0};
}

}  // namespace premap::geometry
