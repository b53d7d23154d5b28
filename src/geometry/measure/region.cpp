// Green's theorem over pencils of triangles from a base point to the curve; moments come along.
#include "geometry/measure/region.h"

#include <algorithm>
#include <optional>

#include "geometry/curves/pieces.h"
#include "geometry/curves/strokes.h"
#include "geometry/math/quadrature.h"
#include "geometry/measure/measured.h"
#include "geometry/measure/polygon.h"

namespace premap::geometry {
namespace {

constexpr double kStrokes = 0.1;

// A pencil of triangles from `base` to the curve: its vector area, and the moment of that along a normal.
class Pencil {
 public:
  explicit Pencil(const Vec3& base) : base_(base) {}

  Vec3 vectorArea(const LinePiece& line) const { return cross(line.begin - base_, line.end - base_) * 0.5; }
  Vec3 vectorArea(const ArcPiece& p) const {
    const Vec3 chord = endOf(p) - beginOf(p);
    return (cross(p.arc.center - base_, chord) + cross(p.arc.u, p.arc.v) * (p.to - p.from)) * 0.5;
  }
  // Of a polynomial the products with the slope lose a degree: its highest power is along itself.
  Vec3 vectorArea(const auto& piece) const {
    const auto [x, y, z] = integral<3>(piece, 2 * degreeOf(piece) - 2, [](const Vec3& arm, const Vec3& tangent) {
      const Vec3 w = cross(arm, tangent);
      return std::array{w.x, w.y, w.z};
    });
    return Vec3{x, y, z} * 0.5;
  }

  // The centroid of a triangle lies a third of the way along its medians.
  Vec3 moment(const LinePiece& line, const Vec3& normal) const {
    const Vec3 a = line.begin - base_, b = line.end - base_;
    return (a + b) * (dot(cross(a, b), normal) / 6);
  }
  Vec3 moment(const auto& piece, const Vec3& normal) const {
    const auto [x, y, z] = integral<3>(piece, 3 * degreeOf(piece) - 2, [&](const Vec3& arm, const Vec3& tangent) {
      const Vec3 m = arm * dot(cross(arm, tangent), normal);
      return std::array{m.x, m.y, m.z};
    });
    return Vec3{x, y, z} * (1.0 / 3);
  }

  SecondMoment second(const LinePiece& line, const Vec3& normal) const {
    const Vec3 a = line.begin - base_, b = line.end - base_, c = a + b;
    const double s = dot(cross(a, b), normal) / 24;
    const auto column = [&](double ax, double bx, double cx) { return (a * ax + b * bx + c * cx) * s; };
    return {base_, column(a.x, b.x, c.x), column(a.y, b.y, c.y), column(a.z, b.z, c.z)};
  }
  SecondMoment second(const auto& piece, const Vec3& normal) const {
    const auto m = integral<6>(piece, 4 * degreeOf(piece) - 2, [&](const Vec3& r, const Vec3& tangent) {
      const double s = dot(cross(r, tangent), normal) / 4;
      return std::array{r.x * r.x * s, r.x * r.y * s, r.x * r.z * s, r.y * r.y * s, r.y * r.z * s, r.z * r.z * s};
    });
    return {base_, {m[0], m[1], m[2]}, {m[1], m[3], m[4]}, {m[2], m[4], m[5]}};
  }

 private:
  // Of what hangs on the arm from the base and on the slope; of that degree where the piece is a polynomial.
  template <size_t N>
  std::array<double, N> integral(const auto& piece, int degree, auto&& f) const {
    const auto at = [&](double t) {
      const PointAndTangent p = piece.at(t);
      return f(p.point - base_, p.tangent);
    };
    if (degreeOf(piece) > 0 && degree <= kPolynomialDegree)
      return integratePolynomial<N>(at, piece.from, piece.to, degree);
    return integrate<N>(at, piece.from, piece.to);
  }

