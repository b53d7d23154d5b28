// The EC schema as the snapshot declares it: schemas, classes, properties, enumerations, and the tables they are stored
// in. Plain immutable data owned by a Catalog; pointers stay valid as long as the
// Catalog lives. Facts: docs/architecture.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace premap {

struct Class;
struct Property;
struct Table;

/// Values of ec_Property.PrimitiveType.
enum class PrimitiveType : uint16_t {
  None = 0,
  Binary = 0x101,
  Boolean = 0x201,
  DateTime = 0x301,
  Double = 0x401,
  Integer = 0x501,
  Long = 0x601,
  Point2d = 0x701,
  Point3d = 0x801,
  String = 0x901,
  Geometry = 0xa01
};

/// "string", "int", "point3d" … as column metadata spells them; "unknown" for None.
const char* primitiveTypeName(PrimitiveType type);

enum class PropertyKind : uint8_t { Primitive, Struct, PrimitiveArray, StructArray, Navigation };
enum class ClassType : uint8_t { Entity, Relationship, Struct, CustomAttribute };
enum class ClassModifier : uint8_t { None, Abstract, Sealed };
enum class MapStrategy : uint8_t {
  NotMapped = 0,
  OwnTable = 1,
  TablePerHierarchy = 2,
  ExistingTable = 3,
  ForeignKeyInTarget = 10,
  ForeignKeyInSource = 11
};
enum class TableType : uint8_t { Primary, Joined, Existing, Overflow, Virtual };
enum class ColumnKind : uint8_t { Data = 0, InstanceId = 1, ClassId = 2, Shared = 4 };
enum class DateTimeKind : uint8_t { Unspecified, Utc, Local };
enum class DateTimeComponent : uint8_t { DateTime, Date, TimeOfDay };

struct Schema {
  int64_t id = 0;
  std::string name, alias, label, description;
  int versionRead = 0, versionWrite = 0, versionMinor = 0;
  std::vector<const Class*> classes;  ///< by name, case-insensitive
};

struct Enumerator {
  std::string name;  ///< derived for files older than profile 4.0.0.2
  int64_t intValue = 0;
  std::string stringValue, label;
};

struct Enumeration {
  int64_t id = 0;
  const Schema* schema = nullptr;
  std::string name;
  PrimitiveType type = PrimitiveType::Integer;  ///< Integer or String
  std::vector<Enumerator> enumerators;
};

/// A column of a table in the file.
struct StoredColumn {
  int64_t id = 0;
  const Table* table = nullptr;
  std::string name;
  ColumnKind kind = ColumnKind::Data;
  bool isVirtual = false;  ///< not in the SQLite table: its value is a constant class id, or it has none
};

struct Table {
  int64_t id = 0;
  std::string name;
  TableType type = TableType::Primary;
  const Table* parent = nullptr;  ///< of a joined table its primary, of an overflow table the table it extends
  const Class* exclusiveRoot = nullptr;
  const StoredColumn* idColumn = nullptr;  ///< ColumnKind::InstanceId
  const StoredColumn* classIdColumn =
      nullptr;                        ///< ColumnKind::ClassId; null or virtual when the class id is a constant
  std::vector<const Class*> classes;  ///< classes with columns here (ec_cache_ClassHasTables)
  bool hasPhysicalClassId() const { return classIdColumn && !classIdColumn->isVirtual; }
};

struct Property {
  int64_t id = 0;
  const Class* owner = nullptr;  ///< class that declares it
  std::string name, label, description;
  PropertyKind kind = PropertyKind::Primitive;
  PrimitiveType primitive = PrimitiveType::None;  ///< of an enumeration: its underlying type
  const Enumeration* enumeration = nullptr;
  const Class* structClass = nullptr;
  std::string extendedType;
  const Class* relationship = nullptr;  ///< navigation: its relationship class
  bool navigationForward = true;        ///< navigation: the owner is the relationship's source
  DateTimeKind dateTimeKind = DateTimeKind::Unspecified;
  DateTimeComponent dateTimeComponent = DateTimeComponent::DateTime;
  bool saysDateTime = false;  ///< the schema states kind and component
  int64_t kindOfQuantityId = 0;
  int ordinal = 0;
};

struct RelationshipEnd {
  std::vector<const Class*> classes;
  const Class* abstractConstraint = nullptr;  ///< when there is one class: that class
  bool polymorphic = true;
};

struct Class {
  int64_t id = 0;  ///< the ECClassId stored in data rows
  const Schema* schema = nullptr;
  std::string name, label, description;
  ClassType type = ClassType::Entity;
  ClassModifier modifier = ClassModifier::None;
  bool isMixin = false;
  MapStrategy strategy = MapStrategy::NotMapped;
  std::vector<const Class*> bases;    ///< direct, by ordinal
  std::vector<const Class*> derived;  ///< direct, by id
  std::vector<const Property*> ownProperties;
  std::vector<const Property*>
      properties;                    ///< own and inherited in `SELECT *` order, overrides in the overrider's place
  std::vector<const Table*> tables;  ///< that hold its columns, by table id
  RelationshipEnd source, target;    ///< relationships only
  std::string viewQuery;             ///< ECDbMap.QueryView: the class is this ECSQL
  bool isForeignKeyView = false;     ///< ECDbMap.ForeignKeyView
  /// "BisCore:Element" as result metadata spells it; fullName('.') for row values.
  std::string fullName(char separator = ':') const { return schema->name + separator + name; }
};

/// One leaf of a mapped class: the access string ("Origin.X", "Model.Id", "CodeValue") and its column.
struct MappedColumn {
  std::string accessString;
  const StoredColumn* column = nullptr;
  const Property* root = nullptr;  ///< the top-level property it belongs to; null for system properties
};

}  // namespace premap
