// Keys always ascend: of a descending order their bits are turned over.
#include "preview/sort_keys.h"

#include <algorithm>
#include <numeric>

#include "preview/sort_text.h"

namespace premap {

using resolve::CellColumn;
using resolve::CellKind;

namespace {

// Unsigned numbers in the order of what they stand for.
uint64_t orderOf(int64_t value) {
  return static_cast<uint64_t>(value) ^ uint64_t { 1 } << 63;
}
uint64_t orderOf(double value) {
  const auto bits = std::bit_cast<uint64_t>(value + 0.0);  // no -0
  return bits >> 63 ? ~bits : bits | uint64_t{1} << 63;
}

void appendBytes(std::string& out, uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

// Points come before texts, where a column has both.
void appendSortCell(std::string& out, const CellColumn& cells, size_t cell) {
  const CellKind kind = cells.kind(cell);
  if (kind == CellKind::Point2d || kind == CellKind::Point3d) {
    out += '\0';
    const double* point = cells.point(cell);
    for (int i = 0; i < (kind == CellKind::Point3d ? 3 : 2); ++i) appendBytes(out, orderOf(point[i]));
    return;
  }
  std::string scratch;
  out += '\1';
  appendSortText(out, kind == CellKind::Text ? cells.text(cell) : cells.value(cell, scratch).text);
}

}  // namespace

// --- the texts of a pass

std::optional<SortKey> TextKeys::keep(std::string_view text) {
  if (const auto found = places_.find(text); found != places_.end()) return SortKey{found->second, 0};
  if (texts_.size() == kMostTexts || (bytes_ + text.size() > kMostBytes && !texts_.empty())) return std::nullopt;
  bytes_ += text.size(), longest_ = std::max(longest_, text.size());
  texts_.push_back(arena_->keep(text));
  places_.emplace(texts_.back(), static_cast<uint32_t>(texts_.size() - 1));
  return SortKey{texts_.size() - 1, 0};
}

TextKeys TextKeys::shrunk(std::vector<uint32_t>& places) const {
  TextKeys shorter;
  shorter.width_ = longest_ / 2;
  shorter.isFull_ = shorter.width_ < kLeastWidth;
  for (size_t i = 0; i < texts_.size() && !shorter.isFull_; ++i)
    places.push_back(static_cast<uint32_t>(shorter.keep(texts_[i].substr(0, shorter.width_))->high));
  return shorter;
}

SortKey TextKeys::prefixOf(std::string_view text) {
  SortKey key;
  for (size_t i = 0; i < kPrefix; ++i) {
    const auto byte = static_cast<uint64_t>(i < text.size() ? static_cast<unsigned char>(text[i]) : 0);
    (i < 8 ? key.high : key.low) |= byte << (56 - i % 8 * 8);
  }
  return key;
}

std::vector<uint32_t> TextKeys::ranks() const {
  std::vector<uint32_t> sorted(texts_.size()), ranks(texts_.size());
  std::iota(sorted.begin(), sorted.end(), 0);
  std::sort(sorted.begin(), sorted.end(), [&](uint32_t a, uint32_t b) { return texts_[a] < texts_[b]; });
  for (size_t i = 0; i < sorted.size(); ++i) ranks[sorted[i]] = static_cast<uint32_t>(i);
  return ranks;
}

// --- the keys

SortKeys::SortKeys(const TableColumn& column, bool isClass, bool isDescending)
    : isText_(isClass ||
              (column.type == resolve::Target::String && !(column.isDefault && column.name == "ECInstanceId"))),
      isClass_(isClass),
      isReal_(column.type == resolve::Target::Double),
      isDescending_(isDescending) {}

void SortKeys::add(const CellColumn& cells, size_t cell, const Class* rowClass) {
  const auto row = static_cast<uint32_t>(keys_.size());
  nulls_.push_back(cells.isNull(cell));
  open_.push_back(false);
  tied_.push_back(!nulls_.back());
  keys_.push(nulls_.back() ? SortKey() : keyOf(row, cells, cell, rowClass));
}

void SortKeys::addTied(uint32_t row, const CellColumn& cells, size_t cell, const Class* rowClass) {
  keys_[row] = keyOf(row, cells, cell, rowClass);
}

SortKey SortKeys::keyOf(uint32_t row, const CellColumn& cells, size_t cell, const Class* rowClass) {
  if (!isText_) {
    if (isReal_) return {orderOf(cells.real(cell)), 0};
    // Ids are unsigned, other whole numbers are not.
    const bool isId = cells.kind(cell) == CellKind::Id;
    return {isId ? static_cast<uint64_t>(cells.integer(cell)) : orderOf(cells.integer(cell)), 0};
  }
  text_.clear();
  if (isClass_ && rowClass) appendSortText(text_, rowClass->fullName('.'));
  else appendSortCell(text_, cells, cell);
  return textKey(row);
}

// Of `text_`.
SortKey SortKeys::textKey(uint32_t row) {
  const std::string_view rest = std::string_view(text_).substr(std::min(depth_, text_.size()));
  for (; !texts_.isFull(); shrink(row)) {
    open_[row] = rest.size() > texts_.width();
    if (const auto key = texts_.keep(rest.substr(0, texts_.width()))) return *key;
  }
  open_[row] = rest.size() > TextKeys::kPrefix;
  return TextKeys::prefixOf(rest);
}

// The rows of this pass so far, up to that one, get new keys too. What was cut before may be any longer.
void SortKeys::shrink(uint32_t upTo) {
  std::vector<uint32_t> places;
  TextKeys shorter = texts_.shrunk(places);
  const size_t width = shorter.isFull() ? TextKeys::kPrefix : shorter.width();
  for (uint32_t row = 0; row < upTo; ++row) {
    if (!tied_[row]) continue;
    const std::string_view text = texts_.kept(keys_[row]);
    open_[row] = open_[row] || text.size() > width;
    keys_[row] = shorter.isFull() ? TextKeys::prefixOf(text) : SortKey{places[static_cast<size_t>(keys_[row].high)], 0};
  }
  texts_ = std::move(shorter);
}

void SortKeys::endPass() {
  const bool isRanked = isText_ && !texts_.isFull();
  const std::vector<uint32_t> ranks = isRanked ? texts_.ranks() : std::vector<uint32_t>();
  for (uint32_t row = 0; row < keys_.size(); ++row) {
    if (!tied_[row]) continue;
    SortKey& key = keys_[row];
    if (isRanked) key.high = ranks[static_cast<size_t>(key.high)];
    if (isDescending_) key.high = ~key.high, key.low = ~key.low;
  }
  width_ = texts_.isFull() ? TextKeys::kPrefix : texts_.width();
  texts_ = {};
}

void SortKeys::beginTies() {
  std::fill(tied_.begin(), tied_.end(), false);
  depth_ += width_;
}

}  // namespace premap
