// One walk over a shape reads every kind of value; in JSON or as a plain value, asked by a query or
// by a resolved cell.
#include "premap/schema/value.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "premap/base/engine_parts.h"
#include "premap/base/sort_stably.h"
#include "premap/base/text.h"
#include "premap/geometry/imodel_json.h"

namespace premap {

namespace {

using Json = nlohmann::json;

// A struct class cannot hold itself; a damaged file may say it does.
constexpr int kDeepestStruct = 32;

// Members of a struct that is stored column by column are written by name, those inside a struct array as declared.
enum class MemberOrder : uint8_t { ByName, Declared };

ValueShape shapeOfProperty(const Property& property, int depth, MemberOrder order);

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> names) {
  for (std::string_view name : names)
    if (equalsIgnoreCase(text, name)) return true;
  return false;
}

ValueShape shapeOfStruct(const Class* structClass, int depth, MemberOrder order) {
  ValueShape shape;
  shape.kind = ValueKind::Struct;
  shape.columnCount = 0;
  if (!structClass || depth > kDeepestStruct) return shape;
  for (const Property* member : structClass->properties) {
    ValueShape memberShape = shapeOfProperty(*member, depth + 1, order);
    memberShape.column = shape.columnCount;
    shape.columnCount += memberShape.columnCount;
    shape.members.push_back(std::move(memberShape));
  }
  if (order == MemberOrder::ByName)
    sortStably(shape.members,
               [](const ValueShape& a, const ValueShape& b) { return LessIgnoreCase()(a.name, b.name); });
  return shape;
}

ValueShape shapeOfPrimitive(const Property& property) {
  ValueShape shape = shapeOf(property.primitive, property.extendedType);
  shape.dateTimeKind = property.dateTimeKind;
  shape.dateTimeComponent = property.dateTimeComponent;
  shape.saysDateTime = property.saysDateTime;
  return shape;
}

ValueShape shapeOfProperty(const Property& property, int depth, MemberOrder order) {
  ValueShape shape;
  switch (property.kind) {
    case PropertyKind::Primitive:
      shape = shapeOfPrimitive(property);
      break;
    case PropertyKind::Struct:
      shape = shapeOfStruct(property.structClass, depth, order);
      break;
    case PropertyKind::PrimitiveArray:
      shape.kind = ValueKind::PrimitiveArray;
      shape.members.push_back(shapeOfPrimitive(property));
      break;
    case PropertyKind::StructArray:
      shape.kind = ValueKind::StructArray;
      shape.members.push_back(shapeOfStruct(property.structClass, depth, MemberOrder::Declared));
      break;
    case PropertyKind::Navigation:
      shape.kind = ValueKind::Navigation;
      shape.columnCount = 2;
      break;
  }
  shape.name = property.name;
  return shape;
}

void appendLeaves(std::vector<std::string>& out, const Property& property, const std::string& path, int depth) {
  if (property.kind == PropertyKind::Navigation) {
    out.insert(out.end(), {path + ".Id", path + ".RelECClassId"});
  } else if (property.kind == PropertyKind::Struct) {
    if (!property.structClass || depth > kDeepestStruct) return;
    for (const Property* member : property.structClass->properties)
      appendLeaves(out, *member, path + "." + member->name, depth + 1);
  } else if (property.kind == PropertyKind::Primitive &&
             (property.primitive == PrimitiveType::Point2d || property.primitive == PrimitiveType::Point3d)) {
    out.insert(out.end(), {path + ".X", path + ".Y"});
    if (property.primitive == PrimitiveType::Point3d) out.push_back(path + ".Z");
  } else {
    out.push_back(path);
  }
}

std::span<const std::byte> bytesOf(const StoredRow& row, int column) {
  return row.blob(column);
}

size_t writeFormatted(double value, char* at, const ValueFormat& format) {
  if (!format.instanceJson) return writeDouble(value, at);
  std::string text = shortestDouble(value);
  if (size_t plus = text.find("e+"); plus != std::string::npos) text.erase(plus + 1, 1);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  if (value == 0 && std::signbit(value)) text = "-0.0";
  return text.copy(at, kDoubleTextSize);
}

// A coordinate that is no number JSON has makes the whole point null.
bool appendPoint(std::string& out, const double* coordinates, bool is3d, const ValueFormat& format) {
  if (!std::all_of(coordinates, coordinates + (is3d ? 3 : 2), [](double c) { return std::isfinite(c); })) return false;
  static constexpr std::string_view kKeys[2][3] = {{"{\"X\":", ",\"Y\":", ",\"Z\":"},
                                                   {"{\"x\":", ",\"y\":", ",\"z\":"}};
  char text[3 * (kDoubleTextSize + 8)];  // appended at once: boxes are among the default columns
  char* at = text;
  const auto write = [&at](std::string_view part) { at += part.copy(at, part.size()); };
  for (int i = 0; i < (is3d ? 3 : 2); ++i) {
    write(kKeys[format.names == NameStyle::JavaScript][i]);
    at += writeFormatted(coordinates[i], at, format);
  }
  write("}");
  out.append(text, static_cast<size_t>(at - text));
  return true;
}

bool appendStoredPoint(std::string& out, const StoredRow& row, int column, const ValueShape& shape,
                       const ValueFormat& format) {
  double coordinates[3] = {};
  for (int i = 0; i < shape.columnCount; ++i) {
    if (row.isNull(column + i)) return false;  // half a point is none
    coordinates[i] = row.real(column + i);
  }
  return appendPoint(out, coordinates, shape.kind == ValueKind::Point3d, format);
}

// Appends one value and its members; every function says whether there was a value, and appends nothing when not.
class JsonAppender {
 public:
  JsonAppender(std::string& out, const ValueFormat& format, const Catalog& catalog)
      : out_(out), format_(format), catalog_(catalog) {}

