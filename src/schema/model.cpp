// The names of primitive types, as column metadata spells them.
#include "premap/schema/model.h"

namespace premap {

const char* primitiveTypeName(PrimitiveType type) {
  switch (type) {
    case PrimitiveType::Binary:
      return "binary";
    case PrimitiveType::Boolean:
      return "boolean";
    case PrimitiveType::DateTime:
      return "dateTime";
    case PrimitiveType::Double:
      return "double";
    case PrimitiveType::Integer:
      return "int";
    case PrimitiveType::Long:
      return "long";
    case PrimitiveType::Point2d:
      return "point2d";
    case PrimitiveType::Point3d:
      return "point3d";
    case PrimitiveType::String:
      return "string";
    case PrimitiveType::Geometry:
      return "Bentley.Geometry.Common.IGeometry";
    case PrimitiveType::None:
      break;
  }
  return "unknown";
}

}  // namespace premap
