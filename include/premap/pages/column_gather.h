// ColumnGather: columns of many rows at once, into arrays. Rows are asked for by their ids in ascending order, so that
// tables joined by their ids are read side by side and every page once.
//
//   ColumnGather elements(file, layout, {{*layout.find("ModelId")}, {*layout.find("UserLabel")}});
//   ColumnBlock block;
//   for (std::span<const int64_t> ids = all; !ids.empty();) {
//     const std::optional<size_t> taken = elements.take(ids, block);
//     if (!taken) return file.failure();
//     for (size_t row = 0; row < *taken; ++row) use(ids[row], block.integer(0, row), block.text(1, row));
//     ids = ids.subspan(*taken);
//   }
//
// A group of 3D elements takes bis_Element and bis_GeometricElement3d with the same ids; navigation targets are taken
// from the sorted, distinct ids of a block's navigation column; aspects from the ids that IndexLookup answers.
#pragma once

#include <bit>
#include <limits>
#include <memory>
#include <optional>
#include <span>

#include "premap/pages/byte_arena.h"
#include "premap/pages/layout.h"
#include "premap/pages/page_file.h"

namespace premap {

/// A column by its number in the layout.
struct ColumnRequest {
  size_t column = 0;
  bool isSizeOnly = false;  ///< of a text or blob its kind and size alone: a geometry stream's pages are not read
};

/// Values of rows, column by column; of the ids asked for those that `take` answered. Memory is kept from block
/// to block.
class ColumnBlock {
 public:
  size_t rowCount() const { return rowCount_; }
  int64_t id(size_t row) const { return ids_[row]; }
  std::span<const int64_t> ids() const { return {ids_.data(), rowCount_}; }
  /// Whether the table has a row of that id; without one its values are NULL.
  bool isFound(size_t row) const { return found_[row] != 0; }

  /// Columns count as in the request.
  ColumnType type(size_t column, size_t row) const { return columns_[column].types[row]; }
  int64_t integer(size_t column, size_t row) const { return static_cast<int64_t>(columns_[column].bits[row]); }
  double real(size_t column, size_t row) const { return std::bit_cast<double>(columns_[column].bits[row]); }
  /// Of a text or a blob; not where its size alone was asked for.
  std::string_view text(size_t column, size_t row) const {
    const uint64_t bits = columns_[column].bits[row];
    return {reinterpret_cast<const char*>(bytes_.data()) + (bits >> 32), static_cast<uint32_t>(bits)};
  }
  uint32_t textSize(size_t column, size_t row) const { return static_cast<uint32_t>(columns_[column].bits[row]); }

  /// The arrays themselves: types, and for each value its 64 bits: a whole number, a double, or where its text lies in
  /// bytes() (offset << 32 | size). What a NULL has there means nothing.
  std::span<const ColumnType> types(size_t column) const { return {columns_[column].types.data(), rowCount_}; }
  std::span<const uint64_t> bits(size_t column) const { return {columns_[column].bits.data(), rowCount_}; }
  const ByteArena& bytes() const { return bytes_; }

 private:
  friend class ColumnGather;
  struct Column {
    std::vector<ColumnType> types;
    std::vector<uint64_t> bits;
  };
  void prepare(size_t columns, size_t rows);

  size_t rowCount_ = 0;
  std::vector<int64_t> ids_;
  std::vector<uint8_t> found_;
  std::vector<Column> columns_;
  ByteArena bytes_;
};

class ColumnGather {
 public:
  /// True when the table is one with rowids, and every column is stored or the id itself.
  static bool canRead(const TableLayout& table, std::span<const ColumnRequest> columns);

  ColumnGather(PageFile& file, const TableLayout& table, std::vector<ColumnRequest> columns);
  ColumnGather(ColumnGather&&) noexcept;
  ColumnGather& operator=(ColumnGather&&) noexcept;
  ~ColumnGather();

  /// The rows of `ids`, which ascend; one may come again. Answers how many ids it came through: all, unless the texts
  /// of the block have reached `mostBytes`; none: failed. Cost: no allocation once the block has grown.
  std::optional<size_t> take(std::span<const int64_t> ids, ColumnBlock& block, size_t mostBytes = kMostBytes);

  /// The next rows of the table in the order of their ids, at most so many; 0: there are no more. Ids before `first`
  /// and behind `last` are passed over.
  std::optional<size_t> scan(size_t mostRows, ColumnBlock& block, size_t mostBytes = kMostBytes);
  /// Where scan() goes on, and where it ends.
  void scanFrom(int64_t first, int64_t last = std::numeric_limits<int64_t>::max());
  /// After scan(): there are no more rows up to `last`.
  bool isAtEnd() const;
  /// At the end: an id behind `last` that no row behind it comes before; none: there is no such row.
  std::optional<int64_t> behind() const;

  static constexpr size_t kMostBytes = 8 * 1024 * 1024;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace premap