  bool stored(const StoredRow& row, int column, const ValueShape& shape) {
    switch (shape.kind) {
      case ValueKind::Point2d:
      case ValueKind::Point3d:
        return storedPoint(row, column, shape);
      case ValueKind::Navigation:
        return navigation(row, column);
      case ValueKind::Struct:
        return storedStruct(row, column, shape);
      case ValueKind::PrimitiveArray:
      case ValueKind::StructArray:
        return storedArray(row, column, shape);
      default:
        return !row.isNull(column) && storedScalar(row, column, shape);
    }
  }

 private:
  bool storedScalar(const StoredRow& row, int column, const ValueShape& shape) {
    switch (shape.kind) {
      case ValueKind::Any:
        return any(row, column);
      case ValueKind::Json:
        return out_.append(row.text(column)), true;
      case ValueKind::Boolean:
        return boolean(row.int64(column) != 0);
      case ValueKind::Integer:
        return integer(row.int64(column), shape.isLong);
      case ValueKind::Double:
        return number(row.real(column));
      case ValueKind::String:
        return string(row.text(column));
      case ValueKind::DateTime:
        return dateTime(row.real(column), shape);
      case ValueKind::Binary:
        return binary(bytesOf(row, column));
      case ValueKind::Guid:
        return guid(bytesOf(row, column));
      case ValueKind::GeometryStream:
        return geometryStream(bytesOf(row, column));
      case ValueKind::Geometry:
        return geometry(bytesOf(row, column));
      case ValueKind::Id:
        return id(row.int64(column));
      case ValueKind::ClassId:
        return classId(row.int64(column));
      default:
        return false;
    }
  }

