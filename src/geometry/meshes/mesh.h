// Indexed polyface meshes: facets over numbered points.
#pragma once

#include <cstdint>
#include <vector>

#include "geometry/curves/read.h"

namespace premap::geometry {

struct Mesh {
  std::vector<Vec3> points;
  std::vector<uint32_t> corners;  ///< of all facets, one after the other; places in points
  std::vector<uint32_t> ends;     ///< where each facet's corners end in `corners`; every facet has three or more
  bool isIndexed =
      false;  ///< says itself which facets share a point; the engine asks only such a one whether it closes

  template <class F>
  void forEachFacet(F&& f) const {
    uint32_t begin = 0;
    for (const uint32_t end : ends) f(&corners[begin], end - begin), begin = end;
  }
};

/// All five styles: indexed, coordinates by three or four, grids of triangles or quads.
/// Errors: Index when a corner names a point that is not there, or indices of normals, parameters, colours or faces are
/// not as many as those of points, as the engine drops such a mesh too.
Outcome<Mesh> readMesh(const Table& variant);

}  // namespace premap::geometry
