// Area span by span; within trims by Green's theorem over the parameters, the inner integral on the surface.
#include "geometry/measure/surface.h"

#include <algorithm>

#include "geometry/curves/pieces.h"
#include "geometry/curves/strokes.h"
#include "geometry/measure/patch.h"
#include "geometry/measure/polygon.h"

namespace premap::geometry {
namespace {

// Calls f for the spans of a direction that are not empty.
template <class F>
void forEachSpan(const SplineDirection& d, double from, double to, F&& f) {
  for (size_t k = static_cast<size_t>(d.order) - 1; k < d.poles; ++k) {
    const double a = std::max(d.knots[k], from), b = std::min(d.knots[k + 1], to);
    if (a < b) f(k, a, b);
  }
}

Amount areaOfAll(const BSplineSurface& s, Precision& precision) {
  Amount sum;
  forEachSpan(s.u, s.u.begin(), s.u.end(), [&](size_t ku, double u0, double u1) {
    forEachSpan(s.v, s.v.begin(), s.v.end(), [&](size_t kv, double v0, double v1) {
      const auto patch = [&](double u) { return SurfaceLine::ofU(s, {ku, kv}, u); };
      sum += areaOfPatch(patch, u0, u1, v0, v1, precision);
    });
  });
  return sum;
}

std::array<double, 4> areaElement(const PatchPoint& p, const Vec3& base) {
  const double size = length(cross(p.ds, p.dt));
  const Vec3 m = (p.point - base) * size;
  return {size, m.x, m.y, m.z};
}

// Area, and its moment about `base`, of the strip from the first u to `u` at one v, per v.
std::array<double, 4> stripTo(const BSplineSurface& s, double u, double v, const Vec3& base, Precision& p) {
  std::array<double, 4> sum{};
  const size_t kv = s.v.spanOf(v);
  forEachSpan(s.u, s.u.begin(), u, [&](size_t ku, double a, double b) {
    const auto line = SurfaceLine::ofV(s, {ku, kv}, v);
    const auto part = integrate<4>([&](double t) { return areaElement(line(t), base); }, a, b, p.halvings, p.tolerance);
    for (size_t i = 0; i < 4; ++i) sum[i] += part[i];
  });
  return sum;
}

class Trims {
 public:
  Trims(const BSplineSurface& surface, Precision& precision)
      : s_(surface), precision_(precision), base_(evaluate(surface, s_.u.begin(), s_.v.begin()).point) {
    for (const CurveCollection& child : s_.trims.children) loops_.push_back(child);
    if (s_.trims.isLoop() && s_.trims.children.empty()) loops_.push_back(s_.trims);
    if (!s_.trims.isLoop())
      for (const Curve& curve : s_.trims.curves) loops_.push_back({CollectionKind::OuterLoop, {curve}, {}});
  }

  Outcome<Amount> enclosed() const {
    std::vector<Polygon> polygons;
    for (const CurveCollection& loop : loops_) {
      polygons.emplace_back();
      for (const Vec3& p : stroke(loop, 0.1)) {
        constexpr double slack = 1e-9;
        const bool isWithin = p.x >= -slack && p.x <= 1 + slack && p.y >= -slack && p.y <= 1 + slack;
        if (!isWithin) return Refusal::Damaged;
        polygons.back().push_back({p.x, p.y});
      }
      if (polygons.back().size() < 3) return Refusal::Damaged;
    }
    const Outcome<bool> isCrossing = doEdgesCross(polygons);
    if (!isCrossing) return isCrossing.refusal();
    if (*isCrossing) return Refusal::Crossing;
    const std::vector<int> depth = nestingOf(polygons);
    Amount sum;
    for (size_t i = 0; i < loops_.size(); ++i) {
      const Amount one = within(loops_[i]);
      const bool isAdded = depth[i] % 2 == 0;
      sum += one * ((one.value < 0) == isAdded ? -1 : 1);
    }
    return sum;
  }

  double lengths() const {
    double sum = 0;
    for (const CurveCollection& loop : loops_)
      alongSpans(loop, [&](const auto& piece, double from, double to) {
        sum += integrate<1>([&](double t) { return std::array{speed(piece.at(t))}; }, from, to)[0];
      });
    return sum;
  }

 private:
  double u(double fraction) const {
    return s_.u.begin() + (s_.u.end() - s_.u.begin()) * std::clamp(fraction, 0.0, 1.0);
  }
  double v(double fraction) const {
    return s_.v.begin() + (s_.v.end() - s_.v.begin()) * std::clamp(fraction, 0.0, 1.0);
  }

  double speed(const PointAndTangent& p) const {
    const PatchPoint at = evaluate(s_, u(p.point.x), v(p.point.y));
    return length(at.ds * (p.tangent.x * (s_.u.end() - s_.u.begin())) +
                  at.dt * (p.tangent.y * (s_.v.end() - s_.v.begin())));
  }

