// TreePage: one page of a B-tree, in place. Nothing of it is believed before it is checked.
#pragma once

#include "premap/pages/record.h"
#include "premap/sqlite/file_format.h"

namespace premap {

/// What moving a cursor came to.
enum class At : uint8_t {
  Row,     ///< it is on a row (or an entry)
  None,    ///< there is none: the end, or no row of that id
  Failed,  ///< damaged or unreadable, see PageFile::failure()
};

/// SQLite itself follows no deeper tree.
constexpr size_t kMostDepth = 20;

class TreePage {
 public:
  /// `data` stays the caller's. False, and a fault, when it is no page of a table's (`isTable`) or an index's tree.
  bool open(PageFile& file, uint32_t number, const std::byte* data, bool isTable);

  uint32_t number() const { return number_; }
  bool isLeaf() const { return kind_ >= TreeKind::IndexLeaf; }
  uint32_t cellCount() const { return cellCount_; }
  /// Of an interior page: the child behind the last cell.
  uint32_t lastChild() const;

  /// A cell; null where it would lie outside the page. At least 4 bytes of it are in the page.
  const std::byte* cell(uint32_t index) const {
    const uint32_t at = u16At(cells_ + 2 * index);
    return at >= firstCell_ && at + kLeastCell <= usableSize_ ? data_ + at : nullptr;
  }
  const std::byte* end() const { return data_ + usableSize_; }

 private:
  static constexpr uint32_t kLeastCell = 4;
  const std::byte* data_ = nullptr;
  const std::byte* cells_ = nullptr;  // the array of their places
  uint32_t number_ = 0, usableSize_ = 0, cellCount_ = 0, firstCell_ = 0;
  TreeKind kind_ = TreeKind::TableLeaf;
};

/// How much of a payload a page keeps: SQLite's rule. `isTableLeaf`: else an index's page.
class LocalSizes {
 public:
  LocalSizes(const PageFile& file, bool isTableLeaf);

  /// Finds the payload whose bytes begin at `at`. False, and a fault, when it does not fit into the page.
  bool locate(PageFile& file, const TreePage& page, const std::byte* at, uint64_t size, Payload& payload) const;

  /// The same, and no fault.
  bool fits(const TreePage& page, const std::byte* at, uint64_t size, Payload& payload) const {
    const std::ptrdiff_t room = page.end() - at;
    payload.local = at;
    payload.page = page.number();
    payload.size = payload.localSize = static_cast<uint32_t>(size);
    payload.overflow = 0;
    if (size <= most_) return room >= static_cast<std::ptrdiff_t>(size);
    if (size > largest_) return false;
    payload.localSize = localSizeOf(payload.size, most_, least_, perOverflowPage_);
    if (room < static_cast<std::ptrdiff_t>(payload.localSize) + 4) return false;
    payload.overflow = u32At(at + payload.localSize);
    return true;
  }

 private:
  uint32_t most_, least_, perOverflowPage_;
  uint64_t largest_;
};

}  // namespace premap
