// Points of surfaces by their parameters, and parameters by their points: the nearest of some samples, then the steps
// of Gauss and Newton.
#include "geometry/bodies/patch_surface.h"

#include <algorithm>
#include <utility>

namespace premap::geometry {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr size_t kMostSamples = 64;

void addBreaks(const std::vector<double>& knots, ParameterRange& range) {
  for (const double knot : knots)
    if (knot > range.low && knot < range.high && (range.breaks.empty() || range.breaks.back() < knot))
      range.breaks.push_back(knot);
}

ParameterRange rangeOf(const SplineDirection& d, bool isPeriodic) {
  ParameterRange range{d.begin(), d.end(), isPeriodic, {}};
  addBreaks(d.knots, range);
  return range;
}

// Some within each smooth part, as many as there are in all.
std::vector<double> samplesOf(const ParameterRange& range, size_t most) {
  std::vector<double> ends{range.low};
  ends.insert(ends.end(), range.breaks.begin(), range.breaks.end());
  ends.push_back(range.high);
  const size_t each = std::clamp<size_t>(most / (ends.size() - 1), 1, 8), stride = 1 + (ends.size() - 2) / most;
  std::vector<double> out;
  for (size_t i = 0; i + 1 < ends.size(); i += stride)
    for (size_t k = 0; k < each; ++k)
      out.push_back(ends[i] + (ends[i + 1] - ends[i]) * (static_cast<double>(k) + 0.5) / static_cast<double>(each));
  out.push_back(range.low), out.push_back(range.high);
  return out;
}

}  // namespace

double ParameterRange::inside(double t) const {
  if (isPeriodic) return t - width() * std::floor((t - low) / width());
  return std::clamp(t, low, high);
}

Vec2 PatchSurface::nearest(const Vec3& point, Vec2 uv) const {
  constexpr int mostSteps = 12;
  for (int i = 0; i < mostSteps; ++i) {
    const PatchPoint p = at(uv);
    const Vec3 gap = point - p.point;
    const double a = dot(p.ds, p.ds), b = dot(p.ds, p.dt), c = dot(p.dt, p.dt), e = dot(p.ds, gap), f = dot(p.dt, gap);
    const double square = a * c - b * b;
    Vec2 step;
    if (square > 1e-14 * a * c) step = {(e * c - f * b) / square, (a * f - b * e) / square};
    // Where one direction has no length the other is all there is.
    else if (a >= c && a > 0) step = {e / a, 0};
    else if (c > 0) step = {0, f / c};
    const Vec2 next{u_.isPeriodic ? uv.x + step.x : u_.inside(uv.x + step.x),
                    v_.isPeriodic ? uv.y + step.y : v_.inside(uv.y + step.y)};
    if (!std::isfinite(next.x) || !std::isfinite(next.y)) return uv;
    const double moved = std::sqrt(a) * std::abs(next.x - uv.x) + std::sqrt(c) * std::abs(next.y - uv.y);
    uv = next;
    if (moved <= 1e-14 * (1 + length(point))) break;
  }
  return uv;
}

SectionCurve::SectionCurve(const Vec3& point, const Vec3& direction) : curve_{LineString{{point, point + direction}}} {}

SectionCurve::SectionCurve(const Arc& arc) : curve_{arc}, range_{0, kTurn, true, {}} {}

SectionCurve::SectionCurve(BSpline spline, bool isPeriodic)
    : range_{spline.knots[static_cast<size_t>(spline.order) - 1], spline.knots[spline.poles.size()], isPeriodic, {}} {
  addBreaks(spline.knots, range_);
  curve_ = {std::move(spline)};
}

PointAndTangent SectionCurve::at(double t) const {
  if (const auto* line = std::get_if<LineString>(&curve_.shape))
    return LinePiece{line->points[0], line->points[1]}.at(t);
  if (const auto* arc = std::get_if<Arc>(&curve_.shape)) return ArcPiece{*arc, 0, 0}.at(t);
  const BSpline& s = std::get<BSpline>(curve_.shape);
  t = range_.inside(t);
  const auto first = s.knots.begin() + s.order, last = s.knots.begin() + static_cast<ptrdiff_t>(s.poles.size());
  auto span = static_cast<size_t>(std::upper_bound(first, last, t) - s.knots.begin()) - 1;
  while (span >= static_cast<size_t>(s.order) && !(s.knots[span] < s.knots[span + 1])) --span;
  const SplinePoint p = evaluate(s, span, t);
  return {p.point, p.tangent};
}

size_t SectionCurve::cost() const {
  const auto* spline = std::get_if<BSpline>(&curve_.shape);
  return spline ? static_cast<size_t>(spline->order) * spline->order / 2 + 4 : 4;
}

double SectionCurve::best(const ParameterRange& range, const auto& distance) {
  double best = 0, least = INFINITY;
  for (const double t : samplesOf(range, kMostSamples)) {
    const double off = distance(t);
    if (off < least) least = off, best = t;
  }
  return best;
}

std::function<PatchPoint(double)> PatchSurface::line(bool isOfU, double fixed, double) const {
  return [this, isOfU, fixed](double t) { return at(isOfU ? Vec2{fixed, t} : Vec2{t, fixed}); };
}

