// IndexCursor: the entries of an index in its order, and lookups by the first values of its key. The rows of a table
// without rowid are such entries too.
//
//   IndexCursor cursor(file, index);
//   const KeyValue element[] = {KeyValue::of(int64_t{0x2d})};
//   for (At at = cursor.seek(element); at == At::Row && cursor.compare(element) == 0; at = cursor.next())
//     use(cursor.payload());        // record.h: the columns of `index.columns`, the id of the row last
#pragma once

#include <optional>
#include <span>

#include "premap/pages/layout.h"
#include "premap/pages/tree_page.h"

namespace premap {

/// A value to look for. It is compared as SQLite compares stored values, without any conversion.
struct KeyValue {
  ColumnType type = ColumnType::Null;
  int64_t integer = 0;
  double real = 0;
  std::string_view bytes;

  static KeyValue of(int64_t value) { return {ColumnType::Integer, value, 0, {}}; }
  static KeyValue of(double value) { return {ColumnType::Real, 0, value, {}}; }
  static KeyValue ofText(std::string_view value) { return {ColumnType::Text, 0, 0, value}; }
  static KeyValue ofBlob(std::string_view value) { return {ColumnType::Blob, 0, 0, value}; }
};

class IndexCursor {
 public:
  /// True when keys of so many columns can be looked for: no expressions, and collations that SQLite itself has.
  static bool canSeek(const IndexLayout& index, size_t keyColumns);

  /// The layout outlives it.
  IndexCursor(PageFile& file, const IndexLayout& index);

  At first();
  At next();
  /// The first entry whose key is not less than `key`, its first columns. Cost: near the entry it is on, no page.
  At seek(std::span<const KeyValue> key);

  /// TableCursor::rest
  void rest() { isOpen_ = false, hold_ = PageCache::Hold(); }

  /// In place: until the cursor moves.
  const Payload& payload() const { return payload_; }
  /// Below 0: the entry lies before `key` in the index; none: damaged.
  std::optional<int> compare(std::span<const KeyValue> key);

 private:
  // An interior page on the way to the leaf, copied: the leaf's piece of the file alone is held.
  struct Level {
    uint32_t page = 0;
    TreePage view;
    std::vector<std::byte> bytes;
    uint32_t child = 0;  // the one the cursor went into; its own entry comes after it
  };

  template <class Choose>
  bool descend(uint32_t page, Choose choose);
  bool descendFirst(uint32_t page);
  bool descendTo(std::span<const KeyValue> key);
  bool open(uint32_t page, bool& isLeaf);
  uint32_t childOf(const Level& level) const;
  bool payloadAt(const TreePage& page, uint32_t cell, Payload& payload);
  bool lowerBound(const TreePage& page, uint32_t from, std::span<const KeyValue> key, uint32_t& found);
  std::optional<int> compare(const Payload& payload, std::span<const KeyValue> key);
  bool isNear(std::span<const KeyValue> key, bool& answer);
  At land();
  At climb();
  At checkOrder(At at);
  At fail();

  PageFile& file_;
  const IndexLayout& index_;
  LocalSizes sizes_;
  std::optional<RecordReader> keyReader_;
  RecordReader firstReader_;
  std::vector<Level> levels_;
  size_t depth_ = 0;
  uint64_t pagesLeft_ = 0;  // no walk meets more pages than the file has

  bool isOpen_ = false, isOnLeaf_ = false;
  PageCache::Hold hold_;
  TreePage leaf_;
  uint32_t cell_ = 0;
  Payload payload_;
  std::optional<int64_t> lastFirst_;  // the first value of the entry before, where it is a whole number
};

/// Looks up many whole numbers at once in an ascending index of a table with rowids.
class IndexLookup {
 public:
  struct Match {
    uint32_t key;   ///< which of the keys
    int64_t rowid;  ///< a row that has it
  };

  struct Entry {
    int64_t key, rowid;
  };

  static bool canRead(const IndexLayout& index);
  IndexLookup(PageFile& file, const IndexLayout& index);

  /// Appends the rows of each key, in the order of the keys and within one in that of the index. `keys` ascend, each
  /// once. False: failed. Cost: entries nearby are walked over, others sought.
  bool find(std::span<const int64_t> keys, std::vector<Match>& matches);
  /// Appends the rows of all whole numbers from `first` to `last`, in the order of the index. False: failed.
  bool findBetween(int64_t first, int64_t last, std::vector<Entry>& entries);

 private:
  bool readEntry();
  bool isBefore(int64_t key, bool& answer);
  bool goTo(int64_t key);
  bool step(At at);

  PageFile& file_;
  IndexCursor cursor_;
  RecordReader reader_;  // of an entry its first value, and the row's id
  // Of the entry it is on: its first value where that is a whole number.
  std::optional<int64_t> key_;
  At at_ = At::None;
};

}  // namespace premap
