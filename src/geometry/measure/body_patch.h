// A face on a surface that its parameters alone tell: B-spline, swept, spun.
#pragma once

#include "geometry/bodies/body.h"

namespace premap::geometry {

/// Of one face: its area, and the flow through it, outwards, of a field that grows from the base point.
struct FaceSum {
  double area = 0, flow = 0;
};

/// `work` is taken away from: how many poles are looked at for the whole body.
/// Errors: BodyCurve for an edge that is not on the surface, BodySurface, TooComplex.
Outcome<FaceSum> measurePatch(const Face& face, const PatchSurface& surface, const Vec3& base, double tolerance,
                              size_t& work);

}  // namespace premap::geometry
