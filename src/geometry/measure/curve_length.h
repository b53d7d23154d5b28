// Lengths of curves.
#pragma once

#include "geometry/curves/curve.h"
#include "geometry/measure/amount.h"

namespace premap::geometry {

Amount lengthOf(const Curve& curve);
/// Of all its curves.
Amount lengthOf(const CurveCollection& collection);

/// From point to point: what the service's engine takes for the length of points.
double lengthBetween(const std::vector<Vec3>& points);

}  // namespace premap::geometry
