// ECSQL to SQLite SQL. Text in; SQL, parameters and column descriptors out. Nothing is run here.
//
//   auto query = ecsql::compile("SELECT ECInstanceId, Origin FROM bis.GeometricElement3d", catalog, {});
//   query->sql;            // SELECT ... over bis_GeometricElement3d
//   query->columns[1];     // Origin: a Point3d reading SQL result columns 1, 2 and 3
//
// Stages, each with its own header: lexer.h -> parser.h (ast.h) -> binder.h -> sqlgen.h. Errors carry the span in the
// ECSQL text and, for misspelt names, the nearest existing one.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "premap/base/result.h"
#include "premap/ecsql/ast.h"
#include "premap/schema/value.h"

namespace premap::ecsql {

/// The version of the language that this engine implements.
inline constexpr const char* kEcsqlVersion = "2.0.4.1";

/// One field of the result, with the metadata the native row reader gives.
struct ResultColumn {
  std::string name;                    ///< leaf property name or alias; repeated names get _1, _2
  std::string jsonName;                ///< camel-case access string: "id", "className", "model.id"
  std::string className;               ///< "BisCore:Element", empty for system and computed columns
  std::string accessString;            ///< "Model.Id", or the alias / the expression's text
  std::string typeName;                ///< "long", "string", "navigation", "BuildingTest.SectionInfo", "int[]" ...
  std::string extendedType;            ///< "Id", "ClassId", "NavId", "Json" ...; empty when none
  bool generated = false;              ///< computed or aliased
  ValueShape shape;                    ///< how to read it
  int firstColumn = 0;                 ///< index of its first SQL result column
  const Property* property = nullptr;  ///< when the field is a property or a member of one
  const Class* rangeClass =
      nullptr;  ///< class of the FROM range it comes from, when it is a plain property or system property
};

/// A parameter of the ECSQL text. One ECSQL parameter may feed several SQL parameters (a point has two or three).
struct Parameter {
  std::string name;             ///< without colon; empty for a positional `?`
  int position = 0;             ///< 1-based for `?`
  ValueShape expected;          ///< type of the other operand; Null kind when nothing is known
  bool takesIds = false;        ///< a set of ids and nothing else
  std::vector<int> sqlIndexes;  ///< SQL parameter numbers, one for each column of the value
};

/// Bytes of the SQL, and the expression or item of FROM in the ECSQL text that they say.
struct SqlPiece {
  size_t begin = 0, end = 0;
  Span span;
};

struct CompiledQuery {
  std::string sql;
  std::vector<ResultColumn> columns;
  std::vector<Parameter> parameters;
  std::vector<NewerConstruct> newer;  ///< what an older service refuses
  /// With CompileOptions::classIdsIn: the table whose ids order the rows, one row an id at most. Null: any other order.
  const Table* rowsById = nullptr;
  /// The rows are all those of `rowsById` that are of one of these classes (ids, ascending).
  std::vector<int64_t> rowsByIdClasses;
  std::vector<SqlPiece> pieces;  ///< with CompileOptions::withPieces: inner ones before those around them
};

/// The ids of the classes that have a row in a table; null when only reading the whole table could tell.
using ClassIdsIn = std::function<const std::set<int64_t>*(const Table&)>;

struct CompileOptions {
  /// When given, plain rows of one class whose order is left open come in the order of their ids, if that costs
  /// nothing. Look-ups by id then walk the file once, where the native engine's SQL walks it once for every class in
  /// the table.
  ClassIdsIn classIdsIn;
  bool withPieces = false;
  /// Of a query that is refused: say what other dialects' habits it shows, which may have to load a part of the engine.
  bool explainsHabits = true;
};

/// Errors: `query-invalid` with span and hint for everything the native engine refuses.
Result<CompiledQuery> compile(std::string_view ecsql, const Catalog& catalog, const CompileOptions& options = {});

/// What SQLite said of the generated SQL, in terms of the ECSQL text: `query-invalid` with the span of the innermost
/// expression it speaks of, where it says which. Other codes (a damaged file) are handed on as they are.
/// Cost: the query is compiled and prepared once more, which one that does not fail never pays.
Diagnostics explainSqlite(Diagnostics failures, std::string_view ecsql, const Catalog& catalog);

}  // namespace premap::ecsql