  // Green: the area on the surface is the integral of the strips over dv along the loop.
  Amount within(const CurveCollection& loop) const {
    std::array<double, 4> sum{};
    const double height = s_.v.end() - s_.v.begin();
    alongSpans(loop, [&](const auto& piece, double from, double to) {
      if (isLine<decltype(piece)> && piece.at(from).tangent.y == 0) return;
      const auto part = integrate<4>(
          [&](double t) {
            const PointAndTangent p = piece.at(t);
            std::array<double, 4> strip = stripTo(s_, u(p.point.x), v(p.point.y), base_, precision_);
            for (double& x : strip) x *= p.tangent.y * height;
            return strip;
          },
          from, to, precision_.halvings, precision_.tolerance);
      for (size_t i = 0; i < 4; ++i) sum[i] += part[i];
    });
    return about(base_, sum[0], {sum[1], sum[2], sum[3]});
  }

  // Lines are cut where they cross knots, beyond which the surface goes on less smoothly.
  template <class F>
  void alongSpans(const CurveCollection& loop, F&& f) const {
    forEachPiece(loop, [&](const auto& piece) {
      std::vector<double> cuts{piece.from, piece.to};
      if constexpr (isLine<decltype(piece)>) {
        addCuts(s_.u, piece.begin.x, piece.end.x, cuts);
        addCuts(s_.v, piece.begin.y, piece.end.y, cuts);
        std::sort(cuts.begin(), cuts.end());
      }
      for (size_t i = 0; i + 1 < cuts.size(); ++i)
        if (cuts[i] != cuts[i + 1]) f(piece, cuts[i], cuts[i + 1]);
    });
  }

  static void addCuts(const SplineDirection& d, double from, double to, std::vector<double>& cuts) {
    forEachSpan(d, d.begin(), d.end(), [&](size_t, double a, double) {
      const double fraction = (a - d.begin()) / (d.end() - d.begin()), t = (fraction - from) / (to - from);
      if (t > 1e-12 && t < 1 - 1e-12) cuts.push_back(t);
    });
  }

  const BSplineSurface& s_;
  Precision& precision_;
  Vec3 base_;
  std::vector<CurveCollection> loops_;
};

double outerEdges(const BSplineSurface& s) {
  double sum = 0;
  for (const double v : {s.v.begin(), s.v.end()})
    forEachSpan(s.u, s.u.begin(), s.u.end(), [&](size_t, double a, double b) {
      sum += integrate<1>([&](double u) { return std::array{length(evaluate(s, u, v).ds)}; }, a, b)[0];
    });
  for (const double u : {s.u.begin(), s.u.end()})
    forEachSpan(s.v, s.v.begin(), s.v.end(), [&](size_t, double a, double b) {
      sum += integrate<1>([&](double v) { return std::array{length(evaluate(s, u, v).dt)}; }, a, b)[0];
    });
  return sum;
}

// Evaluations, and the poles that each looks at. Seconds, for what no drawing holds.
bool isTooMuch(const BSplineSurface& s) {
  constexpr double most = 2e9, perSpan = 225;
  const double poles = static_cast<double>(s.u.order) * s.v.order;
  return static_cast<double>(s.poles.size()) * perSpan * poles > most;
}

bool runsFrom0To1(const SplineDirection& d) {
  return std::abs(d.begin()) <= 1e-9 && std::abs(d.end() - 1) <= 1e-9;
}

bool isOneSpan(const SplineDirection& d) {
  return d.poles == static_cast<size_t>(d.order);
}

// The engine divides the slopes by the range of the knots before it integrates over these. A single patch it integrates
// over 0..1 of them, whatever they are.
void engineArea(const BSplineSurface& s, Precision& precision, Measured& out) {
  if (runsFrom0To1(s.u) && runsFrom0To1(s.v)) return;
  const double ranges = (s.u.end() - s.u.begin()) * (s.v.end() - s.v.begin());
  double area = out.exact.area.value;
  if (isOneSpan(s.u) && isOneSpan(s.v) && !s.isTrimmed() && !s.isClosed) {
    // Beyond the knots it reads poles that are none.
    if (s.u.begin() > 0 || s.v.begin() > 0 || s.u.end() < 1 || s.v.end() < 1)
      return out.deviations.add(Deviation::SurfaceKnots);
    const SpanPair at{static_cast<size_t>(s.u.order) - 1, static_cast<size_t>(s.v.order) - 1};
    area = areaOfPatch([&](double u) { return SurfaceLine::ofU(s, at, u); }, 0, 1, 0, 1, precision).value;
  }
  out.override(&EngineMeasures::area, area / ranges, Deviation::SurfaceKnots);
}

Outcome<Measured> measureTo(Precision& precision, const BSplineSurface& s) {
  Measured out;
  precision.isNeeded = true;
  const bool hasEdges = !s.isTrimmed() || !s.isOuterTrimmed;
  if (hasEdges) out.exact.area = areaOfAll(s, precision), out.exact.perimeter = outerEdges(s);
  if (s.isTrimmed()) {
    const Trims trims(s, precision);
    const auto enclosed = trims.enclosed();
    if (!enclosed) return enclosed.refusal();
    out.exact.area += *enclosed * (hasEdges ? -1 : 1);
    out.exact.perimeter += trims.lengths();
  }
  out.agree();
  engineArea(s, precision, out);
  return out;
}

}  // namespace

Outcome<Measured> measure(const BSplineSurface& s) {
  if (isTooMuch(s)) return Refusal::TooComplex;
  return converged<Measured>([&](Precision& precision) { return measureTo(precision, s); });
}

}  // namespace premap::geometry