  // The same from an element or member of a JSON array column.
  bool parsed(const Json& json, const ValueShape& shape) {
    if (json.is_null()) return false;
    switch (shape.kind) {
      case ValueKind::Boolean:
        return boolean(json.is_boolean() ? json.get<bool>() : asDouble(json) != 0);
      case ValueKind::Integer:
        return integer(asInteger(json), shape.isLong);
      case ValueKind::Double:
        return number(asDouble(json));
      case ValueKind::String:
        return string(json.is_string() ? *json.get_ptr<const std::string*>() : dumped(json));
      case ValueKind::DateTime:
        return json.is_number() ? dateTime(asDouble(json), shape) : json.is_string() && string(textOf(json));
      case ValueKind::Binary:
      case ValueKind::Guid:
      case ValueKind::GeometryStream:
      case ValueKind::Geometry:
        return json.is_string() && parsedBinary(textOf(json), shape);
      case ValueKind::Id:
        return id(asInteger(json));
      case ValueKind::ClassId:
        return classId(asInteger(json));
      case ValueKind::Point2d:
      case ValueKind::Point3d:
        return parsedPoint(json, shape);
      case ValueKind::Struct:
        return json.is_object() && parsedStruct(json, shape);
      case ValueKind::PrimitiveArray:
      case ValueKind::StructArray:
        return json.is_array() && array(json, shape);
      default:
        return false;
    }
  }

  bool boolean(bool value) { return out_ += value ? "true" : "false", true; }

  // Whole numbers travel as doubles, as in the native rows: beyond 2^53 the last digits are lost.
  bool integer(int64_t value, bool isLong) {
    if (isLong) return number(static_cast<double>(value));
    return appendDouble(out_, static_cast<double>(value)), true;
  }

  bool number(double value) {
    if (!std::isfinite(value)) return format_.instanceJson && (out_ += "null", true);
    char text[kDoubleTextSize];
    out_.append(text, writeNumber(value, text));
    return true;
  }

  size_t writeNumber(double value, char* at) const { return writeFormatted(value, at, format_); }

  bool string(std::string_view text) { return appendJsonString(out_, text), true; }

  bool dateTime(double julianDay, const ValueShape& shape) {
    char text[kDateTimeTextSize];
    return string({text, writeDateTime(julianDay, shape.dateTimeKind, shape.dateTimeComponent, text)});
  }

  bool id(int64_t value) {
    char text[kIdTextSize];
    return value != 0 && string({text, writeId(value, text)});
  }

  bool classId(int64_t value) {
    if (value == 0) return false;
    const Class* cls = format_.classIdsAsNames || javaScript() ? catalog_.classById(value) : nullptr;
    return string(cls ? cls->fullName('.') : idToHex(value));
  }

  bool any(const StoredRow& row, int column) {
    switch (row.type(column)) {
      case ColumnType::Integer:
        return integer(row.int64(column), false);
      case ColumnType::Real:
        return number(row.real(column));
      case ColumnType::Blob:
        return binary(row.blob(column));
      default:
        return string(row.text(column));
    }
  }

  bool binary(std::span<const std::byte> bytes) {
    if (format_.abbreviateBlobs) return string("{\"bytes\":" + std::to_string(bytes.size()) + "}");
    return string((format_.instanceJson || format_.markBinary ? "encoding=base64;" : "") + base64Text(bytes));
  }

  bool guid(std::span<const std::byte> bytes) {
    std::string text = guidText(bytes);
    return text.empty() ? binary(bytes) : string(text);
  }

  // Abbreviated it tells the stored size, as the native engine does.
  bool geometryStream(std::span<const std::byte> bytes) {
    if (format_.abbreviateBlobs) return binary(bytes);
    std::vector<std::byte> stream = decompressGeometryStream(bytes);
    return !stream.empty() && binary(stream);
  }

  // What the native engine has no JSON for makes its query fail; here the rest of the row is worth more.
  bool geometry(std::span<const std::byte> bytes) {
    std::string json;
    if (isLoaded(EnginePart::Geometry)) json = geometry::imodelJson(bytes, {.areOfInstances = format_.instanceJson});
    out_ += json.empty() ? "{\"unsupported\":\"IGeometry\",\"bytes\":" + std::to_string(bytes.size()) + "}" : json;
    return true;
  }

