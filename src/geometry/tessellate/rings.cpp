// How many chords a piece needs, and how loops lie in each other.
#include "geometry/tessellate/rings.h"

#include <algorithm>

#include "geometry/math/count.h"
#include "geometry/measure/polygon.h"
#include "geometry/tessellate/triangulate.h"

namespace premap::geometry {
namespace {

int chordsOf(const LinePiece&, const Builder&) {
  return 1;
}
int chordsOf(const ArcPiece& p, const Builder& builder) {
  return builder.chordsOfArc(p.to - p.from, std::max(length(p.arc.u), length(p.arc.v)));
}
// By how much it turns, and by the radius of a circle that would turn as much over its length.
int chordsOf(const auto& p, const Builder& builder) {
  constexpr int samples = 8;
  double turn = 0, size = 0;
  PointAndTangent last = p.at(p.from);
  for (int i = 1; i <= samples; ++i) {
    const PointAndTangent next = p.at(p.from + (p.to - p.from) * i / samples);
    turn += std::atan2(length(cross(last.tangent, next.tangent)), dot(last.tangent, next.tangent));
    size += distance(last.point, next.point);
    last = next;
  }
  if (!(turn > 1e-9)) return 1;
  return countOf(turn / builder.stepFor(size / turn), 2000);
}

void addSpan(const auto& piece, const Builder& builder, std::vector<Span>& spans) {
  const int count = builder.allowed(chordsOf(piece, builder));
  const double sign = piece.to < piece.from ? -1 : 1;
  Span span;
  for (int i = 0; i <= count; ++i) {
    PointAndTangent p = piece.at(piece.from + (piece.to - piece.from) * i / count);
    p.tangent = p.tangent * sign;
    span.push_back(p);
  }
  // What begins where the last one ended begins there to the last digit.
  if (!spans.empty() &&
      distance(spans.back().back().point, span[0].point) <= 1e-9 * distance(span[0].point, span.back().point))
    span[0].point = spans.back().back().point;
  spans.push_back(std::move(span));
}

void addCurves(const CurveCollection& loop, const Builder& builder, std::vector<Span>& spans) {
  for (const Curve& curve : loop.curves)
    forEachPiece(curve, [&](const auto& piece) { addSpan(piece, builder, spans); });
  for (const CurveCollection& child : loop.children) addCurves(child, builder, spans);
}

double lengthOf(const std::vector<Span>& spans) {
  double sum = 0;
  for (const Span& span : spans) sum += distance(span.front().point, span.back().point);
  return sum;
}

// Small gaps close silently, others by a line.
void join(Ring& ring, bool isClosed) {
  const double small = 1e-6 * lengthOf(ring.spans);
  std::vector<Span> out;
  const auto line = [&](const Vec3& a, const Vec3& b) { out.push_back({{a, b - a}, {b, b - a}}); };
  for (Span& span : ring.spans) {
    if (!out.empty()) {
      const Vec3 end = out.back().back().point, begin = span.front().point;
      if (distance(end, begin) <= small) span.front().point = end;
      else line(end, begin);
    }
    out.push_back(std::move(span));
  }
  if (isClosed && !out.empty()) {
    const Vec3 begin = out.front().front().point, end = out.back().back().point;
    if (distance(begin, end) <= small) out.back().back().point = begin;
    else ring.closing = out.size(), line(end, begin);
  }
  ring.spans = std::move(out);
}

std::vector<CurveCollection> loopsOf(const CurveCollection& region) {
  if (region.isLoop()) return {region};
  std::vector<CurveCollection> loops = region.children;
  for (const Curve& curve : region.curves) loops.push_back({CollectionKind::OuterLoop, {curve}, {}});
  return loops;
}

Refusal triangulateArea(FlatArea& area) {
  std::vector<std::vector<Vec3>> loops;
  for (const Ring& ring : area.rings) loops.push_back(ring.corners());
  const Plane plane = planeOf(loops);
  area.normal = plane.normal;
  std::vector<Polygon> polygons;
  for (const auto& loop : loops) {
    polygons.emplace_back();
    for (const Vec3& p : loop) polygons.back().push_back(plane.at(p));
  }
  const auto isCrossing = doEdgesCross(polygons);
  if (!isCrossing) return isCrossing.refusal();
  if (*isCrossing) {
    const auto parts = trianglesByEvenOdd(polygons);
    if (!parts) return parts.refusal();
    for (const Vec2& p : *parts) area.corners.push_back(plane.back(p));
    for (uint32_t i = 0; i < area.corners.size(); ++i) area.triangles.push_back(i);
    return Refusal::None;
  }
  const std::vector<int> depth = depthsOf(polygons);
  const std::vector<bool> turned = turnByDepth(polygons, depth);
  for (size_t i = 0; i < polygons.size(); ++i)
    if (turned[i]) area.rings[i].reverse(), std::reverse(loops[i].begin(), loops[i].end());
  for (const auto& loop : loops) area.corners.insert(area.corners.end(), loop.begin(), loop.end());
  auto triangles = triangulate(polygons, depth);
  if (!triangles) return triangles.refusal();
  area.triangles = std::move(*triangles);
  return Refusal::None;
}

// A loop that is one arc has as many chords as the whole circle, in the engine's picture.
Ring arcRing(const Arc& arc, const Builder& builder) {
  Span span;
  const int count = builder.allowed(builder.chordsOfCircle(std::max(length(arc.u), length(arc.v))));
  for (int i = 0; i <= count; ++i) span.push_back(ArcPiece{arc, 0, 0}.at(arc.start + arc.sweep * i / count));
  if (arc.sweep < 0)
    for (PointAndTangent& p : span) p.tangent = -p.tangent;
  Ring ring{{std::move(span)}};
  join(ring, true);
  return ring;
}

}  // namespace

std::vector<Vec3> Ring::corners(bool isClosed) const {
  std::vector<Vec3> out;
  for (const Span& span : spans)
    for (const PointAndTangent& p : span)
      if (out.empty() || !(out.back() == p.point)) out.push_back(p.point);
  if (isClosed && out.size() > 1 && out.front() == out.back()) out.pop_back();
  return out;
}

void Ring::reverse() {
  std::reverse(spans.begin(), spans.end());
  if (closing != kNone) closing = spans.size() - 1 - closing;
  for (Span& span : spans) {
    std::reverse(span.begin(), span.end());
    for (PointAndTangent& p : span) p.tangent = -p.tangent;
  }
}

std::vector<Span> spansOf(const Curve& curve, const Builder& builder) {
  std::vector<Span> spans;
  forEachPiece(curve, [&](const auto& piece) { addSpan(piece, builder, spans); });
  return spans;
}

Ring ringOf(const CurveCollection& loop, const Builder& builder, bool isClosed) {
  Ring ring;
  addCurves(loop, builder, ring.spans);
  join(ring, isClosed);
  return ring;
}

Outcome<std::vector<FlatArea>> areasOf(const CurveCollection& region, const Builder& builder) {
  std::vector<FlatArea> areas;
  const std::vector<CurveCollection> loops = loopsOf(region);
  if (region.kind == CollectionKind::Union) {
    for (const CurveCollection& member : loops) {
      auto inner = areasOf(member, builder);
      if (!inner) return inner.refusal();
      for (FlatArea& area : *inner) areas.push_back(std::move(area));
    }
    return areas;
  }
  FlatArea area;
  for (const CurveCollection& loop : loops) {
    const Arc* arc =
        loop.curves.size() == 1 && loop.children.empty() ? std::get_if<Arc>(&loop.curves[0].shape) : nullptr;
    Ring ring = arc ? arcRing(*arc, builder) : ringOf(loop, builder);
    const std::vector<Vec3> corners = ring.corners();
    if (!std::all_of(corners.begin(), corners.end(), isFinite)) return Refusal::NotFinite;
    if (corners.size() > 2) area.rings.push_back(std::move(ring));
  }
  if (area.rings.empty()) return areas;
  if (const Refusal why = triangulateArea(area); why != Refusal::None) return why;
  areas.push_back(std::move(area));
  return areas;
}

}  // namespace premap::geometry
