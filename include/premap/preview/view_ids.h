// ViewIds: the ids of the rows of a view and their numbers in the table, in its order, as batches of two columns. The
// view has them: no row is read.
#pragma once

#include "premap/preview/batch.h"
#include "premap/preview/row_view.h"

namespace premap {

class ViewIds final : public Cursor {
 public:
  /// A negative limit: all.
  ViewIds(std::shared_ptr<const RowView> view, int64_t limit, int64_t offset);
  Result<std::vector<uint8_t>> next(const BatchBudget& budget) override;

 private:
  std::shared_ptr<const RowView> view_;
  size_t at_, end_;
  BatchWriter writer_{{VectorKind::Id, VectorKind::F64}};
};

}  // namespace premap
