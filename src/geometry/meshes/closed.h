// Whether a mesh closes, by its edges; and whether it seems to, seen along z.
#pragma once

#include "geometry/meshes/mesh.h"

namespace premap::geometry {

/// Every edge, by point number, has exactly one mate that runs the other way.
bool doEdgesMatch(const Mesh& mesh);

/// Points at one place become one, and facets without area go.
Mesh merged(const Mesh& mesh);

/// "Sides may be missing": whether the facets cancel each other seen along z, turned by the frame, and cover enough of
/// the ground for that to mean something.
bool doesCancelAlongZ(const Mesh& mesh, const Transform& frame);

/// Signed prisms over the ground, along z.
double volumeAlongZ(const Mesh& mesh);

}  // namespace premap::geometry
