// SqlRows: rows as SQLite gives them, a step each, with the aspects that are read beside them.
#pragma once

#include <deque>
#include <vector>

#include "resolve/aspect_stream.h"
#include "resolve/row_source.h"

namespace premap::resolve {

class SqlRows final : public RowSource {
 public:
  /// `statement`: the plan's, bound.
  SqlRows(const GroupPlan& plan, Statement statement);

  Step next(size_t mostRows) override;
  const RowBlock& block() const override { return block_; }
  Diagnostics failure() const override { return failure_; }

 private:
  struct Column {
    std::vector<ColumnType> types;
    std::vector<uint64_t> bits;
  };
  void copy(const StoredRow& row, int first, size_t count, size_t slot, size_t to);
  bool copyAspects(size_t to);
  uint64_t copyText(std::string_view text);
  void publish(size_t rows);

  const GroupPlan& plan_;
  Statement statement_;
  std::deque<AspectStream> streams_;
  std::vector<Column> columns_;
  std::string bytes_;
  RowBlock block_;
  Step pending_ = Step::Row;  // what comes after the rows of this block
  Diagnostics failure_;
};

}  // namespace premap::resolve
