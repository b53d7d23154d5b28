// One writer a solid. What says nothing new is left out: a top like the base, a whole sweep, the axes of the world.
#include <algorithm>
#include <numbers>

#include "geometry/imodel_json/curves.h"
#include "geometry/imodel_json/frame.h"
#include "geometry/imodel_json/shapes.h"
#include "geometry/solids/read.h"

namespace premap::geometry::imodel {
namespace {

// A struct of doubles, and behind them whether the solid is capped.
template <size_t N>
struct Numbers {
  std::array<double, N> n;
  bool isThere, isCapped;
  explicit Numbers(const Table& table)
      : isThere(table.doubles(0, n)), isCapped(table.boolInStruct(0, N * sizeof(double))) {}
  Vec3 at(size_t i) const { return toVec3(&n[i]); }
};

void noteNan(std::span<const double> numbers, TextState& state) {
  state.hasNotANumber =
      state.hasNotANumber || std::any_of(numbers.begin(), numbers.end(), [](double x) { return std::isnan(x); });
}

std::string boxJson(const Table& table, TextState& state) {
  const Numbers<16> box(table);
  if (!box.isThere) return {};
  noteNan(box.n, state);
  const Vec3 base = box.at(0), top = box.at(3);
  const double baseX = box.n[12], baseY = box.n[13], topX = box.n[14], topY = box.n[15];
  const auto frame = squareFrame(box.at(6), box.at(9));
  if (!frame) return R"({"box":null})";
  Text text(state, "box");
  text.beginObject().vector("baseOrigin", base).vector("origin", base).vector("topOrigin", top);
  text.number("baseX", baseX).number("baseY", baseY);
  if (!isAlmostEqual(topX, baseX)) text.number("topX", topX);
  if (!isAlmostEqual(topY, baseY)) text.number("topY", topY);
  text.flag("capped", box.isCapped);
  if (!isIdentity(frame->x, frame->y, frame->z)) text.vectors("xyVectors", {frame->x, frame->y});
  return text.endObject().take();
}

bool isCylinder(Vec3 u, Vec3 v, Vec3 axis, double radiusA, double radiusB) {
  return isPerpendicular(u, v) && isPerpendicular(u, axis) && isPerpendicular(v, axis) &&
         isAlmostEqual(radiusA * length(u), radiusB * length(u));
}

std::string coneJson(const Table& table, TextState& state) {
  const Numbers<14> cone(table);
  if (!cone.isThere) return {};
  noteNan(cone.n, state);
  const Vec3 a = cone.at(0), b = cone.at(3), u = cone.at(6), v = cone.at(9);
  const double radiusA = cone.n[12], radiusB = cone.n[13];
  if (isCylinder(u, v, b - a, radiusA, radiusB)) {
    Text text(state, "cylinder");
    text.beginObject().vector("start", a).vector("end", b).flag("capped", cone.isCapped);
    return text.number("radius", radiusA * length(u)).endObject().take();
  }
  Text text(state, "cone");
  text.beginObject().flag("capped", cone.isCapped).vector("start", a).vector("end", b);
  if (isAlmostEqual(radiusA, radiusB)) text.number("radius", radiusA);
  else text.number("startRadius", radiusA).number("endRadius", radiusB);
  text.vectors("xyVectors", {u, v});
  if (!isAlmostEqual(length(u), length(v)) || !isPerpendicular(u, v)) text.vectors("xyzVectors", {u, v, b - a});
  return text.endObject().take();
}

// The columns seen in a square frame: has it more than a scale an axis, or a mirror?
bool isSkew(const Frame& frame, const Transform& t) {
  const Vec3 columns[] = {t.x, t.y, t.z};
  double largest = 0, off = 0;
  for (int i = 0; i < 3; ++i) {
    const double seen[] = {dot(frame.x, columns[i]), dot(frame.y, columns[i]), dot(frame.z, columns[i])};
    for (int k = 0; k < 3; ++k) (k == i ? largest : off) = std::max(k == i ? largest : off, std::abs(seen[k]));
  }
  return !(off < kTightTolerance * largest) || t.determinant() < 0;
}

void writeRadii(Text& text, double x, double y, double z) {
  if (isAlmostEqual(x, y) && isAlmostEqual(x, z)) {
    text.number("radius", x);
    return;
  }
  text.number("radiusX", x);
  if (!isAlmostEqual(x, y)) text.number("radiusY", y);
  text.number("radiusZ", z);
}

std::string sphereJson(const Table& table, TextState& state) {
  constexpr double least = 1e-10;
  const Numbers<14> sphere(table);
  if (!sphere.isThere) return {};
  noteNan(sphere.n, state);
  const Transform t = toTransform(&sphere.n[0]);
  const double x = length(t.x), y = length(t.y), z = length(t.z), start = sphere.n[12], sweep = sphere.n[13];
  const auto frame = squareFrame(t.x, t.y);
  if (!frame || !(x > least && y > least && z > least)) return std::string(kNoJson);
  Text text(state, "sphere");
  text.beginObject().vector("center", t.origin);
  if (!isIdentity(frame->x, frame->y, frame->z)) text.vectors("zxVectors", {unit(t.z), unit(t.x)});
  if (isSkew(*frame, t)) text.vectors("xyzVectors", {unit(t.x), unit(t.y), unit(t.z)});
  const bool isWhole =
      std::abs(start + std::numbers::pi / 2) < kTightTolerance && std::abs(sweep - std::numbers::pi) < kTightTolerance;
  if (!isWhole) {
    if (sphere.isCapped) text.flag("capped", true);
    text.numbers("latitudeStartEnd", {toDegrees(start), toDegrees(start + sweep)});
  }
  writeRadii(text, x, y, z);
  return text.endObject().take();
}

std::string torusJson(const Table& table, TextState& state) {
  const Numbers<12> torus(table);
  if (!torus.isThere) return {};
  noteNan(torus.n, state);
  const auto frame = squareFrame(torus.at(3), torus.at(6));
  if (!frame) return R"({"torusPipe":null})";
  Text text(state, "torusPipe");
  text.beginObject().vector("center", torus.at(0));
  text.number("majorRadius", torus.n[9]).number("minorRadius", torus.n[10]);
  if (!(std::abs(torus.n[11]) > 2 * std::numbers::pi - kTightTolerance))
    text.number("sweepAngle", toDegrees(torus.n[11]));
  if (torus.isCapped) text.flag("capped", true);
  return text.vectors("xyVectors", {frame->x, frame->y}).endObject().take();
}

std::string linearSweepJson(const Table& table, TextState& state) {
  std::array<double, 3> vector;
  const std::string contour = collectionJson(table.table(0), state);
  if (contour.empty() || !table.doubles(1, vector)) return {};
  Text text(state, "linearSweep");
  text.beginObject().flag("capped", table.number<uint8_t>(2, 0) != 0).raw("contour", contour);
  return text.vector("vector", toVec3(&vector[0])).endObject().take();
}

std::string rotationalSweepJson(const Table& table, TextState& state) {
  std::array<double, 6> axis;
  const std::string contour = collectionJson(table.table(0), state);
  if (contour.empty() || !table.doubles(1, axis)) return {};
  Text text(state, "rotationalSweep");
  text.beginObject().raw("contour", contour).flag("capped", table.number<uint8_t>(4, 0) != 0);
  text.vector("center", toVec3(&axis[0])).vector("axis", toVec3(&axis[3]));
  return text.number("sweepAngle", toDegrees(table.number<double>(2, 0))).endObject().take();
}

std::string ruledSweepJson(const Table& table, TextState& state) {
  if (!table.has(0)) return {};
  std::vector<std::string> contours;
  for (size_t i = 0, n = table.tableCount(0); i < n; ++i) {
    contours.push_back(collectionJson(table.tableAt(0, i), state));
    if (contours.back().empty()) return {};
  }
  Text text(state, "ruledSweep");
  text.beginObject().list("contour", contours).flag("capped", table.number<uint8_t>(1, 0) != 0);
  return text.endObject().take();
}

}  // namespace

std::string solidJson(const Table& variant, TextState& state) {
  const Table table = variant.table(1);
  switch (typeOf(variant)) {
    case TableType::Box:
      return boxJson(table, state);
    case TableType::Cone:
      return coneJson(table, state);
    case TableType::Sphere:
      return sphereJson(table, state);
    case TableType::TorusPipe:
      return torusJson(table, state);
    case TableType::Extrusion:
      return linearSweepJson(table, state);
    case TableType::Revolution:
      return rotationalSweepJson(table, state);
    case TableType::RuledSweep:
      return ruledSweepJson(table, state);
    default:
      return {};
  }
}

}  // namespace premap::geometry::imodel
