// Closed forms for round upright cones, quadrature for the sides of others; the engine knows only the former.
#include <algorithm>
#include <array>
#include <numbers>
#include <vector>

#include "geometry/measure/facets.h"
#include "geometry/measure/patch.h"
#include "geometry/measure/solids.h"

namespace premap::geometry {
namespace {

constexpr double kPi = std::numbers::pi;

bool isRound(const Cone& c) {
  const double u = length(c.u), v = length(c.v);
  return std::abs(u - v) <= 1e-12 * u && std::abs(dot(c.u, c.v)) <= 1e-12 * u * v;
}

bool isRight(const Cone& c) {
  const Vec3 axis = c.b - c.a;
  return length(cross(axis, cross(c.u, c.v))) <= 1e-12 * length(axis) * length(c.u) * length(c.v);
}

// Of a right round cone; its sections weigh by their radius.
Amount rightSide(const Cone& c) {
  const double u = length(c.u), a = std::abs(c.radiusA * u), b = std::abs(c.radiusB * u);
  const double side = kPi * (a + b) * std::hypot(distance(c.a, c.b), a - b);
  return at(a + b == 0 ? c.a : mix(c.a, c.b, (a + 2 * b) / (3 * (a + b))), side);
}

Amount side(const Cone& c, Precision& precision) {
  if (isRound(c) && isRight(c) && c.radiusA * c.radiusB >= 0) return rightSide(c);
  const auto patch = [&](double t) {
    const Vec3 spoke = c.u * std::cos(t) + c.v * std::sin(t), turn = c.v * std::cos(t) - c.u * std::sin(t);
    return [&c, spoke, turn](double h) {
      const double r = c.radiusA + (c.radiusB - c.radiusA) * h;
      return PatchPoint{mix(c.a, c.b, h) + spoke * r, turn * r, c.b - c.a + spoke * (c.radiusB - c.radiusA)};
    };
  };
  Amount sum;
  for (int quarter = 0; quarter < 4; ++quarter)
    sum += areaOfPatch(patch, quarter * kPi / 2, (quarter + 1) * kPi / 2, 0, 1, precision);
  return sum;
}

Amount area(const Cone& c, Precision& precision) {
  if (!c.isCapped) return side(c, precision);
  const double ellipse = kPi * length(cross(c.u, c.v));
  return side(c, precision) + at(c.a, ellipse * c.radiusA * c.radiusA) + at(c.b, ellipse * c.radiusB * c.radiusB);
}

// Sections are the ellipse of u and v times the square of a radius that is linear in the height.
Amount volume(const Cone& c) {
  const double a = c.radiusA, b = c.radiusB, aa = a * a, ab = a * b, bb = b * b;
  const double third = (aa + ab + bb) / 3, firstMoment = (aa + 2 * ab + 3 * bb) / 12;
  const double value = std::abs(dot(cross(c.u, c.v), c.b - c.a)) * kPi * third;
  return at(third == 0 ? c.a : mix(c.a, c.b, firstMoment / third), value);
}

// Facets of 45 degrees, for what the engine has no formula for.
FacetSum facetsOf(const Cone& c) {
  constexpr int around = 8;
  FacetSum sum(c.a);
  std::vector<Vec3> base, top;
  for (int i = 0; i < around; ++i) {
    const double t = 2 * kPi * i / around;
    const Vec3 spoke = c.u * std::cos(t) + c.v * std::sin(t);
    base.push_back(c.a + spoke * c.radiusA), top.push_back(c.b + spoke * c.radiusB);
  }
  for (size_t i = 0, j = around - 1; i < around; j = i++) sum.add(std::array{base[j], base[i], top[i], top[j]});
  if (!c.isCapped) return sum;
  std::reverse(base.begin(), base.end());
  sum.add(base), sum.add(top);
  return sum;
}

bool isSquare(const Cone& c) {
  return std::abs(dot(c.u, c.v)) <= 1e-12 * length(c.u) * length(c.v);
}

// Radii count with their signs, but together if both are below 0.
double engineArea(const Cone& c) {
  const double sign = std::max(c.radiusA, c.radiusB) < 0 ? -1 : 1;
  const double a = c.radiusA, b = c.radiusB, caps = c.isCapped ? kPi * (a * a + b * b) : 0;
  return kPi * (a + b) * sign * std::hypot(distance(c.a, c.b), a - b) + caps;
}

void engineCone(const Cone& c, const Wish& wish, Measured& out) {
  // What is moved gets axes of length 1, and the length of the first for both radii. What is not moved keeps its axes.
  const double u = length(c.u);
  const Cone moved{c.a, c.b, unit(c.u), unit(c.v), c.radiusA * u, c.radiusB * u, c.isCapped};
  const bool hasFormula = isSquare(c);
  const bool isSigned = c.radiusA * c.radiusB < 0;
  const Deviation why = isSigned     ? Deviation::SignedSizes
                        : isRound(c) ? Deviation::SlantedCone
                                     : Deviation::EllipticCone;
  if (wish.has(Quantity::Area)) {
    out.override(&EngineMeasures::area, hasFormula ? engineArea(moved) : facetsOf(moved).area().value, why);
    if (!isRound(c)) out.engine.restArea = facetsOf(c).area().value - out.engine.area;
  }
  if (!c.isCapped) return;
  const double a = moved.radiusA, b = moved.radiusB, height = std::abs(dot(cross(moved.u, moved.v), c.b - c.a));
  const double volume = hasFormula ? kPi * height * (a * a + a * b + b * b) / 3 : facetsOf(moved).volume().value;
  out.override(&EngineMeasures::volume, std::abs(volume), why);
}

Outcome<Measured> measureTo(Precision& precision, const Cone& c, const Wish& wish) {
  Measured out;
  if (wish.has(Quantity::Area)) out.exact.area = area(c, precision);
  if (c.isCapped) out.exact.volume = volume(c);
  out.agree();
  engineCone(c, wish, out);
  return out;
}

}  // namespace

Outcome<Measured> measure(const Cone& c, const Wish& wish) {
  return converged<Measured>([&](Precision& precision) { return measureTo(precision, c, wish); });
}

}  // namespace premap::geometry
