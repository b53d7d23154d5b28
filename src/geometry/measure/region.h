// Planar regions: loops, loops in loops, unions.
#pragma once

#include <optional>

#include "geometry/curves/curve.h"
#include "geometry/measure/amount.h"
#include "premap/geometry/outcome.h"

namespace premap::geometry {

/// Integral of (P - base) (P - base)^T over an area.
struct SecondMoment {
  Vec3 base;
  Vec3 x, y, z;  ///< columns
};

/// How many moments an area is to have; the second need the first.
enum class Moments : uint8_t { None, First, Second };

struct RegionMeasure {
  Amount area;                         ///< without a moment, as that may take more than the area: kNoMoment
  double engineArea = 0;               ///< the engine's, which leaves small gaps open
  Vec3 normal;                         ///< of length 1; which of the two is of no meaning
  bool isPlanar = true;                ///< false: the area is that of the vector sum
  std::optional<SecondMoment> second;  ///< when asked for, and the loops do not cross
};

/// By Green's theorem along the curves, without chords. Loops count by how deep they lie in each other (even adds, odd
/// takes away), whatever their order and turn; the members of a union add. A loop that is open is closed by a line;
/// straight loops that cross themselves or each other count by even-odd.
/// Errors: Crossing, TooComplex.
Outcome<RegionMeasure> measureRegion(const CurveCollection& region, Moments moments = Moments::First);

/// Half the closed integral of (P - base) x dP along the curves, ends joined by lines.
Vec3 vectorArea(const CurveCollection& loop, const Vec3& base);

}  // namespace premap::geometry