SplinePatch::SplinePatch(BSplineSurface surface, bool isPeriodicU, bool isPeriodicV) : surface_(std::move(surface)) {
  u_ = rangeOf(surface_.u, isPeriodicU), v_ = rangeOf(surface_.v, isPeriodicV);
}

PatchPoint SplinePatch::at(const Vec2& uv) const {
  return evaluate(surface_, u_.inside(uv.x), v_.inside(uv.y));
}

std::function<PatchPoint(double)> SplinePatch::line(bool isOfU, double fixed, double within) const {
  const double at = (isOfU ? u_ : v_).inside(fixed);
  const ParameterRange& along = isOfU ? v_ : u_;
  if (isOfU) {
    const SpanPair spans{surface_.u.spanOf(at), surface_.v.spanOf(along.inside(within))};
    return [line = SurfaceLine::ofU(surface_, spans, at), &along](double t) { return line(along.inside(t)); };
  }
  const SpanPair spans{surface_.u.spanOf(along.inside(within)), surface_.v.spanOf(at)};
  return [line = SurfaceLine::ofV(surface_, spans, at), &along](double t) { return line(along.inside(t)); };
}

Vec2 SplinePatch::seed(const Vec3& point) const {
  constexpr size_t most = 32;
  Vec2 best;
  double least = INFINITY;
  const std::vector<double> vs = samplesOf(v_, most);
  for (const double u : samplesOf(u_, most))
    for (const double v : vs) {
      const Vec3 gap = at({u, v}).point - point;
      if (dot(gap, gap) < least) least = dot(gap, gap), best = {u, v};
    }
  return best;
}

SweptPatch::SweptPatch(SectionCurve section, const Vec3& direction)
    : section_(std::move(section)), direction_(direction) {
  u_ = section_.range();
}

PatchPoint SweptPatch::at(const Vec2& uv) const {
  const PointAndTangent p = section_.at(uv.x);
  return {p.point + direction_ * uv.y, p.tangent, direction_};
}

Vec2 SweptPatch::seed(const Vec3& point) const {
  const double u = SectionCurve::best(section_.range(), [&](double t) {
    const Vec3 out = cross(section_.at(t).point - point, direction_);
    return dot(out, out);
  });
  return {u, dot(point - section_.at(u).point, direction_)};
}

SpunPatch::SpunPatch(SectionCurve profile, const Vec3& base, const Vec3& axis, double low, double high)
    : profile_(std::move(profile)), base_(base), axis_(axis) {
  u_ = profile_.range();
  v_ = {0, kTurn, true, {}};
  if (!std::isfinite(low) && !std::isfinite(high)) return;
  // Of a profile that comes back any round will do: the one that begins with the part, or ends with it.
  const ParameterRange whole = u_;
  const bool isRound = std::exchange(u_.isPeriodic, false);
  u_.low = isRound ? std::isfinite(low) ? low : high - whole.width() : std::max(u_.low, low);
  u_.high = isRound ? std::isfinite(high) ? high : low + whole.width() : std::min(u_.high, high);
  u_.breaks.clear();
  const double first = isRound ? std::floor((u_.low - whole.low) / whole.width()) : 0;
  for (int round = 0; round <= (isRound ? 2 : 0); ++round)
    for (const double t : whole.breaks)
      if (const double at = t + (first + round) * (isRound ? whole.width() : 0); at > u_.low && at < u_.high)
        u_.breaks.push_back(at);
}

PatchPoint SpunPatch::at(const Vec2& uv) const {
  const PointAndTangent p = profile_.at(u_.isPeriodic ? uv.x : u_.inside(uv.x));
  const double c = std::cos(uv.y), s = std::sin(uv.y);
  const auto turned = [&](const Vec3& arm) {
    const Vec3 along = axis_ * dot(arm, axis_), out = arm - along;
    return along + out * c + cross(axis_, out) * s;
  };
  const Vec3 arm = turned(p.point - base_);
  return {base_ + arm, turned(p.tangent), cross(axis_, arm)};
}

Vec2 SpunPatch::seed(const Vec3& point) const {
  const auto flat = [&](const Vec3& p) {
    const Vec3 arm = p - base_;
    const double z = dot(arm, axis_);
    return Vec2{length(arm - axis_ * z), z};
  };
  const Vec2 wanted = flat(point);
  double u;
  if (u_.isBounded()) {
    u = SectionCurve::best(u_, [&](double t) {
      const Vec2 p = flat(profile_.at(t).point);
      return std::hypot(p.x - wanted.x, p.y - wanted.y);
    });
  } else {
    const PointAndTangent p = profile_.at(0);
    const double rise = dot(p.tangent, axis_);
    u = rise != 0 ? (wanted.y - flat(p.point).y) / rise : 0;
  }
  u = u_.isPeriodic ? u : u_.inside(u);
  const Vec3 from = profile_.at(u).point - base_, to = point - base_;
  return {u, std::atan2(dot(cross(from, to), axis_), dot(from, to) - dot(from, axis_) * dot(to, axis_))};
}

}  // namespace premap::geometry
