// Rows that many readers want, read once for all of them: readers that go through the ids side by side, round by round
// (together.h), find in a window what each would else look up row by row.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "premap/pages/column_gather.h"
#include "premap/pages/index_cursor.h"

namespace premap::resolve {

/// The ids that all readers are at.
struct Round {
  int64_t first = 0, last = -1;
  uint64_t number = 0;
};

/// Rows of one table that belong to the ids of a round.
class TableWindow {
 public:
  explicit TableWindow(const TableLayout& layout) : layout_(layout) {}
  virtual ~TableWindow() = default;

  /// The number of a column in `block`; one is asked for once, whoever wants it.
  size_t want(const ColumnRequest& column);
  /// False: the reader looks its rows up by itself. `ids`: of how many it wants rows.
  bool cover(PageFile& file, const Round& round, size_t ids);
  void addAsked(size_t ids) { asked_ += ids; }
  const ColumnBlock& block() const { return block_; }
  /// ColumnGather::behind
  std::optional<int64_t> behind() const { return gather_->behind(); }

 protected:
  static constexpr size_t kMostBytes = size_t{4} << 20;
  enum class Outcome : uint8_t { Read, TooMuch, Failed };
  /// Fills `block_`.
  virtual Outcome read(PageFile& file, const Round& round);

  const TableLayout& layout_;
  std::optional<ColumnGather> gather_;
  ColumnBlock block_;

 private:
  void beginRound(const Round& round);
  bool readAll(PageFile& file, const Round& round);

  std::vector<ColumnRequest> columns_;
  size_t gatheredColumns_ = 0;
  uint64_t round_ = 0;
  bool isRead_ = false, isWorthIt_ = true, isUnfit_ = false;
  size_t asked_ = 0, rows_ = 0;  // ids asked for in this round, and rows of the last window
};

/// Aspects of the elements of a round.
class AspectWindow final : public TableWindow {
 public:
  AspectWindow(const TableLayout& layout, const IndexLayout& index) : TableWindow(layout), index_(index) {}

  struct Owned {
    int64_t element;
    uint32_t place;  ///< of its row in the block
  };
  /// By element, those of one in the order of the index.
  const std::vector<Owned>& owned() const { return owned_; }

 private:
  Outcome read(PageFile& file, const Round& round) override;

  const IndexLayout& index_;
  std::optional<IndexLookup> lookup_;
  std::vector<IndexLookup::Entry> entries_;
  std::vector<int64_t> rowids_;
  std::vector<uint32_t> order_;
  std::vector<Owned> owned_;
};

class TableWindows {
 public:
  Round round;
  /// That were opened so far.
  size_t readers = 0;
  std::shared_ptr<TableWindow> of(const TableLayout& layout);
  std::shared_ptr<AspectWindow> of(const TableLayout& layout, const IndexLayout& index);

 private:
  std::map<const TableLayout*, std::shared_ptr<TableWindow>> tables_;
  std::map<const IndexLayout*, std::shared_ptr<AspectWindow>> aspects_;
};

}  // namespace premap::resolve
