// SqlRows: rows as SQLite gives them, a step each, with the aspects that are read beside them.
#pragma once

#include <deque>

#include "resolve/aspect_stream.h"
#include "resolve/row_source.h"
#include "resolve/statement_columns.h"

namespace premap::resolve {

class SqlRows final : public RowSource {
 public:
  /// `statement`: the plan's, bound.
  SqlRows(const GroupPlan& plan, Statement statement);

  Step next(size_t mostRows, int64_t upTo) override;
  size_t skip(size_t mostRows) override;
  std::optional<int64_t> peekId(int64_t /*upTo*/) override { return std::nullopt; }
  const RowBlock& block() const override { return block_; }
  Diagnostics failure() const override { return failure_; }
  RowWay way() const override { return RowWay::Statement; }

 private:
  bool step();
  bool copyAspects(size_t to);
  void publish(size_t rows);

  const GroupPlan& plan_;
  Statement statement_;
  std::deque<AspectStream> streams_;
  RowBlock block_;
  StatementColumns columns_;  // parallel to the block's slots
  Step pending_ = Step::Row;  // what comes after the rows of this block
  Diagnostics failure_;
};

}  // namespace premap::resolve
