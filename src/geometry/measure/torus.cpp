// Pappus, with squares in the moments; quadrature where the axes are not as builders leave them.
#include <numbers>

#include "geometry/math/count.h"
#include "geometry/measure/patch.h"
#include "geometry/measure/solids.h"

namespace premap::geometry {
namespace {

constexpr double kPi = std::numbers::pi;

bool isRound(const TorusPipe& p) {
  return std::abs(length(p.x) - 1) <= 1e-9 && std::abs(length(p.y) - 1) <= 1e-9 && std::abs(dot(p.x, p.y)) <= 1e-9;
}

// The integral of the direction outwards over the turn.
Vec3 outwards(const TorusPipe& p) {
  const double turn = std::abs(p.sweep);
  return p.x * std::sin(turn) + p.y * ((1 - std::cos(turn)) * (p.sweep < 0 ? -1 : 1));
}

// Pappus; what lies farther out turns on a longer way, hence the squares in the moments.
Amount side(const TorusPipe& p) {
  const double R = p.major, r = p.minor;
  return about(p.center, 2 * kPi * r * R * std::abs(p.sweep), outwards(p) * (2 * kPi * r * (R * R + r * r / 2)));
}

Amount volume(const TorusPipe& p) {
  const double R = p.major, r = p.minor, section = kPi * r * r;
  return about(p.center, section * R * std::abs(p.sweep), outwards(p) * (section * (R * R + r * r / 4)));
}

Vec3 spoke(const TorusPipe& p, double turn) {
  return p.x * std::cos(turn) + p.y * std::sin(turn);
}

Amount sideByQuadrature(const TorusPipe& p, Precision& precision) {
  const Vec3 z = cross(p.x, p.y);
  const auto patch = [&](double turn) {
    const Vec3 out = spoke(p, turn), along = p.y * std::cos(turn) - p.x * std::sin(turn);
    return [&p, z, out, along](double around) {
      const double c = std::cos(around), s = std::sin(around), reach = p.major + p.minor * c;
      return PatchPoint{p.center + out * reach + z * (p.minor * s), along * reach,
                        z * (p.minor * c) - out * (p.minor * s)};
    };
  };
  const int parts = countOf(std::abs(p.sweep) / (kPi / 2), 8);
  Amount sum;
  for (int i = 0; i < 4 * parts; ++i) {
    const double a = p.sweep * (i / 4) / parts, b = p.sweep * (i / 4 + 1) / parts, c = (i % 4) * kPi / 2;
    sum += areaOfPatch(patch, a, b, c, c + kPi / 2, precision);
  }
  return sum;
}

// Radii grow with the first axis where the pipe is moved; all count with their signs, and how the axes stand does not.
double engineArea(const TorusPipe& p, double scale) {
  constexpr double tiny = 1e-12;
  const bool hasCaps = p.isCapped && !(std::abs(p.sweep) > 2 * kPi - tiny);
  const double caps = hasCaps ? 2 * kPi * p.minor * p.minor : 0;
  return (2 * kPi * p.minor * p.major * p.sweep + caps) * scale * scale;
}

void engineTorus(const TorusPipe& p, const Wish& wish, Measured& out) {
  const double scale = length(p.x);
  if (wish.has(Quantity::Area)) {
    out.override(&EngineMeasures::area, engineArea(p, scale), Deviation::SignedSizes);
    out.engine.restArea = engineArea(p, 1) - out.engine.area;
  }
  if (!p.isCapped) return out.override(&EngineMeasures::volume, 0, Deviation::UncappedSolid);
  const double volume = kPi * p.minor * p.minor * p.major * p.sweep * scale * scale * scale;
  out.override(&EngineMeasures::volume, volume, Deviation::SignedSizes);
}

Outcome<Measured> measureTo(Precision& precision, const TorusPipe& given, const Wish& wish) {
  TorusPipe p = given;
  p.major = std::abs(p.major), p.minor = std::abs(p.minor);
  Measured out;
  const bool isWhole = std::abs(p.sweep) >= 2 * kPi - 1e-9;
  const double skew = dot(cross(p.x, p.y), cross(p.x, p.y));  // 1 when x and y are as builders leave them
  if (wish.has(Quantity::Area)) out.exact.area = isRound(p) ? side(p) : sideByQuadrature(p, precision);
  if (wish.has(Quantity::Area) && p.isCapped && !isWhole) {
    for (const double turn : {0.0, p.sweep}) {
      const Vec3 out2 = spoke(p, turn);
      const double ellipse = kPi * p.minor * p.minor * length(cross(out2, cross(p.x, p.y)));
      out.exact.area += at(p.center + out2 * p.major, ellipse);
    }
  }
  if (p.isCapped || isWhole) out.exact.volume = volume(p) * skew;
  out.agree();
  engineTorus(given, wish, out);
  return out;
}

}  // namespace

Outcome<Measured> measure(const TorusPipe& given, const Wish& wish) {
  return converged<Measured>([&](Precision& precision) { return measureTo(precision, given, wish); });
}

}  // namespace premap::geometry
