// Measures of curves, and of what they bound.
#pragma once

#include "geometry/curves/curve.h"
#include "geometry/measure/measured.h"
#include "geometry/measure/wish.h"
#include "premap/geometry/outcome.h"

namespace premap::geometry {

Outcome<Measured> measure(const Curve& curve);
/// Errors: as measureRegion.
Outcome<Measured> measure(const CurveCollection& curves, const Wish& wish);
/// Of the curves alone, where what they enclose cannot be told.
Measured measureLengths(const CurveCollection& curves);

}  // namespace premap::geometry
