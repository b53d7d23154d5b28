// ColumnStore: where the values of one column go, and how. Values come in runs, those of many rows at once: what the
// column is like is decided once a run.
#pragma once

#include "pages/header_walk.h"
#include "premap/pages/byte_arena.h"
#include "premap/pages/layout.h"

namespace premap {

class ColumnStore {
 public:
  ColumnStore(const ColumnLayout& column, bool isSizeOnly);

  /// The arrays of a block, which it fills from now on.
  void begin(ColumnType* types, uint64_t* bits) { types_ = types, bits_ = bits; }

  /// The rows from `row` on, so many; their spots lie `stride` apart. False: a text does not fit into memory.
  bool storeRun(const Spot* spots, size_t stride, size_t row, size_t count, ByteArena& bytes) const;
  bool store(const StoredField& field, size_t row, ByteArena& bytes) const;
  /// A column that is another name of the rows' ids.
  void storeIds(const int64_t* ids, size_t row, size_t count) const;
  void storeNull(size_t row) const { types_[row] = ColumnType::Null; }
  /// What the row before has.
  void repeat(size_t row) const { types_[row] = types_[row - 1], bits_[row] = bits_[row - 1]; }

 private:
  template <bool isReal>
  bool storeRun(const Spot* spots, size_t stride, size_t row, size_t count, ByteArena& bytes) const;
  bool storeAbsent(size_t row, ByteArena& bytes) const;
  bool storeText(const std::byte* data, uint32_t size, size_t row, ByteArena& bytes) const;

  ColumnType* types_ = nullptr;
  uint64_t* bits_ = nullptr;
  bool isReal_, isSizeOnly_;
  DefaultValue whenAbsent_;
};

}  // namespace premap
