// The numbers of SQLite's file format (https://www.sqlite.org/fileformat.html) that who reads its trees and who writes
// one have in common.
#pragma once

#include <cstdint>

namespace premap {

enum class TreeKind : uint8_t { IndexInterior = 2, TableInterior = 5, IndexLeaf = 10, TableLeaf = 13 };

constexpr uint32_t kFileHeader = 100;  // before the tree in page 1
constexpr uint32_t kLeafHeader = 8, kInteriorHeader = 12;

/// Where SQLite puts its locks: the page that holds that byte is never used.
constexpr uint32_t lockPage(uint32_t pageSize) {
  return 0x40000000 / pageSize + 1;
}

/// The largest row that lies whole in a table's leaf.
constexpr uint32_t mostInLeaf(uint32_t usableSize) {
  return usableSize - 35;
}
/// What of a larger one lies there at least; the rest is in overflow pages.
constexpr uint32_t leastInPage(uint32_t usableSize) {
  return (usableSize - 12) * 32 / 255 - 23;
}
constexpr uint32_t perOverflowPage(uint32_t usableSize) {
  return usableSize - 4;
}
/// What of one larger than `most` lies there: more than the least if its last overflow page is then spared.
constexpr uint32_t localSizeOf(uint32_t size, uint32_t most, uint32_t least, uint32_t perOverflow) {
  const uint32_t filled = least + (size - least) % perOverflow;
  return filled <= most ? filled : least;
}

}  // namespace premap
