// Ears over the parameters, turned to be as round as can be; then edges inside are halved until all are short.
// Whether an edge is halved is asked of the edge alone, so both its triangles agree.
#include "geometry/tessellate/face.h"

#include <algorithm>

#include "geometry/tessellate/edge_table.h"
#include "geometry/tessellate/triangulate.h"

namespace premap::geometry {
namespace {

constexpr int kMostHalvings = 8;
constexpr size_t kMostFacePoints = 200'000;

class FaceMesh {
 public:
  FaceMesh(const ParameterSurface& surface, std::vector<Vec2> uv, std::vector<Vec3> points,
           std::vector<uint32_t> triangles)
      : surface_(surface), uv_(std::move(uv)), points_(std::move(points)), triangles_(std::move(triangles)) {}

  void refine(Builder& builder) {
    if (!round(builder)) return;
    findBorder();
    // Slivers, folded along their length, would have an area beyond that of the surface.
    for (int i = 0; i < kMostHalvings && uv_.size() < kMostFacePoints && halve(); ++i)
      if (!round(builder)) return;
  }

  void addTo(Builder& builder, double side) const {
    if (!builder.hasRoomFor(1, uv_.size() + triangles_.size())) return;
    std::vector<SurfacePoint> corners;
    corners.reserve(uv_.size());
    for (size_t i = 0; i < uv_.size(); ++i) {
      corners.push_back(surface_.at(uv_[i]));
      corners[i].normal = corners[i].normal * side;
      if (i < points_.size()) corners[i].point = points_[i];
    }
    double agreement = 0;
    forEachTriangle([&](uint32_t a, uint32_t b, uint32_t c) {
      const Vec3 n = cross(corners[b].point - corners[a].point, corners[c].point - corners[a].point);
      agreement += dot(n, unit(corners[a].normal) + unit(corners[b].normal) + unit(corners[c].normal));
    });
    std::vector<uint32_t> places;
    for (const SurfacePoint& p : corners) places.push_back(builder.add(p));
    forEachTriangle([&](uint32_t a, uint32_t b, uint32_t c) {
      if (agreement < 0) std::swap(b, c);
      const Vec3 n = cross(corners[b].point - corners[a].point, corners[c].point - corners[a].point);
      // Where a surface folds within a triangle, its corners have the triangle's normal there.
      const auto place = [&](uint32_t i) {
        const bool isFolded = dot(corners[i].normal, n) < -1e-9 * length(corners[i].normal) * length(n);
        return isFolded && length(n) > 0 ? builder.add({corners[i].point, n}) : places[i];
      };
      builder.triangle(place(a), place(b), place(c));
    });
  }

 private:
  // A pass at a time, for as long as it changes something and there is work left.
  bool round(Builder& builder) {
    constexpr int mostPasses = 20;
    EdgeTurner turner(uv_, triangles_);
    for (int pass = 0; pass < mostPasses; ++pass) {
      if (!builder.spend(triangles_.size() / 3)) return false;
      if (!turner.pass()) return true;
    }
    return true;
  }

  void forEachTriangle(auto&& f) const {
    for (size_t i = 0; i < triangles_.size(); i += 3) f(triangles_[i], triangles_[i + 1], triangles_[i + 2]);
  }

  // Edges of one triangle only stay whole.
  void findBorder() {
    forEachTriangle([&](uint32_t a, uint32_t b, uint32_t c) {
      for (const auto& [from, to] : {std::pair(a, b), {b, c}, {c, a}}) {
        const auto [use, isNew] = middles_.add(from, to, kWhole);
        if (!isNew) use = kUnasked;
      }
    });
  }

  uint32_t middleOf(uint32_t a, uint32_t b) {
    uint32_t& middle = middles_.add(a, b, kUnasked).first;
    if (middle != kUnasked) return middle;
    if (!surface_.isTooLong(uv_[a], uv_[b])) return middle = kWhole;
    uv_.push_back({(uv_[a].x + uv_[b].x) / 2, (uv_[a].y + uv_[b].y) / 2});
    return middle = static_cast<uint32_t>(uv_.size() - 1);
  }

  bool halve() {
    std::vector<uint32_t> out;
    const auto emit = [&](uint32_t a, uint32_t b, uint32_t c) { out.push_back(a), out.push_back(b), out.push_back(c); };
    bool isChanged = false;
    for (size_t i = 0; i < triangles_.size(); i += 3) {
      uint32_t t[3] = {triangles_[i], triangles_[i + 1], triangles_[i + 2]};
      uint32_t m[3] = {middleOf(t[0], t[1]), middleOf(t[1], t[2]), middleOf(t[2], t[0])};
      const auto count = 3 - std::count(m, m + 3, kWhole);
      isChanged = isChanged || count > 0;
      // Turned so that an edge alone, or the edge that is alone whole, comes last.
      while (count == 1 && m[2] == kWhole) std::rotate(m, m + 1, m + 3), std::rotate(t, t + 1, t + 3);
      while (count == 2 && m[2] != kWhole) std::rotate(m, m + 1, m + 3), std::rotate(t, t + 1, t + 3);
      if (count == 0) emit(t[0], t[1], t[2]);
      if (count == 1) emit(t[0], t[1], m[2]), emit(m[2], t[1], t[2]);
      if (count == 2) emit(m[0], t[1], m[1]), emit(t[0], m[0], m[1]), emit(t[0], m[1], t[2]);
      if (count == 3) emit(t[0], m[0], m[2]), emit(m[0], t[1], m[1]), emit(m[2], m[1], t[2]), emit(m[0], m[1], m[2]);
    }
    triangles_ = std::move(out);
    return isChanged;
  }

  static constexpr uint32_t kWhole = ~uint32_t{0}, kUnasked = kWhole - 1;
  const ParameterSurface& surface_;
  std::vector<Vec2> uv_;
  std::vector<Vec3> points_;  // of the loops' corners
  std::vector<uint32_t> triangles_;
  EdgeTable middles_;  // of edges: the point in their middle, or that they stay whole
};

}  // namespace

void addFace(const ParameterSurface& surface, std::vector<Vec2> uv, std::vector<Vec3> points,
             std::vector<uint32_t> triangles, double side, Builder& builder) {
  FaceMesh(surface, std::move(uv), std::move(points), std::move(triangles)).addTo(builder, side);
}

Refusal tessellateFace(const std::vector<FaceLoop>& loops, const ParameterSurface& surface, double side,
                       Builder& builder) {
  std::vector<Polygon> polygons;
  for (const FaceLoop& loop : loops) {
    polygons.emplace_back();
    for (const FacePoint& p : loop) polygons.back().push_back(p.uv);
  }
  const std::vector<int> depth = depthsOf(polygons);
  const std::vector<bool> turned = turnByDepth(polygons, depth);
  std::vector<Vec2> uv;
  std::vector<Vec3> points;
  for (size_t i = 0; i < loops.size(); ++i) {
    uv.insert(uv.end(), polygons[i].begin(), polygons[i].end());
    const size_t n = loops[i].size();
    for (size_t k = 0; k < n; ++k) points.push_back(loops[i][turned[i] ? n - 1 - k : k].point);
  }
  auto triangles = triangulate(polygons, depth);
  if (!triangles) return triangles.refusal();
  FaceMesh mesh(surface, std::move(uv), std::move(points), std::move(*triangles));
  mesh.refine(builder);
  mesh.addTo(builder, side);
  return Refusal::None;
}

}  // namespace premap::geometry
