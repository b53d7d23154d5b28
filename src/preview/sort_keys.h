// SortKeys: what the rows of a view are sorted by, 16 bytes for each, whatever their values hold.
//
// A number fits. Texts are kept, each once, and a text's place among them is the key. When they become too many or too
// long, all are cut to half their length, and those that are then the same are one; at last the key has the first 16
// bytes themselves. Rows that a pass does not tell apart, although there is more of their texts, are read again for
// what comes behind that. Nearly always one pass is enough, or two.
#pragma once

#include <memory>
#include <optional>
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
  /// How much of a text counts.
  size_t width() const { return width_; }
  /// Keys are the first bytes themselves.
  bool isFull() const { return isFull_; }
  /// The key of a text of at most that width; none: there is no more room.
  std::optional<SortKey> keep(std::string_view text);
  std::string_view kept(const SortKey& key) const { return texts_[static_cast<size_t>(key.high)]; }
  /// With room again, for they are cut. `places`: where each of them is then; none of those where keys are prefixes.
  TextKeys shrunk(std::vector<uint32_t>& places) const;
  static SortKey prefixOf(std::string_view text);
  /// For each text kept its place in sorted order.
  std::vector<uint32_t> ranks() const;

 private:
  static constexpr size_t kMostTexts = size_t{1} << 16, kMostBytes = size_t{8} << 20;
  static constexpr size_t kLeastWidth = 2 * kPrefix;
  size_t width_ = std::string_view::npos, longest_ = 0, bytes_ = 0;
  bool isFull_ = false;
  std::unique_ptr<resolve::CellArena> arena_ = std::make_unique<resolve::CellArena>();
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
  void shrink(uint32_t upTo);

  const bool isText_, isClass_, isReal_, isDescending_;
  size_t depth_ = 0;  // bytes that earlier passes compared
  size_t width_ = 0;  // that the last one did
  Chunks<SortKey> keys_;
  std::vector<bool> nulls_, open_, tied_;
  TextKeys texts_;
  std::string text_;
};

}  // namespace premap
