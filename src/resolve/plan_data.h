// What a plan consists of. Nodes are instances a row leads to (the element itself, targets of navigation properties,
// aspects); slots are the columns of the SQL result; path tables say, for each class an instance may have, where the
// value of a path is found.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "premap/base/by_id.h"
#include "premap/ecsql/compile.h"
#include "premap/formula/formula.h"
#include "premap/geometry/measure.h"
#include "premap/resolve/plan.h"

namespace premap::resolve {

struct PathTable;
class PageTables;

/// How one path is read from an instance of one class.
struct Access {
  enum class Kind : uint8_t { Fail, Leaf, Hop };
  Kind kind = Kind::Fail;
  Reason reason = Reason::PropertyMissing;  ///< of Fail
  Decisions decisions = 0;
  ValueShape shape;                   ///< of Leaf
  bool isPresenceOnly = false;        ///< of Leaf: the slot says only whether there are bytes
  bool isRelationshipName = false;    ///< of Leaf: a relationship class id, shown as "Schema.Class"
  bool isNavigationMember = false;    ///< of Leaf: `id` or `relClassName` of a navigation value
  int slot = -1;                      ///< of Leaf: its first column
  std::vector<std::string> jsonRest;  ///< of Leaf: segments inside the JSON text
  PathTable* next = nullptr;          ///< of Hop: continues at next->node
};

/// The rest of a path from one node on, for each class met there.
struct PathTable {
  int node = 0;
  std::vector<std::string> segments;
  ById<Access> byClass;
};

struct Node {
  enum class Kind : uint8_t { Row, Navigation, Aspect };
  Kind kind = Kind::Row;
  int parent = -1;                                           ///< of a navigation from a node
  int queryColumn = -1;                                      ///< SQL column of the query that holds the id
  const Class* aspectClass = nullptr;                        ///< of an aspect
  std::vector<const Class*> candidates;                      ///< classes its instance may have
  std::map<int64_t, const premap::StoredColumn*> idColumns;  ///< of a navigation: by column id
  std::map<int64_t, std::vector<int64_t>> idColumnClasses;   ///< column id -> parent classes that store it there
  std::vector<const Table*> primaries;
  int stream = -1;  ///< of an aspect read beside the rows: index into PlanData::streams; its slots count there
  int idSlot = -1;  ///< aspects: the instance's id, or minus their number when several
  int classSlot = -1;
};

/// One column of the SQL result.
struct Slot {
  enum class Kind : uint8_t { QueryColumn, NodeId, NodeClass, Stored, Presence, RelationshipClass, Null };
  Kind kind = Kind::Null;
  int node = -1;
  int queryColumn = -1;
  const premap::StoredColumn* column = nullptr;  ///< Stored, Presence; RelationshipClass: the id column
  int64_t constant = 0;                          ///< RelationshipClass
};

/// An aspect class read beside the rows (aspect_stream.h): one row for each element that has any, by the element's id.
struct StreamedAspect {
  static constexpr int kFirstSlot = 1;  ///< behind the element's id
  int node = -1;
  std::vector<Slot> slots;
  std::string sql;  ///< of the elements from ?1 to ?2
};

/// One entry prepared: everything that does not depend on the row.
struct PlannedEntry {
  int index = 0;  ///< in ecProperties
  std::string schemaName, className;
  bool anySchema = false, anyClass = false;
  const Class* named = nullptr;              ///< the class, when both names are given and it exists
  bool isAspect = false;                     ///< the named class derives from bis.ElementAspect
  Reason unmatched = Reason::ClassMismatch;  ///< of whyUnmatched
  Reason fault = Reason::None;               ///< PathInvalid, TypeUnknown
  std::optional<Target> type;                ///< ecPropertyType
  const Access* queried = nullptr;           ///< reads the queried column, if one has the name
  Decisions queriedDecisions = 0;
  PathTable* element = nullptr;  ///< at node 0
  int aspectNode = -1;           ///< -1: no instance of the aspect class exists in the file
  PathTable* aspect = nullptr;
};

struct PlannedColumn {
  std::vector<PlannedEntry> entries;
  PathTable* element = nullptr;  ///< of a default column
  std::optional<CalculatedPropertyType> calculated;
};

/// What an element is measured for, and where it stands. All null when no column is Length, Area or Volume.
struct MeasurePaths {
  geometry::QuantitySet wanted;
  PathTable *origin = nullptr, *yaw = nullptr, *pitch = nullptr, *roll = nullptr;
  const Class* in2d = nullptr;    ///< bis.GeometricElement2d: the class tells, another may have a property `Rotation`
  PathTable* rotation = nullptr;  ///< of those
};

struct PlanData {
  Group group;  ///< a copy: what it was made of, wherever that stands
  const Catalog* catalog = nullptr;
  PageTables* pages = nullptr;  ///< of the snapshot
  ResolveOptions options;
  const Class* elementClass = nullptr;  ///< bis.Element; null in a file without BIS
  const Class* aspectRoot = nullptr;    ///< bis.ElementAspect
  ecsql::CompiledQuery query;
  int idColumn = -1, classColumn = -1;  ///< indexes into query.columns
  bool readsElements = false;           ///< a row may be an element: node 0 is joined
  std::vector<Node> nodes;              ///< node 0: the row's element
  std::deque<PathTable> pathTables;
  std::deque<Access> queriedAccesses;
  std::vector<Slot> slots;              ///< columns of `sql`
  std::vector<StreamedAspect> streams;  ///< aspects that `sql` leaves out
  int idSlot = -1, classSlot = -1;      ///< of the query's own ECInstanceId and ECClassId
  std::vector<PlanColumn> columns;
  std::vector<PlannedColumn> planned;  ///< parallel to columns
  FormulaTable formulas;               ///< of the columns after the default ones (A27); empty when there is none
  PathTable *bboxLow = nullptr, *bboxHigh = nullptr, *geometry = nullptr;
  MeasurePaths measures;
  const Table* idTable = nullptr;  ///< GroupPlan::idTable
  std::string unorderedSql;        ///< the query where the order of its rows does not matter
  std::string sql, countSql;
  Diagnostics diagnostics;  ///< of the query, placed in its text; those of formulas are in their table
};

/// The shape of a value of one column.
inline ValueShape scalar(ValueKind kind) {
  ValueShape shape;
  shape.kind = kind;
  return shape;
}

/// Values that a table shows nothing of; only whether there are any is asked.
inline bool isBytes(ValueKind kind) {
  return kind == ValueKind::Binary || kind == ValueKind::GeometryStream || kind == ValueKind::Geometry;
}

/// Why a leaf gives nothing.
inline Reason whyNull(const Access& leaf) {
  return leaf.isNavigationMember ? Reason::NavNull : Reason::ValueNull;
}

/// Writes the statement for the nodes and slots gathered; `ofRange`: with the bounds of GroupPlan::bindRange.
std::string renderSql(const PlanData& data, bool ofRange = false);
/// The columns of the group's query that a row is made of, ascending; they are those of `renderIdsSql`.
std::vector<int> usedQueryColumns(const PlanData& data);
/// A statement of these columns alone: no table is joined.
std::string renderIdsSql(const PlanData& data, bool ofRange);
/// A statement that counts the query's rows.
std::string renderCountSql(const PlanData& data);

/// What an entry's skipped rows are told: the same for every row its class does not match.
Reason whyUnmatched(const PlannedEntry& entry, const PlanData& data);

/// The class gate, R6 to R8: Reason::None when the entry's class matches the row's class (null: unknown).
Reason classGate(const PlannedEntry& entry, const Class* rowClass, const PlanData& data);

}  // namespace premap::resolve
