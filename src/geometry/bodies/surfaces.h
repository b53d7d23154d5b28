// Surfaces of a body, from their nodes; each is made once.
#pragma once

#include <map>

#include "geometry/bodies/body.h"
#include "geometry/bodies/nodes.h"

namespace premap::geometry {

class SurfaceReader {
 public:
  explicit SurfaceReader(const NodeTable& nodes) : nodes_(nodes) {}
  /// Null for a surface of another kind, or one that is not sound.
  const FaceSurface* find(uint32_t index);
  /// A point by the parameters that the format gives a surface.
  std::optional<Vec3> pointAt(uint32_t index, const Vec2& uv);

 private:
  std::optional<FaceSurface> make(const Node& node) const;
  const NodeTable& nodes_;
  std::map<uint32_t, std::optional<FaceSurface>> kept_;
};

/// Where a surface is, seen from a point near it.
struct Contact {
  Vec3 normal;
  double height = 0;  ///< of the point over the surface, along the normal
};
/// Follows a point that moves little from call to call.
class SurfaceContact {
 public:
  explicit SurfaceContact(const FaceSurface& surface) : surface_(surface) {}
  Contact at(const Vec3& point);
  size_t cost() const;

 private:
  const FaceSurface& surface_;
  std::optional<Vec2> guess_;
};

/// The arc of a whole circle or ellipse, from its x axis, with its sense.
std::optional<Arc> arcOf(const Node& node);

}  // namespace premap::geometry
