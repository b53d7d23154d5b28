// From what the schema declares to what an expression delivers.
#include "types.h"

namespace premap::ecsql {
namespace {

// An expression without a type counts as an integer.
std::string primitiveName(PrimitiveType type) {
  return type == PrimitiveType::None ? "int" : primitiveTypeName(type);
}

TypeKind kindOf(PropertyKind kind) {
  switch (kind) {
    case PropertyKind::Primitive:
      return TypeKind::Primitive;
    case PropertyKind::Struct:
      return TypeKind::Struct;
    case PropertyKind::PrimitiveArray:
      return TypeKind::PrimitiveArray;
    case PropertyKind::StructArray:
      return TypeKind::StructArray;
    case PropertyKind::Navigation:
      return TypeKind::Navigation;
  }
  return TypeKind::Primitive;
}

}  // namespace

ExprType typeOf(const Property& property) {
  ExprType type;
  type.kind = kindOf(property.kind);
  type.primitive = property.primitive;
  const bool isArray = property.kind == PropertyKind::PrimitiveArray || property.kind == PropertyKind::StructArray;
  if (!isArray) type.extendedType = property.extendedType;  // that of an array is its elements'
  type.shape = shapeOf(property);
  type.property = &property;
  type.structClass = property.structClass;
  if (property.enumeration) type.typeName = property.enumeration->schema->name + "." + property.enumeration->name;
  else if (property.kind == PropertyKind::Navigation) type.typeName = "navigation";
  else if (property.structClass) type.typeName = property.structClass->fullName('.');
  else type.typeName = primitiveName(property.primitive);
  return type;
}

ExprType typeOf(PrimitiveType primitive, std::string_view extendedType) {
  ExprType type;
  type.kind = TypeKind::Primitive;
  type.primitive = primitive;
  type.extendedType = std::string(extendedType);
  type.typeName = primitiveName(primitive);
  type.shape = shapeOf(primitive, extendedType);
  return type;
}

ExprType typeOf(const Enumeration& enumeration) {
  ExprType type = typeOf(enumeration.type == PrimitiveType::String ? PrimitiveType::String : PrimitiveType::Integer);
  type.typeName = enumeration.schema->name + "." + enumeration.name;
  return type;
}

ExprType nullType() {
  ExprType type;
  type.typeName = "int";
  type.extendedType = "NULL";
  return type;
}

ExprType unknownType() {
  ExprType type = nullType();
  type.isUnknown = true;
  return type;
}

ExprType parameterType() {
  ExprType type;
  type.kind = TypeKind::Parameter;
  type.typeName = "int";
  return type;
}

ExprType plainType(const ExprType& type) {
  bool isOfInstance = type.shape.kind == ValueKind::Any || type.shape.kind == ValueKind::Json;
  return isOfInstance ? typeOf(PrimitiveType::String) : type;
}

}  // namespace premap::ecsql
