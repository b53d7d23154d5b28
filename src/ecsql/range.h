// Ranges: what FROM puts into scope, and how a property path is looked up in one of them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "premap/ecsql/ast.h"
#include "types.h"

namespace premap::ecsql {

struct CompiledQuery;
struct Range;

/// Class name that metadata gives the coordinates of a point.
inline constexpr const char* kPointClassName = "ECDbSystem:PointECSqlSystemProperties";

/// A field of a select as an enclosing select, or the result, sees it.
struct OutputColumn {
  std::string name;  ///< alias, leaf property name, or the expression's text
  std::string accessString, className;
  bool generated = false;
  bool isDirectProperty = false;  ///< straight from a class range: only then may an outer select reach its members
  ExprType type;
  std::vector<std::string> sqlNames;  ///< one for each SQL column
  const Class* rangeClass = nullptr;
  bool isNavigationValue = false;  ///< named as the property it stands for
  std::string aliasedProperty;     ///< the property an alias stands for: outside, its own name still finds it
  bool isAliasedProperty = false;  ///< its members are called by the alias
  std::string calledAs;            ///< found in a sub-select by its own name: outside, that is its only one
};

/// Is that what an enclosing select calls the field?
bool isCalled(const OutputColumn& output, std::string_view name);

/// A path resolved in a range: the SQL columns it reads and what they deliver.
struct Resolved {
  Range* range = nullptr;
  std::vector<std::string> columns;  ///< SQL names inside the range's sub-select
  ExprType type;
  std::string name, accessString, className;
  bool generated = false;
  bool isDirectProperty = false;
  const Class* rangeClass = nullptr;
  std::string ownName;  ///< as the query writes it, of a property that was found behind its alias
  int rangeParts = 0;   ///< leading parts of the path that name the range
  int confidence = 0;
};

enum class RangeKind : uint8_t { Class, Select, CommonTable, Function };

struct Range {
  RangeKind kind = RangeKind::Class;
  std::string name;  ///< alias, or class name as written; empty for an unnamed sub-select
  bool hasAlias = false;
  std::string sqlName;  ///< unique in the statement
  Span span;

  // Class
  const Class* cls = nullptr;
  const Schema* schema = nullptr;
  bool only = false;
  bool noClassFilter = false;
  std::vector<std::string> used;                ///< access strings to expose besides ECInstanceId and ECClassId
  std::vector<std::string> requiredProperties;  ///< `$->Property`: rows of classes lacking one are left out
  bool usesInstance = false;
  const std::function<const std::set<int64_t>*(const Table&)>* classIdsIn = nullptr;  ///< CompileOptions::classIdsIn
  CompiledQuery* rowsById = nullptr;                                                  ///< CompiledQuery::rowsById
  bool isFiltered = false;  ///< the statement has a WHERE, which may know better where to look

  // Select and CommonTable
  const std::vector<OutputColumn>* outputs = nullptr;
  Select* select = nullptr;
  std::string commonTableSqlName;
  bool columnsAreNamed = false;  ///< common table with a column list

  // Function
  std::string functionName;       ///< json_each, json_tree, IdSet, in SQLite's spelling
  std::string functionClassName;  ///< json1:json_each
  std::vector<OutputColumn> functionColumns;
  FromItem* item = nullptr;

  void use(const std::vector<std::string>& accessStrings);
};

/// Looks the path up in one range; nullopt when it is not there. Does not mark columns as used.
std::optional<Resolved> resolveInRange(Range& range, const std::vector<NamePart>& path, const Catalog& catalog);

/// Everything `*` stands for in this range, in order.
std::vector<Resolved> expandStar(Range& range, const Catalog& catalog);

/// A property path inside a class, without any range name: "Origin.X", "Model", "ECInstanceId".
std::optional<Resolved> resolveInClass(const Class& cls, const std::vector<NamePart>& path, size_t first,
                                       const Catalog& catalog);

/// All names a class offers at the place `path[first]`, for "did you mean".
std::vector<std::string> memberNames(const Class& cls);

}  // namespace premap::ecsql
