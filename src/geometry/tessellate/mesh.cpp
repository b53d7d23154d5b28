// Facets of meshes: fans where they are convex, ears where not.
#include "geometry/measure/polygon.h"
#include "geometry/meshes/closed.h"
#include "geometry/tessellate/shapes.h"
#include "geometry/tessellate/triangulate.h"

namespace premap::geometry {
namespace {

Vec3 vectorArea(const std::vector<Vec3>& ring) {
  Vec3 sum;
  for (size_t i = 1; i + 1 < ring.size(); ++i) sum += cross(ring[i] - ring[0], ring[i + 1] - ring[0]);
  return sum;
}

// Every triangle of a fan turns as the facet does, so the fan covers it once.
bool isFan(const std::vector<Vec3>& ring, const Vec3& normal) {
  for (size_t i = 1; i + 1 < ring.size(); ++i)
    if (dot(cross(ring[i] - ring[0], ring[i + 1] - ring[0]), normal) < 0) return false;
  return true;
}

Refusal trianglesOf(const std::vector<Vec3>& ring, const Vec3& normal, std::vector<uint32_t>& triangles) {
  triangles.clear();
  if (isFan(ring, normal)) {
    for (uint32_t i = 1; i + 1 < ring.size(); ++i) triangles.insert(triangles.end(), {0, i, i + 1});
    return Refusal::None;
  }
  const Vec3 n = unit(normal), x = squareTo(n), y = cross(n, x);
  Polygon polygon;
  for (const Vec3& p : ring) polygon.push_back({dot(p - ring[0], x), dot(p - ring[0], y)});
  auto ears = triangulate({polygon}, {0});
  if (!ears) return ears.refusal();
  triangles = std::move(*ears);
  return Refusal::None;
}

}  // namespace

Refusal tessellate(const Mesh& mesh, Builder& builder) {
  std::vector<Vec3> ring;
  std::vector<uint32_t> triangles;
  Refusal why = Refusal::None;
  mesh.forEachFacet([&](const uint32_t* corners, size_t count) {
    ring.clear();
    for (size_t i = 0; i < count; ++i) ring.push_back(mesh.points[corners[i]]);
    const Vec3 normal = vectorArea(ring);
    if (const Refusal r = trianglesOf(ring, normal, triangles); r != Refusal::None) why = r;
    else builder.flat(ring, triangles, normal);
  });
  if (why == Refusal::None && (doEdgesMatch(mesh) || doEdgesMatch(withoutFlat(merged(mesh))))) builder.turnOutwards();
  return why;
}

}  // namespace premap::geometry
