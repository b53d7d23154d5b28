// A column is asked for once, whoever needs it.
#include "resolve/page_table.h"

#include <algorithm>

#include "premap/sqlite/conversion.h"

namespace premap::resolve {

int PageTable::want(const premap::StoredColumn& column, bool isPresenceOnly) {
  const std::optional<size_t> number = layout_->find(column.name);
  if (!number || !(layout_->columns[*number].isRowid || layout_->columns[*number].place)) return -1;
  for (size_t i = 0; i < requests_.size(); ++i)
    if (requests_[i].column == *number && requests_[i].isSizeOnly == isPresenceOnly) return static_cast<int>(i);
  requests_.push_back({*number, isPresenceOnly});
  return static_cast<int>(requests_.size() - 1);
}

void PageTable::begin(PageFile& file) {
  file_ = &file;
  gather_.emplace(file, *layout_, requests_);
}

void PageTable::share(std::shared_ptr<TableWindows> windows, std::shared_ptr<TableWindow> window) {
  windows_ = std::move(windows), window_ = std::move(window);
  for (const ColumnRequest& request : requests_) windowColumns_.push_back(window_->want(request));
}

bool PageTable::isCovered(int64_t first, int64_t last, size_t ids) {
  const bool isInRound = window_ && first >= windows_->round.first && last <= windows_->round.last;
  return isShared_ = isInRound && window_->cover(*file_, windows_->round, ids);
}

Taken PageTable::takeShared(std::span<const int64_t> ids) {
  if (ids.empty() || !isCovered(ids.front(), ids.back(), ids.size())) return take(ids);
  const std::span<const int64_t> there = window_->block().ids();
  places_.resize(ids.size());
  size_t at = 0;
  for (size_t i = 0; i < ids.size(); ++i) {
    while (at < there.size() && there[at] < ids[i]) ++at;
    const bool isFound = at < there.size() && there[at] == ids[i];
    places_[i] = isFound ? static_cast<uint32_t>(at) : SlotColumn::kNone;
  }
  return Taken::All;
}

Taken PageTable::take(std::span<const int64_t> ids, size_t mostBytes) {
  isShared_ = false;
  const std::optional<size_t> taken = gather_->take(ids, block_, mostBytes);
  return !taken ? Taken::Failed : *taken < ids.size() ? Taken::Part : Taken::All;
}

std::optional<PageTable::Scan> PageTable::scan(int64_t first, int64_t last, size_t mostRows) {
  if (isCovered(first, last, 0)) return scanWindow(first, last, mostRows);
  gather_->scanFrom(first, last);
  const std::optional<size_t> rows = gather_->scan(mostRows, block_, kMostBytes);
  if (!rows) return std::nullopt;
  return Scan{false, 0, *rows, gather_->isAtEnd(), gather_->behind()};
}

PageTable::Scan PageTable::scanWindow(int64_t first, int64_t last, size_t mostRows) {
  const std::span<const int64_t> there = ids();
  const auto begin = std::lower_bound(there.begin(), there.end(), first);
  const auto end = std::upper_bound(begin, there.end(), last);
  Scan scan{true, static_cast<size_t>(begin - there.begin()), static_cast<size_t>(end - there.begin()), true, {}};
  scan.isEnd = scan.end - scan.begin <= mostRows;
  if (!scan.isEnd) scan.end = scan.begin + mostRows;
  else scan.behind = end == there.end() ? window_->behind() : std::optional(*end);
  return scan;
}

SlotColumn PageTable::slot(int column, const uint32_t* places) const {
  const auto c = static_cast<size_t>(column);
  if (isShared_) {
    const ColumnBlock& shared = window_->block();
    const size_t there = windowColumns_[c];
    return {shared.types(there).data(), shared.bits(there).data(), shared.bytes().data(), places};
  }
  return {block_.types(c).data(), block_.bits(c).data(), block_.bytes().data(), places};
}

std::optional<int64_t> idOf(const SlotColumn& column, size_t row) {
  const uint32_t place = column.place(row);
  switch (column.typeAt(place)) {
    case ColumnType::Integer:
      return static_cast<int64_t>(column.bits[place]);
    case ColumnType::Real:
      return wholeNumber(std::bit_cast<double>(column.bits[place]));
    case ColumnType::Text:
      return wholeNumber(column.textAt(place));
    default:
      return std::nullopt;
  }
}

}  // namespace premap::resolve