  bool parsedBinary(std::string_view text, const ValueShape& shape) {
    auto bytes = base64Bytes(text);
    if (!bytes) return string(text);
    if (shape.kind == ValueKind::Geometry) return geometry(*bytes);
    return shape.kind == ValueKind::Guid ? guid(*bytes) : binary(*bytes);
  }

  bool point(const double* coordinates, bool is3d) { return appendPoint(out_, coordinates, is3d, format_); }

  bool storedPoint(const StoredRow& row, int column, const ValueShape& shape) {
    return appendStoredPoint(out_, row, column, shape, format_);
  }

  // What lacks a coordinate is the origin: that is how the native reader takes it.
  bool parsedPoint(const Json& json, const ValueShape& shape) {
    const bool is3d = shape.kind == ValueKind::Point3d;
    double coordinates[3] = {};
    static constexpr const char* kKeys[] = {"x", "y", "z"};
    for (int i = 0; i < (is3d ? 3 : 2); ++i) {
      auto found = json.is_object() ? json.find(kKeys[i]) : json.end();
      if (found == json.end() || !found->is_number()) {
        std::fill_n(coordinates, 3, 0.0);
        break;
      }
      coordinates[i] = found->get<double>();
    }
    return point(coordinates, is3d);
  }

  bool navigation(const StoredRow& row, int column) {
    if (row.isNull(column)) return false;
    out_ += javaScript() ? "{\"id\":" : "{\"Id\":";
    if (!id(row.int64(column))) string("0");
    if (!row.isNull(column + 1))
      member(javaScript() ? "relClassName" : "RelECClassId", false, [&] { return classId(row.int64(column + 1)); });
    out_ += '}';
    return true;
  }

  bool storedStruct(const StoredRow& row, int column, const ValueShape& shape) {
    const size_t begin = out_.size();
    out_ += '{';
    bool first = true;
    for (const ValueShape& each : shape.members)
      if (member(memberName(each.name), first, [&] { return stored(row, column + each.column, each); })) first = false;
    if (first) return out_.resize(begin), false;
    out_ += '}';
    return true;
  }

  bool parsedStruct(const Json& json, const ValueShape& shape) {
    out_ += '{';
    bool first = true;
    for (const ValueShape& each : shape.members) {
      auto found = json.find(each.name);
      if (found != json.end() && member(memberName(each.name), first, [&] { return parsed(*found, each); }))
        first = false;
    }
    out_ += '}';
    return true;
  }

  bool storedArray(const StoredRow& row, int column, const ValueShape& shape) {
    if (row.isNull(column)) return false;
    Json json = Json::parse(row.text(column), nullptr, false);
    return json.is_array() && array(json, shape);
  }

  bool array(const Json& json, const ValueShape& shape) {
    if (shape.members.empty()) return false;
    bool ofStructs = shape.kind == ValueKind::StructArray, first = true;
    out_ += '[';
    for (const Json& element : json) {
      size_t begin = out_.size();
      if (!first) out_ += ',';
      if (parsed(element, shape.members[0])) first = false;
      else if (ofStructs) out_ += "{}", first = false;
      else out_.resize(begin);
    }
    out_ += ']';
    return true;
  }

  // Appends `"name":value` unless there is no value.
  template <class AppendValue>
  bool member(const std::string& name, bool first, AppendValue appendValue) {
    size_t begin = out_.size();
    if (!first) out_ += ',';
    appendJsonString(out_, name);
    out_ += ':';
    if (appendValue()) return true;
    out_.resize(begin);
    return false;
  }

  std::string memberName(std::string name) const {
    if (javaScript() && !name.empty() && name[0] >= 'A' && name[0] <= 'Z') name[0] = static_cast<char>(name[0] + 32);
    return name;
  }

  static std::string_view textOf(const Json& json) { return *json.get_ptr<const std::string*>(); }

  static std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

  static double asDouble(const Json& json) {
    if (json.is_number()) return json.get<double>();
    if (json.is_boolean()) return json.get<bool>() ? 1 : 0;
    return json.is_string() ? std::strtod(std::string(textOf(json)).c_str(), nullptr) : 0;
  }

