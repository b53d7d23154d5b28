// A column is asked for once, whoever needs it.
#include "resolve/page_table.h"

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
  gather_.emplace(file, *layout_, requests_);
}

Taken PageTable::take(std::span<const int64_t> ids, size_t mostBytes) {
  const std::optional<size_t> taken = gather_->take(ids, block_, mostBytes);
  return !taken ? Taken::Failed : *taken < ids.size() ? Taken::Part : Taken::All;
}

std::optional<size_t> PageTable::scan(size_t mostRows) {
  return gather_->scan(mostRows, block_, kMostBytes);
}

SlotColumn PageTable::slot(int column, const uint32_t* places) const {
  const auto c = static_cast<size_t>(column);
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
