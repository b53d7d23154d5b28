// GroupTable: the output table of a group, or of all groups that share its name (rule R20), ready to be read.
//
//   auto table = GroupTable::open(mapping, "Beams", planner, options);
//   TableReader rows(*table, /*limit*/ 100, /*offset*/ 0);
//   while (rows.nextBlock(1024) == Step::Row)
//     for (size_t row = 0; row < rows.rowCount(); ++row) use(rows.column(5).kind(row));
//
// The mapping must outlive the table, the table its readers.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "premap/resolve/planner.h"
#include "premap/resolve/row_reader.h"

namespace premap {

/// A column of the table; the five default columns come first.
struct TableColumn {
  std::string name;
  std::string dataType;  ///< "Boolean", "Integer", "Double", "String", or "Undefined" when the mapping tells none
  std::optional<resolve::Target> type;
  std::string quantityType;
  bool isDefault = false;
  bool hasConflict = false;                 ///< merged groups give it different types (A16): every cell is null
  const GroupProperty* property = nullptr;  ///< in the first group that has it
};

/// Every so many-th stretch of a table's rows: several readers, each with an index of its own, read all of them.
struct RowStripes {
  uint32_t index = 0, count = 1;
  size_t rows = 8192;  ///< of a stripe; the last of a group may have fewer

  bool isOwn(uint64_t stripe) const { return stripe % count == index; }
};

/// One group's share of the table.
struct TablePart {
  resolve::GroupPlan plan;
  std::vector<int> planColumns;  ///< for each table column its index in the plan; -1 when the group lacks it
};

class GroupTable {
 public:
  /// `group` may be empty when all groups have one name. Errors: `group-unknown`, `group-ambiguous`, `group-missing`,
  /// and those of Planner::plan for the group, or for every group when several share the name.
  static Result<GroupTable> open(const Mapping& mapping, std::string_view group, resolve::Planner& planner,
                                 const resolve::ResolveOptions& options,
                                 resolve::PlanScope scope = resolve::PlanScope::Columns);

  /// The same of groups that were chosen: all of one name.
  static Result<GroupTable> ofGroups(const Mapping& mapping, std::span<const Group* const> groups,
                                     resolve::Planner& planner, const resolve::ResolveOptions& options,
                                     resolve::PlanScope scope = resolve::PlanScope::Columns);

  const std::string& groupName() const { return groupName_; }
  /// `{mapping}_{group}` (contract, section 8.2); the group's name when the mapping has none.
  const std::string& tableName() const { return tableName_; }
  const std::vector<TableColumn>& columns() const { return columns_; }
  const std::vector<TablePart>& parts() const { return parts_; }
  /// Warnings of the plans, and `merge-type-conflict`.
  const Diagnostics& diagnostics() const { return diagnostics_; }
  const Catalog& catalog() const { return *catalog_; }
  /// The table whose ids order the rows: a range of the ids is a range of the rows. Null when there are no ranges.
  const Table* idTable() const { return parts_.size() == 1 ? parts_[0].plan.idTable() : nullptr; }
  /// Whether its rows come the same whoever reads them, so that readers can share them in stripes.
  bool hasStripes() const;
  /// Rows of the query, before rows are left out (A21); none without an `idTable`: counting may cost as
  /// much as reading there.
  std::optional<uint64_t> countRows() const;
  /// Whether its queries have so many rows; cost: the steps to the last of them.
  bool hasRows(uint64_t least) const;

 private:
  using ColumnsByName = std::map<std::pair<bool, std::string>, std::vector<size_t>>;
  ColumnsByName columnsByName() const;
  void addPart(resolve::GroupPlan plan);
  std::string groupName_, tableName_;
  std::vector<TableColumn> columns_;
  std::vector<TablePart> parts_;
  Diagnostics diagnostics_;
  const Catalog* catalog_ = nullptr;
};

/// Reads the rows of a table, one group after the other, in the order of the mapping and of each query (A20).
class TableReader {
 public:
  /// The window counts rows of the queries, before rows are left out (A21). A negative limit: all rows.
  TableReader(const GroupTable& table, int64_t limit, int64_t offset,
              resolve::MeasureDetail detail = resolve::MeasureDetail::Values);

