// Edges stand in the buckets of their lower points, so that mates are near each other, and equal points are found by
// hashing: both take time by the number of facets. The ground seen along z is summed with its sign.
#include "geometry/meshes/closed.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace premap::geometry {
namespace {

template <class F>
void forEachEdge(const Mesh& mesh, F&& f) {
  mesh.forEachFacet([&](const uint32_t* corners, size_t count) {
    for (size_t i = 0, j = count - 1; i < count; j = i++) f(corners[j], corners[i]);
  });
}

// Of the bits; the two zeros are equal, so they are one here.
uint64_t hashOf(const Vec3& p) {
  const double coordinates[] = {p.x + 0.0, p.y + 0.0, p.z + 0.0};
  uint64_t hash = 0x9e3779b97f4a7c15;
  for (const double c : coordinates) {
    hash = (hash ^ std::bit_cast<uint64_t>(c)) * 0xff51afd7ed558ccd;
    hash ^= hash >> 32;
  }
  return hash;
}

// The number of the first of equal points, for each. Points made to collide are looked through for so long only, and
// then count as others: no worse than a mesh whose points are apart by a digit.
std::vector<uint32_t> firstOfEqual(const std::vector<Vec3>& points) {
  constexpr uint32_t none = ~uint32_t{0};
  constexpr int mostLooks = 1000;
  std::vector<uint32_t> table(std::bit_ceil(points.size() * 2 + 1), none), first(points.size());
  const size_t mask = table.size() - 1;
  for (uint32_t i = 0; i < points.size(); ++i) {
    size_t at = hashOf(points[i]) & mask;
    int looks = 0;
    while (table[at] != none && !(points[table[at]] == points[i]) && ++looks < mostLooks) at = (at + 1) & mask;
    if (table[at] == none) table[at] = i;
    first[i] = points[table[at]] == points[i] ? table[at] : i;
  }
  return first;
}

bool hasArea(const Mesh& mesh, const uint32_t* corners, size_t count) {
  const Vec3 first = mesh.points[corners[0]];
  for (size_t i = 1; i + 1 < count; ++i) {
    const Vec3 a = mesh.points[corners[i]] - first, b = mesh.points[corners[i + 1]] - first;
    if (length(cross(a, b)) > 1e-14 * (dot(a, a) + dot(b, b))) return true;
  }
  return false;
}

struct Ground {
  double area = 0, prism = 0;  // signed
};

Ground groundOf(const uint32_t* corners, size_t count, auto&& at) {
  Ground sum;
  const Vec3 a = at(corners[0]);
  for (size_t i = 1; i + 1 < count; ++i) {
    const Vec3 b = at(corners[i]), c = at(corners[i + 1]);
    const double area = ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / 2;
    sum.area += area, sum.prism += area * (a.z + b.z + c.z) / 3;
  }
  return sum;
}

}  // namespace

bool doEdgesMatch(const Mesh& mesh) {
  // Where the bucket of each point ends; while they are filled, where the next edge goes.
  std::vector<uint32_t> ends(mesh.points.size() + 1, 0);
  size_t count = 0;
  forEachEdge(mesh, [&](uint32_t a, uint32_t b) { ++ends[std::min(a, b) + 1], ++count; });
  if (count == 0 || count % 2 != 0) return false;
  for (size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
  std::vector<uint64_t> edges(count);
  // The higher point, and in the lowest bit which way it runs.
  forEachEdge(mesh, [&](uint32_t a, uint32_t b) {
    edges[ends[std::min(a, b)]++] = uint64_t{std::max(a, b)} << 1 | (a < b ? 1 : 0);
  });
  for (size_t point = 0, begin = 0; point < mesh.points.size(); begin = ends[point++]) {
    const size_t end = ends[point];
    if ((end - begin) % 2 != 0) return false;
    std::sort(edges.begin() + static_cast<ptrdiff_t>(begin), edges.begin() + static_cast<ptrdiff_t>(end));
    // The two directions stand side by side, and the next edge is another one.
    for (size_t i = begin; i < end; i += 2)
      if (edges[i] + 1 != edges[i + 1] || (edges[i] & 1) != 0) return false;
  }
  return true;
}

Mesh merged(const Mesh& mesh) {
  const std::vector<uint32_t> first = firstOfEqual(mesh.points);
  Mesh out{mesh.points, {}, {}};
  mesh.forEachFacet([&](const uint32_t* corners, size_t count) {
    if (!hasArea(mesh, corners, count)) return;
    const size_t begin = out.corners.size();
    for (size_t i = 0; i < count; ++i) {
      const uint32_t corner = first[corners[i]];
      if (out.corners.size() == begin || out.corners.back() != corner) out.corners.push_back(corner);
    }
    if (out.corners.size() > begin + 1 && out.corners.back() == out.corners[begin]) out.corners.pop_back();
    out.ends.push_back(static_cast<uint32_t>(out.corners.size()));
  });
  return out;
}

bool doesCancelAlongZ(const Mesh& mesh, const Transform& frame) {
  if (mesh.points.empty()) return false;
  constexpr double huge = std::numeric_limits<double>::infinity();
  const Vec3 base = mesh.points[0];
  const auto at = [&](uint32_t i) { return frame.vector(mesh.points[i] - base); };
  double sum = 0, all = 0;
  Vec3 low{huge, huge, 0}, high{-huge, -huge, 0};
  mesh.forEachFacet([&](const uint32_t* corners, size_t count) {
    const double area = groundOf(corners, count, at).area;
    sum += area, all += std::abs(area);
  });
  for (size_t i = 0; i < mesh.points.size(); ++i) {
    const Vec3 p = at(static_cast<uint32_t>(i));
    low = {std::min(low.x, p.x), std::min(low.y, p.y), 0};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), 0};
  }
  return std::abs(sum) < 1e-8 * all && all > 0.05 * (high.x - low.x) * (high.y - low.y);
}

double volumeAlongZ(const Mesh& mesh) {
  if (mesh.points.empty()) return 0;
  const Vec3 base = mesh.points[0];
  double sum = 0;
  mesh.forEachFacet([&](const uint32_t* corners, size_t count) {
    sum += groundOf(corners, count, [&](uint32_t i) { return mesh.points[i] - base; }).prism;
  });
  return sum;
}

}  // namespace premap::geometry
