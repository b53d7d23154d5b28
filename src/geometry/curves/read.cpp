// One reader a type of curve; a collection reads its members, to a depth.
#include "geometry/curves/read.h"

#include <algorithm>
#include <numbers>

#include "geometry/curves/bspline.h"
#include "geometry/curves/interpolation.h"
#include "geometry/curves/spiral.h"
#include "geometry/curves/transition.h"

namespace premap::geometry {
namespace {

Outcome<Curve> readSegment(const Table& table) {
  std::array<double, 6> n;
  if (!table.doubles(0, n)) return Refusal::Damaged;
  if (!areFinite(n)) return Refusal::NotFinite;
  return Curve{LineString{{toVec3(&n[0]), toVec3(&n[3])}, true}};
}

Outcome<Curve> readArc(const Table& table) {
  std::array<double, 11> n;
  if (!table.doubles(0, n)) return Refusal::Damaged;
  if (std::isnan(n[10])) n[10] = 2 * std::numbers::pi;
  if (!areFinite(n)) return Refusal::NotFinite;
  if (std::abs(n[10]) > kMostSweep) return Refusal::TooComplex;
  return Curve{Arc{toVec3(&n[0]), toVec3(&n[3]), toVec3(&n[6]), n[9], n[10]}};
}

Outcome<Curve> readBSpline(const Table& table) {
  constexpr unsigned knots = 4;
  auto poles = readPoints(table, 2);
  if (!poles) return poles.refusal();
  if (!table.has(knots)) return Refusal::Order;
  auto spline = makeBSpline({table.number<int32_t>(0, 0), table.number<uint8_t>(1, 0) != 0, std::move(*poles),
                             readNumbers(table, 3), readNumbers(table, knots)});
  if (!spline) return spline.refusal();
  return Curve{std::move(*spline)};
}

template <class Shape>
Outcome<Curve> readPointList(const Table& table) {
  auto points = readPoints(table, 0);
  if (!points) return points.refusal();
  return Curve{Shape{std::move(*points)}};
}

std::optional<Vec3> readTangent(const Table& table, unsigned field) {
  constexpr double nothing = 1e-14;
  std::array<double, 3> n;
  if (!table.doubles(field, n) || !areFinite(n)) return std::nullopt;
  const Vec3 tangent = toVec3(n.data());
  if (std::max({std::abs(tangent.x), std::abs(tangent.y), std::abs(tangent.z)}) <= nothing) return std::nullopt;
  return tangent;
}

Outcome<Curve> readInterpolation(const Table& table) {
  auto points = readPoints(table, 8);
  if (!points) return points.refusal();
  const auto flag = [&](unsigned field) { return table.number<int32_t>(field, 0) != 0; };
  auto chain = interpolate({.points = std::move(*points),
                            .startTangent = readTangent(table, 6),
                            .endTangent = readTangent(table, 7),
                            .isClosed = table.number<uint8_t>(1, 0) != 0,
                            .isByChord = flag(2),
                            .isClosingStraight = flag(3),
                            .isTangentByChord = flag(4),
                            .hasNaturalEnds = flag(5)});
  if (!chain) return chain.refusal();
  return Curve{std::move(*chain)};
}

Outcome<Curve> readAkima(const Table& table) {
  const auto points = readPoints(table, 0);
  if (!points) return points.refusal();
  auto chain = akima(*points);
  if (!chain) return chain.refusal();
  return Curve{std::move(*chain)};
}

constexpr int32_t kClothoid = 10;

constexpr std::pair<int32_t, SpiralLaw> kLaws[] = {{kClothoid, SpiralLaw::Linear},
                                                   {11, SpiralLaw::Bloss},
                                                   {12, SpiralLaw::Biquadratic},
                                                   {13, SpiralLaw::Cosine},
                                                   {14, SpiralLaw::Sine}};

constexpr std::pair<int32_t, TransitionKind> kTransitions[] = {
    {50, TransitionKind::WesternAustralian}, {51, TransitionKind::Czech},          {52, TransitionKind::AustralianRail},
    {53, TransitionKind::Italian},           {54, TransitionKind::Polish},         {55, TransitionKind::ClothoidSeries},
    {56, TransitionKind::CubicAlongArc},     {58, TransitionKind::ClothoidSeries}, {60, TransitionKind::HalfCosine},
    {61, TransitionKind::JapaneseCubic}};

template <class Kind, size_t N>
std::optional<Kind> kindOf(const std::pair<int32_t, Kind> (&table)[N], int32_t type) {
  for (const auto& [number, kind] : table)
    if (number == type) return kind;
  return std::nullopt;
}

// Bearings and curvatures at both ends tell the length: by the mean curvature, without its sign where it changes. Where
// it does not, it has that of the turn.
Spiral spiralOf(const std::array<double, 18>& n) {
  Spiral s{toTransform(&n[0]), SpiralLaw::Linear, n[12], n[13], n[14], 0, n[16], n[17]};
  const double turn = n[15] - n[14], a = std::abs(n[16]), b = std::abs(n[17]);
  const bool isTurning = n[16] * n[17] < 0;
  s.length = std::abs(turn) / (isTurning ? (a * a + b * b) / (a + b) / 2 : (a + b) / 2);
  if (!isTurning) s.curvature0 = std::copysign(a, turn), s.curvature1 = std::copysign(b, turn);
  return s;
}

int32_t spiralTypeOf(const Table& table) {
  constexpr size_t typePlace = 18 * sizeof(double);
  return table.intInStruct(0, typePlace);
}

Outcome<Curve> readSpiral(const Table& table) {
  std::array<double, 18> n;
  if (!table.doubles(0, n)) return Refusal::Damaged;
  if (!areFinite(n)) return Refusal::NotFinite;
  Spiral spiral = spiralOf(n);
  const int32_t type = spiralTypeOf(table);
  const auto law = kindOf(kLaws, type);
  const auto kind = kindOf(kTransitions, type);
  if (!law && !kind) return Refusal::SpiralType;
  if (!std::isfinite(spiral.length)) return Refusal::NotFinite;
  const auto [low, high] = std::minmax({0.0, spiral.from, spiral.to});
  // Only a clothoid goes on beyond its ends.
  if (type != kClothoid && (low < 0 || high > 1)) return Refusal::SpiralType;
  if (kind) {
    if (spiral.curvature0 != 0) return Refusal::SpiralType;
    auto t = makeTransition(spiral.frame, *kind, spiral.bearing, spiral.length, spiral.curvature1);
    if (!t) return Refusal::SpiralType;
    t->from = spiral.from, t->to = spiral.to;
    return Curve{*t};
  }
  spiral.law = *law;
  if (!(spiralTurn(spiral, low, high) < kMostSweep)) return Refusal::TooComplex;
  return Curve{spiral};
}

Outcome<Curve> readCatenary(const Table& table) {
  std::array<double, 3> origin{}, u{}, v{};
  if (!table.doubles(1, origin) || !table.doubles(2, u) || !table.doubles(3, v)) return Refusal::Damaged;
  const Catenary c{table.number<double>(0, 0), toVec3(&origin[0]),        toVec3(&u[0]), toVec3(&v[0]),
                   table.number<double>(4, 0), table.number<double>(5, 0)};
  const bool isGood = std::isfinite(c.a) && c.a != 0 && std::isfinite(c.from) && std::isfinite(c.to) &&
                      isFinite(c.origin) && isFinite(c.u) && isFinite(c.v);
  if (!isGood) return Refusal::NotFinite;
  return Curve{c};
}

Outcome<Curve> readCurvePart(const Table& table, int depth) {
  auto whole = readCurve(table.table(2), depth + 1);
  if (!whole) return whole.refusal();
  const CurvePart part{table.number<double>(0, 0), table.number<double>(1, 0),
                       std::make_shared<const Curve>(std::move(*whole))};
  if (!std::isfinite(part.from) || !std::isfinite(part.to)) return Refusal::NotFinite;
  return Curve{part};
}

// What the engine cannot read of a collection, or what is no curve, it leaves out, and takes the rest.
bool isLeftOut(const Table& variant, Refusal why) {
  if (why == Refusal::Order) return true;
  const TableType type = typeOf(variant);
  if (why == Refusal::UnknownType) return type >= TableType::Segment && type <= TableType::CurvePart;
  const int32_t spiral = type == TableType::Spiral ? spiralTypeOf(variant.table(1)) : 0;
  return why == Refusal::SpiralType && !kindOf(kLaws, spiral) && !kindOf(kTransitions, spiral);
}

Refusal readMember(const Table& variant, int depth, CurveCollection& into) {
  if (typeOf(variant) == TableType::Collection) {
    auto child = readCollection(variant.table(1), depth + 1);
    if (!child) return child.refusal();
    into.children.push_back(std::move(*child));
    return Refusal::None;
  }
  auto curve = readCurve(variant, depth + 1);
  if (!curve) return isLeftOut(variant, curve.refusal()) ? Refusal::None : curve.refusal();
  into.curves.push_back(std::move(*curve));
  return Refusal::None;
}

Outcome<Curve> readByType(const Table& variant, int depth) {
  const Table table = variant.table(1);
  switch (typeOf(variant)) {
    case TableType::Segment:
      return readSegment(table);
    case TableType::Arc:
      return readArc(table);
    case TableType::BSplineCurve:
      return readBSpline(table);
    case TableType::LineString:
      return readPointList<LineString>(table);
    case TableType::PointString:
      return readPointList<PointString>(table);
    case TableType::InterpolationCurve:
      return readInterpolation(table);
    case TableType::Spiral:
      return readSpiral(table);
    case TableType::Akima:
      return readAkima(table);
    case TableType::Catenary:
      return readCatenary(table);
    case TableType::CurvePart:
      return readCurvePart(table, depth);
    default:
      return Refusal::UnknownType;
  }
}

}  // namespace

TableType typeOf(const Table& variant) {
  return static_cast<TableType>(variant.number<uint8_t>(0, 0));
}

Transform toTransform(const double* r) {
  return {{r[0], r[4], r[8]}, {r[1], r[5], r[9]}, {r[2], r[6], r[10]}, {r[3], r[7], r[11]}};
}

Outcome<std::vector<Vec3>> readPoints(const Table& table, unsigned field) {
  const NumberVector<double> flat = table.numbers<double>(field);
  std::vector<Vec3> points;
  points.reserve(flat.size() / 3);
  for (size_t i = 0; i + 3 <= flat.size(); i += 3) {
    points.push_back({flat[i], flat[i + 1], flat[i + 2]});
    if (!isFinite(points.back())) return Refusal::NotFinite;
  }
  return points;
}

std::vector<double> readNumbers(const Table& table, unsigned field) {
  const NumberVector<double> flat = table.numbers<double>(field);
  std::vector<double> out(flat.size());
  for (size_t i = 0; i < flat.size(); ++i) out[i] = flat[i];
  return out;
}

Outcome<Curve> readCurve(const Table& variant, int depth) {
  if (depth > kDeepest) return Refusal::Nesting;
  if (!variant.isThere() || !variant.table(1).isThere()) return Refusal::Damaged;
  auto curve = readByType(variant, depth);
  if (variant.buffer()->isBroken()) return Refusal::Damaged;
  return curve;
}

Outcome<CurveCollection> readCollection(const Table& table, int depth) {
  if (depth > kDeepest) return Refusal::Nesting;
  if (!table.isThere()) return Refusal::Damaged;
  const int32_t kind = table.number<int32_t>(0, 0);
  if (kind < 0 || kind > static_cast<int32_t>(CollectionKind::Union)) return Refusal::UnknownType;
  CurveCollection out{static_cast<CollectionKind>(kind), {}, {}};
  for (size_t i = 0, n = table.tableCount(1); i < n; ++i) {
    const Refusal refusal = readMember(table.tableAt(1, i), depth, out);
    if (refusal != Refusal::None) return refusal;
  }
  return table.buffer()->isBroken() ? Outcome<CurveCollection>(Refusal::Damaged) : std::move(out);
}

}  // namespace premap::geometry
