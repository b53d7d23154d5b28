// Triangles of a fan, whose vectors add up before a facet's size is taken.
#include "geometry/measure/facets.h"

namespace premap::geometry {

void FacetSum::add(std::span<const Vec3> corners) {
  if (corners.size() < 3) return;
  const Vec3 first = corners[0] - base_;
  Vec3 vector;
  for (size_t i = 1; i + 1 < corners.size(); ++i) {
    const Vec3 a = corners[i] - base_, b = corners[i + 1] - base_;
    const Vec3 twice = cross(a - first, b - first);
    vector += twice;
    const double six = dot(first, twice);
    volume_ += six / 6;
    volumeMoment_ += (first + a + b) * (six / 24);
  }
  const double size = length(vector);
  area_ += size / 2;
  if (size == 0) return;
  // Triangles that lie outside a concave facet take away again.
  const Vec3 normal = vector * (1 / size);
  for (size_t i = 1; i + 1 < corners.size(); ++i) {
    const Vec3 a = corners[i] - base_, b = corners[i + 1] - base_;
    areaMoment_ += (first + a + b) * (dot(cross(a - first, b - first), normal) / 6);
  }
}

}  // namespace premap::geometry
