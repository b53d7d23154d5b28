// Measures of bodies with analytic faces.
#pragma once

#include "geometry/bodies/body.h"
#include "geometry/measure/measured.h"
#include "geometry/measure/wish.h"

namespace premap::geometry {

/// By integrals along the edges alone: neither triangles nor parameters of the surfaces.
/// Errors: BodyCurve, for edges that cannot lie on their surface.
Outcome<Measured> measure(const Body& body, const Wish& wish);

}  // namespace premap::geometry
