// Closed polygons in their plane: which lies in which, whether they cross, and what they enclose when they do.
#pragma once

#include <cstddef>
#include <vector>

#include "geometry/measure/amount.h"
#include "premap/geometry/outcome.h"

namespace premap::geometry {

struct Vec2 {
  double x = 0, y = 0;
};
inline double cross(const Vec2& o, const Vec2& a, const Vec2& b) {
  return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}
using Polygon = std::vector<Vec2>;  ///< the last point joins the first

/// The plane that points lie in: from the widest triangle that is found in two passes.
struct Plane {
  Vec3 origin, x{1, 0, 0}, y{0, 1, 0}, normal{0, 0, 1};
  double size = 0;      ///< of what lies in it
  double offPlane = 0;  ///< the farthest that a point lies out of it

  Vec2 at(const Vec3& p) const { return {dot(p - origin, x), dot(p - origin, y)}; }
  Vec3 back(const Vec2& p) const { return origin + x * p.x + y * p.y; }
  /// Rounding is far below, a bend that somebody meant is far above.
  bool isFlat() const { return offPlane <= 1e-8 * size; }
};
Plane planeOf(const std::vector<std::vector<Vec3>>& loops);

/// Whether edges cross, of one polygon or of two; TooComplex when that would be too many pairs to look at.
Outcome<bool> doEdgesCross(const std::vector<Polygon>& polygons);

/// Loops may touch in a corner: the middles of three edges vote.
bool isWithin(const Polygon& inner, const Polygon& outer);

/// By how many of the others each polygon is enclosed.
std::vector<int> nestingOf(const std::vector<Polygon>& polygons);

/// Area, and its moment in the plane, of what an odd number of turns of the edges enclose.
struct EvenOdd {
  double area = 0;
  Vec2 moment;
};
Outcome<EvenOdd> evenOdd(const std::vector<Polygon>& polygons);
/// The same as triangles, three corners each.
Outcome<std::vector<Vec2>> trianglesByEvenOdd(const std::vector<Polygon>& polygons);

}  // namespace premap::geometry
