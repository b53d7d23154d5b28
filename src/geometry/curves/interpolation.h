// Curves through points: what files hold of them is the points, and the cubics have to be found again.
#pragma once

#include <optional>

#include "geometry/curves/curve.h"
#include "premap/geometry/outcome.h"

namespace premap::geometry {

/// What a file says of such a curve. It has knots, too, which the engine does not look at.
struct FitPoints {
  std::vector<Vec3> points;
  std::optional<Vec3> startTangent = {}, endTangent = {};  ///< directions, both into the curve
  bool isClosed = false;                                   ///< comes back to its first point without a bend
  bool isByChord = false;          ///< closed: its parameter runs by chords, else evenly; open ones' always does
  bool isClosingStraight = false;  ///< open, but its ends meet: what tangents are not given are in one line there
  bool isTangentByChord = false;   ///< tangents are a third of the chord; else as long as those of the parabola
  bool hasNaturalEnds = false;     ///< where no tangent is given, no curvature
};

/// The C2 cubic through the points. Without tangents each end has the slope of the parabola through its three points.
Outcome<CubicChain> interpolate(const FitPoints& fit);

/// Akima's curve: the first two and the last two points only steer the tangents.
Outcome<CubicChain> akima(const std::vector<Vec3>& points);

}  // namespace premap::geometry
