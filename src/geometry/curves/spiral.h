// Points of a spiral that is told by its curvature, in its own plane.
#pragma once

#include <vector>

#include "geometry/curves/curve.h"

namespace premap::geometry {

/// The most it may turn between two fractions, in radians: the bearing may go out and come back.
double spiralTurn(const Spiral& spiral, double from, double to);
/// Fractions on the way from one to another, both included, between which it is smooth and turns by a radian at most.
std::vector<double> spiralStops(const Spiral& spiral, double from, double to);
/// From one fraction of the spiral to another, with no such stop between them.
Vec3 spiralStep(const Spiral& spiral, double from, double to);
/// From fraction 0, where it begins at the frame's origin, in such steps.
Vec3 spiralPoint(const Spiral& spiral, double fraction);
/// By fraction.
Vec3 spiralTangent(const Spiral& spiral, double fraction);

}  // namespace premap::geometry
