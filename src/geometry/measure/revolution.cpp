// A turned profile: Pappus where he may, the flow of the turning motion elsewhere, and the engine's own ways.
#include <algorithm>
#include <numbers>
#include <vector>

#include "geometry/curves/pieces.h"
#include "geometry/curves/strokes.h"
#include "geometry/math/count.h"
#include "geometry/math/quadrature.h"
#include "geometry/measure/facets.h"
#include "geometry/measure/region.h"
#include "geometry/measure/solids.h"

namespace premap::geometry {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kEngineChord = 0.1;
constexpr double kEngineFacet = std::numbers::pi / 4;

// What turns about the axis: the mean place over the turn of what began at `p`.
class Turn {
 public:
  explicit Turn(const Revolution& r) : point_(r.axisPoint), axis_(r.axis), sweep_(r.sweep) {}

  Vec3 direction(const Vec3& p) const { return cross(axis_, p - point_); }
  double distance(const Vec3& p) const { return length(direction(p)); }

  /// An amount at its first place becomes one spread over the turn; a moment is linear in the place.
  Amount spread(const Amount& a) const {
    const Vec3 arm = a.moment - point_ * a.value, along = axis_ * dot(axis_, arm), out = arm - along;
    const double sine = sweep_ == 0 ? 1 : std::sin(sweep_) / sweep_;
    const double cosine = sweep_ == 0 ? 0 : (1 - std::cos(sweep_)) / sweep_;
    return about(point_, a.value, along + out * sine + cross(axis_, out) * cosine);
  }

  Vec3 at(const Vec3& p, double angle) const {
    const Vec3 arm = p - point_, along = axis_ * dot(axis_, arm), out = arm - along;
    return point_ + along + out * std::cos(angle) + cross(axis_, out) * std::sin(angle);
  }
  Amount at(const Amount& a, double angle) const { return {a.value, (at(centroid(a), angle)) * a.value}; }

 private:
  Vec3 point_, axis_;
  double sweep_;
};

// Integrals along the profile: of the area that a length sweeps per radian, and of its distance from the axis, which is
// the same unless the axis is off the plane.
struct Sides {
  Amount swept;
  double byDistance = 0;
  double sampled = 0;  ///< the distance, along lines by seven points of Gauss, as the engine has it
};

// A line on, towards or along the axis needs no more than its ends; any other is integrated.
void addSide(const auto& piece, const Turn& turn, Sides& sum) {
  const Vec3 base = beginOf(piece);
  const auto m = integrate<5>(
      [&](double t) {
        const PointAndTangent p = piece.at(t);
        const double swept = length(cross(p.tangent, turn.direction(p.point)));
        const Vec3 moment = (p.point - base) * swept;
        return std::array{swept, moment.x, moment.y, moment.z, length(p.tangent) * turn.distance(p.point)};
      },
      piece.from, piece.to);
  const double sign = piece.to < piece.from ? -1 : 1;
  sum.swept += about(base, m[0], {m[1], m[2], m[3]}) * sign;
  sum.byDistance += m[4] * sign;
  if constexpr (isLine<decltype(piece)>) {
    double distances = 0;
    forGauss7(0, 1, [&](double t, double weight) { distances += turn.distance(piece.at(t).point) * weight; });
    sum.sampled += distances * distance(piece.begin, piece.end);
  } else {
    sum.sampled += m[4] * sign;
  }
}

// In the plane through the axis: how far out, and how far along it.
class AxisPlane {
 public:
  AxisPlane(const Revolution& r, const Vec3& normal)
      : point_(r.axisPoint), axis_(r.axis), out_(unit(cross(normal, r.axis))) {}

  /// The flow through the pencils from the axis point to the curves of a loop, which is not closed for that.
  double wedge(const CurveCollection& loop) const {
    double sum = 0;
    forEachPiece(loop, [&](const auto& piece) { sum += wedge(piece); });
    return sum;
  }

