// StatementColumns: values that SQLite stepped to, copied out once into a column each.
#pragma once

#include <string>
#include <vector>

#include "resolve/row_block.h"

namespace premap::resolve {

class StatementColumns {
 public:
  explicit StatementColumns(size_t count) : columns_(count) {}

  void clear() { bytes_.clear(); }
  /// Columns `first` to `first + count` of a statement's row become row `to` of ours from `column` on.
  void copy(const StoredRow& row, int first, size_t count, size_t column, size_t to);
  void setNull(size_t column, size_t count, size_t to);
  size_t textBytes() const { return bytes_.size(); }
  /// As a slot, from a row on. Until the next copy.
  SlotColumn slot(size_t column, size_t from = 0) const;

 private:
  struct Column {
    std::vector<ColumnType> types;
    std::vector<uint64_t> bits;
    void reach(size_t row) {
      if (types.size() <= row) types.resize(row * 2 + 64), bits.resize(row * 2 + 64);
    }
  };
  uint64_t copyText(std::string_view text);
  std::vector<Column> columns_;
  std::string bytes_;
};

}  // namespace premap::resolve
