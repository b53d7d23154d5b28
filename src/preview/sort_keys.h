// SortKeys: what the rows of a view are sorted by, 16 bytes for each, whatever their values hold.
//
// A number fits. Texts that are few or short enough to be kept are kept, each once, and its place among them is the key. Of
// others the key has the first 16 bytes; rows that these do not tell apart are read again for the next 16, and so on.
// Nearly always one pass is enough, or two.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "premap/preview/chunks.h"
#include "premap/preview/group_table.h"

namespace premap {

struct SortKey {
  uint64_t high = 0, low = 0;
  bool operator==(const SortKey&) const = default;
};

/// The texts of one pass.
class TextKeys {
 public:
  static constexpr size_t kPrefix = 16;
  /// Its place among those kept; none: there is no more room, and `restOf` and `prefixOf` have to do.
  bool keep(std::string_view text, SortKey& key);
  bool isFull() const { return isFull_; }
  std::string_view kept(const SortKey& key) const { return texts_[static_cast<size_t>(key.high)]; }
  /// From then on keys are prefixes.
  void giveUp() { isFull_ = true; }
  static SortKey prefixOf(std::string_view text);
  /// For each text kept its place in sorted order.
  std::vector<uint32_t> ranks() const;

 private:
  static constexpr size_t kMostTexts = size_t{1} << 16, kMostBytes = size_t{4} << 20;
  bool isFull_ = false;
  resolve::CellArena arena_;
  size_t bytes_ = 0;
  std::vector<std::string_view> texts_;
  std::unordered_map<std::string_view, uint32_t> places_;
};

class SortKeys {
 public:
  explicit SortKeys(const TableColumn& column, bool isClass, bool isDescending);

  /// Of the next row, in the first pass.
  void add(const resolve::CellColumn& cells, size_t cell, const Class* rowClass);
  /// Of a row that was tied, in a later one.
  void addTied(uint32_t row, const resolve::CellColumn& cells, size_t cell, const Class* rowClass);
  bool isTied(uint32_t row) const { return tied_[row]; }
  /// All of the pass were given; they can be compared then.
  void endPass();

  size_t rowCount() const { return keys_.size(); }
  bool isNull(uint32_t row) const { return nulls_[row]; }
  bool isLess(uint32_t a, uint32_t b) const {
    const SortKey &left = keys_[a], &right = keys_[b];
    return left.high != right.high ? left.high < right.high : left.low != right.low ? left.low < right.low : a < b;
  }
  bool isSame(uint32_t a, uint32_t b) const { return keys_[a] == keys_[b]; }
  /// There is more of its text than the key holds.
  bool isOpen(uint32_t row) const { return open_[row]; }
  /// For the rows that another pass has to tell apart.
  void beginTies();
  void tie(uint32_t row) { tied_[row] = true; }

 private:
  SortKey keyOf(uint32_t row, const resolve::CellColumn& cells, size_t cell, const Class* rowClass);
  SortKey textKey(uint32_t row);
  void keepNoMore(uint32_t upTo);

  const bool isText_, isClass_, isReal_, isDescending_;
  size_t depth_ = 0;  // bytes that earlier passes compared
  Chunks<SortKey> keys_;
  std::vector<bool> nulls_, open_, tied_;
  TextKeys texts_;
  std::string text_;
};

}  // namespace premap
