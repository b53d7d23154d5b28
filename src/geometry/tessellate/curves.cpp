// Curves as lines, regions as flat triangles.
#include <algorithm>
#include <numbers>

#include "geometry/tessellate/rings.h"
#include "geometry/tessellate/shapes.h"

namespace premap::geometry {
namespace {

void addLines(const std::vector<Vec3>& points, Builder& builder) {
  if (!builder.hasRoomFor(1, points.size())) return;
  for (size_t i = 0; i < points.size(); ++i) {
    const uint32_t at = builder.add({points[i], {}});
    if (i > 0) builder.line(at - 1, at);
  }
}

// A loop that is one arc and ends elsewhere.
const Arc* openArcOf(const CurveCollection& region) {
  if (!region.isLoop() || region.curves.size() != 1 || !region.children.empty()) return nullptr;
  const Arc* arc = std::get_if<Arc>(&region.curves[0].shape);
  return arc && std::abs(arc->sweep) < 2 * std::numbers::pi - 1e-9 ? arc : nullptr;
}

// The engine draws it as it draws a disk: a fan from the center, over as many corners as a whole circle has, the last
// joined to the first. So it shows more, or less, than it measures; here is shown what it shows.
void addFan(const Arc& arc, Builder& builder) {
  const auto count =
      static_cast<uint32_t>(builder.allowed(builder.chordsOfCircle(std::max(length(arc.u), length(arc.v)))));
  std::vector<Vec3> corners{arc.center};
  std::vector<uint32_t> triangles;
  for (uint32_t i = 0; i < count; ++i) {
    corners.push_back(ArcPiece{arc, 0, 0}.at(arc.start + arc.sweep * i / count).point);
    triangles.insert(triangles.end(), {0, i + 1, (i + 1) % count + 1});
  }
  const Vec3 normal = unit(cross(arc.u, arc.v)) * (arc.sweep < 0 ? -1 : 1);
  const bool isLastTurned = dot(cross(corners[count] - arc.center, corners[1] - arc.center), normal) < 0;
  if (isLastTurned) std::swap(triangles[3 * count - 1], triangles[3 * count - 2]);
  builder.flat(corners, triangles, normal);
}

}  // namespace

Refusal tessellate(const Curve& curve, Builder& builder) {
  // The service's engine draws lines between points, too.
  if (const auto* points = std::get_if<PointString>(&curve.shape))
    return addLines(points->points, builder), Refusal::None;
  const Ring ring{spansOf(curve, builder)};
  addLines(ring.corners(false), builder);
  return Refusal::None;
}

Refusal tessellate(const CurveCollection& curves, Builder& builder) {
  if (const Arc* arc = openArcOf(curves)) return addFan(*arc, builder), Refusal::None;
  if (curves.isRegion()) {
    const auto areas = areasOf(curves, builder);
    if (!areas) return areas.refusal();
    for (const FlatArea& area : *areas) builder.flat(area.corners, area.triangles, area.normal);
    return Refusal::None;
  }
  for (const Curve& curve : curves.curves)
    if (const Refusal why = tessellate(curve, builder); why != Refusal::None) return why;
  for (const CurveCollection& child : curves.children)
    if (const Refusal why = tessellate(child, builder); why != Refusal::None) return why;
  return Refusal::None;
}

}  // namespace premap::geometry
