// A window is worth its reading where a good part of its rows is asked for: what the last round asked decides.
#include "resolve/table_windows.h"

#include <algorithm>
#include <numeric>

namespace premap::resolve {

namespace {

// Looking a row up costs as much as reading some from a page that is at hand.
constexpr size_t kRowsALookup = 4;

}  // namespace

size_t TableWindow::want(const ColumnRequest& column) {
  const auto known = std::find_if(columns_.begin(), columns_.end(), [&](const ColumnRequest& each) {
    return each.column == column.column && each.isSizeOnly == column.isSizeOnly;
  });
  if (known != columns_.end()) return static_cast<size_t>(known - columns_.begin());
  columns_.push_back(column);
  return columns_.size() - 1;
}

void TableWindow::beginRound(const Round& round) {
  if (round_ != 0) isWorthIt_ = asked_ * kRowsALookup >= rows_;
  round_ = round.number;
  asked_ = 0, isRead_ = false;
}

bool TableWindow::cover(PageFile& file, const Round& round, size_t ids) {
  if (isUnfit_) return false;
  if (round_ != round.number) beginRound(round);
  asked_ += ids;
  if (!isWorthIt_) return false;
  if (!isRead_ || gatheredColumns_ != columns_.size()) isRead_ = readAll(file, round);
  return isRead_;
}

// What does not fit into a window, or is damaged, is left to who asks for it.
bool TableWindow::readAll(PageFile& file, const Round& round) {
  if (!gather_ || gatheredColumns_ != columns_.size()) gather_.emplace(file, layout_, columns_);
  gatheredColumns_ = columns_.size();
  const Outcome outcome = read(file, round);
  isWorthIt_ = outcome == Outcome::Read, isUnfit_ = outcome == Outcome::Failed;
  rows_ = block_.rowCount();
  return isWorthIt_;
}

TableWindow::Outcome TableWindow::read(PageFile&, const Round& round) {
  gather_->scanFrom(round.first, round.last);
  const auto most = static_cast<size_t>(round.last - round.first) + 1;
  if (!gather_->scan(most, block_, kMostBytes)) return Outcome::Failed;
  return gather_->isAtEnd() ? Outcome::Read : Outcome::TooMuch;
}

// ---------------------------------------------------------------- aspects

AspectWindow::Outcome AspectWindow::read(PageFile& file, const Round& round) {
  if (!lookup_) lookup_.emplace(file, index_);
  entries_.clear();
  if (!lookup_->findBetween(round.first, round.last, entries_)) return Outcome::Failed;
  order_.resize(entries_.size());
  std::iota(order_.begin(), order_.end(), 0);
  const auto isBefore = [&](uint32_t a, uint32_t b) { return entries_[a].rowid < entries_[b].rowid; };
  if (!std::is_sorted(order_.begin(), order_.end(), isBefore)) std::sort(order_.begin(), order_.end(), isBefore);
  rowids_.clear(), owned_.resize(entries_.size());
  for (const uint32_t entry : order_) {
    owned_[entry] = {entries_[entry].key, static_cast<uint32_t>(rowids_.size())};
    rowids_.push_back(entries_[entry].rowid);
  }
  const std::optional<size_t> taken = gather_->take(rowids_, block_, kMostBytes);
  if (!taken) return Outcome::Failed;
  return *taken == rowids_.size() ? Outcome::Read : Outcome::TooMuch;
}

// ---------------------------------------------------------------- all of them

std::shared_ptr<TableWindow> TableWindows::of(const TableLayout& layout) {
  std::shared_ptr<TableWindow>& window = tables_[&layout];
  if (!window) window = std::make_shared<TableWindow>(layout);
  return window;
}

std::shared_ptr<AspectWindow> TableWindows::of(const TableLayout& layout, const IndexLayout& index) {
  std::shared_ptr<AspectWindow>& window = aspects_[&index];
  if (!window) window = std::make_shared<AspectWindow>(layout, index);
  return window;
}

}  // namespace premap::resolve
