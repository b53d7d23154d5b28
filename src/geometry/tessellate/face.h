// A face within loops on a curved surface, by the parameters of that surface.
#pragma once

#include <functional>

#include "geometry/measure/polygon.h"
#include "geometry/tessellate/builder.h"

namespace premap::geometry {

struct FacePoint {
  Vec2 uv;
  Vec3 point;
};
using FaceLoop = std::vector<FacePoint>;

/// Parameters are in units of a cell: facets are about that size.
struct ParameterSurface {
  std::function<SurfacePoint(const Vec2&)> at;
  std::function<bool(const Vec2&, const Vec2&)> isTooLong;  ///< whether an edge inside has to be cut
};

/// Loops by even-odd. Edges of loops stay whole, so that faces which share them stay joined; `side` is the sign of the
/// surface's normals on the outside.
Refusal tessellateFace(const std::vector<FaceLoop>& loops, const ParameterSurface& surface, double side,
                       Builder& builder);

/// What has triangles already, with `points` at the first of the parameters.
void addFace(const ParameterSurface& surface, std::vector<Vec2> uv, std::vector<Vec3> points,
             std::vector<uint32_t> triangles, double side, Builder& builder);

}  // namespace premap::geometry
