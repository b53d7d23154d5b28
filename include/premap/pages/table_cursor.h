// TableCursor: the rows of a table in the order of their ids, and lookups by id.
//
//   TableCursor cursor(file, layout.rootPage);
//   for (At at = cursor.first(); at != At::None; at = cursor.next()) {
//     if (at == At::Failed) return file.failure();
//     use(cursor.rowid(), cursor.payload());        // record.h reads it
//   }
//
// Ids must ascend over the whole tree, and lie where their parents say: so no damaged file makes a cursor go
// in circles.
#pragma once

#include <span>

#include "premap/pages/tree_page.h"

namespace premap {

class TableCursor {
 public:
  /// Cost: none; the first move reads.
  TableCursor(PageFile& file, uint32_t rootPage);

  At first();
  /// After None it stays None, until it is moved elsewhere.
  At next();
  /// The first row whose id is not less. Cost: near what the cursor is on, no page or few; far, a page a level of the
  /// tree of which the upper ones are at hand.
  At seek(int64_t rowid);
  /// The row of that id; after None only seek, find and first say where the cursor is. Ids that ascend are cheapest.
  At find(int64_t rowid);

  /// Lets go of the page it is on, which is part of a piece of the file that else stays in memory; the next move goes
  /// down to it again, by the pages above, which are at hand.
  void rest() { isOpen_ = false, hold_ = PageCache::Hold(); }

  int64_t rowid() const { return rowid_; }
  /// In place: until the cursor moves.
  const Payload& payload() const { return payload_; }

  /// The row it is on and those behind it on its page, with their ids. They end early before a row that is damaged,
  /// which next() tells. In place: until the cursor leaves the page.
  size_t run(std::span<Payload> payloads, int64_t* ids) const;
  /// Goes so many rows on, of those that run() told of.
  void goOn(size_t rows);
  /// Whether the row of that id, if there is one, is on the page that it is on.
  bool isOnPageOf(int64_t rowid) const { return isOpen_ && rowid >= low_ && rowid <= high_; }
  /// So many bytes from `at` on, which lies in the page it is on, may be read, whatever they are.
  bool isReadable(const std::byte* at, size_t count) const {
    return leaf_.end() + PageCache::kSlack - at >= static_cast<std::ptrdiff_t>(count);
  }

 private:
  // An interior page on the way to the leaf, decoded: children[i] has the ids up to keys[i].
  struct Level {
    uint32_t page = 0;
    std::vector<int64_t> keys;
    std::vector<uint32_t> children;
    int64_t low = 0, high = 0;  // the ids that may lie below it
    size_t child = 0;           // the one the cursor went into
  };

  bool descend(uint32_t page, int64_t low, int64_t high, int64_t target);
  bool descendFromRoot(int64_t target);
  bool loadLevel(const TreePage& page, Level& level);
  bool enterChild(Level& level, uint32_t& page, int64_t& low, int64_t& high);
  bool openLeaf(int64_t low, int64_t high);
  At nextLeaf();
  bool goToLeafOf(int64_t target);
  bool searchLeaf(int64_t target);
  bool halve(int64_t target);
  bool decode(uint32_t cell);
  At land();
  At fail();

  PageFile& file_;
  LocalSizes sizes_;
  uint32_t rootPage_;
  std::vector<Level> levels_;
  size_t depth_ = 0;  // levels above the leaf

  bool isOpen_ = false;  // on a leaf
  PageCache::Hold hold_;
  TreePage leaf_;
  int64_t low_ = 0, high_ = 0, lastRowid_ = 0;
  uint32_t cell_ = 0;  // cellCount: behind the last
  // Of the row decoded last, which is that of cell_ when it is one.
  int64_t rowid_ = 0;
  uint64_t size_ = 0;
  const std::byte* content_ = nullptr;
  Payload payload_;
};

}  // namespace premap
