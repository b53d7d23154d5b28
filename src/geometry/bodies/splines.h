// B-splines of a body: from the nodes that hold their poles, knots and how often each knot counts.
#pragma once

#include <optional>

#include "geometry/bodies/nodes.h"
#include "geometry/bsplines/surface.h"
#include "geometry/curves/curve.h"

namespace premap::geometry {

struct NodeSpline {
  BSpline spline;
  bool isPeriodic = false;
};
/// Of the node of a B-curve; `dimension` 3, or 2 for one in the parameters of a surface (z is 0). Nothing when a count
/// does not fit the others, or a weight is not positive.
std::optional<NodeSpline> readSpline(const NodeTable& nodes, const Node& curve, int dimension);

struct NodeSplineSurface {
  BSplineSurface surface;
  bool isPeriodicU = false, isPeriodicV = false;
};
std::optional<NodeSplineSurface> readSplineSurface(const NodeTable& nodes, const Node& surface);

}  // namespace premap::geometry
