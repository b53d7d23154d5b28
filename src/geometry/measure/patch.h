// Quadrature over a patch of a surface P(s, t), which is asked line by line: patch(s) has what is the same for all t.
#pragma once

#include "geometry/math/quadrature.h"
#include "geometry/measure/amount.h"
#include "premap/geometry/outcome.h"

namespace premap::geometry {

struct PatchPoint {
  Vec3 point, ds, dt;
};

/// How exact, and how often intervals may be halved for it: of one primitive in all, so that a surface of nothing but
/// noise ends too.
struct Precision {
  double tolerance;
  int halvings;
  bool isNeeded = false;  ///< set by who has no value of the engine without the integral
};

/// To the last digits where the integrals are smooth. Surfaces that fold in a point cost ten times as much for every
/// two digits: of them no more than is promised. `measure` takes a Precision and answers an Outcome<T>.
/// Errors: its own; TooComplex when neither was reached and the engine's value hangs on it. Else the true one is near.
template <class T, class F>
Outcome<T> converged(F&& measure) {
  Precision fine{1e-11, 1000}, promised{1e-9, 5'000};
  Outcome<T> first = measure(fine);
  if (!first || fine.halvings > 0) return first;
  Outcome<T> second = measure(promised);
  if (second && promised.halvings == 0 && promised.isNeeded) return Refusal::TooComplex;
  return second;
}

/// Area over the rectangle s0..s1, t0..t1; the patch has to be smooth in it.
template <class Patch>
Amount areaOfPatch(const Patch& patch, double s0, double s1, double t0, double t1, Precision& p) {
  const Vec3 base = patch(s0)(t0).point;
  const auto inner = [&](double s) {
    const auto line = patch(s);
    return integrate<4>(
        [&](double t) {
          const PatchPoint at = line(t);
          const double size = length(cross(at.ds, at.dt));
          const Vec3 m = (at.point - base) * size;
          return std::array{size, m.x, m.y, m.z};
        },
        t0, t1, p.halvings, p.tolerance);
  };
  const auto sum = integrate<4>(inner, s0, s1, p.halvings, p.tolerance);
  return about(base, std::abs(sum[0]), Vec3{sum[1], sum[2], sum[3]} * (sum[0] < 0 ? -1 : 1));
}

}  // namespace premap::geometry