  Vec3 base_;
};

// The pieces of a loop, with lines where one piece does not end where the next begins, and back to the first.
template <class F>
void alongClosed(const CurveCollection& loop, F&& f) {
  std::optional<Vec3> first, last;
  forEachPiece(loop, [&](const auto& piece) {
    const Vec3 begin = beginOf(piece);
    if (last && !(*last == begin)) f(LinePiece{*last, begin});
    if (!first) first = begin;
    f(piece);
    last = endOf(piece);
  });
  if (first && !(*first == *last)) f(LinePiece{*last, *first});
}

Amount measureLoop(const CurveCollection& loop, const Vec3& base, bool wantsMoment) {
  const Vec3 w = vectorArea(loop, base);
  const double area = length(w);
  if (area == 0) return {};
  if (!wantsMoment) return {area, kNoMoment};
  const Vec3 normal = w * (1 / area);
  const Pencil pencil(base);
  Vec3 moment;
  alongClosed(loop, [&](const auto& piece) { moment += pencil.moment(piece, normal); });
  return about(base, area, moment);
}

void addSecond(const CurveCollection& loop, const Vec3& base, double sign, SecondMoment& sum) {
  const Vec3 normal = unit(vectorArea(loop, base));
  const Pencil pencil(base);
  alongClosed(loop, [&](const auto& piece) {
    const SecondMoment one = pencil.second(piece, normal);
    sum.x += one.x * sign, sum.y += one.y * sign, sum.z += one.z * sign;
  });
}

// What the engine leaves out of a loop: the triangle from `base` to each gap that it takes for none.
Vec3 behindGaps(const CurveCollection& loop, const Vec3& base) {
  constexpr double widest = 1e-7;
  const Pencil pencil(base);
  std::optional<Vec3> first, last;
  Vec3 sum;
  const auto add = [&](const Vec3& from, const Vec3& to) {
    if (!(from == to) && distance(from, to) <= widest) sum += pencil.vectorArea(LinePiece{from, to});
  };
  forEachPiece(loop, [&](const auto& piece) {
    if (last) add(*last, beginOf(piece));
    if (!first) first = beginOf(piece);
    last = endOf(piece);
  });
  if (first) add(*last, *first);
  return sum;
}

// Loops as the curves and the children of a region have them.
std::vector<CurveCollection> loopsOf(const CurveCollection& region) {
  if (region.isLoop()) return {region};
  std::vector<CurveCollection> loops = region.children;
  for (const Curve& curve : region.curves) loops.push_back({CollectionKind::OuterLoop, {curve}, {}});
  return loops;
}

class LoopSet {
 public:
  explicit LoopSet(std::vector<CurveCollection> loops) : loops_(std::move(loops)) {
    for (size_t i = 0; i < loops_.size(); ++i) {
      strokes_.push_back(stroke(loops_[i], kStrokes));
      if (strokes_.back().size() < 2) strokes_.pop_back(), loops_.erase(loops_.begin() + i--);
    }
    plane_ = planeOf(strokes_);
    for (const auto& strokes : strokes_) {
      polygons_.emplace_back();
      for (const Vec3& p : strokes) polygons_.back().push_back(plane_.at(p));
      if (strokes.front() == strokes.back()) polygons_.back().pop_back();
    }
  }

  Outcome<RegionMeasure> measure(Moments moments) const {
    if (loops_.empty()) return RegionMeasure{};
    // Rational splines may leave all bounds between poles that do not.
    for (const auto& strokes : strokes_)
      if (!std::all_of(strokes.begin(), strokes.end(), isFinite)) return Refusal::NotFinite;
    if (plane_.isFlat()) {
      const Outcome<bool> isCrossing = doEdgesCross(polygons_);
      if (!isCrossing) return isCrossing.refusal();
      if (*isCrossing) return byEvenOdd();
    }
    return byNesting(moments);
  }

 private:
  Outcome<RegionMeasure> byEvenOdd() const {
    for (const CurveCollection& loop : loops_)
      if (!isLinear(loop)) return Refusal::Crossing;
    const auto enclosed = evenOdd(polygons_);
    if (!enclosed) return enclosed.refusal();
    RegionMeasure out{at(plane_.origin, enclosed->area), enclosed->area, plane_.normal, true, {}};
    out.area.moment += plane_.x * enclosed->moment.x + plane_.y * enclosed->moment.y;
    return out;
  }

  RegionMeasure byNesting(Moments moments) const {
    RegionMeasure out{{}, 0, plane_.normal, plane_.isFlat(), {}};
    if (moments == Moments::Second && plane_.isFlat()) out.second = SecondMoment{plane_.origin, {}, {}, {}};
    const std::vector<int> depth = loops_.size() > 1 ? nestingOf(polygons_) : std::vector<int>{0};
    for (size_t i = 0; i < loops_.size(); ++i) {
      const double sign = depth[i] % 2 == 0 ? 1 : -1;
      const Amount area = measureLoop(loops_[i], strokes_[i][0], moments != Moments::None);
      out.area += area * sign;
      out.engineArea += engineArea(loops_[i], area.value) * sign;
      if (out.second) addSecond(loops_[i], plane_.origin, sign, *out.second);
    }
    return out;
  }

  double engineArea(const CurveCollection& loop, double area) const {
    const Vec3 behind = behindGaps(loop, plane_.origin);
    if (behind == Vec3{} || area == 0) return area;
    return std::abs(area - dot(behind, unit(vectorArea(loop, plane_.origin))));
  }

  std::vector<CurveCollection> loops_;
  std::vector<std::vector<Vec3>> strokes_;
  std::vector<Polygon> polygons_;
  Plane plane_;
};

}  // namespace

Vec3 vectorArea(const CurveCollection& loop, const Vec3& base) {
  const Pencil pencil(base);
  Vec3 sum;
  alongClosed(loop, [&](const auto& piece) { sum += pencil.vectorArea(piece); });
  return sum;
}

Outcome<RegionMeasure> measureRegion(const CurveCollection& region, Moments moments) {
  if (region.kind != CollectionKind::Union) return LoopSet(loopsOf(region)).measure(moments);
  const std::vector<CurveCollection> members = loopsOf(region);
  if (members.size() == 1) return measureRegion(members[0], moments);
  RegionMeasure sum;
  for (const CurveCollection& member : members) {
    const auto one = measureRegion(member, moments == Moments::None ? Moments::None : Moments::First);
    if (!one) return one.refusal();
    if (sum.area.value == 0) sum.normal = one->normal;
    sum.area += one->area, sum.engineArea += one->engineArea;
    sum.isPlanar = sum.isPlanar && one->isPlanar;
  }
  return sum;
}

}  // namespace premap::geometry
