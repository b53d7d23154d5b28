// ViewCursor: some rows of a view, in its order, as batches of a preview with one column more, which has the rows'
// numbers in the table.
//
//   auto cursor = ViewCursor::open(view, planner, /*limit*/ 100, /*offset*/ 5000);
//   auto batch = (*cursor)->next({});
//
// Where ids tell the rows apart these are looked up, some hundred at a time: a window costs what its rows cost. Where
// they do not (a join that repeats them, a query without ids) the table is read from its first row on
// to the last wanted.
#pragma once

#include <unordered_map>

#include "premap/preview/batch.h"
#include "premap/preview/row_view.h"

namespace premap {

class ViewCursor final : public Cursor {
 public:
  /// Errors: those of GroupTable::open.
  static Result<std::unique_ptr<ViewCursor>> open(std::shared_ptr<const RowView> view, resolve::Planner& planner,
                                                  int64_t limit, int64_t offset, bool hasVerdicts = true);
  const GroupTable& table() const { return table_; }
  const resolve::VerdictBook* verdicts() const override { return &book_; }
  Result<std::vector<uint8_t>> next(const BatchBudget& budget) override;

 private:
  // A row that was read, whatever becomes of the reader.
  struct ReadRow {
    bool isRead = false;
    std::vector<resolve::Cell> cells;
    std::vector<std::string> texts;
  };
  ViewCursor(std::shared_ptr<const RowView> view, resolve::Planner& planner, GroupTable table, bool hasVerdicts);
  size_t pieceSize() const;
  Status beginPiece(size_t most);
  Result<bool> readPiece(const Deadline& deadline);
  void takeRow(size_t row);
  void take(size_t row, ReadRow& to);
  uint16_t ownVerdict(uint16_t verdict);
  Status endPiece();
  void writeCell(int column, const resolve::Value& value);

  std::shared_ptr<const RowView> view_;
  resolve::Planner& planner_;
  GroupTable table_;  // as the view was made of
  std::vector<VectorKind> kinds_;
  BatchWriter writer_;
  bool hasVerdicts_, isDone_ = false;
  size_t at_ = 0, end_ = 0;  // places of the view

  // --- the piece at work
  std::vector<RowView::Row> wanted_;
  std::vector<ReadRow> rows_;                                   // parallel
  std::unordered_map<uint64_t, std::vector<uint32_t>> places_;  // by id or number: which of `wanted_`
  size_t missing_ = 0;
  std::optional<GroupTable> chosen_;  // the rows of the wanted ids
  std::unique_ptr<TableReader> reader_;
  uint32_t number_ = 0;  // of the reader's next row
  std::vector<uint32_t> ownVerdicts_;
  resolve::VerdictBook book_;
};

}  // namespace premap
