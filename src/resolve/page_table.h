// PageTable: the columns of one table that a plan needs, read from its pages for many ids at once.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "premap/pages/column_gather.h"
#include "premap/resolve/page_tables.h"
#include "resolve/row_block.h"

namespace premap::resolve {

/// How far a block of ids was read.
enum class Taken : uint8_t {
  All,
  Part,   ///< their texts are more than a block should hold: ask for fewer
  Failed  ///< PageFile::failure()
};

class PageTable {
 public:
  PageTable(const Table& table, const TableLayout& layout) : table_(&table), layout_(&layout) {}

  const Table& table() const { return *table_; }
  const TableLayout& layout() const { return *layout_; }
  /// Its number from now on; -1: SQLite alone can read it. Where presence alone matters no byte of it is read.
  int want(const premap::StoredColumn& column, bool isPresenceOnly = false);
  /// After all columns were named.
  void begin(PageFile& file);

  /// Texts a block should hold at most.
  static constexpr size_t kMostBytes = size_t{4} << 20;
  /// `ids` ascend. Only a single one is read however much it holds.
  Taken take(std::span<const int64_t> ids, size_t mostBytes = kMostBytes);
  /// How many of them the last take came through.
  size_t takenCount() const { return block_.rowCount(); }
  bool isFound(size_t place) const { return block_.isFound(place); }
  /// `places`: where each row's id stood among the ids; null: as rows.
  SlotColumn slot(int column, const uint32_t* places) const;
  size_t columnCount() const { return requests_.size(); }
  /// The next rows of the table, by id; 0: there are no more; none: failed.
  std::optional<size_t> scan(size_t mostRows);
  void scanFrom(int64_t id) { gather_->scanFrom(id); }
  std::span<const int64_t> ids() const { return block_.ids(); }

 private:
  const Table* table_;
  const TableLayout* layout_;
  std::vector<ColumnRequest> requests_;
  std::optional<ColumnGather> gather_;
  ColumnBlock block_;
};

/// The id a value is to SQLite where it is compared with the id of a row.
std::optional<int64_t> idOf(const SlotColumn& column, size_t row);

}  // namespace premap::resolve
