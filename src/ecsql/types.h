// Types of ECSQL expressions: what an expression delivers, in how many SQL columns, and what the metadata calls it.
#pragma once

#include <string>
#include <vector>

#include "premap/schema/value.h"

namespace premap::ecsql {

enum class TypeKind : uint8_t { Null, Parameter, Primitive, Navigation, Struct, PrimitiveArray, StructArray };

struct ExprType {
  TypeKind kind = TypeKind::Null;
  PrimitiveType primitive = PrimitiveType::None;
  std::string extendedType;
  std::string typeName;  ///< as column metadata spells it
  ValueShape shape;
  const Class* structClass = nullptr;
  const Property* property = nullptr;  ///< the property it comes from, while no operation stands between
  bool isUnknown = false;              ///< a Null that stands for a type not known (yet): anything may be done with it

  int columnCount() const { return kind == TypeKind::Null || kind == TypeKind::Parameter ? 1 : shape.columnCount; }
  bool isComposite() const { return kind == TypeKind::Navigation || kind == TypeKind::Struct || isPoint(); }
  bool isPoint() const {
    return kind == TypeKind::Primitive && (primitive == PrimitiveType::Point2d || primitive == PrimitiveType::Point3d);
  }
  bool isNumeric() const {
    return kind == TypeKind::Primitive && (primitive == PrimitiveType::Integer || primitive == PrimitiveType::Long ||
                                           primitive == PrimitiveType::Double);
  }
  bool isString() const { return kind == TypeKind::Primitive && primitive == PrimitiveType::String; }
  bool isNull() const { return kind == TypeKind::Null && !isUnknown; }
  bool isUntyped() const { return kind == TypeKind::Null || kind == TypeKind::Parameter; }
  /// May stand as a function argument: one column, no array, no struct.
  bool isPrimitiveColumn() const {
    return isUntyped() || (kind == TypeKind::Primitive && !isPoint() && primitive != PrimitiveType::Geometry);
  }
};

ExprType typeOf(const Property& property);
ExprType typeOf(PrimitiveType primitive, std::string_view extendedType = {});
ExprType typeOf(const Enumeration& enumeration);
ExprType nullType();
ExprType unknownType();
ExprType parameterType();
/// Of what is made of a value: what came from `$->Property` is text then.
ExprType plainType(const ExprType& type);

}  // namespace premap::ecsql
