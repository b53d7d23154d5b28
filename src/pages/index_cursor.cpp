// Interior pages of an index have entries too: the cursor walks down to a leaf, along it, and up to the entry behind
// it. Keys may be long and of any type: pages above the leaf are kept as they are, and compared in place.
#include "premap/pages/index_cursor.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "pages/key_order.h"
#include "premap/pages/bytes.h"
#include "premap/sqlite/conversion.h"

namespace premap {
namespace {

std::vector<WantedField> firstFields(size_t count) {
  std::vector<WantedField> fields;
  for (uint32_t place = 0; place < count; ++place) fields.push_back({place, false});
  return fields;
}

}  // namespace

bool IndexCursor::canSeek(const IndexLayout& index, size_t keyColumns) {
  return index.rootPage != 0 && keyColumns <= index.columns.size() &&
         std::all_of(index.columns.begin(), index.columns.begin() + static_cast<std::ptrdiff_t>(keyColumns),
                     [](const IndexColumn& column) {
                       return column.column != IndexColumn::kExpression && isKnownCollation(column.collation);
                     });
}

IndexCursor::IndexCursor(PageFile& file, const IndexLayout& index)
    : file_(file), index_(index), sizes_(file, false), firstReader_(file, firstFields(1)), levels_(kMostDepth) {}

// ---------------------------------------------------------------- from page to page

// Makes a page the leaf, or the level at depth_.
bool IndexCursor::open(uint32_t page, bool& isLeaf) {
  if (pagesLeft_-- == 0) return file_.corrupt(page, "is in a tree that goes in circles");
  Level* level = depth_ < kMostDepth ? &levels_[depth_] : nullptr;
  if (level && page != 0 && level->page == page) return isLeaf = false, true;
  PageCache::Hold hold = file_.hold(page);
  TreePage view;
  if (!hold || !view.open(file_, page, hold.data(), false)) return false;
  isLeaf = view.isLeaf();
  if (view.cellCount() == 0 && !(depth_ == 0 && isLeaf)) return file_.corrupt(page, "has no rows");
  if (isLeaf) return hold_ = std::move(hold), leaf_ = view, true;
  if (!level) return file_.corrupt(page, "lies deeper than any tree is");
  level->page = 0;
  level->bytes.resize(file_.pageSize() + PageCache::kSlack);
  std::memcpy(level->bytes.data(), hold.data(), file_.pageSize());
  if (!level->view.open(file_, page, level->bytes.data(), false)) return false;
  level->page = page;
  return true;
}

// 0, which is no page, where the cell lies outside.
uint32_t IndexCursor::childOf(const Level& level) const {
  if (level.child == level.view.cellCount()) return level.view.lastChild();
  const std::byte* cell = level.view.cell(level.child);
  return cell ? u32At(cell) : 0;
}

// Down to a leaf; `choose` sets the child of a level.
template <class Choose>
bool IndexCursor::descend(uint32_t page, Choose choose) {
  isOpen_ = false;
  for (;;) {
    bool isLeaf = false;
    if (!open(page, isLeaf)) return false;
    if (isLeaf) break;
    Level& level = levels_[depth_];
    if (!choose(level)) return false;
    page = childOf(level);
    if (page == 0) return file_.corrupt(level.page, "names a row outside itself");
    ++depth_;
  }
  return isOpen_ = isOnLeaf_ = true;
}

bool IndexCursor::descendFirst(uint32_t page) {
  cell_ = 0;
  return descend(page, [](Level& level) { return level.child = 0, true; });
}

bool IndexCursor::descendTo(std::span<const KeyValue> key) {
  depth_ = 0;
  pagesLeft_ = uint64_t{file_.pageCount()} + 1;
  return descend(index_.rootPage, [&](Level& level) { return lowerBound(level.view, 0, key, level.child); }) &&
         lowerBound(leaf_, 0, key, cell_);
}

// ---------------------------------------------------------------- entries

bool IndexCursor::payloadAt(const TreePage& page, uint32_t cell, Payload& payload) {
  const std::byte* at = page.cell(cell);
  if (!at) return file_.corrupt(page.number(), "names a row outside itself");
  uint64_t size = 0;
  at = varint(page.isLeaf() ? at : at + 4, size);
  if (at > page.end()) return file_.corrupt(page.number(), "has a row that goes beyond its end");
  return sizes_.locate(file_, page, at, size, payload);
}

std::optional<int> IndexCursor::compare(const Payload& payload, std::span<const KeyValue> key) {
  if (!keyReader_ || keyReader_->fieldCount() != key.size()) keyReader_.emplace(file_, firstFields(key.size()));
  if (!keyReader_->read(payload)) return std::nullopt;
  for (size_t i = 0; i < key.size(); ++i) {
    const int compared = compareValues(keyReader_->field(i), key[i], index_.columns[i].collation);
    if (compared != 0) return index_.columns[i].isDescending ? -compared : compared;
  }
  return 0;
}

std::optional<int> IndexCursor::compare(std::span<const KeyValue> key) {
  return compare(payload_, key);
}

// The first of a page's entries from `from` on that does not lie before `key`; cellCount: all do.
bool IndexCursor::lowerBound(const TreePage& page, uint32_t from, std::span<const KeyValue> key, uint32_t& found) {
  uint32_t low = from, high = page.cellCount();
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    Payload payload;
    if (!payloadAt(page, middle, payload)) return false;
    const std::optional<int> compared = compare(payload, key);
    if (!compared) return false;
    if (*compared < 0) low = middle + 1;
    else high = middle;
  }
  found = low;
  return true;
}

