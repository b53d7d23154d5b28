// Edges stand in the buckets of their lower points, so that mates are near each other, and near points are found along
// a line that few of them share: both take time by the number of facets. The ground along z is summed with its sign.
#include "geometry/meshes/closed.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace premap::geometry {
namespace {

// A facet's corners without those that repeat the one before, calls f for each edge: none where two are left, and that
// from a point to itself where one is.
template <class F>
void forEachEdge(const Mesh& mesh, F&& f) {
  std::vector<uint32_t> ring;
  mesh.forEachFacet([&](const uint32_t* corners, size_t count) {
    ring.clear();
    for (size_t i = 0; i < count; ++i)
      if (ring.empty() || ring.back() != corners[i]) ring.push_back(corners[i]);
    while (ring.size() > 1 && ring.back() == ring.front()) ring.pop_back();
    if (ring.size() == 2) return;
    for (size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) f(ring[j], ring[i]);
  });
}

// 1e-8 m, and as much of the largest coordinate.
double tolerance(const std::vector<Vec3>& points) {
  constexpr double least = 1e-8, relative = 1e-8;
  double largest = 0;
  for (const Vec3& p : points) largest = std::max({largest, std::abs(p.x), std::abs(p.y), std::abs(p.z)});
  return least + relative * largest;
}

// For each point the number of the one that stands for it. Points that were made to be many at one place of the line
// are looked through for so long only, and then count as others: no worse than a mesh whose points are apart.
std::vector<uint32_t> firstOfNear(const std::vector<Vec3>& points) {
  constexpr int mostLooks = 1000;
  constexpr uint32_t none = ~uint32_t{0};
  const double near = tolerance(points);
  const Vec3 line = unit({1.45, 0.13, 0.2});
  std::vector<double> along(points.size());
  for (size_t i = 0; i < points.size(); ++i) along[i] = dot(points[i] - points[0], line);
  std::vector<uint32_t> order(points.size()), first(points.size(), none);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return along[a] != along[b] ? along[a] < along[b] : a < b; });
  for (size_t i = 0; i < order.size(); ++i) {
    const uint32_t base = order[i];
    if (first[base] != none) continue;
    first[base] = base;
    int looks = 0;
    for (size_t j = i + 1; j < order.size() && ++looks < mostLooks; ++j) {
      const uint32_t other = order[j];
      if (along[other] - along[base] > 2 * near) break;
      if (first[other] == none && distance(points[base], points[other]) <= near) first[other] = base;
    }
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

// A sum over the ground, as it is signed and without the signs.
struct Both {
  double sum = 0, all = 0;
  void add(double value, double size) { sum += value, all += size; }
};

struct Ground {
  Both area, xx, xy, yy, prism;

  void add(const Vec3& a, const Vec3& b, const Vec3& c) {
    const double twice = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x), size = std::abs(twice);
    const double x = a.x + b.x + c.x, y = a.y + b.y + c.y, height = (a.z + b.z + c.z) / 3;
    const double mxx = (a.x * a.x + b.x * b.x + c.x * c.x + x * x) / 24;
    const double mxy = (a.x * a.y + b.x * b.y + c.x * c.y + x * y) / 24;
    const double myy = (a.y * a.y + b.y * b.y + c.y * c.y + y * y) / 24;
    area.add(twice / 2, size / 2), prism.add(twice / 2 * height, size / 2 * height);
    xx.add(mxx * twice, mxx * size), xy.add(mxy * twice, mxy * size), yy.add(myy * twice, myy * size);
  }
  bool doesCancel() const {
    constexpr double rest = 1e-8;
    const double seconds = std::hypot(xx.sum, xy.sum, yy.sum), allSeconds = std::hypot(xx.all, xy.all, yy.all);
    return std::abs(area.sum) < rest * area.all && seconds < rest * allSeconds;
  }
};

}  // namespace

bool doEdgesMatch(const Mesh& mesh) {
  // Where the bucket of each point ends; while they are filled, where the next edge goes.
  std::vector<uint32_t> ends(mesh.points.size() + 1, 0);
  size_t count = 0;
  forEachEdge(mesh, [&](uint32_t a, uint32_t b) { ++ends[std::min(a, b) + 1], ++count; });
  if (count == 0) return false;
  for (size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
  std::vector<uint64_t> edges(count);
  // The higher point, and in the lowest bit which way it runs.
  forEachEdge(mesh, [&](uint32_t a, uint32_t b) {
    edges[ends[std::min(a, b)]++] = uint64_t{std::max(a, b)} << 1 | (a < b ? 1 : 0);
  });
  size_t pairs = 0, shrunk = 0, fours = 0;
  for (size_t point = 0, begin = 0; point < mesh.points.size(); begin = ends[point++]) {
    const size_t end = ends[point];
    std::sort(edges.begin() + static_cast<ptrdiff_t>(begin), edges.begin() + static_cast<ptrdiff_t>(end));
    for (size_t i = begin, next = i; i < end; i = next) {
      while (next < end && edges[next] >> 1 == edges[i] >> 1) ++next;
      const size_t uses = next - i;
      if (edges[i] >> 1 == point) shrunk += uses;
      else if (uses == 2 && edges[i] != edges[i + 1]) ++pairs;
      else if (uses == 4) ++fours;
    }
  }
  // The last: triangles at a pole that have shrunk leave an edge there twice in each direction.
  return 2 * pairs == count || 2 * pairs + shrunk == count ||
         (2 * pairs + shrunk + 4 * fours == count && fours == shrunk);
}

Mesh merged(const Mesh& mesh) {
  if (mesh.points.empty()) return mesh;
  const std::vector<uint32_t> first = firstOfNear(mesh.points);
  Mesh out = mesh;
  for (uint32_t& corner : out.corners) corner = first[corner];
  return out;
}

Mesh withoutFlat(const Mesh& mesh) {
  Mesh out{mesh.points, {}, {}, mesh.isIndexed};
  mesh.forEachFacet([&](const uint32_t* corners, size_t count) {
    if (!hasArea(mesh, corners, count)) return;
    out.corners.insert(out.corners.end(), corners, corners + count);
    out.ends.push_back(static_cast<uint32_t>(out.corners.size()));
  });
  return out;
}

std::optional<double> volumeAlongZ(const Mesh& mesh, const Transform& frame) {
  if (mesh.points.empty()) return std::nullopt;
  constexpr double huge = std::numeric_limits<double>::infinity();
  Vec3 low{huge, huge, huge}, high{-huge, -huge, -huge};
  for (const Vec3& point : mesh.points) {
    const Vec3 p = frame.vector(point - mesh.points[0]);
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  Ground ground;
  mesh.forEachFacet([&](const uint32_t* corners, size_t count) {
    const auto at = [&](size_t i) { return frame.vector(mesh.points[corners[i]] - mesh.points[0]) - low; };
    const Vec3 first = at(0);
    Vec3 last = at(1);
    for (size_t i = 2; i < count; ++i) {
      const Vec3 next = at(i);
      ground.add(first, last, next);
      last = next;
    }
  });
  constexpr double leastCover = 0.05, nothing = 1e-12;
  if (!ground.doesCancel() || !(ground.area.all > leastCover * (high.x - low.x) * (high.y - low.y)))
    return std::nullopt;
  if (std::abs(ground.prism.sum) <= nothing * ground.prism.all) return std::nullopt;
  // A frame that mirrors turns the facets over, too: they look to the same side.
  return frame.determinant() < 0 ? -ground.prism.sum : ground.prism.sum;
}

}  // namespace premap::geometry
