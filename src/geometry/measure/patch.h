// Quadrature over a patch of a surface P(s, t), which is asked line by line: patch(s) has what is the same for all t.
#pragma once

#include "geometry/math/quadrature.h"
#include "geometry/measure/amount.h"

namespace premap::geometry {

struct PatchPoint {
  Vec3 point, ds, dt;
};

/// Of one primitive in all, so that a surface of nothing but noise ends too.
inline constexpr int kHalvings = 1000;

/// Area over the rectangle s0..s1, t0..t1; the patch has to be smooth in it.
template <class Patch>
Amount areaOfPatch(const Patch& patch, double s0, double s1, double t0, double t1, int& halvings) {
  const Vec3 base = patch(s0)(t0).point;
  const auto inner = [&](double s) {
    const auto line = patch(s);
    return integrate<4>(
        [&](double t) {
          const PatchPoint p = line(t);
          const double size = length(cross(p.ds, p.dt));
          const Vec3 m = (p.point - base) * size;
          return std::array{size, m.x, m.y, m.z};
        },
        t0, t1, halvings);
  };
  const auto sum = integrate<4>(inner, s0, s1, halvings);
  return about(base, std::abs(sum[0]), Vec3{sum[1], sum[2], sum[3]} * (sum[0] < 0 ? -1 : 1));
}

}  // namespace premap::geometry
