// BlockSize: how many rows to read at once, so that a batch ends near its budget however long the rows are.
#pragma once

#include <algorithm>
#include <cstddef>

namespace premap {

class BlockSize {
 public:
  static constexpr size_t kFirst = 128, kMost = 2048;

  /// For a batch that has room for so many bytes and rows.
  size_t next(size_t bytesLeft, size_t rowsLeft) const {
    const size_t fitting = bytesPerRow_ == 0 ? kFirst : bytesLeft / bytesPerRow_ + 1;
    return std::max<size_t>(std::min({fitting, kMost, rowsLeft}), 1);
  }
  /// What the rows read last came to.
  void learn(size_t bytes, size_t rows) { bytesPerRow_ = std::max<size_t>(bytes / std::max<size_t>(rows, 1), 1); }

 private:
  size_t bytesPerRow_ = 0;
};

}  // namespace premap
