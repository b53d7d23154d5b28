// Nearly all are a cubic parabola, y = c x^3, that differ in c and in how far along x a fraction reaches; some have two
// terms of the clothoid's series. What is true of them to the last digit is how they are set out, not the clothoid that
// they stand for.
#include "geometry/curves/transition.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace premap::geometry {
namespace {

// A number and its derivative.
struct Rate {
  double value, slope;
};

// x where `lengthAt` is `wanted`, from a first guess; derivatives are near to 1 for what roads have.
template <class F>
double solve(double wanted, double x, const F& lengthAt) {
  for (int i = 0; i < 50; ++i) {
    const Rate at = lengthAt(x);
    const double step = (at.value - wanted) / at.slope;
    x -= step;
    if (!(std::abs(step) > 1e-15 * std::abs(x))) break;
  }
  return x;
}

// 4 R^2 - L^2 of the Czech and Italian formulas.
double widthOf(double curvature, double length) {
  return 4 / (curvature * curvature) - length * length;
}

// How long the Czech cubic is up to x, of which `axis` is the whole.
Rate czechLength(double axis, double curvature, double x) {
  const double k = x * x * x * x / (10 * widthOf(curvature, axis) * axis * axis);
  return {x * (1 + k), 1 + 5 * k};
}

// The length of a cubic parabola to four terms of its series.
Rate polishLength(double length, double curvature, double x) {
  const double a = curvature * curvature * x * x * x * x / (4 * length * length);
  return {x * (1 + a * (1.0 / 10 + a * (-1.0 / 72 + a * (1.0 / 208 - a * 5.0 / 2176)))),
          1 + a * (5.0 / 10 + a * (-9.0 / 72 + a * (13.0 / 208 - a * 85.0 / 2176)))};
}

// x by the length along it, s - s^5 k^2 / 40 L^2: two terms of the clothoid's cosine.
Rate seriesX(const Transition& t, double s) {
  const double k = t.curvature * t.curvature * s * s * s * s / (40 * t.length * t.length);
  return {s * (1 - k), 1 - 5 * k};
}

double railAngle(double radius, double x) {
  const double root = std::sqrt(3.0);
  const double inner = std::clamp(-0.75 * root * x / radius, -1.0, 1.0);
  return std::asin(2 / root * std::cos(std::acos(inner) / 3 + 4 * std::numbers::pi / 3));
}

// The Australian railways' cubic for a length: its extent along x is found by scaling, to 1e-5 m and no further.
void findRailCubic(Transition& t) {
  const double radius = 1 / t.curvature;
  double x = 0.7 * t.length;
  for (int i = 0; i < 100; ++i) {
    const double m = std::tan(railAngle(radius, x)) / (3 * x * x), a = m * m * x * x * x * x;
    const double length = x * (1 + a * (9.0 / 10 + a * (-9.0 / 8 + a * (729.0 / 208 - a * 32805.0 / 2176))));
    x *= t.length / length;
    if (!(std::abs(t.length - length) >= 1e-5)) break;
  }
  t.axis = x;
  t.cubic = std::tan(railAngle(radius, x)) / (3 * x * x);
}

Rate railX(const Transition& t, double s) {
  const double a = t.cubic * t.cubic * s * s * s * s;
  return {s * (1 - a * (0.9 - a * (5.175 - a * (43.1948 - a * 426.0564)))),
          1 - a * (5 * 0.9 - a * (9 * 5.175 - a * (13 * 43.1948 - a * 17 * 426.0564)))};
}

void findCzechCubic(Transition& t) {
  t.cubic = 2 / std::abs(t.curvature) / std::sqrt(widthOf(t.curvature, t.axis)) * t.curvature / (6 * t.axis);
}

// x by fraction, with its derivative.
Rate xAt(const Transition& t, double f) {
  const auto along = [&](const Rate& r) { return Rate{r.value, r.slope * t.length}; };
  switch (t.kind) {
    case TransitionKind::WesternAustralian:
    case TransitionKind::ClothoidSeries:
    case TransitionKind::CubicAlongArc:
      return along(seriesX(t, f * t.length));
    case TransitionKind::AustralianRail:
      return along(railX(t, f * t.length));
    case TransitionKind::Czech:
    case TransitionKind::Italian: {
      const double whole = t.kind == TransitionKind::Czech ? czechLength(t.axis, t.curvature, t.axis).value : t.length;
      const auto lengthAt = [&](double x) { return czechLength(t.axis, t.curvature, x); };
      const double x = solve(f * whole, f * t.axis, lengthAt);
      return {x, whole / lengthAt(x).slope};
    }
    case TransitionKind::Polish:
    case TransitionKind::HalfCosine:
    case TransitionKind::JapaneseCubic:
      break;
  }
  return {f * t.axis, t.axis};
}

// y by fraction, where x is known.
Rate yAt(const Transition& t, double f, const Rate& x) {
  constexpr double pi = std::numbers::pi;
  const double s = f * t.length, k = t.curvature / t.length;
  const auto series = [&](double more) {
    const double c = k * k * k * more;
    return Rate{k * s * s * s / 6 - c * std::pow(s, 7), (k * s * s / 2 - 7 * c * std::pow(s, 6)) * t.length};
  };
  switch (t.kind) {
    case TransitionKind::WesternAustralian:
      return series(0);
    case TransitionKind::ClothoidSeries:
      return series(1.0 / 336);
    case TransitionKind::HalfCosine: {
      const double c = t.curvature * t.length * t.length;
      return {c * (f * f / 4 - (1 - std::cos(pi * f)) / (2 * pi * pi)), c * (f / 2 - std::sin(pi * f) / (2 * pi))};
    }
    default:
      return {t.cubic * x.value * x.value * x.value, 3 * t.cubic * x.value * x.value * x.slope};
  }
}

Vec3 turned(const Transition& t, double x, double y) {
  const double c = std::cos(t.bearing), s = std::sin(t.bearing);
  return {c * x - s * y, s * x + c * y, 0};
}

}  // namespace

std::optional<Transition> makeTransition(const Transform& frame, TransitionKind kind, double bearing, double length,
                                         double curvature) {
  Transition t{frame, kind, 0, 1, bearing, length, curvature, length, curvature / (6 * length)};
  switch (kind) {
    case TransitionKind::CubicAlongArc:
      t.axis = seriesX(t, length).value;
      t.cubic = curvature / (6 * t.axis);
      break;
    case TransitionKind::AustralianRail:
      findRailCubic(t);
      break;
    case TransitionKind::Italian:
      t.axis = length * (1 - length * length / (10 * widthOf(curvature, length)));
      [[fallthrough]];
    case TransitionKind::Czech:
      findCzechCubic(t);
      break;
    case TransitionKind::Polish:
      t.axis = solve(length, length, [&](double x) { return polishLength(length, curvature, x); });
      break;
    default:
      break;
  }
  // They are for turns below a right angle; beyond it their series run away.
  constexpr double most = 1.5;
  const bool isThere = length > 0 && curvature != 0 && length * std::abs(curvature) / 2 < most;
  if (!isThere || !std::isfinite(t.axis) || !std::isfinite(t.cubic)) return std::nullopt;
  return t;
}

Vec3 transitionPoint(const Transition& t, double fraction) {
  const Rate x = xAt(t, fraction);
  return turned(t, x.value, yAt(t, fraction, x).value);
}

Vec3 transitionTangent(const Transition& t, double fraction) {
  const Rate x = xAt(t, fraction);
  return turned(t, x.slope, yAt(t, fraction, x).slope);
}

}  // namespace premap::geometry
