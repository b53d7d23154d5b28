// Pages above the leaves are decoded and kept level by level: a lookup nearby begins where the last one ended. Every id
// must lie where the pages above it say.
#include "premap/pages/table_cursor.h"

#include <algorithm>
#include <limits>

#include "premap/pages/bytes.h"

namespace premap {
namespace {

constexpr int64_t kLeast = std::numeric_limits<int64_t>::min(), kMost = std::numeric_limits<int64_t>::max();

// A leaf is searched forwards row by row so far, and by halves beyond. Measured with bench/page_scan.cpp, which looks
// up every GAP-th id of a table of 1,000,000 rows (two columns, milliseconds of the processor, the least of
// seven runs):
//
//   steps before halving    0     4     8    16    32
//   gap   2              59.3  51.7  52.1  51.9  51.7
//   gap   8              42.5  42.9  41.4  41.3  44.2
//   gap  32              34.9  36.0  35.6  36.7  35.8
//   gap 256              18.2  18.8  18.8  18.1  17.3
//
// Reading every row costs 62 ms: looking up is never dearer than walking, at any gap, so nothing switches between the
// two. It never meets a page it does not need, and the pages above the leaves are at hand.
constexpr uint32_t kStepsBeforeHalving = 8;

}  // namespace

TableCursor::TableCursor(PageFile& file, uint32_t rootPage)
    : file_(file), sizes_(file, true), rootPage_(rootPage), levels_(kMostDepth) {}

// ---------------------------------------------------------------- from page to page

// Goes down from a page, whose rows have ids from `low` to `high`, to the leaf that has `target` or would have it.
bool TableCursor::descend(uint32_t page, int64_t low, int64_t high, int64_t target) {
  isOpen_ = false;
  for (;;) {
    if (depth_ == kMostDepth) return file_.corrupt(page, "lies deeper than any tree is");
    Level& level = levels_[depth_];
    if (level.page != page || page == 0) {
      PageCache::Hold hold = file_.hold(page);
      TreePage view;
      if (!hold || !view.open(file_, page, hold.data(), true)) return false;
      if (view.isLeaf()) {
        hold_ = std::move(hold);
        leaf_ = view;
        return openLeaf(low, high);
      }
      level.page = 0;
      if (!loadLevel(view, level)) return false;
      level.page = page;
    }
    level.low = low, level.high = high;
    level.child =
        static_cast<size_t>(std::lower_bound(level.keys.begin(), level.keys.end(), target) - level.keys.begin());
    ++depth_;
    if (!enterChild(level, page, low, high)) return false;
  }
}

bool TableCursor::descendFromRoot(int64_t target) {
  depth_ = 0;
  return descend(rootPage_, kLeast, kMost, target);
}

bool TableCursor::loadLevel(const TreePage& page, Level& level) {
  const uint32_t count = page.cellCount();
  if (count == 0 && page.number() != 1) return file_.corrupt(page.number(), "has no rows below it");
  level.keys.resize(count);
  level.children.resize(count + 1);
  for (uint32_t i = 0; i < count; ++i) {
    const std::byte* cell = page.cell(i);
    if (!cell) return file_.corrupt(page.number(), "names a row outside itself");
    uint64_t key = 0;
    if (varint(cell + 4, key) > page.end()) return file_.corrupt(page.number(), "has an id that goes beyond its end");
    level.children[i] = u32At(cell);
    level.keys[i] = static_cast<int64_t>(key);
    if (i > 0 && level.keys[i] <= level.keys[i - 1]) return file_.corrupt(page.number(), "has ids that do not ascend");
  }
  level.children[count] = page.lastChild();
  return true;
}

// The page of the chosen child, and the ids that it may have.
bool TableCursor::enterChild(Level& level, uint32_t& page, int64_t& low, int64_t& high) {
  const size_t child = level.child, count = level.keys.size();
  if (count > 0 && (level.keys.front() < level.low || level.keys.back() >= level.high))
    return file_.corrupt(level.page, "has ids that belong elsewhere");
  low = child == 0 ? level.low : level.keys[child - 1] + 1;
  high = child == count ? level.high : level.keys[child];
  page = level.children[child];
  return true;
}

bool TableCursor::openLeaf(int64_t low, int64_t high) {
  const uint32_t count = leaf_.cellCount();
  low_ = low, high_ = high, cell_ = 0, lastRowid_ = low;
  isOpen_ = true;
  if (count == 0) return depth_ == 0 || file_.corrupt(leaf_.number(), "has no rows");
  if (!decode(count - 1)) return false;
  lastRowid_ = rowid_;
  if (!decode(0)) return false;
  if (rowid_ < low || lastRowid_ > high || lastRowid_ < rowid_)
    return file_.corrupt(leaf_.number(), "has ids that belong elsewhere");
  return true;
}

At TableCursor::nextLeaf() {
  for (; depth_ > 0; --depth_) {
    Level& level = levels_[depth_ - 1];
    if (level.child == level.keys.size()) continue;
    ++level.child;
    uint32_t page = 0;
    int64_t low = 0, high = 0;
    if (!enterChild(level, page, low, high) || !descend(page, low, high, low)) return fail();
    return land();
  }
  isOpen_ = false;
  return At::None;
}

// From the leaf it is on, up no further than is needed: the pages above are decoded already.
bool TableCursor::goToLeafOf(int64_t target) {
  if (isOpen_ && target >= low_ && target <= high_) return true;
  if (!isOpen_) return descendFromRoot(target);
  while (depth_ > 0 && (target < levels_[depth_ - 1].low || target > levels_[depth_ - 1].high)) --depth_;
  if (depth_ == 0) return descendFromRoot(target);
  --depth_;
  const Level& level = levels_[depth_];
  return descend(level.page, level.low, level.high, target);
}

// ---------------------------------------------------------------- in a leaf

bool TableCursor::decode(uint32_t cell) {
  const std::byte* at = leaf_.cell(cell);
  if (!at) return file_.corrupt(leaf_.number(), "names a row outside itself");
  uint64_t id = 0;
  content_ = varint(varint(at, size_), id);
  rowid_ = static_cast<int64_t>(id);
  return content_ <= leaf_.end() || file_.corrupt(leaf_.number(), "has a row that goes beyond its end");
}

size_t TableCursor::run(std::span<Payload> payloads, int64_t* ids) const {
  payloads[0] = payload_;
  ids[0] = rowid_;
  const auto most = static_cast<uint32_t>(std::min<size_t>(payloads.size(), leaf_.cellCount() - cell_));
  uint32_t count = 1;
  for (; count < most; ++count) {
    const std::byte* at = leaf_.cell(cell_ + count);
    if (!at) break;
    uint64_t size = 0, id = 0;
    at = varint(varint(at, size), id);
    if (static_cast<int64_t>(id) <= ids[count - 1] || !sizes_.fits(leaf_, at, size, payloads[count])) break;
    ids[count] = static_cast<int64_t>(id);
  }
  return count;
}

void TableCursor::goOn(size_t rows) {
  cell_ += static_cast<uint32_t>(rows);
  if (decode(cell_)) sizes_.fits(leaf_, content_, size_, payload_);
}

// Goes to the first row whose id is not less than `target`, which lies in this leaf's part of the table.
bool TableCursor::searchLeaf(int64_t target) {
  const uint32_t count = leaf_.cellCount();
  if (target > lastRowid_ || count == 0) return cell_ = count, true;
  if (cell_ == count || target < rowid_) {
    cell_ = 0;
    if (!decode(0)) return false;
  }
  for (const uint32_t end = cell_ + kStepsBeforeHalving; rowid_ < target && cell_ < end;) {
    if (++cell_ == count) return file_.corrupt(leaf_.number(), "has ids that do not ascend");
    if (!decode(cell_)) return false;
  }
  return rowid_ >= target || halve(target);
}

// By halves between cell_, whose id is less, and the last, whose id is not.
bool TableCursor::halve(int64_t target) {
  uint32_t high = leaf_.cellCount() - 1;
  for (++cell_; cell_ < high;) {
    const uint32_t middle = cell_ + (high - cell_) / 2;
    if (!decode(middle)) return false;
    if (rowid_ < target) cell_ = middle + 1;
    else high = middle;
  }
  return decode(cell_);
}

// Finds the values of the row that was decoded.
At TableCursor::land() {
  if (cell_ == leaf_.cellCount()) return At::None;
  return sizes_.locate(file_, leaf_, content_, size_, payload_) ? At::Row : fail();
}

At TableCursor::fail() {
  isOpen_ = false;
  depth_ = 0;
  return At::Failed;
}

// ---------------------------------------------------------------- moves

At TableCursor::first() {
  return descendFromRoot(kLeast) ? land() : fail();
}

At TableCursor::next() {
  if (!isOpen_) return At::None;
  if (cell_ + 1 >= leaf_.cellCount()) return nextLeaf();
  const int64_t before = rowid_;
  if (!decode(++cell_)) return fail();
  if (rowid_ > before) return land();
  file_.corrupt(leaf_.number(), "has ids that do not ascend");
  return fail();
}

At TableCursor::seek(int64_t rowid) {
  if (!goToLeafOf(rowid) || !searchLeaf(rowid)) return fail();
  return cell_ < leaf_.cellCount() ? land() : nextLeaf();
}

At TableCursor::find(int64_t rowid) {
  if (!goToLeafOf(rowid) || !searchLeaf(rowid)) return fail();
  if (cell_ == leaf_.cellCount() || rowid_ != rowid) return At::None;
  return land();
}

}  // namespace premap
