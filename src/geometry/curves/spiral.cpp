// A clothoid has no closed form: its points are integrals of its bearing.
#include "geometry/curves/spiral.h"

#include <algorithm>

#include "geometry/math/count.h"
#include "geometry/math/quadrature.h"

namespace premap::geometry {
namespace {

// The bearing turns with the integral of a curvature that is linear in the length.
double bearingAt(const Spiral& s, double f) {
  const double turned = f * (s.curvature0 + (s.curvature1 - s.curvature0) * f / 2);
  return s.bearing0 + (s.bearing1 - s.bearing0) * turned / ((s.curvature0 + s.curvature1) / 2);
}

// Its derivative, which is linear.
double rateAt(const Spiral& s, double f) {
  return (s.bearing1 - s.bearing0) * (s.curvature0 + (s.curvature1 - s.curvature0) * f) /
         ((s.curvature0 + s.curvature1) / 2);
}

}  // namespace

double spiralTurn(const Spiral& s, double from, double to) {
  return std::max(std::abs(rateAt(s, from)), std::abs(rateAt(s, to))) * std::abs(to - from);
}

Vec3 spiralTangent(const Spiral& s, double fraction) {
  const double bearing = bearingAt(s, fraction);
  return Vec3{std::cos(bearing), std::sin(bearing), 0} * s.fullLength();
}

// One look has all digits within a radian. Halving would do the same for any turn, but points of a curve are asked for
// in integrals: what is looked at often here is looked at often times often.
Vec3 spiralStep(const Spiral& s, double from, double to) {
  const auto tangent = [&](double f) {
    const Vec3 at = spiralTangent(s, f);
    return std::array{at.x, at.y};
  };
  const auto [x, y] = detail::kronrod<2>(tangent, from, to).value;
  return {x, y, 0};
}

Vec3 spiralPoint(const Spiral& s, double fraction) {
  const int count = countOf(spiralTurn(s, 0, fraction));
  Vec3 sum{};
  for (int i = 0; i < count; ++i) sum = sum + spiralStep(s, fraction * i / count, fraction * (i + 1) / count);
  return sum;
}

}  // namespace premap::geometry