 private:
  struct Place {
    double out, along;
  };
  Place at(const Vec3& arm) const { return {dot(arm, out_), dot(arm, axis_)}; }

  double wedge(const LinePiece& line) const {
    const Place a = at(line.begin - point_), b = at(line.end - point_);
    return (a.out * b.along - a.along * b.out) * (a.out + b.out) / 6;
  }
  double wedge(const auto& piece) const {
    return integrate<1>(
        [&](double t) {
          const PointAndTangent p = piece.at(t);
          const Place a = at(p.point - point_), d = at(p.tangent);
          return std::array{(a.out * d.along - a.along * d.out) * a.out / 3};
        },
        piece.from, piece.to)[0];
  }

  Vec3 point_, axis_, out_;
};

// The largest loop of a parity adds, all others take away; members of a union add.
double largestFirst(const CurveCollection& region, const AxisPlane& plane) {
  if (region.isLoop()) return std::abs(plane.wedge(region));
  std::vector<double> loops;
  for (const CurveCollection& child : region.children) loops.push_back(largestFirst(child, plane));
  for (const Curve& curve : region.curves)
    loops.push_back(std::abs(plane.wedge({CollectionKind::OuterLoop, {curve}, {}})));
  double sum = 0, largest = 0;
  for (const double loop : loops) sum += loop, largest = std::max(largest, loop);
  return region.kind == CollectionKind::Union ? sum : std::abs(2 * largest - sum);
}

bool hasSplines(const CurveCollection& profile) {
  for (const Curve& curve : profile.curves)
    if (!std::holds_alternative<LineString>(curve.shape) && !std::holds_alternative<Arc>(curve.shape)) return true;
  return std::any_of(profile.children.begin(), profile.children.end(), hasSplines);
}

// The flow of the turning motion through the profile, per radian; Pappus where the axis is in the plane. A second
// moment gives its centroid.
Amount flow(const RegionMeasure& profile, const Revolution& r) {
  const Vec3 weight = cross(profile.normal, r.axis);  // (axis x arm) . normal = arm . weight
  const Amount& a = profile.area;
  const double value = dot(weight, a.moment - r.axisPoint * a.value);
  if (!profile.second) return {std::abs(value), kNoMoment};
  const SecondMoment& s = *profile.second;
  const Vec3 first = a.moment - s.base * a.value;
  const Vec3 moment = (s.base * a.value + first) * dot(weight, s.base - r.axisPoint) + s.base * dot(weight, first) +
                      s.x * weight.x + s.y * weight.y + s.z * weight.z;
  return Amount{value, moment} * (value < 0 ? -1 : 1);
}

bool isAxisInPlane(const RegionMeasure& profile, const Revolution& r) {
  const Vec3 arm = centroid(profile.area) - r.axisPoint;
  return std::abs(dot(profile.normal, r.axis)) < 1e-9 &&
         std::abs(dot(profile.normal, arm)) <= 1e-9 * (length(arm) + std::sqrt(profile.area.value));
}

void addTurned(const std::vector<Vec3>& ring, const Turn& turn, double sweep, int steps, FacetSum& sum) {
  for (int k = 0; k < steps; ++k) {
    const double a = sweep * k / steps, b = sweep * (k + 1) / steps;
    for (size_t i = 0; i + 1 < ring.size(); ++i) {
      const Vec3 &p = ring[i], &q = ring[i + 1];
      sum.add(std::array{turn.at(p, a), turn.at(q, a), turn.at(q, b), turn.at(p, b)});
    }
  }
}

double facetedLoop(const CurveCollection& loop, const Turn& turn, double sweep, const Vec3& base) {
  std::vector<Vec3> ring = stroke(loop, kEngineFacet);
  if (ring.size() < 3) return 0;
  if (!(ring.front() == ring.back())) ring.push_back(ring.front());
  const int steps = countOf(std::abs(sweep) / kEngineFacet, 8);
  FacetSum sum(base);
  addTurned(ring, turn, sweep, steps, sum);
  std::vector<Vec3> last;
  for (const Vec3& p : ring) last.push_back(turn.at(p, sweep));
  // Along the first ring the sides run forwards, so its cap runs backwards: together they close.
  std::reverse(ring.begin(), ring.end());
  sum.add(ring), sum.add(last);
  return std::abs(sum.volume().value);
}

// In facets of 45 degrees, loop by loop.
double facetedVolume(const CurveCollection& profile, const Revolution& r, const Vec3& base) {
  const Turn turn(r);
  if (profile.isLoop()) return facetedLoop(profile, turn, r.sweep, base);
  double sum = 0, largest = 0;
  const auto add = [&](double loop) { sum += loop, largest = std::max(largest, loop); };
  for (const CurveCollection& child : profile.children) add(facetedVolume(child, r, base));
  for (const Curve& curve : profile.curves)
    add(facetedLoop({CollectionKind::OuterLoop, {curve}, {}}, turn, r.sweep, base));
  return profile.kind == CollectionKind::Union ? sum : std::abs(2 * largest - sum);
}

void engineVolume(const Revolution& r, const RegionMeasure& profile, Measured& out) {
  if (!r.isCapped) return out.override(&EngineMeasures::volume, 0, Deviation::UncappedSolid);
  if (!isAxisInPlane(profile, r))
    return out.override(&EngineMeasures::volume, facetedVolume(r.profile, r, centroid(profile.area)),
                        Deviation::RevolutionOffPlane);
  const auto chords = measureRegion(withChords(r.profile, kEngineChord));
  if (!chords) return;
  const double sweep = std::abs(r.sweep);
  out.override(&EngineMeasures::volume, flow(*chords, r).value * sweep, Deviation::RevolutionChords);
  const double loops = largestFirst(withChords(r.profile, kEngineChord), AxisPlane(r, profile.normal)) * sweep;
  if (std::abs(loops - out.engine.volume) > 1e-11 * loops)
    out.override(&EngineMeasures::volume, loops, Deviation::SweptLoops);
  // Of splines it cuts into chords, too, and rounding decides to which side it adds what lies between.
  if (hasSplines(r.profile)) out.deviations.add(Deviation::RevolutionChords);
  if (r.sweep < 0) out.override(&EngineMeasures::volume, -out.engine.volume, Deviation::RevolutionSign);
  out.engine.turnedVolume = out.engine.volume;
}

}  // namespace

