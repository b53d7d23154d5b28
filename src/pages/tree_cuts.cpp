// All leaves of a B-tree lie equally deep, and its pages are filled alike: subtrees of one depth are about as large.
#include "premap/pages/tree_cuts.h"

#include "premap/pages/bytes.h"
#include "premap/pages/tree_page.h"

namespace premap {

namespace {

// The subtrees of one depth, and the last id that each may have; the last one has no bound.
struct Level {
  std::vector<uint32_t> pages;
  std::vector<int64_t> ends;
};

enum class Went : uint8_t { Down, NotFurther, Failed };

// Appends the children of a page.
Went expand(PageFile& file, uint32_t number, Level& below) {
  PageCache::Hold hold = file.hold(number);
  TreePage page;
  if (!hold || !page.open(file, number, hold.data(), true)) return Went::Failed;
  if (page.isLeaf()) return Went::NotFurther;
  for (uint32_t i = 0; i < page.cellCount(); ++i) {
    const std::byte* cell = page.cell(i);
    uint64_t id = 0;
    if (!cell || varint(cell + 4, id) > page.end()) return Went::Failed;
    below.pages.push_back(u32At(cell));
    below.ends.push_back(static_cast<int64_t>(id));
  }
  below.pages.push_back(page.lastChild());
  return Went::Down;
}

Went goDown(PageFile& file, Level& level) {
  Level below;
  for (size_t i = 0; i < level.pages.size(); ++i) {
    if (const Went went = expand(file, level.pages[i], below); went != Went::Down) return went;
    if (i < level.ends.size()) below.ends.push_back(level.ends[i]);
  }
  level = std::move(below);
  return Went::Down;
}

}  // namespace

std::vector<int64_t> cutTree(PageFile& file, uint32_t rootPage, size_t parts) {
  // A few subtrees a part, so that those at the edge of a tree, which are not full, make little difference.
  constexpr size_t kSubtrees = 4;
  Level level{{rootPage}, {}};
  for (size_t depth = 0; level.pages.size() < kSubtrees * parts && depth < kMostDepth; ++depth) {
    const Went went = goDown(file, level);
    if (went == Went::Failed) return {};
    if (went == Went::NotFurther) break;
  }
  std::vector<int64_t> cuts;
  for (size_t part = 1; part < parts; ++part) {
    const size_t at = level.pages.size() * part / parts;
    if (at == 0 || (!cuts.empty() && level.ends[at - 1] <= cuts.back())) continue;
    cuts.push_back(level.ends[at - 1]);
  }
  return cuts;
}

}  // namespace premap
