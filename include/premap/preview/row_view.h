// RowView: rows of a group's table in another order, or those of them that fit a filter; RowViewRun
// finds them in slices.
//
//   auto run = RowViewRun::open({mappingText, "Beams", options}, {.order = RowOrder{5, true}}, planner);
//   while (!*(*run)->advance(deadline)) answerOthers();
//   auto view = (*run)->finish();
//   view->row(0);                       // which row of the table stands first
//
// It knows which rows, not what they hold: of each the number in the table and the id. ViewCursor reads those that
// somebody looks at. Finding them reads all rows of the table, of these only the columns that order and filter need.
// Memory: 8 bytes for each row of the view, 4 more with an order and 4 more with a filter; while rows are sorted some
// 24 for each, whatever their texts hold.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "premap/mapping/readings.h"
#include "premap/preview/chunks.h"
#include "premap/preview/cursor.h"
#include "premap/preview/group_table.h"
#include "premap/preview/row_condition.h"

namespace premap {

/// Whose rows: what the view holds on to, and reads them with.
struct ViewSource {
  std::shared_ptr<const MappingText> mapping;
  std::string group;
  resolve::ResolveOptions options;
};

/// Numbers and ids by size, points by x, then y, then z, texts by their code points (whatever the case of letters,
/// digits together as numbers), classes by name; rows that are equal stay in the order of the table, those without a
/// value come last either way.
struct RowOrder {
  size_t column = 0;  ///< of the table, default columns first
  bool isDescending = false;
};

/// Rows with a cell that has the text, whatever the case of letters. A cell's text is that of an export; a class has
/// its name, a cell without a value the words for why ("no value, several aspects"), an empty text "empty text".
struct RowFilter {
  std::string text;
  std::vector<size_t> columns;  ///< empty: any
};

struct ViewWish {
  std::optional<RowOrder> order;
  std::optional<RowFilter> filter;
  std::vector<RowCondition> where = {};  ///< rows fulfil all of them, and fit the filter
};

class RowView {
 public:
  struct Row {
    uint32_t number;  ///< in the table, from 0
    size_t part;      ///< of the table
    int64_t id;
  };
  size_t rowCount() const { return ids_.size(); }
  /// Of the table: so many were looked at.
  uint32_t tableRows() const { return tableRows_; }
  Row row(size_t place) const;
  /// No id comes twice in a part: then they lead to the rows.
  bool hasUniqueIds() const { return hasUniqueIds_; }
  const ViewSource& source() const { return source_; }

 private:
  friend class RowViewRun;
  ViewSource source_;
  Chunks<int64_t> ids_;             // of the rows kept, in the order of the table
  Chunks<uint32_t> numbers_;        // likewise; empty: every row was kept
  std::vector<uint32_t> order_;     // indexes into these; empty: their own order
  std::vector<size_t> partStarts_;  // the first row kept of each part
  uint32_t tableRows_ = 0;
  bool hasUniqueIds_ = true;
};

class RowViewRun {
 public:
  /// Errors: those of GroupTable::open; `option-value` for a column that is not there.
  static Result<std::unique_ptr<RowViewRun>> open(ViewSource source, ViewWish wish, resolve::Planner& planner);
  ~RowViewRun();

  /// How many rows there are, where counting them costs little.
  std::optional<uint64_t> rowCount() const;
  /// Works until the deadline; true when the rows are found. Errors: what stops the statement.
  Result<bool> advance(Deadline* deadline);
  uint64_t rowsRead() const;
  /// Once `advance` was true; to be asked for once.
  std::shared_ptr<const RowView> finish();

 private:
  struct Impl;
  explicit RowViewRun(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// What is told where rows that were found are not there when they are read again.
Diagnostic rowsAreGone();

}  // namespace premap
