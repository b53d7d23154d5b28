// The functions of a B-spline that are not zero on a span, of curves and of surfaces.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace premap::geometry {

inline constexpr int kHighestOrder = 26;

/// `order` of each.
struct Basis {
  std::array<double, kHighestOrder> value, slope;
};

/// At `t` of the span that begins at `knots[span]` and is not empty.
Basis basisAt(const std::vector<double>& knots, int order, size_t span, double t);

}  // namespace premap::geometry
