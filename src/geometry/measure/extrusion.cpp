// The profile's area times the height over it, and walls by what the vector sees of the profile.
#include "geometry/curves/pieces.h"
#include "geometry/math/quadrature.h"
#include "geometry/measure/curve_length.h"
#include "geometry/measure/region.h"
#include "geometry/measure/solids.h"

namespace premap::geometry {
namespace {

// What a curve sweeps over: its length as seen along the vector.
Amount sideOfPiece(const LinePiece& line, const Vec3& vector) {
  return at((line.begin + line.end + vector) * 0.5, length(cross(line.end - line.begin, vector)));
}

Amount sideOfPiece(const auto& piece, const Vec3& vector) {
  const Vec3 base = beginOf(piece);
  const auto sum = integrate<4>(
      [&](double t) {
        const PointAndTangent p = piece.at(t);
        const double width = length(cross(p.tangent, vector));
        const Vec3 m = (p.point - base) * width;
        return std::array{width, m.x, m.y, m.z};
      },
      piece.from, piece.to);
  const double sign = piece.to < piece.from ? -1 : 1;
  return about(base + vector * 0.5, sum[0] * sign, Vec3{sum[1], sum[2], sum[3]} * sign);
}

Amount side(const Extrusion& e) {
  Amount sum;
  forEachPiece(e.profile, [&](const auto& piece) { sum += sideOfPiece(piece, e.vector); });
  return sum;
}

// Area and length of the profile times the length of the vector; of a profile that is bent, what its facets enclose.
void engineExtrusion(const Extrusion& e, const RegionMeasure& profile, bool wantsArea, Measured& out) {
  if (!profile.isPlanar) return;
  const double size = length(e.vector), profileArea = profile.engineArea;
  if (wantsArea)
    out.override(&EngineMeasures::area, lengthOf(e.profile).value * size + 2 * profileArea,
                 Deviation::ObliqueExtrusion);
  out.override(&EngineMeasures::volume, profileArea * size, Deviation::ObliqueExtrusion);
}

}  // namespace

Outcome<Measured> measure(const Extrusion& e, const Wish& wish) {
  Measured out;
  const bool wantsArea = wish.has(Quantity::Area);
  if (wantsArea) out.exact.area = side(e);
  RegionMeasure caps;
  // A path has no caps, whatever it says.
  if (e.isCapped && e.profile.isRegion()) {
    auto profile = measureRegion(e.profile, wish.wantsCentroids ? Moments::First : Moments::None);
    if (!profile) return profile.refusal();
    caps = std::move(*profile);
    const double profileArea = caps.area.value;
    if (wantsArea) out.exact.area += caps.area * 2 + Amount{0, e.vector * profileArea};
    out.exact.volume = at(centroid(caps.area) + e.vector * 0.5, profileArea * std::abs(dot(caps.normal, e.vector)));
  }
  out.agree();
  engineExtrusion(e, caps, wantsArea, out);
  return out;
}

}  // namespace premap::geometry