Outcome<Measured> measure(const Revolution& r, const Wish& wish) {
  Measured out;
  const Turn turn(r);
  const double sweep = std::abs(r.sweep);
  const bool isWhole = sweep >= kTurn - 1e-9;
  const bool wantsArea = wish.has(Quantity::Area);
  Sides sides;
  if (wantsArea) forEachPiece(r.profile, [&](const auto& piece) { addSide(piece, turn, sides); });
  out.exact.area = turn.spread(sides.swept) * sweep;

  RegionMeasure profile;
  if (r.profile.isRegion() && (r.isCapped || isWhole)) {
    auto measured = measureRegion(r.profile, wish.wantsCentroids ? Moments::Second : Moments::First);
    if (!measured) return measured.refusal();
    profile = std::move(*measured);
    if (wantsArea && r.isCapped && !isWhole)
      out.exact.area += turn.at(profile.area, 0) + turn.at(profile.area, r.sweep);
    out.exact.volume = turn.spread(flow(profile, r)) * sweep;
  }
  out.agree();
  out.override(&EngineMeasures::area, turn.spread(sides.swept).value * sweep, Deviation::RevolutionCaps);
  out.override(&EngineMeasures::area, sides.byDistance * sweep, Deviation::RevolutionOffPlane);
  if (std::abs(sides.sampled - sides.byDistance) > 1e-11 * sides.byDistance)
    out.override(&EngineMeasures::area, sides.sampled * sweep, Deviation::RevolutionAcross);
  if (wish.has(Quantity::Volume) && out.exact.volume.value != 0) engineVolume(r, profile, out);
  return out;
}

}  // namespace premap::geometry
