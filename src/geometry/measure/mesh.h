// Measures of meshes. Whether the engine gives an open one a volume depends on how it stands, so that is asked later.
#pragma once

#include <optional>

#include "geometry/measure/measured.h"
#include "geometry/measure/wish.h"
#include "geometry/meshes/mesh.h"

namespace premap::geometry {

struct MeshMeasure {
  Measured measured;
  /// What the engine gives as volume where the facets cancel along z in the world too.
  std::optional<double> volumeAlongZ;
};

MeshMeasure measure(const Mesh& mesh, const Wish& wish);

/// `measured` in this frame, which leads to the world.
Measured placed(const Mesh& mesh, const MeshMeasure& measure, const Transform& frame);

}  // namespace premap::geometry