// The entry that the cursor came to, or the next one where a leaf has no more.
At IndexCursor::land() {
  if (cell_ >= leaf_.cellCount()) return climb();
  return payloadAt(leaf_, cell_, payload_) ? At::Row : fail();
}

At IndexCursor::climb() {
  for (; depth_ > 0; --depth_) {
    const Level& level = levels_[depth_ - 1];
    if (level.child == level.view.cellCount()) continue;
    isOnLeaf_ = false;
    return payloadAt(level.view, level.child, payload_) ? At::Row : fail();
  }
  isOpen_ = false;
  return At::None;
}

At IndexCursor::fail() {
  isOpen_ = false;
  depth_ = 0;
  return At::Failed;
}

// Entries that do not ascend would be missed by those who look for them: told where it is cheap to see.
At IndexCursor::checkOrder(At at) {
  if (at != At::Row) return at;
  if (!firstReader_.read(payload_)) return fail();
  const StoredField& field = firstReader_.field(0);
  std::optional<int64_t> first;
  if (field.isInteger()) first = field.integer();
  const bool isDescending = !index_.columns.empty() && index_.columns[0].isDescending;
  if (first && lastFirst_ && (isDescending ? *first > *lastFirst_ : *first < *lastFirst_)) {
    file_.corrupt(payload_.page, "has entries that are not in order");
    return fail();
  }
  lastFirst_ = first;
  return at;
}

// ---------------------------------------------------------------- moves

At IndexCursor::first() {
  depth_ = 0;
  pagesLeft_ = uint64_t{file_.pageCount()} + 1;
  lastFirst_.reset();
  return descendFirst(index_.rootPage) ? checkOrder(land()) : fail();
}

At IndexCursor::next() {
  if (!isOpen_) return At::None;
  if (isOnLeaf_) {
    ++cell_;
    return checkOrder(land());
  }
  Level& level = levels_[depth_ - 1];
  ++level.child;
  const uint32_t page = childOf(level);
  if (page == 0) file_.corrupt(level.page, "names a row outside itself");
  return page != 0 && descendFirst(page) ? checkOrder(land()) : fail();
}

