// One writer a type of curve; a collection writes its members, to a depth.
#include "geometry/imodel_json/curves.h"

#include <cmath>
#include <numbers>

#include "geometry/imodel_json/frame.h"

namespace premap::geometry::imodel {
namespace {

// Collections deeper than this no verifier lets pass.
constexpr int kDeepestCollection = 30;

std::string segmentJson(const Table& table, TextState& state) {
  std::array<double, 6> n;
  if (!table.doubles(0, n)) return {};
  return Text(state, "lineSegment").vectors({toVec3(&n[0]), toVec3(&n[3])}).take();
}

std::string arcJson(const Table& table, TextState& state) {
  std::array<double, 11> n;
  if (!table.doubles(0, n)) return {};
  if (std::isnan(n[10])) n[10] = 2 * std::numbers::pi;
  Text text(state, "arc");
  text.beginObject();
  text.vector("center", toVec3(&n[0])).vector("vectorX", toVec3(&n[3])).vector("vectorY", toVec3(&n[6]));
  text.numbers("sweepStartEnd", {toDegrees(n[9]), toDegrees(n[9] + n[10])});
  return text.endObject().take();
}

std::string pointsJson(const Table& table, std::string_view name, TextState& state) {
  if (!table.has(0)) return {};
  return Text(state, name).vectors(storedPoints(table, 0)).take();
}

std::string interpolationJson(const Table& table, TextState& state) {
  const std::vector<Vec3> points = storedPoints(table, 8);
  if (points.empty()) return {};
  Text text(state, "interpolationCurve");
  text.beginObject().vectors("fitPoints", points);
  if (const auto knots = readNumbers(table, 9); !knots.empty()) text.numbers("knots", knots);
  text.whole("order", table.number<int32_t>(0, 0));
  if (table.number<uint8_t>(1, 0) != 0) text.flag("closed", true);
  constexpr std::string_view flags[] = {"isChordLenKnots", "isColinearTangents", "isChordLenTangents",
                                        "isNaturalTangents"};
  for (unsigned i = 0; i < std::size(flags); ++i)
    if (const int32_t flag = table.number<int32_t>(2 + i, 0); flag != 0) text.whole(flags[i], flag);
  constexpr std::string_view tangents[] = {"startTangent", "endTangent"};
  for (unsigned i = 0; i < std::size(tangents); ++i)
    if (std::array<double, 3> n; table.doubles(6 + i, n) && !(toVec3(&n[0]) == Vec3{}))
      text.vector(tangents[i], toVec3(&n[0]));
  return text.endObject().take();
}

struct SpiralType {
  int32_t number;
  std::string_view name;
  bool isByLength;  // kept with its nominal length instead of its last bearing
};
constexpr SpiralType kSpirals[] = {
    {10, "clothoid", false},     {11, "bloss", false},
    {12, "biquadratic", false},  {13, "cosine", false},
    {14, "sine", false},         {50, "WesternAustralian", true},
    {51, "Czech", true},         {52, "AustralianRailCorp", true},
    {53, "Italian", true},       {54, "PolishCubic", true},
    {55, "Arema", true},         {56, "MXCubicAlongArc", true},
    {58, "ChineseCubic", true},  {60, "HalfCosine", true},
    {61, "JapaneseCubic", true},
};

const SpiralType* spiralType(int32_t number) {
  for (const SpiralType& type : kSpirals)
    if (type.number == number) return &type;
  return nullptr;
}

struct SpiralEnds {
  double bearing0, bearing1, curvature0, curvature1;
};

// Without a change of side the curvatures turn the way the bearing does, whatever their signs are in the file.
void turnWithBearing(SpiralEnds& e) {
  if (e.curvature0 * e.curvature1 < 0) return;
  const double sign = e.bearing1 > e.bearing0 ? 1 : -1;
  e.curvature0 = sign * std::abs(e.curvature0), e.curvature1 = sign * std::abs(e.curvature1);
}

double nominalLength(const SpiralEnds& e) {
  const double a = std::abs(e.curvature0), b = std::abs(e.curvature1), turn = e.bearing1 - e.bearing0;
  const double mean = e.curvature0 * e.curvature1 < 0 ? 0.5 * (a * a + b * b) / (a + b) : 0.5 * (a + b);
  return mean == 0 ? 0 : std::abs(turn / mean);
}

double radiusOf(double curvature) {
  return curvature == 0 ? 0 : 1 / curvature;
}

std::string spiralJson(const Table& table, TextState& state) {
  constexpr size_t typePlace = 18 * sizeof(double);
  std::array<double, 18> n;
  const SpiralType* type = spiralType(table.intInStruct(0, typePlace));
  if (!type || !table.doubles(0, n)) return {};
  const Transform frame = toTransform(&n[0]);
  SpiralEnds ends{n[14], n[15], n[16], n[17]};
  turnWithBearing(ends);
  Text text(state, "transitionSpiral");
  text.beginObject().vector("origin", frame.origin).string("type", type->name);
  if (!isIdentity(frame.x, frame.y, frame.z)) text.vectors("xyVectors", {frame.x, frame.y});
  text.number("startRadius", radiusOf(ends.curvature0)).number("endRadius", radiusOf(ends.curvature1));
  text.number("startBearing", toDegrees(ends.bearing0));
  if (type->isByLength) text.number("length", nominalLength(ends));
  else text.number("endBearing", toDegrees(ends.bearing1));
  if (n[12] != 0 || n[13] != 1) text.numbers("activeFractionInterval", {n[12], n[13]});
  return text.endObject().take();
}

// Members of a union that are unions themselves stand for their members.
void appendMembers(const Table& collection, TextState& state, int depth, bool inUnion, std::vector<std::string>& out) {
  for (size_t i = 0, n = collection.tableCount(1); i < n; ++i) {
    const Table member = collection.tableAt(1, i), inner = member.table(1);
    const bool isUnion = typeOf(member) == TableType::Collection &&
                         inner.number<int32_t>(0, 0) == static_cast<int32_t>(CollectionKind::Union);
    if (inUnion && isUnion && depth < kDeepestCollection) {
      appendMembers(inner, state, depth + 1, true, out);
    } else if (std::string json = curveJson(member, state, depth + 1); !json.empty()) {
      out.push_back(std::move(json));
    }
  }
}

std::string curveByType(TableType type, const Table& table, TextState& state, int depth) {
  switch (type) {
    case TableType::Segment:
      return segmentJson(table, state);
    case TableType::Arc:
      return arcJson(table, state);
    case TableType::LineString:
      return pointsJson(table, "lineString", state);
    case TableType::PointString:
      return pointsJson(table, "pointString", state);
    case TableType::InterpolationCurve:
      return interpolationJson(table, state);
    case TableType::Spiral:
      return spiralJson(table, state);
    case TableType::Collection:
      return collectionJson(table, state, depth);
    case TableType::BSplineCurve: {
      const auto spline = keptSpline(table);
      return spline ? splineJson(*spline, state) : std::string(kNoGeometry);
    }
    case TableType::Akima:
    case TableType::Catenary:
    case TableType::CurvePart:
      return std::string(kNoJson);
    default:
      return {};
  }
}

}  // namespace

double toDegrees(double radians) {
  return radians * (180 / std::numbers::pi);
}

std::string splineJson(const KeptSpline& spline, TextState& state) {
  Text text(state, "bcurve");
  text.beginObject();
  text.poles("points", spline.poles, spline.weights);
  text.whole("order", spline.order).numbers("knots", spline.knots);
  if (spline.isClosed) text.flag("closed", true);
  return text.endObject().take();
}

std::string curveJson(const Table& variant, TextState& state, int depth) {
  if (depth > kDeepestCollection || !variant.isThere() || !variant.table(1).isThere()) return {};
  return curveByType(typeOf(variant), variant.table(1), state, depth);
}

std::string collectionJson(const Table& collection, TextState& state, int depth) {
  constexpr std::string_view names[] = {"bagOfCurves", "path", "loop", "loop", "parityRegion", "unionRegion"};
  if (!collection.isThere() || !collection.has(1)) return {};
  const int32_t kind = collection.number<int32_t>(0, 0);
  if (kind < 0 || kind >= static_cast<int32_t>(std::size(names))) return std::string(kNoJson);
  std::vector<std::string> members;
  appendMembers(collection, state, depth, kind == static_cast<int32_t>(CollectionKind::Union), members);
  Text text(state, names[kind]);
  text.list(members);
  if (kind == static_cast<int32_t>(CollectionKind::InnerLoop)) text.flag("isInner", true);
  return text.take();
}

}  // namespace premap::geometry::imodel
