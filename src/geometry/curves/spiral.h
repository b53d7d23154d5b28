// Points of a clothoid, in its own plane.
#pragma once

#include "geometry/curves/curve.h"

namespace premap::geometry {

/// From fraction 0 of the whole spiral, where it begins at the frame's origin.
Vec3 spiralPoint(const Spiral& spiral, double fraction);
/// By fraction.
Vec3 spiralTangent(const Spiral& spiral, double fraction);

}  // namespace premap::geometry
