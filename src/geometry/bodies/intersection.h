// The curve in which two surfaces meet. A file has points of it only; in between it is found on both surfaces.
#pragma once

#include "geometry/bodies/surfaces.h"

namespace premap::geometry {

/// Along the points, by a parameter that counts them; closed where the first is the last. Nothing where the surfaces
/// touch instead of crossing, or the points are none of both. `work` is taken away from, and ends the search at 0.
std::optional<BSpline> intersect(const FaceSurface& a, const FaceSurface& b, std::vector<Vec3> points, size_t& work);

}  // namespace premap::geometry
