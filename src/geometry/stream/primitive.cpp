// The plain ops, which hold points or an arc, and those that hold a geometry table behind a mark.
#include "geometry/stream/primitive.h"

#include <algorithm>
#include <string_view>

#include "geometry/solids/read.h"

namespace premap::geometry {
namespace {

enum class Closure : int8_t { Points = 0, Open = 1, Closed = 2 };

Primitive region(Curve curve) {
  CurveCollection loop{CollectionKind::OuterLoop, {}, {}};
  loop.curves.push_back(std::move(curve));
  return loop;
}

Vec3 toVec3(const std::array<double, 2>& n) {
  return {n[0], n[1], 0};
}
Vec3 toVec3(const std::array<double, 3>& n) {
  return {n[0], n[1], n[2]};
}

template <size_t N>
Outcome<Primitive> readPointList(const Op& op) {
  Buffer buffer(op.payload);
  const Table root = buffer.root();
  const auto list = root.numbers<std::array<double, N>>(0);
  const auto closure = static_cast<Closure>(root.number<int8_t>(1, 0));
  std::vector<Vec3> points(list.size());
  for (size_t i = 0; i < list.size(); ++i) points[i] = toVec3(list[i]);
  if (buffer.isBroken()) return Refusal::Damaged;
  if (!std::all_of(points.begin(), points.end(), isFinite)) return Refusal::NotFinite;
  switch (closure) {
    case Closure::Points:
      return Primitive(Curve{PointString{std::move(points)}});
    case Closure::Open:
      return Primitive(Curve{LineString{std::move(points)}});
    case Closure::Closed:
      return region(Curve{LineString{std::move(points)}});
  }
  return Refusal::UnknownType;
}

Outcome<Primitive> readArc(const Op& op) {
  Buffer buffer(op.payload);
  const Table root = buffer.root();
  std::array<double, 3> center{}, u{}, v{};
  root.doubles(0, center), root.doubles(1, u), root.doubles(2, v);
  const Arc arc{toVec3(center), toVec3(u), toVec3(v), root.number<double>(3, 0), root.number<double>(4, 0)};
  const bool isClosed = static_cast<Closure>(root.number<int8_t>(5, 0)) == Closure::Closed;
  if (buffer.isBroken()) return Refusal::Damaged;
  if (!isFinite(arc.center) || !isFinite(arc.u) || !isFinite(arc.v) || !std::isfinite(arc.start + arc.sweep))
    return Refusal::NotFinite;
  if (std::abs(arc.sweep) > kMostSweep) return Refusal::TooComplex;
  return isClosed ? region(Curve{arc}) : Primitive(Curve{arc});
}

template <class T>
Outcome<Primitive> toPrimitive(Outcome<T> shape) {
  if (!shape) return shape.refusal();
  return Primitive(std::move(*shape));
}

// Ops 8 to 12: a mark, then a variant.
Outcome<Primitive> readGeometry(const Op& op) {
  constexpr std::string_view mark = "bg0001fb";
  if (op.payload.size() < mark.size() || std::memcmp(op.payload.data(), mark.data(), mark.size()) != 0)
    return Refusal::UnknownType;
  Buffer buffer(op.payload.subspan(mark.size()));
  const Table variant = buffer.root();
  if (!variant.isThere()) return Refusal::Damaged;
  switch (op.code) {
    case OpCode::Mesh:
      return toPrimitive(readMesh(variant));
    case OpCode::Solid:
      return toPrimitive(readSolid(variant));
    case OpCode::Surface:
      return toPrimitive(readSurface(variant));
    default:
      break;
  }
  if (typeOf(variant) != TableType::Collection) return toPrimitive(readCurve(variant, 1));
  return toPrimitive(readCollection(variant.table(1), 1));
}

}  // namespace

bool isShape(OpCode code) {
  return (code >= OpCode::Points && code <= OpCode::Surface) || code == OpCode::Body;
}

Outcome<Primitive> readPrimitive(const Op& op) {
  switch (op.code) {
    case OpCode::Points:
      return readPointList<3>(op);
    case OpCode::Points2d:
      return readPointList<2>(op);
    case OpCode::Arc:
      return readArc(op);
    case OpCode::Body:
      return toPrimitive(readBody(op.payload));
    default:
      return readGeometry(op);
  }
}

Outcome<PartReference> readPartReference(const Op& op) {
  Buffer buffer(op.payload);
  const Table root = buffer.root();
  std::array<double, 3> origin{};
  root.doubles(1, origin);
  const Angles angles{root.number<double>(2, 0), root.number<double>(3, 0), root.number<double>(4, 0)};
  PartReference out{root.number<uint64_t>(0, 0), {}, root.number<double>(5, 1)};
  if (buffer.isBroken()) return Refusal::Damaged;
  out.frame = Transform::fromAngles(toVec3(origin), angles, out.scale);
  const Transform& f = out.frame;
  if (!isFinite(f.x) || !isFinite(f.y) || !isFinite(f.z) || !isFinite(f.origin)) return Refusal::NotFinite;
  return out;
}

}  // namespace premap::geometry
