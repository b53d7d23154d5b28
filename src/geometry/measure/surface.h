// Measures of B-spline surfaces.
#pragma once

#include "geometry/bsplines/surface.h"
#include "geometry/measure/measured.h"

namespace premap::geometry {

/// Area by quadrature, span by span; within trims by Green's theorem in the plane of the parameters, so that neither is
/// cut into facets. Perimeter: the outer edges, if they count, and the trims on the surface.
Outcome<Measured> measure(const BSplineSurface& surface);

}  // namespace premap::geometry
