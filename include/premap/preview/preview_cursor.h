// PreviewCursor: the rows of a group's table as batches, with a verdict for every cell.
//
//   auto cursor = PreviewCursor::open(mapping, "Beams", planner, options, 100, 0);
//   auto batch = (*cursor)->next({});  // five default columns, the group's, then one u16 column for each of these
//   (*cursor)->verdicts()->appendJson(out);
#pragma once

#include "premap/preview/batch.h"
#include "premap/preview/block_size.h"
#include "premap/preview/cursor.h"
#include "premap/preview/group_table.h"

namespace premap {

/// The columns of a preview's batches: the table's, then one of verdicts for each that is no default column.
std::vector<VectorKind> vectorsOf(const GroupTable& table, resolve::ClassIdOutput classIds, bool hasVerdicts);

class PreviewCursor final : public Cursor {
 public:
  /// The mapping must outlive the cursor. A negative limit: every row.
  /// `hasVerdicts`: whether the batches have verdict columns. Errors: those of GroupTable::open.
  static Result<std::unique_ptr<PreviewCursor>> open(const Mapping& mapping, std::string_view group,
                                                     resolve::Planner& planner, const resolve::ResolveOptions& options,
                                                     int64_t limit, int64_t offset, bool hasVerdicts = true);
  const GroupTable& table() const { return table_; }
  const resolve::VerdictBook* verdicts() const override { return &reader_.verdicts(); }
  resolve::RowCounts counts() const { return reader_.counts(); }

  Result<std::vector<uint8_t>> next(const BatchBudget& budget) override;

 private:
  PreviewCursor(GroupTable table, std::vector<VectorKind> kinds, int64_t limit, int64_t offset, bool hasVerdicts);
  void writeRows();
  void writeColumn(int column, const resolve::CellColumn& cells);
  void writeTexts(int column, const resolve::CellColumn& cells);
  bool writePoints(int column, const resolve::CellColumn& cells, size_t dimensions);
  void writePlainTexts(int column, const resolve::CellColumn& cells, size_t bytes);

  GroupTable table_;
  std::vector<VectorKind> kinds_;
  BatchWriter writer_;
  TableReader reader_;
  bool hasVerdicts_;
  BlockSize blockSize_;
  bool isDone_ = false;
};

}  // namespace premap
