// Curves through points: what files hold of them is the points, and the cubics have to be found again.
#pragma once

#include <optional>

#include "geometry/curves/curve.h"
#include "premap/geometry/outcome.h"

namespace premap::geometry {

struct FitPoints {
  std::vector<Vec3> points;
  std::vector<double> knots;  ///< one a point; empty: by chord length
  std::optional<Vec3> startTangent, endTangent;
  bool hasNaturalEnds = false;
  bool isClosed = false;
};

/// The C2 cubic through the points. Without tangents each end has the slope of the parabola through its three points.
Outcome<CubicChain> interpolate(const FitPoints& fit);

/// Akima's curve: the first two and the last two points only steer the tangents.
Outcome<CubicChain> akima(const std::vector<Vec3>& points);

}  // namespace premap::geometry
