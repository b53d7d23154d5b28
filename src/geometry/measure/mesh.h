// Measures of meshes. Whether the engine gives an open one a volume depends on how it stands, so that is asked later.
#pragma once

#include "geometry/measure/measured.h"
#include "geometry/measure/wish.h"
#include "geometry/meshes/mesh.h"

namespace premap::geometry {

struct MeshMeasure {
  Measured measured;
  /// The engine sees a volume along z in the mesh's own coordinates, so it looks in the world: its volume is left 0.
  bool isSeenAlongZ = false;
};

MeshMeasure measure(const Mesh& mesh, const Wish& wish);

/// `measured` in this frame, which leads to the world and scales by `scale`.
Measured placed(const Mesh& mesh, const MeshMeasure& measure, const Transform& frame, double scale);

}  // namespace premap::geometry
