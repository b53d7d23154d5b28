// A spiral's points have no closed form: they are integrals of its bearing.
#include "geometry/curves/spiral.h"

#include <algorithm>
#include <numbers>

#include "geometry/math/count.h"
#include "geometry/math/quadrature.h"

namespace premap::geometry {
namespace {

// Of the way from the first curvature to the last: how much of it is behind at a fraction, and the integral of that.
struct Share {
  double now, sum;
};

Share shareOf(SpiralLaw law, double f) {
  constexpr double pi = std::numbers::pi;
  switch (law) {
    case SpiralLaw::Linear:
      return {f, f * f / 2};
    case SpiralLaw::Bloss:
      return {f * f * (3 - 2 * f), f * f * f * (1 - f / 2)};
    case SpiralLaw::Biquadratic: {
      const double left = 1 - f;
      if (f <= 0.5) return {2 * f * f, 2 * f * f * f / 3};
      return {1 - 2 * left * left, 0.5 - left + 2 * left * left * left / 3};
    }
    case SpiralLaw::Cosine:
      return {(1 - std::cos(pi * f)) / 2, f / 2 - std::sin(pi * f) / (2 * pi)};
    case SpiralLaw::Sine:
      break;
  }
  return {f - std::sin(2 * pi * f) / (2 * pi), f * f / 2 + (std::cos(2 * pi * f) - 1) / (4 * pi * pi)};
}

double bearingAt(const Spiral& s, double f) {
  return s.bearing + s.length * (s.curvature0 * f + (s.curvature1 - s.curvature0) * shareOf(s.law, f).sum);
}

double curvatureAt(const Spiral& s, double f) {
  return s.curvature0 + (s.curvature1 - s.curvature0) * shareOf(s.law, f).now;
}

}  // namespace

// Curvature only rises or only falls where spirals are read.
double spiralTurn(const Spiral& s, double from, double to) {
  return std::max(std::abs(curvatureAt(s, from)), std::abs(curvatureAt(s, to))) * s.length * std::abs(to - from);
}

std::vector<double> spiralStops(const Spiral& s, double from, double to) {
  std::vector<double> stops{from};
  const auto go = [&](double a, double b) {
    const int count = countOf(spiralTurn(s, a, b));
    for (int i = 1; i <= count; ++i) stops.push_back(a + (b - a) * i / count);
  };
  // Two parabolas meet there.
  constexpr double middle = 0.5;
  const bool isCut = s.law == SpiralLaw::Biquadratic && (from - middle) * (to - middle) < 0;
  if (isCut) go(from, middle);
  go(isCut ? middle : from, to);
  return stops;
}

Vec3 spiralTangent(const Spiral& s, double fraction) {
  const double bearing = bearingAt(s, fraction);
  return Vec3{std::cos(bearing), std::sin(bearing), 0} * s.length;
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
  const std::vector<double> stops = spiralStops(s, 0, fraction);
  Vec3 sum{};
  for (size_t i = 0; i + 1 < stops.size(); ++i) sum = sum + spiralStep(s, stops[i], stops[i + 1]);
  return sum;
}

}  // namespace premap::geometry
