// Length of curves, area of what they enclose, and where the engine has another length.
#include "geometry/measure/curve.h"

#include "geometry/measure/curve_length.h"
#include "geometry/measure/region.h"

namespace premap::geometry {
namespace {

const Curve& wholeOf(const Curve& curve) {
  const auto* part = std::get_if<CurvePart>(&curve.shape);
  return part ? wholeOf(*part->whole) : curve;
}

// Where the engine's length of a curve is another than its length.
void overrideLength(const Curve& curve, Measured& out) {
  const auto more = [&](double value, double instead, Deviation why) {
    out.override(&EngineMeasures::length, out.engine.length - value + instead, why);
  };
  if (const auto* points = std::get_if<PointString>(&curve.shape))
    more(0, lengthBetween(points->points), Deviation::PointLength);
  if (std::holds_alternative<CurvePart>(curve.shape)) {
    const Curve& whole = wholeOf(curve);
    const bool isStraight = std::holds_alternative<LineString>(whole.shape);
    more(lengthOf(curve).value, isStraight ? 0 : lengthOf(whole).value, Deviation::PartOfCurve);
  }
  // By how much is not known; it is less than 1e-7 of it.
  if (std::holds_alternative<Catenary>(curve.shape)) out.deviations.add(Deviation::CatenaryLength);
}

void overrideLengths(const CurveCollection& curves, Measured& out) {
  for (const Curve& curve : curves.curves) overrideLength(curve, out);
  for (const CurveCollection& child : curves.children) overrideLengths(child, out);
}

}  // namespace

Outcome<Measured> measure(const Curve& curve) {
  Measured out;
  out.exact.length = lengthOf(curve);
  out.agree();
  overrideLength(curve, out);
  return out;
}

Outcome<Measured> measure(const CurveCollection& curves, const Wish& wish) {
  Measured out;
  out.exact.length = lengthOf(curves);
  bool isBent = false;
  double engineArea = 0;
  if (curves.isRegion()) {
    const auto region = measureRegion(curves, wish.wantsCentroids ? Moments::First : Moments::None);
    if (!region) return region.refusal();
    out.exact.area = region->area;
    out.exact.perimeter = out.exact.length.value;
    isBent = !region->isPlanar, engineArea = region->engineArea;
  }
  out.agree();
  overrideLengths(curves, out);
  if (curves.isRegion()) out.engine.perimeter = out.engine.length;
  if (curves.isRegion() && !isBent) out.override(&EngineMeasures::area, engineArea, Deviation::OpenGap);
  if (isBent) out.override(&EngineMeasures::perimeter, 0, Deviation::BentRegion);
  return out;
}

Measured measureLengths(const CurveCollection& curves) {
  Measured out;
  out.exact.length = lengthOf(curves);
  out.agree();
  overrideLengths(curves, out);
  return out;
}

}  // namespace premap::geometry
