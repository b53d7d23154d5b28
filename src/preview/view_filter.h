// ViewFilter: does a row have a cell with the text? Cells that cannot have it are not written as text.
#pragma once

#include <string>
#include <vector>

#include "premap/preview/group_table.h"
#include "premap/preview/row_view.h"

namespace premap {

class ViewFilter {
 public:
  explicit ViewFilter(std::string_view text);

  /// The rows of the block read last that have it in one of these columns. True: the row stays.
  void mark(const TableReader& reader, const std::vector<size_t>& columns, std::vector<bool>& stays);

 private:
  void markColumn(const TableReader& reader, size_t column, std::vector<bool>& stays);
  bool fits(const TableReader& reader, size_t column, size_t row);
  bool fitsClass(const TableReader& reader, size_t row);
  bool fitsNull(const TableReader& reader, bool isDefault, uint16_t verdict);
  bool has(std::string_view text);

  std::string wanted_;  // lower case
  bool mayBeNumber_ = false, mayBePoint_ = false, mayBeId_ = false;
  enum class Known : uint8_t { No, Fits, Fails };
  std::vector<Known> nulls_;                            // by verdict
  std::vector<std::pair<const Class*, bool>> classes_;  // those met lately
  std::string text_, lower_;
};

}  // namespace premap
