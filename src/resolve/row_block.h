// RowBlock: what a plan's slots hold for many rows at once, slot by slot. It owns nothing: whoever reads rows (row
// sources) keeps the arrays until the next block.
#pragma once

#include <bit>
#include <deque>
#include <string>
#include <vector>

#include "premap/sqlite/stored_row.h"
#include "resolve/plan_data.h"

namespace premap::resolve {

/// The values of one slot. A value's 64 bits are a whole number, a double, or where its text or blob lies in `bytes`
/// (offset << 32 | size); of a NULL they mean nothing.
struct SlotColumn {
  static constexpr uint32_t kNone = 0xffffffff;
  const ColumnType* types = nullptr;  ///< null: NULL in every row
  const uint64_t* bits = nullptr;
  const std::byte* bytes = nullptr;
  const uint32_t* places =
      nullptr;  ///< where each row's value stands in these arrays, kNone: it has none; null: as rows

  uint32_t place(size_t row) const { return !types ? kNone : places ? places[row] : static_cast<uint32_t>(row); }
  ColumnType typeAt(uint32_t place) const { return place == kNone ? ColumnType::Null : types[place]; }
  std::string_view textAt(uint32_t place) const {
    return {reinterpret_cast<const char*>(bytes) + (bits[place] >> 32), static_cast<uint32_t>(bits[place])};
  }
};

class RowBlock {
 public:
  /// Room for the slots of a plan and of its streams.
  explicit RowBlock(const PlanData& plan);

  void begin(size_t rows) { rows_ = rows, numberTexts_.clear(); }
  size_t rowCount() const { return rows_; }
  SlotColumn& slot(size_t index) { return slots_[index]; }
  const SlotColumn& slot(size_t index) const { return slots_[index]; }
  size_t slotCount() const { return slots_.size(); }
  /// Added to the slots of a node: those of a stream count from that stream's first one.
  int baseOf(const Node& node) const { return node.stream < 0 ? 0 : streamBases_[static_cast<size_t>(node.stream)]; }
  int streamBase(size_t stream) const { return streamBases_[stream]; }

  ColumnType type(int slot, size_t row) const {
    const SlotColumn& column = slots_[static_cast<size_t>(slot)];
    return column.typeAt(column.place(row));
  }
  /// 0 when it is NULL.
  int64_t int64(int slot, size_t row) const;
  double real(int slot, size_t row) const;
  std::string_view text(int slot, size_t row) const;

 private:
  size_t rows_ = 0;
  std::vector<SlotColumn> slots_;
  std::vector<int> streamBases_;
  mutable std::deque<std::string> numberTexts_;  // numbers that were asked for as texts
};

/// One row of a block, for those who read row by row.
class BlockRow final : public StoredRow {
 public:
  BlockRow(const RowBlock& block, size_t row, int base) : block_(block), row_(row), base_(base) {}
  ColumnType type(int slot) const override { return block_.type(slot + base_, row_); }
  int64_t int64(int slot) const override { return block_.int64(slot + base_, row_); }
  double real(int slot) const override { return block_.real(slot + base_, row_); }
  std::string_view text(int slot) const override { return block_.text(slot + base_, row_); }
  std::span<const std::byte> blob(int slot) const override {
    const std::string_view bytes = text(slot);
    return {reinterpret_cast<const std::byte*>(bytes.data()), bytes.size()};
  }

 private:
  const RowBlock& block_;
  size_t row_;
  int base_;
};

}  // namespace premap::resolve
