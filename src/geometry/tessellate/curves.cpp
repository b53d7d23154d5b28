// Curves as lines, regions as flat triangles.
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
