// Checks a page before anything of it is believed: its kind, how many cells it names, and where they
// and their payloads end.
#include "premap/pages/tree_page.h"

#include <algorithm>

#include "premap/pages/bytes.h"

namespace premap {
namespace {

constexpr uint64_t kLongestValue = 0x7fffffff;

}  // namespace

bool TreePage::open(PageFile& file, uint32_t number, const std::byte* data, bool isTable) {
  const uint32_t start = number == 1 ? kFileHeader : 0;
  const std::byte* header = data + start;
  number_ = number, data_ = data, usableSize_ = file.usableSize();
  kind_ = static_cast<TreeKind>(byteAt(header));
  switch (kind_) {
    case TreeKind::TableLeaf:
    case TreeKind::TableInterior:
      if (!isTable) return file.corrupt(number, "is of a table, not of the index it is named in");
      break;
    case TreeKind::IndexLeaf:
    case TreeKind::IndexInterior:
      if (isTable) return file.corrupt(number, "is of an index, not of the table it is named in");
      break;
    default:
      return file.corrupt(number, "is of no kind that tables have");
  }
  cellCount_ = u16At(header + 3);
  const uint32_t cells = start + (isLeaf() ? kLeafHeader : kInteriorHeader);
  cells_ = data + cells;
  firstCell_ = cells + 2 * cellCount_;
  if (firstCell_ > usableSize_) return file.corrupt(number, "names more rows than fit into it");
  return true;
}

uint32_t TreePage::lastChild() const {
  return u32At(cells_ - 4);
}

LocalSizes::LocalSizes(const PageFile& file, bool isTableLeaf)
    : least_(leastInPage(file.usableSize())),
      perOverflowPage_(perOverflowPage(file.usableSize())),
      largest_(std::min<uint64_t>(kLongestValue, uint64_t{file.pageCount()} * file.pageSize())) {
  most_ = isTableLeaf ? mostInLeaf(file.usableSize()) : (file.usableSize() - 12) * 64 / 255 - 23;
}

bool LocalSizes::locate(PageFile& file, const TreePage& page, const std::byte* at, uint64_t size,
                        Payload& payload) const {
  if (fits(page, at, size, payload)) return true;
  const bool isLarger = size > std::max<uint64_t>(most_, largest_);
  return file.corrupt(page.number(),
                      isLarger ? "has a row larger than the file" : "has a row that goes beyond its end");
}

}  // namespace premap