  /// Keeps to the rows of these ids; the window is not looked at. For tables with an `idTable` only.
  void keepTo(const resolve::IdRange& ids) { range_ = ids; }
  /// Keeps to the rows of its stripes; the rows of others are passed over at the cost of the query's own steps. For
  /// tables that have stripes, and readers of all rows.
  void keepToStripes(const RowStripes& stripes) { stripes_ = stripes, stripeLeft_ = stripes.rows; }
  /// Of which stripe the rows of the block are; no block has rows of two.
  uint64_t stripe() const { return stripe_; }
  /// Reads beside others (together.h). For a reader that has not begun; `together` outlives it.
  void readTogether(const resolve::Together& together) { together_ = &together; }

  /// The next rows, at most so many, at least one. Step::Done after the last row. They live until the next call.
  /// `upTo`: where rows come by id, those beyond it are left for later, unless the next is one of them.
  Step nextBlock(size_t mostRows, int64_t upTo = std::numeric_limits<int64_t>::max());
  /// The id of the row that comes next, when that is known before it is read (RowReader::peekId).
  std::optional<int64_t> peekId(int64_t upTo) { return reader_ ? reader_->peekId(upTo) : std::nullopt; }
  size_t rowCount() const { return rowCount_; }
  const resolve::CellColumn& column(size_t index) const { return *columns_[index]; }
  /// Ids and classes of these rows; its columns are the part's, not the table's.
  const resolve::CellBlock& rows() const { return reader_->cells(); }
  /// Number of instances an aspect entry met: 0, 1 or more; -1 for other entries. Columns count as the part's.
  int64_t aspectInstances(size_t row, size_t column, size_t entry) const {
    return reader_->aspectInstances(row, column, entry);
  }
  /// What the element of a row measures; null when no column asked for it.
  const geometry::ElementMeasures* measures(size_t row) const { return reader_->measures(row); }
  /// Who reads the part's rows; before its first row none.
  std::optional<resolve::RowWay> way() const { return reader_ ? std::optional(reader_->way()) : std::nullopt; }
  /// Which part these rows are of.
  size_t part() const { return part_; }
  const GroupTable& table() const { return table_; }

  /// The same row by row, for few rows: Step::Row, and cells() is the next one.
  Step next();
  std::span<const resolve::Cell> cells();
  size_t row() const { return row_; }  ///< its number in the block

  Diagnostics failure() const { return failure_; }
  const resolve::VerdictBook& verdicts() const { return book_; }
  /// Summed over the parts read so far.
  resolve::RowCounts counts() const;

 private:
  Step openPart();
  void passOthersRows();
  void count(uint64_t rows);
  Step skipByCount(const resolve::GroupPlan& plan, bool& isSkipped);
  void takeColumns();
  static constexpr size_t kFewRows = 64;

  const GroupTable& table_;
  int64_t limit_, offset_;
  std::optional<resolve::IdRange> range_;
  std::optional<RowStripes> stripes_;
  uint64_t stripe_ = 0, nextStripe_ = 0;  ///< of the block, and of the row behind it
  size_t stripeLeft_ = 0;                 ///< rows of nextStripe_ that were not met yet
  const resolve::Together* together_ = nullptr;
  resolve::MeasureDetail detail_;
  size_t part_ = 0;
  resolve::VerdictBook book_;
  std::unique_ptr<resolve::RowReader> reader_;  ///< of the part; null before its first row
  size_t rowCount_ = 0, row_ = 0;
  std::vector<const resolve::CellColumn*> columns_;
  resolve::CellColumn absentCells_, conflictCells_;  ///< of columns the part lacks, and of those of several types
  std::vector<resolve::Cell> cells_;
  std::vector<std::string> texts_;  ///< of cells_
  resolve::RowCounts finished_;
  uint16_t absent_ = 0, conflict_ = 0;
  Diagnostics failure_;
};

}  // namespace premap
