// The blossom of a span of a B-spline: the poles that any other knots would give it come from it.
#pragma once

#include <span>
#include <vector>

#include "premap/geometry/vec3.h"

namespace premap::geometry {

/// A pole times its weight, and the weight.
struct Weighted {
  Vec3 point;
  double weight = 1;
};

inline Weighted mix(const Weighted& a, const Weighted& b, double t) {
  return {mix(a.point, b.point, t), a.weight + (b.weight - a.weight) * t};
}

/// Of the span that begins at `knots[span]` and is not empty, with the poles that count there, which are written over:
/// at as many parameters, at(0) and on, as the degree, in any order.
template <class At>
Weighted blossom(const std::vector<double>& knots, size_t span, std::span<Weighted> poles, At&& at) {
  const size_t degree = poles.size() - 1;
  for (size_t level = 1; level <= degree; ++level) {
    const double t = at(level - 1);
    for (size_t i = degree; i >= level; --i) {
      const double low = knots[span - degree + i], high = knots[span + 1 + i - level];
      poles[i] = mix(poles[i - 1], poles[i], (t - low) / (high - low));
    }
  }
  return poles[degree];
}

}  // namespace premap::geometry
