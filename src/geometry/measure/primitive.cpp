// Which measure belongs to which primitive.
#include "geometry/measure/primitive.h"

#include "geometry/measure/body.h"
#include "geometry/measure/curve.h"
#include "geometry/measure/solids.h"
#include "geometry/measure/surface.h"

namespace premap::geometry {
namespace {

Outcome<PrimitiveMeasure> wrap(Outcome<Measured> measured) {
  if (!measured) return measured.refusal();
  return PrimitiveMeasure{std::move(*measured), nullptr, {}};
}

Outcome<PrimitiveMeasure> measureMesh(Mesh& mesh, const Wish& wish) {
  PrimitiveMeasure out;
  out.meshMeasure = measure(mesh, wish);
  out.measured = out.meshMeasure.measured;
  if (out.meshMeasure.isSeenAlongZ) out.mesh = std::make_shared<const Mesh>(std::move(mesh));
  return out;
}

PrimitiveKind kindOf(const SolidShape& solid) {
  constexpr PrimitiveKind kinds[] = {PrimitiveKind::Box,       PrimitiveKind::Cone,      PrimitiveKind::Sphere,
                                     PrimitiveKind::TorusPipe, PrimitiveKind::Extrusion, PrimitiveKind::Revolution,
                                     PrimitiveKind::RuledSweep};
  static_assert(std::size(kinds) == std::variant_size_v<SolidShape>);
  return kinds[solid.index()];
}

PrimitiveKind kindOf(const Curve& curve) {
  if (std::holds_alternative<PointString>(curve.shape)) return PrimitiveKind::Points;
  if (std::holds_alternative<LineString>(curve.shape)) return PrimitiveKind::LineString;
  return std::holds_alternative<Arc>(curve.shape) ? PrimitiveKind::Arc : PrimitiveKind::Curve;
}

}  // namespace

Outcome<PrimitiveMeasure> measurePrimitive(Primitive& primitive, const Wish& wish) {
  if (auto* curve = std::get_if<Curve>(&primitive)) return wrap(measure(*curve));
  if (auto* curves = std::get_if<CurveCollection>(&primitive)) return wrap(measure(*curves, wish));
  if (auto* mesh = std::get_if<Mesh>(&primitive)) return measureMesh(*mesh, wish);
  if (auto* surface = std::get_if<BSplineSurface>(&primitive)) return wrap(measure(*surface));
  if (auto* body = std::get_if<Body>(&primitive)) return wrap(measure(*body, wish));
  return wrap(std::visit([&](const auto& solid) { return measure(solid, wish); }, std::get<SolidShape>(primitive)));
}

std::optional<PrimitiveMeasure> measureRest(const Primitive& primitive) {
  if (!isRegion(primitive)) return std::nullopt;
  return PrimitiveMeasure{measureLengths(std::get<CurveCollection>(primitive)), nullptr, {}};
}

PrimitiveKind kindOf(const Primitive& primitive) {
  if (const auto* curve = std::get_if<Curve>(&primitive)) return kindOf(*curve);
  if (const auto* solid = std::get_if<SolidShape>(&primitive)) return kindOf(*solid);
  if (std::holds_alternative<CurveCollection>(primitive))
    return isRegion(primitive) ? PrimitiveKind::Region : PrimitiveKind::Curves;
  if (std::holds_alternative<Mesh>(primitive)) return PrimitiveKind::Mesh;
  return std::holds_alternative<Body>(primitive) ? PrimitiveKind::Body : PrimitiveKind::Surface;
}

PrimitiveKind kindOf(OpCode code) {
  switch (code) {
    case OpCode::PartReference:
      return PrimitiveKind::Part;
    case OpCode::Points:
    case OpCode::Points2d:
      return PrimitiveKind::Points;
    case OpCode::Arc:
      return PrimitiveKind::Arc;
    case OpCode::Curves:
      return PrimitiveKind::Curves;
    case OpCode::Mesh:
      return PrimitiveKind::Mesh;
    case OpCode::Curve:
      return PrimitiveKind::Curve;
    case OpCode::Solid:
      return PrimitiveKind::Solid;
    case OpCode::Surface:
      return PrimitiveKind::Surface;
    case OpCode::Body:
      return PrimitiveKind::Body;
    default:
      return PrimitiveKind::Stream;
  }
}

QuantitySet quantitiesOf(OpCode code) {
  switch (code) {
    case OpCode::Points:
    case OpCode::Points2d:
    case OpCode::Arc:
    case OpCode::Curves:
      return {Quantity::Length, Quantity::Area};
    case OpCode::Curve:
      return {Quantity::Length};
    case OpCode::Mesh:
    case OpCode::Solid:
    case OpCode::Body:
      return {Quantity::Area, Quantity::Volume};
    case OpCode::Surface:
      return {Quantity::Area};
    default:
      return QuantitySet::all();
  }
}

bool isRegion(const Primitive& primitive) {
  const auto* curves = std::get_if<CurveCollection>(&primitive);
  return curves && curves->isRegion();
}

}  // namespace premap::geometry
