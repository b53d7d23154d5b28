// One reader a solid: a struct of numbers with a byte behind it, or profiles.
#include "geometry/solids/read.h"

namespace premap::geometry {
namespace {

// A struct of N doubles, and behind them whether the solid is capped.
template <size_t N>
Refusal readStruct(const Table& table, std::array<double, N>& n, bool& isCapped) {
  if (!table.doubles(0, n)) return Refusal::Damaged;
  isCapped = table.boolInStruct(0, N * sizeof(double));
  return areFinite(n) ? Refusal::None : Refusal::NotFinite;
}

Outcome<SolidShape> readBox(const Table& table) {
  std::array<double, 16> n;
  Box box;
  if (const Refusal r = readStruct(table, n, box.isCapped); r != Refusal::None) return r;
  box.base = toVec3(&n[0]), box.top = toVec3(&n[3]), box.x = toVec3(&n[6]), box.y = toVec3(&n[9]);
  box.baseX = n[12], box.baseY = n[13], box.topX = n[14], box.topY = n[15];
  return SolidShape(box);
}

Outcome<SolidShape> readCone(const Table& table) {
  std::array<double, 14> n;
  Cone cone;
  if (const Refusal r = readStruct(table, n, cone.isCapped); r != Refusal::None) return r;
  cone.a = toVec3(&n[0]), cone.b = toVec3(&n[3]), cone.u = toVec3(&n[6]), cone.v = toVec3(&n[9]);
  cone.radiusA = n[12], cone.radiusB = n[13];
  return SolidShape(cone);
}

Outcome<SolidShape> readSphere(const Table& table) {
  std::array<double, 14> n;
  Sphere sphere;
  if (const Refusal r = readStruct(table, n, sphere.isCapped); r != Refusal::None) return r;
  sphere.frame = toTransform(&n[0]), sphere.latitude = n[12], sphere.sweep = n[13];
  return SolidShape(sphere);
}

Outcome<SolidShape> readTorusPipe(const Table& table) {
  std::array<double, 12> n;
  TorusPipe pipe;
  if (const Refusal r = readStruct(table, n, pipe.isCapped); r != Refusal::None) return r;
  pipe.center = toVec3(&n[0]), pipe.x = toVec3(&n[3]), pipe.y = toVec3(&n[6]);
  pipe.major = n[9], pipe.minor = n[10], pipe.sweep = n[11];
  return SolidShape(pipe);
}

Outcome<SolidShape> readExtrusion(const Table& table) {
  std::array<double, 3> vector;
  auto profile = readCollection(table.table(0), 1);
  if (!profile) return profile.refusal();
  if (!table.doubles(1, vector)) return Refusal::Damaged;
  if (!areFinite(vector)) return Refusal::NotFinite;
  return SolidShape(Extrusion{std::move(*profile), toVec3(&vector[0]), table.number<uint8_t>(2, 0) != 0});
}

Outcome<SolidShape> readRevolution(const Table& table) {
  std::array<double, 6> axis;
  auto profile = readCollection(table.table(0), 1);
  if (!profile) return profile.refusal();
  if (!table.doubles(1, axis)) return Refusal::Damaged;
  const Revolution out{std::move(*profile), toVec3(&axis[0]), unit(toVec3(&axis[3])), table.number<double>(2, 0),
                       table.number<uint8_t>(4, 0) != 0};
  if (!areFinite(axis) || !isFinite(out.axis) || !std::isfinite(out.sweep)) return Refusal::NotFinite;
  return SolidShape(out);
}

Outcome<SolidShape> readRuledSweep(const Table& table) {
  RuledSweep sweep;
  sweep.isCapped = table.number<uint8_t>(1, 0) != 0;
  for (size_t i = 0, n = table.tableCount(0); i < n; ++i) {
    auto section = readCollection(table.tableAt(0, i), 1);
    if (!section) return section.refusal();
    sweep.sections.push_back(std::move(*section));
  }
  return SolidShape(std::move(sweep));
}

Outcome<SolidShape> readByType(const Table& variant) {
  const Table table = variant.table(1);
  switch (typeOf(variant)) {
    case TableType::Box:
      return readBox(table);
    case TableType::Cone:
      return readCone(table);
    case TableType::Sphere:
      return readSphere(table);
    case TableType::TorusPipe:
      return readTorusPipe(table);
    case TableType::Extrusion:
      return readExtrusion(table);
    case TableType::Revolution:
      return readRevolution(table);
    case TableType::RuledSweep:
      return readRuledSweep(table);
    default:
      return Refusal::UnknownType;
  }
}

}  // namespace

Outcome<SolidShape> readSolid(const Table& variant) {
  if (!variant.isThere() || !variant.table(1).isThere()) return Refusal::Damaged;
  auto solid = readByType(variant);
  if (variant.buffer()->isBroken()) return Refusal::Damaged;
  return solid;
}

}  // namespace premap::geometry