// Whether the leaf that it is on has the first entry that does not lie before `key`.
bool IndexCursor::isNear(std::span<const KeyValue> key, bool& answer) {
  answer = false;
  if (!isOpen_ || !isOnLeaf_ || cell_ >= leaf_.cellCount()) return true;
  std::optional<int> compared = compare(payload_, key);
  if (!compared) return false;
  if (*compared >= 0) return true;
  Payload last;
  if (!payloadAt(leaf_, leaf_.cellCount() - 1, last)) return false;
  compared = compare(last, key);
  if (!compared) return false;
  answer = *compared >= 0;
  return true;
}

At IndexCursor::seek(std::span<const KeyValue> key) {
  bool near = false;
  if (!isNear(key, near)) return fail();
  if (!(near ? lowerBound(leaf_, cell_ + 1, key, cell_) : descendTo(key))) return fail();
  lastFirst_.reset();
  return checkOrder(land());
}

// ---------------------------------------------------------------- many keys

namespace {

constexpr int kStepsBeforeSeeking = 8;

}  // namespace

bool IndexLookup::canRead(const IndexLayout& index) {
  return IndexCursor::canSeek(index, 1) && !index.isPartial && !index.columns[0].isDescending &&
         index.columns.size() > 1 && index.columns.back().column == IndexColumn::kRowid;
}

IndexLookup::IndexLookup(PageFile& file, const IndexLayout& index)
    : file_(file),
      cursor_(file, index),
      reader_(file, {{0, false}, {static_cast<uint32_t>(index.columns.size() - 1), false}}) {}

// Keys are whole numbers nearly always, and then compared as such.
bool IndexLookup::readEntry() {
  if (!reader_.read(cursor_.payload())) return false;
  const StoredField& first = reader_.field(0);
  key_.reset();
  if (first.isInteger()) key_ = first.integer();
  else if (first.kind == StoredKind::Real) key_ = wholeNumber(std::bit_cast<double>(u64At(first.data)));
  if (reader_.field(1).isInteger()) return true;
  return file_.corrupt(cursor_.payload().page, "has an entry without the id of its row");
}

bool IndexLookup::isBefore(int64_t key, bool& answer) {
  if (key_) return answer = *key_ < key, true;
  const KeyValue wanted = KeyValue::of(key);
  const std::optional<int> compared = cursor_.compare(std::span(&wanted, 1));
  answer = compared && *compared < 0;
  return compared.has_value();
}

// To the first entry that does not come before the key. False: failed.
bool IndexLookup::goTo(int64_t key) {
  bool before = true;
  for (int i = 0; i < kStepsBeforeSeeking && at_ == At::Row; ++i) {
    if (!isBefore(key, before)) return false;
    if (!before) return true;
    if (!step(cursor_.next())) return false;
  }
  const KeyValue wanted = KeyValue::of(key);
  return at_ == At::Row || at_ == At::None ? step(cursor_.seek(std::span(&wanted, 1))) : false;
}

bool IndexLookup::step(At at) {
  at_ = at;
  return at == At::None || (at == At::Row && readEntry());
}

bool IndexLookup::find(std::span<const int64_t> keys, std::vector<Match>& matches) {
  at_ = At::None;
  for (size_t i = 0; i < keys.size(); ++i) {
    if (!goTo(keys[i])) return false;
    if (at_ == At::None) break;  // the end: the keys to come are larger
    while (at_ == At::Row && key_ == keys[i]) {
      matches.push_back({static_cast<uint32_t>(i), reader_.field(1).integer()});
      if (!step(cursor_.next())) return false;
    }
  }
  cursor_.rest();
  return true;
}

bool IndexLookup::findBetween(int64_t first, int64_t last, std::vector<Entry>& entries) {
  at_ = At::None;
  if (!goTo(first)) return false;
  while (at_ == At::Row) {
    bool isWithin = true;
    if (last < std::numeric_limits<int64_t>::max() && !isBefore(last + 1, isWithin)) return false;
    if (!isWithin) break;
    if (key_) entries.push_back({*key_, reader_.field(1).integer()});
    if (!step(cursor_.next())) return false;
  }
  cursor_.rest();
  return true;
}

}  // namespace premap
