// Which part of which curve an edge is. Curves without a form of their own (in the parameters of a surface, or where
// two surfaces meet) become splines first.
#include "geometry/bodies/edges.h"

#include <algorithm>

#include "geometry/bodies/fit.h"
#include "geometry/bodies/intersection.h"
#include "geometry/bodies/splines.h"

namespace premap::geometry {
namespace {

// Which pointer of a node is which.
namespace at {
constexpr size_t edgeHalfEdge = 1, edgeCurve = 4;
constexpr size_t halfBackward = 3, halfVertex = 4, halfEdge = 6, halfCurve = 7;
constexpr size_t vertexPoint = 4;
constexpr size_t trimmedBasis = 5;
constexpr size_t firstSurface = 5, secondSurface = 6, chart = 7, startLimit = 8, endLimit = 9;
constexpr size_t curveSurface = 5, curveInParameters = 6;
constexpr size_t chartPoints = 6;  // numbers before them
}  // namespace at

constexpr double kTurn = 2 * std::numbers::pi;
// Parasolid's own precision is 1e-8 m. What is nearer than this needs no line to it; what is farther is no end.
constexpr double kMet = 1e-9, kFar = 1e-6;
constexpr size_t kMostBreaks = 2000;

double angleOn(const Arc& arc, const Vec3& p) {
  const Vec3 arm = p - arc.center;
  return std::atan2(dot(arm, arc.v) / dot(arc.v, arc.v), dot(arm, arc.u) / dot(arc.u, arc.u));
}

double sweepTo(const Arc& arc, double end) {
  const double turn = arc.sweep > 0 ? end - arc.start : arc.start - end;
  const double positive = turn - kTurn * std::floor(turn / kTurn);
  return arc.sweep > 0 ? positive : -positive;
}

BSpline reversed(const BSpline& s) {
  BSpline out = s;
  std::reverse(out.poles.begin(), out.poles.end()), std::reverse(out.weights.begin(), out.weights.end());
  std::reverse(out.knots.begin(), out.knots.end());
  for (double& knot : out.knots) knot = -knot;
  return out;
}

double lowOf(const BSpline& s) {
  return s.knots[static_cast<size_t>(s.order) - 1];
}
double highOf(const BSpline& s) {
  return s.knots[s.poles.size()];
}

// Where on a curve the point is that is nearest to `p`.
struct Foot {
  double t = 0, off = INFINITY;
  size_t span = 0;
};

// From a place that is near already.
Foot footFrom(const BSpline& s, const Vec3& p, Foot best) {
  constexpr int mostSteps = 20;
  double t = best.t;
  size_t span = best.span;
  SplinePoint at = evaluate(s, span, t);
  best.off = distance(at.point, p);
  for (int i = 0; i < mostSteps; ++i) {
    const double square = dot(at.tangent, at.tangent);
    if (!(square > 0)) break;
    const double next = std::clamp(t + dot(p - at.point, at.tangent) / square, lowOf(s), highOf(s));
    const double moved = std::abs(next - t) * std::sqrt(square);
    while (next > s.knots[span + 1] && span + 1 < s.poles.size()) ++span;
    while (next < s.knots[span] && span > static_cast<size_t>(s.order) - 1) --span;
    while (!(s.knots[span] < s.knots[span + 1]) && span + 1 < s.poles.size()) ++span;
    while (!(s.knots[span] < s.knots[span + 1])) --span;
    t = next, at = evaluate(s, span, t);
    if (const double off = distance(at.point, p); off < best.off) best = {t, off, span};
    if (moved <= 1e-15 * (1 + length(p))) break;
  }
  return best;
}

Foot footOf(const BSpline& s, const Vec3& p) {
  constexpr int samples = 8;
  Foot best;
  for (size_t span = static_cast<size_t>(s.order) - 1; span < s.poles.size(); ++span) {
    const double a = s.knots[span], b = s.knots[span + 1];
    if (!(a < b)) continue;
    for (int i = 0; i <= samples; ++i) {
      const double t = a + (b - a) * i / samples, off = distance(evaluate(s, span, t).point, p);
      if (off < best.off) best = {t, off, span};
    }
  }
  return best.off < INFINITY ? footFrom(s, p, best) : best;
}

size_t costOf(const BSpline& s) {
  return (s.poles.size() + 3) * 8 * static_cast<size_t>(s.order);
}

Vec3 firstOf(const Curve& curve) {
  std::optional<Vec3> first;
  forEachPiece(curve, [&](const auto& piece) {
    if (!first) first = beginOf(piece);
  });
  return first.value_or(Vec3{});
}
Vec3 lastOf(const Curve& curve) {
  Vec3 last;
  forEachPiece(curve, [&](const auto& piece) { last = endOf(piece); });
  return last;
}

}  // namespace

Refusal EdgeReader::add(const Node& half, BodyLoop& own, BodyLoop& shared) {
  const Node* edge = nodes_.find(half.pointers[at::halfEdge], NodeType::Edge);
  // A loop of one vertex and no edge, as at the tip of a cone.
  if (!edge) return half.pointers[at::halfEdge] == kNoNode ? Refusal::None : Refusal::Damaged;
  const auto ends = endsOf(half, *edge);
  if (!ends) return Refusal::Damaged;
  BodyLoop mine;
  if (const Node* curve = nodes_.find(edge->pointers[at::edgeCurve])) {
    if (const Refusal why = along(*curve, half.isForward, *ends, mine); why != Refusal::None) return why;
    shared.insert(shared.end(), mine.begin(), mine.end());
  } else {
    // An edge within a tolerance: each half has a curve of its own, which runs as the half does.
    const Node* first = nodes_.find(edge->pointers[at::edgeHalfEdge], NodeType::HalfEdge);
    const Node* common = first ? nodes_.find(first->pointers[at::halfCurve]) : nullptr;
    curve = nodes_.find(half.pointers[at::halfCurve]);
    const bool isFirst = first == &half || !common;
    if (!curve) curve = common;
    if (!curve) return Refusal::BodyCurve;
    const bool isAlong = curve != common || first == &half;
    if (const Refusal why = along(*curve, isAlong, *ends, mine); why != Refusal::None) return why;
    BodyLoop both;
    if (!isFirst)
      if (const Refusal why = along(*common, false, *ends, both); why != Refusal::None) return why;
    if (isFirst) both = mine;
    else addGap(mine, both);
    shared.insert(shared.end(), both.begin(), both.end());
  }
  own.insert(own.end(), mine.begin(), mine.end());
  return work_ > 0 ? Refusal::None : Refusal::TooComplex;
}

std::optional<EdgeReader::Ends> EdgeReader::endsOf(const Node& half, const Node& edge) {
  const Node* backward = nodes_.find(half.pointers[at::halfBackward], NodeType::HalfEdge);
  if (!backward) return std::nullopt;
  Ends ends{placeOf(*backward), placeOf(half), false, 0};
  ends.isRing = !ends.begin || !ends.end || backward->pointers[at::halfVertex] == half.pointers[at::halfVertex];
  double slack = 0;
  if (edge.numbers[0] != kNoNumber) slack += std::abs(edge.numbers[0]);
  for (const Node* end : {backward, &half}) {
    const Node* vertex = nodes_.find(end->pointers[at::halfVertex], NodeType::Vertex);
    if (vertex && vertex->numbers[0] != kNoNumber) slack += std::abs(vertex->numbers[0]);
  }
  tolerance_ = std::max(tolerance_, slack);
  ends.slack = kFar + 2 * slack;
  return ends;
}

// Where a half-edge ends.
std::optional<Vec3> EdgeReader::placeOf(const Node& half) {
  const Node* vertex = nodes_.find(half.pointers[at::halfVertex], NodeType::Vertex);
  const Node* point = vertex ? nodes_.find(vertex->pointers[at::vertexPoint], NodeType::Point) : nullptr;
  return point ? std::optional(point->vector(0)) : std::nullopt;
}

Refusal EdgeReader::along(const Node& curve, bool isForward, const Ends& ends, BodyLoop& out) {
  if (curve.type == NodeType::TrimmedCurve) return alongTrimmed(curve, isForward, ends, out);
  return cut(curve, isForward == curve.isForward, ends, out);
}

// From one of its points to the other; to the vertices it is within a tolerance.
Refusal EdgeReader::alongTrimmed(const Node& curve, bool isForward, const Ends& ends, BodyLoop& out) {
  const Node* basis = nodes_.find(curve.pointers[at::trimmedBasis]);
  if (!basis || basis->type == NodeType::TrimmedCurve) return Refusal::BodyCurve;
  Ends trims{curve.vector(0), curve.vector(3), false, kFar};
  const bool isRising = curve.numbers[7] > curve.numbers[6];
  if (!isForward) std::swap(trims.begin, trims.end);
  trims.isRing = distance(*trims.begin, *trims.end) <= kMet && (ends.isRing || !ends.begin || !ends.end);
  BodyLoop part;
  if (const Refusal why = cut(*basis, isRising == isForward, trims, part); why != Refusal::None) return why;
  const auto link = [&](const Vec3& from, const Vec3& to) {
    if (distance(from, to) > ends.slack) return false;
    if (distance(from, to) > kMet) out.push_back({LineString{{from, to}}});
    return true;
  };
  if (ends.begin && !link(*ends.begin, *trims.begin)) return Refusal::BodyCurve;
  out.insert(out.end(), part.begin(), part.end());
  if (ends.end && !link(*trims.end, *ends.end)) return Refusal::BodyCurve;
  return Refusal::None;
}

Refusal EdgeReader::cut(const Node& curve, bool isNatural, const Ends& ends, BodyLoop& out) {
  if (curve.type == NodeType::Line) {
    if (!ends.begin || !ends.end) return Refusal::Damaged;
    out.push_back({LineString{{*ends.begin, *ends.end}}});
    return Refusal::None;
  }
  if (auto arc = arcOf(curve)) {
    if (dot(arc->u, arc->u) == 0 || dot(arc->v, arc->v) == 0) return Refusal::BodyCurve;
    arc->sweep = isNatural ? kTurn : -kTurn;
    if (ends.begin) arc->start = angleOn(*arc, *ends.begin);
    if (!ends.isRing) arc->sweep = sweepTo(*arc, angleOn(*arc, *ends.end));
    out.push_back({*arc});
    return Refusal::None;
  }
  const TwoWaySpline* spline = splineOf(curve);
  if (!spline) return work_ > 0 ? Refusal::BodyCurve : Refusal::TooComplex;
  return cutSpline(*spline, isNatural, ends, out);
}

Refusal EdgeReader::cutSpline(const TwoWaySpline& both, bool isNatural, const Ends& ends, BodyLoop& out) {
  const BSpline& s = both.along(isNatural);
  const double low = lowOf(s), high = highOf(s), tiny = 1e-9 * (high - low);
  const auto part = [&](double from, double to) {
    const CurvePart cut{(from - low) / (high - low), (to - low) / (high - low),
                        isNatural ? both.forward : both.backward};
    if (from < to) out.push_back({cut});
  };
  if (!spend(2 * costOf(s))) return Refusal::TooComplex;
  const auto link = [&](const Vec3& from, const Vec3& to) {
    if (distance(from, to) > kMet) out.push_back({LineString{{from, to}}});
  };
  Foot from{low, 0, 0}, to{high, 0, 0};
  if (ends.begin) from = footOf(s, *ends.begin);
  if (ends.end) to = footOf(s, *ends.end);
  if (from.off > ends.slack || to.off > ends.slack) return Refusal::BodyCurve;
  const size_t before = out.size();
  if (ends.isRing && !both.isClosed) return Refusal::BodyCurve;
  if (both.isClosed && from.t >= high - tiny) from.t = low;
  if (both.isClosed && to.t <= low + tiny) to.t = high;
  if (ends.isRing && from.t <= low + tiny) part(low, high);
  else if (!ends.isRing && from.t < to.t) part(from.t, to.t);
  else if (both.isClosed) part(from.t, high), part(low, ends.isRing ? from.t : to.t);
  if (out.size() == before) return Refusal::BodyCurve;
  // Ends that are not met to the last digits are joined by lines, so that all faces at a vertex end in it.
  if (ends.end) link(lastOf(out.back()), *ends.end);
  if (ends.begin) {
    const Vec3 first = firstOf(out[before]);
    if (distance(first, *ends.begin) > kMet)
      out.insert(out.begin() + static_cast<ptrdiff_t>(before), Curve{LineString{{*ends.begin, first}}});
  }
  return Refusal::None;
}

const TwoWaySpline* EdgeReader::splineOf(const Node& curve) {
  const auto [kept, isNew] = splines_.try_emplace(curve.index);
  if (auto spline = isNew ? makeSpline(curve) : std::nullopt) {
    auto backward = std::make_shared<const Curve>(Curve{reversed(*spline)});
    auto forward = std::make_shared<const Curve>(Curve{std::move(*spline)});
    const bool isClosed = distance(firstOf(*forward), lastOf(*forward)) <= kFar;
    kept->second = TwoWaySpline{std::move(forward), std::move(backward), isClosed};
  }
  return kept->second ? &*kept->second : nullptr;
}

std::optional<BSpline> EdgeReader::makeSpline(const Node& curve) {
  if (curve.type == NodeType::Intersection) return intersection(curve);
  if (curve.type == NodeType::SurfaceCurve) return onSurface(curve);
  auto spline = readSpline(nodes_, curve, 3);
  return spline ? std::optional(std::move(spline->spline)) : std::nullopt;
}

std::optional<BSpline> EdgeReader::intersection(const Node& curve) {
  const FaceSurface* a = surfaces_.find(curve.pointers[at::firstSurface]);
  const FaceSurface* b = surfaces_.find(curve.pointers[at::secondSurface]);
  const Node* chart = nodes_.find(curve.pointers[at::chart], NodeType::Chart);
  if (!a || !b || !chart) return std::nullopt;
  for (const size_t end : {at::startLimit, at::endLimit}) {
    // At a terminator the surfaces touch: no crossing tells where the curve goes from the last point of its chart.
    const Node* limit = nodes_.find(curve.pointers[end], NodeType::Limit);
    if (!limit || limit->integers[0] == 'T') return std::nullopt;
  }
  const auto count = (chart->numbers.size() - at::chartPoints) / 3;
  if (static_cast<size_t>(std::max(0, chart->integers[0])) != count) return std::nullopt;
  std::vector<Vec3> points;
  for (size_t i = 0; i < count; ++i) points.push_back(chart->vector(at::chartPoints + 3 * i));
  return intersect(*a, *b, std::move(points), work_);
}

// A plane curve in the parameters of a surface, cut where the surface goes on less smoothly.
std::optional<BSpline> EdgeReader::onSurface(const Node& curve) {
  const uint32_t surface = curve.pointers[at::curveSurface];
  const Node* inParameters = nodes_.find(curve.pointers[at::curveInParameters]);
  auto flat = inParameters ? readSpline(nodes_, *inParameters, 2) : std::nullopt;
  const FaceSurface* shape = surfaces_.find(surface);
  if (!flat || !shape) return std::nullopt;
  const SectionCurve section(std::move(flat->spline), false);
  std::vector<double> breaks{section.range().low};
  breaks.insert(breaks.end(), section.range().breaks.begin(), section.range().breaks.end());
  breaks.push_back(section.range().high);
  size_t cost = section.cost() + 4;
  if (const auto* patch = std::get_if<SharedPatch>(shape)) {
    cost += (*patch)->cost();
    std::vector<double> crossings;
    const auto cross = [&](const ParameterRange& range, auto&& coordinate) {
      constexpr int samples = 16;
      for (size_t i = 0; i + 1 < breaks.size(); ++i)
        for (int k = 0; k < samples; ++k) {
          const double a = breaks[i] + (breaks[i + 1] - breaks[i]) * k / samples;
          const double b = breaks[i] + (breaks[i + 1] - breaks[i]) * (k + 1) / samples;
          const double from = coordinate(a), to = coordinate(b);
          auto next = std::upper_bound(range.breaks.begin(), range.breaks.end(), std::min(from, to));
          for (; next != range.breaks.end() && *next <= std::max(from, to); ++next) {
            if (crossings.size() == kMostBreaks || !spend(50 * section.cost())) return;
            double low = a, high = b;
            for (int halving = 0; halving < 50; ++halving) {
              const double middle = (low + high) / 2;
              ((coordinate(middle) < *next) == (from < to) ? low : high) = middle;
            }
            crossings.push_back((low + high) / 2);
          }
        }
    };
    cross((*patch)->u(), [&](double t) { return section.at(t).point.x; });
    cross((*patch)->v(), [&](double t) { return section.at(t).point.y; });
    breaks.insert(breaks.end(), crossings.begin(), crossings.end());
    std::sort(breaks.begin(), breaks.end());
    const double least = 1e-9 * (breaks.back() - breaks.front()), last = breaks.back();
    std::vector<double> apart{breaks.front()};
    for (const double t : breaks)
      if (t - apart.back() > least && last - t > least) apart.push_back(t);
    apart.push_back(last);
    breaks = std::move(apart);
  }
  return fitSpline(
      [&](double t) -> std::optional<Vec3> {
        if (!spend(cost)) return std::nullopt;
        const Vec3 p = section.at(t).point;
        const auto point = surfaces_.pointAt(surface, {p.x, p.y});
        return point && isFinite(*point) ? point : std::nullopt;
      },
      breaks);
}

// The most that one curve is off the other, all along it.
void EdgeReader::addGap(const BodyLoop& own, const BodyLoop& shared) {
  struct Beside {
    const BSpline* spline;
    Foot foot;  // of the last point
  };
  std::vector<Beside> splines;
  for (const Curve& curve : shared)
    if (const auto* part = std::get_if<CurvePart>(&curve.shape))
      if (const auto* spline = std::get_if<BSpline>(&part->whole->shape)) splines.push_back({spline, {}});
  double apart = 0, size = 0;
  for (const Curve& curve : own) {
    if (!std::holds_alternative<CurvePart>(curve.shape)) continue;
    forEachPiece(curve, [&](const auto& piece) {
      constexpr int samples = 4;
      Vec3 last = beginOf(piece);
      for (int i = 1; i <= samples; ++i) {
        const Vec3 p = piece.at(piece.from + (piece.to - piece.from) * i / samples).point;
        size += distance(last, p), last = p;
        double off = splines.empty() ? tolerance_ : INFINITY;
        for (auto& [spline, foot] : splines) {
          if (!spend(costOf(*spline))) break;
          // They run side by side: the last foot is near the next. Where it is not, all of the curve is looked at.
          if (foot.off < INFINITY) foot = footFrom(*spline, p, foot);
          if (!(foot.off <= tolerance_)) foot = footOf(*spline, p);
          off = std::min(off, foot.off);
        }
        apart = std::max(apart, off);
      }
    });
  }
  gapArea_ += std::min(apart, tolerance_) * size;
}

bool EdgeReader::spend(size_t cost) {
  work_ -= std::min(work_, cost);
  return work_ > 0;
}

}  // namespace premap::geometry
