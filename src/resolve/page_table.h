// PageTable: the columns of one table that a plan needs, read from its pages for many ids at once.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "premap/pages/column_gather.h"
#include "premap/resolve/page_tables.h"
#include "resolve/row_block.h"
#include "resolve/table_windows.h"

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
  /// Where others read the same rows (together.h), theirs may do.
  void share(std::shared_ptr<TableWindows> windows, std::shared_ptr<TableWindow> window);
  /// Whether the rows of these ids, of which so many are wanted, are those of the window from now on.
  bool isCovered(int64_t first, int64_t last, size_t ids);

  /// Texts of a block that a table should hold at most.
  static constexpr size_t kMostBytes = size_t{2} << 20;
  /// `ids` ascend. Only a single one is read however much it holds.
  Taken take(std::span<const int64_t> ids, size_t mostBytes = kMostBytes);
  /// The same; the rows may come from a window that others read too.
  Taken takeShared(std::span<const int64_t> ids);
  /// How many of them the last take came through.
  size_t takenCount() const { return block_.rowCount(); }
  /// Where the rows of the ids stand; null: as the ids. Of a row that is missing it may be kNone.
  const uint32_t* places() const { return isShared_ ? places_.data() : nullptr; }
  bool isFound(size_t place) const { return (isShared_ ? window_->block() : block_).isFound(place); }
  /// Of the texts of this table's own block.
  size_t textBytes() const { return isShared_ ? 0 : block_.bytes().size(); }
  /// `places`: where each row stands; null: as rows.
  SlotColumn slot(int column, const uint32_t* places) const;
  size_t columnCount() const { return requests_.size(); }
  bool isPresenceOnly(size_t column) const { return requests_[column].isSizeOnly; }
  struct Scan {
    bool isShared = false;          ///< rows of a window that others read too
    size_t begin = 0, end = 0;      ///< of ids()
    bool isEnd = false;             ///< there are no more up to `last`
    std::optional<int64_t> behind;  ///< at the end: no later row comes before it; none: there is none
  };
  /// Rows of the table in the order of their ids, at most so many, from `first` to `last`; none: failed.
  std::optional<Scan> scan(int64_t first, int64_t last, size_t mostRows);
  /// Of the rows of the last take or scan.
  std::span<const int64_t> ids() const { return isShared_ ? window_->block().ids() : block_.ids(); }
  /// How many rows of the last scan are wanted.
  void addAsked(size_t rows) {
    if (isShared_) window_->addAsked(rows);
  }

 private:
  const Table* table_;
  const TableLayout* layout_;
  std::vector<ColumnRequest> requests_;
  PageFile* file_ = nullptr;
  std::optional<ColumnGather> gather_;
  ColumnBlock block_;

  Scan scanWindow(int64_t first, int64_t last, size_t mostRows);

  std::shared_ptr<TableWindows> windows_;
  std::shared_ptr<TableWindow> window_;
  std::vector<size_t> windowColumns_;  // where the columns stand in the window
  std::vector<uint32_t> places_;       // of the ids in the window
  bool isShared_ = false;              // the last take was one of the window
};

/// The id a value is to SQLite where it is compared with the id of a row.
std::optional<int64_t> idOf(const SlotColumn& column, size_t row);

}  // namespace premap::resolve
