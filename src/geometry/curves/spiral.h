// Points of a clothoid, in its own plane.
#pragma once

#include "geometry/curves/curve.h"

namespace premap::geometry {

/// The most it may turn between two fractions, in radians: the bearing may go out and come back.
double spiralTurn(const Spiral& spiral, double from, double to);
/// From one fraction of the spiral to another that is not more than about a radian of turn away.
Vec3 spiralStep(const Spiral& spiral, double from, double to);
/// From fraction 0, where it begins at the frame's origin, in such steps.
Vec3 spiralPoint(const Spiral& spiral, double fraction);
/// By fraction.
Vec3 spiralTangent(const Spiral& spiral, double fraction);

}  // namespace premap::geometry
