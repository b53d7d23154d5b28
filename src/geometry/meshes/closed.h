// Whether a mesh closes, by its edges; and whether it seems to, seen along z.
#pragma once

#include <optional>

#include "geometry/meshes/mesh.h"

namespace premap::geometry {

/// Every edge, by point number, has exactly one mate that runs the other way. A corner that is named twice in a row
/// counts once; what is then no facet has no edges, or one that has shrunk to a point and needs no mate.
bool doEdgesMatch(const Mesh& mesh);

/// Points nearer to each other than the engine tells apart become one.
Mesh merged(const Mesh& mesh);
/// Without the facets that have no area.
Mesh withoutFlat(const Mesh& mesh);

/// "Sides may be missing": what the mesh encloses if upright sides are taken to close it, by signed prisms along z over
/// its lowest z, turned and scaled by the frame. Nothing unless its facets cancel each other seen along z, with their
/// second moments, and cover enough of the ground for that to mean something.
std::optional<double> volumeAlongZ(const Mesh& mesh, const Transform& frame);

}  // namespace premap::geometry
