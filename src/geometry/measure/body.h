// Measures of bodies with analytic faces.
#pragma once

#include "geometry/bodies/body.h"
#include "geometry/measure/measured.h"

namespace premap::geometry {

/// By integrals along the edges alone: neither triangles nor parameters of the surfaces.
/// Errors: BodyCurve, for edges that cannot lie on their surface.
Outcome<Measured> measure(const Body& body);

}  // namespace premap::geometry