  static int64_t asInteger(const Json& json) {
    if (json.is_number_integer()) return json.get<int64_t>();
    if (json.is_string())
      if (auto hex = hexToId(textOf(json))) return *hex;
    double value = std::trunc(asDouble(json));
    return std::fabs(value) < 9.2e18 ? static_cast<int64_t>(value) : 0;
  }

  bool javaScript() const { return format_.names == NameStyle::JavaScript; }

  std::string& out_;
  const ValueFormat& format_;
  const Catalog& catalog_;
};

}  // namespace

ValueShape shapeOf(const Property& property) {
  return shapeOfProperty(property, 0, MemberOrder::ByName);
}

ValueShape shapeOf(PrimitiveType type, std::string_view extendedType) {
  ValueShape shape;
  switch (type) {
    case PrimitiveType::Binary:
      shape.kind = isOneOf(extendedType, {"BeGuid"})           ? ValueKind::Guid
                   : isOneOf(extendedType, {"GeometryStream"}) ? ValueKind::GeometryStream
                                                               : ValueKind::Binary;
      break;
    case PrimitiveType::Boolean:
      shape.kind = ValueKind::Boolean;
      break;
    case PrimitiveType::DateTime:
      shape.kind = ValueKind::DateTime;
      break;
    case PrimitiveType::Double:
      shape.kind = ValueKind::Double;
      break;
    case PrimitiveType::Integer:
      shape.kind = ValueKind::Integer;
      break;
    case PrimitiveType::Long:
      shape.kind = isOneOf(extendedType, {"Id", "NavId", "SourceId", "TargetId"}) ? ValueKind::Id
                   : isOneOf(extendedType, {"ClassId", "NavRelClassId", "SourceClassId", "TargetClassId"})
                       ? ValueKind::ClassId
                       : ValueKind::Integer;
      shape.isLong = true;
      break;
    case PrimitiveType::Point2d:
      shape.kind = ValueKind::Point2d;
      shape.columnCount = 2;
      break;
    case PrimitiveType::Point3d:
      shape.kind = ValueKind::Point3d;
      shape.columnCount = 3;
      break;
    case PrimitiveType::String:
      shape.kind = ValueKind::String;
      break;
    case PrimitiveType::Geometry:
      shape.kind = ValueKind::Geometry;
      break;
    case PrimitiveType::None:
      break;
  }
  return shape;
}

std::vector<std::string> leafAccessStrings(const Property& property) {
  std::vector<std::string> out;
  appendLeaves(out, property, property.name, 0);
  return out;
}

// An entrance of the part `query`: points, which every table has, are written without it.
[[gnu::noinline]] bool appendOther(std::string& out, const StoredRow& row, int firstColumn, const ValueShape& shape,
                                   const ValueFormat& format, const Catalog& catalog) {
  return JsonAppender(out, format, catalog).stored(row, firstColumn, shape);
}

bool appendJson(std::string& out, const StoredRow& row, int firstColumn, const ValueShape& shape,
                const ValueFormat& format, const Catalog& catalog) {
  const bool isPoint = shape.kind == ValueKind::Point2d || shape.kind == ValueKind::Point3d;
  const bool isThere = isPoint ? appendStoredPoint(out, row, firstColumn, shape, format)
                               : appendOther(out, row, firstColumn, shape, format, catalog);
  if (isThere) return true;
  out += "null";
  return false;
}

bool holdsGeometry(const ValueShape& shape) {
  return shape.kind == ValueKind::Geometry || std::any_of(shape.members.begin(), shape.members.end(), holdsGeometry);
}

bool isClassIdName(std::string_view name) {
  constexpr std::string_view kNames[] = {"ECClassId", "SourceECClassId", "TargetECClassId", "RelECClassId"};
  return std::any_of(std::begin(kNames), std::end(kNames), [&](auto known) { return equalsIgnoreCase(name, known); });
}

}  // namespace premap
