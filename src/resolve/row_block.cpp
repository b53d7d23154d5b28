// Values that are asked for as what they are not are converted as SQLite converts them.
#include "resolve/row_block.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "premap/sqlite/conversion.h"

namespace premap::resolve {

RowBlock::RowBlock(const PlanData& plan) {
  size_t count = plan.slots.size();
  for (const StreamedAspect& stream : plan.streams) {
    streamBases_.push_back(static_cast<int>(count) - StreamedAspect::kFirstSlot);
    count += stream.slots.size();
  }
  slots_.resize(count);
}

int64_t RowBlock::int64(int slot, size_t row) const {
  const SlotColumn& column = slots_[static_cast<size_t>(slot)];
  const uint32_t place = column.place(row);
  switch (column.typeAt(place)) {
    case ColumnType::Null:
      return 0;
    case ColumnType::Integer:
      return static_cast<int64_t>(column.bits[place]);
    case ColumnType::Real:
      return integerOfReal(std::bit_cast<double>(column.bits[place]));
    default:
      return integerOfText(column.textAt(place));
  }
}

double RowBlock::real(int slot, size_t row) const {
  const SlotColumn& column = slots_[static_cast<size_t>(slot)];
  const uint32_t place = column.place(row);
  switch (column.typeAt(place)) {
    case ColumnType::Null:
      return 0;
    case ColumnType::Integer:
      return static_cast<double>(static_cast<int64_t>(column.bits[place]));
    case ColumnType::Real:
      return std::bit_cast<double>(column.bits[place]);
    default:
      return realOfText(column.textAt(place));
  }
}

std::string_view RowBlock::text(int slot, size_t row) const {
  const SlotColumn& column = slots_[static_cast<size_t>(slot)];
  const uint32_t place = column.place(row);
  switch (column.typeAt(place)) {
    case ColumnType::Null:
      return {};
    case ColumnType::Integer:
      return numberTexts_.emplace_back(std::to_string(static_cast<int64_t>(column.bits[place])));
    case ColumnType::Real:
      return numberTexts_.emplace_back(textOfReal(std::bit_cast<double>(column.bits[place])));
    default:
      return column.textAt(place);
  }
}

}  // namespace premap::resolve
