// GroupPlan: one group compiled to one SQLite statement and the rules that turn its rows into cells.
//
//   auto plan = planner.plan(group, options);                        // planner.h
//   RowReader reader(*plan, book);                                   // row_reader.h
//   reader.open({.limit = 100});
//   while (reader.next(1024) == Step::Row) use(reader.cells());
//
// The statement is the group's query with LEFT JOINs along the paths the columns read. Its rows and their order are the
// query's; each table is looked up by primary key, each stored column is selected once. Where the rows are a whole
// table in the order of its ids, aspects come beside them, in stretches of elements. No statement a row or a cell.
//
// What a group's content decides (PlanData) is shared by all who plan the same; a GroupPlan adds where the group stands
// in its text, so that a plan outlives every edit around it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "premap/base/default_columns.h"
#include "premap/ecsql/compile.h"
#include "premap/mapping/model.h"
#include "premap/resolve/coerce.h"
#include "premap/resolve/options.h"
#include "premap/resolve/verdict.h"
#include "premap/sqlite/database.h"

namespace premap::resolve {

/// A column of the output table. The five default columns come first (contract, section 8.3).
struct PlanColumn {
  std::string name;
  std::optional<Target> type;  ///< nullopt: the data type is missing or misspelt, every cell is null
  std::string quantityType;    ///< empty: none
  bool isDefault = false;
};

/// Rows whose id is beyond `after` and not beyond `upTo`.
struct IdRange {
  int64_t after = 0, upTo = 0;
};

inline constexpr size_t kDefaultColumnCount = kDefaultColumns.size();

struct PlanData;

/// Places what was found in the text of a group's query where the query stands.
Diagnostics placeInQuery(Diagnostics faults, const Group& group);

class GroupPlan {
 public:
  /// `group` is the one `data` was made of, or one of the same content. It must outlive the plan.
  GroupPlan(std::shared_ptr<const PlanData> data, const Group& group);

  const std::vector<PlanColumn>& columns() const;
  const std::string& sql() const;
  /// Statements of the aspects that the evaluator reads beside the rows, which `sql` leaves out: one for each class
  /// when the rows are all of `idTable`, otherwise none. Their parameters bound the ids of the elements.
  std::vector<std::string> aspectSql() const;
  /// The query alone, as a statement that counts its rows.
  const std::string& countSql() const;
  /// A negative limit: every row.
  void bind(Statement& statement, int64_t limit, int64_t offset) const;
  /// Binds what `countSql` needs.
  void bindCount(Statement& statement) const;
  /// The table whose ids order the rows; null when rows come in any other order. Only then are there ranges:
  /// `rangeSql` gives the rows of one range of ids, in their order, at the cost of these rows alone.
  const Table* idTable() const;
  /// Whether the query gives the same rows in the same order whenever it is run, and what becomes of a row does not
  /// depend on those before: then its rows can be told apart by their number.
  bool hasNumberedRows() const;
  std::string rangeSql() const;
  void bindRange(Statement& statement, const IdRange& ids) const;
  /// Warnings about the query as such: `query-no-ecinstanceid`, `query-no-ecclassid`, `query-not-element` ...
  const Diagnostics& diagnostics() const { return diagnostics_; }
  /// What SQLite said of the plan's statements, placed in the group's query.
  Diagnostics explainSqlite(Diagnostics failures) const;
  const Group& group() const { return *group_; }
  /// The property a column is of; null for default columns.
  const GroupProperty* property(size_t column) const;
  /// The columns of the query.
  const std::vector<ecsql::ResultColumn>& queryColumns() const;
  /// The classes its rows may have.
  const std::vector<const Class*>& rowClasses() const;
  /// "Schema.Class" of the aspect class an entry names; empty when it names none. Indexes: columns(), ecProperties.
  std::string aspectClass(size_t column, size_t entry) const;
  const PlanData& data() const { return *data_; }
  /// Plans of the same content share it.
  const std::shared_ptr<const PlanData>& shared() const { return data_; }

 private:
  std::shared_ptr<const PlanData> data_;
  const Group* group_;
  Diagnostics diagnostics_;
};

}  // namespace premap::resolve
