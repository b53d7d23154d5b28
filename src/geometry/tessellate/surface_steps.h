// Into how many parts the spans of a B-spline surface are cut.
#pragma once

#include "geometry/bsplines/surface.h"
#include "premap/geometry/tessellate.h"

namespace premap::geometry {

struct SurfaceSteps {
  std::vector<int> u, v;  ///< for each span that is not empty, from the first
};

/// By the engine's rule, which looks at the control polygons of each patch; TooComplex where that would take seconds.
Outcome<SurfaceSteps> stepsOf(const BSplineSurface& surface, const Tolerance& tolerance);

}  // namespace premap::geometry
