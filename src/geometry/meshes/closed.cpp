// Edges are sorted, so that mates stand side by side; the ground seen along z is summed with its sign.
#include "geometry/meshes/closed.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace premap::geometry {
namespace {

// Both directions of an edge have one key; the lowest bit tells which way it runs.
uint64_t edgeKey(uint32_t a, uint32_t b) {
  const uint64_t low = std::min(a, b), high = std::max(a, b);
  return low << 33 | high << 1 | (a < b ? 1 : 0);
}

template <class F>
void forEachEdge(const Mesh& mesh, F&& f) {
  mesh.forEachFacet([&](const uint32_t* corners, size_t count) {
    for (size_t i = 0, j = count - 1; i < count; j = i++) f(corners[j], corners[i]);
  });
}

bool isBefore(const Vec3& a, const Vec3& b) {
  return a.x != b.x ? a.x < b.x : a.y != b.y ? a.y < b.y : a.z < b.z;
}

// The number of the first of equal points, for each.
std::vector<uint32_t> firstOfEqual(const std::vector<Vec3>& points) {
  std::vector<uint32_t> order(points.size()), first(points.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return isBefore(points[a], points[b]); });
  for (size_t i = 0; i < order.size(); ++i)
    first[order[i]] = i > 0 && points[order[i - 1]] == points[order[i]] ? first[order[i - 1]] : order[i];
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
  std::vector<uint64_t> edges;
  edges.reserve(mesh.corners.size());
  forEachEdge(mesh, [&](uint32_t a, uint32_t b) { edges.push_back(edgeKey(a, b)); });
  if (edges.empty() || edges.size() % 2 != 0) return false;
  std::sort(edges.begin(), edges.end());
  // The two directions stand side by side, and the next edge is another one.
  for (size_t i = 0; i < edges.size(); i += 2)
    if (edges[i] + 1 != edges[i + 1] || (edges[i] & 1) != 0) return false;
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
