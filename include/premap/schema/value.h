// How stored column values become EC values: ids as hex text, Julian days as ISO text, GUIDs, points, navigation
// values, structs and arrays as JSON, geometry streams decompressed. One description (ValueShape), one reader, used for
// query results and for resolved cells alike.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "premap/schema/catalog.h"

namespace premap {

enum class ValueKind : uint8_t {
  Null,
  Any,   ///< whatever SQLite delivers: `$->Property` has no type before the row is read
  Json,  ///< JSON text, handed on as it is
  Boolean,
  Integer,  ///< int and long that are no ids
  Double,
  String,
  DateTime,
  Binary,
  Guid,            ///< binary with extended type BeGuid
  GeometryStream,  ///< binary, stored in compressed chunks
  Geometry,        ///< IGeometry
  Id,              ///< instance id: hex text; 0 is absent
  ClassId,         ///< class id: hex text, or the class name where asked for
  Point2d,
  Point3d,
  Navigation,
  Struct,
  PrimitiveArray,
  StructArray
};

/// The shape of one value: its kind, and for composites the members with their column offsets.
struct ValueShape {
  ValueKind kind = ValueKind::Null;
  std::string name;  ///< member name inside a struct, declared spelling
  DateTimeKind dateTimeKind = DateTimeKind::Unspecified;
  DateTimeComponent dateTimeComponent = DateTimeComponent::DateTime;
  bool saysDateTime = false;  ///< kind and component are stated, not assumed
  int column = 0;             ///< first column, relative to the value's own first column
  int columnCount = 1;        ///< points 2 or 3, navigation 2, structs the sum, everything else 1
  bool isLong = false;        ///< Integer: 64 bit
  /// Struct: members by name, as they are written (their columns stand in declaration order, see `column`);
  /// arrays: one shape for the element.
  std::vector<ValueShape> members;
};

/// Shape of a property's value with all its leaf columns in declaration order: points X, Y[, Z]; navigation Id,
/// RelECClassId; structs their members' leaves recursively; arrays one column. A leaf the class does not map keeps its
/// place: whoever builds the SQL selects NULL there.
ValueShape shapeOf(const Property& property);
/// The access strings of those columns, in the same order: {"Section.Name", "Section.Size.Corner.X", …}.
std::vector<std::string> leafAccessStrings(const Property& property);
/// Shape of one primitive; the extended type turns a Long into an id or class id, a Binary into a
/// GUID or geometry stream.
ValueShape shapeOf(PrimitiveType type, std::string_view extendedType = {});

/// Is there an IGeometry in it, or in a member? Its text is written by EnginePart::Geometry, which a reader asks for.
bool holdsGeometry(const ValueShape& shape);

/// Is it what a class id is called: ECClassId, SourceECClassId, TargetECClassId or RelECClassId, in any letter case?
bool isClassIdName(std::string_view name);

enum class NameStyle : uint8_t { ECSql, JavaScript };

struct ValueFormat {
  NameStyle names = NameStyle::ECSql;  ///< {"X":1}/{"Id":…,"RelECClassId":…} or {"x":1}/{"id":…,"relClassName":…}
  bool classIdsAsNames = false;        ///< class ids as "Schema.Class" instead of hex; the JavaScript style always does
  bool abbreviateBlobs = false;        ///< binary as the text {"bytes":N}
  /// As the instance JSON of `$` has it: doubles and longs with a decimal point (1.0), blobs as "encoding=base64;…".
  bool instanceJson = false;
  bool markBinary = false;  ///< base64 text begins with "encoding=base64;", so that a reader can turn it into bytes
};

/// Reads a value whose columns begin at `firstColumn` and appends it as compact JSON; "null" when it is null.
/// Binary is base64 text; IGeometry is iModel JSON (premap/geometry/imodel_json.h), or {"unsupported":"IGeometry",
/// "bytes":N} where there is none or EnginePart::Geometry is not there. Null elements of a primitive array are dropped,
/// those of a struct array become {}. Stored JSON that cannot be read counts as null. A point is null when a coordinate
/// is NULL or not finite, a struct when all its members are, a navigation value when
/// its id is NULL. Returns false when the value is null.
[[gnu::noinline]] bool appendJson(std::string& out, const StoredRow& row, int firstColumn, const ValueShape& shape,
                                  const ValueFormat& format, const Catalog& catalog);

/// A Julian day as ISO 8601 text with three fraction digits, by kind and component. Beyond the year 9999 it has the
/// last four digits of the year, and before day 0 or after the year 32767 no text: as the native engine writes it.
std::string isoDateTime(double julianDay, DateTimeKind kind, DateTimeComponent component);
/// The same into `text`, which has room for kDateTimeTextSize characters; the answer is how many were written.
size_t writeDateTime(double julianDay, DateTimeKind kind, DateTimeComponent component, char* text);
inline constexpr size_t kDateTimeTextSize = 26;  // -4713-11-24T12:00:00.000Z
/// ISO 8601 text as a Julian day; nullopt when it is none. Date, date and time, or time alone (on 2000-01-01); an
/// offset is taken into account.
std::optional<double> julianDay(std::string_view iso);
/// 16 bytes in text order -> lower-case dashed text; empty when the blob is not 16 bytes long.
std::string guidText(std::span<const std::byte> bytes);
/// The other way; nullopt unless the text is 36 characters, dashed, any case.
std::optional<std::array<std::byte, 16>> guidBytes(std::string_view text);
/// The decompressed bytes of a GeometryStream blob without its 8-byte header; empty when it is malformed.
std::vector<std::byte> decompressGeometryStream(std::span<const std::byte> bytes);
/// Standard base64 with padding.
std::string base64Text(std::span<const std::byte> bytes);
/// The other way; nullopt when the text is no base64. Padding may be missing.
std::optional<std::vector<std::byte>> base64Bytes(std::string_view text);

}  // namespace premap
