// Every step from a table to what it refers to, held against the buffer.
#include "geometry/flatbuffers/table.h"

namespace premap::geometry {

bool Buffer::spend(size_t size) {
  if (size > budget_) return isBroken_ = true, false;
  budget_ -= size;
  return true;
}

Table Buffer::root() {
  return holds(0, sizeof(uint32_t)) ? Table(*this, at<uint32_t>(0)) : Table();
}

// A table begins with the distance back to its vtable; that is the sizes of both, then a place in the table per field.
Table::Table(Buffer& buffer, size_t place) {
  constexpr size_t smallest = 4;
  if (buffer.isBroken() || !buffer.holds(place, smallest) || !buffer.spend(smallest)) return;
  const int64_t vtable = static_cast<int64_t>(place) - buffer.at<int32_t>(place);
  if (vtable < 0 || !buffer.holds(static_cast<size_t>(vtable), 4)) {
    buffer.markBroken();
    return;
  }
  const size_t size = buffer.at<uint16_t>(static_cast<size_t>(vtable));
  if (size < 4 || !buffer.holds(static_cast<size_t>(vtable), size)) {
    buffer.markBroken();
    return;
  }
  buffer_ = &buffer, place_ = place, vtable_ = static_cast<size_t>(vtable), vtableSize_ = size;
}

size_t Table::fieldPlace(unsigned field) const {
  const size_t entry = 4 + 2 * size_t{field};
  if (!buffer_ || buffer_->isBroken() || entry + 2 > vtableSize_) return 0;
  const size_t offset = buffer_->at<uint16_t>(vtable_ + entry);
  return offset == 0 ? 0 : place_ + offset;
}

size_t Table::follow(size_t place) const {
  if (!buffer_->holds(place, sizeof(uint32_t))) return 0;
  const size_t target = place + buffer_->at<uint32_t>(place);
  return buffer_->holds(target, sizeof(uint32_t)) ? target : 0;
}

bool Table::boolInStruct(unsigned field, size_t skipped) const {
  const size_t place = fieldPlace(field);
  return place != 0 && buffer_->holds(place, skipped + 1) && buffer_->at<uint8_t>(place + skipped) != 0;
}

int32_t Table::intInStruct(unsigned field, size_t skipped) const {
  const size_t place = fieldPlace(field);
  return place != 0 && buffer_->holds(place, skipped + sizeof(int32_t)) ? buffer_->at<int32_t>(place + skipped) : 0;
}

Table Table::table(unsigned field) const {
  const size_t place = fieldPlace(field);
  const size_t target = place == 0 ? 0 : follow(place);
  return target == 0 ? Table() : Table(*buffer_, target);
}

Table::Extent Table::vector(unsigned field, size_t itemSize) const {
  const size_t place = fieldPlace(field);
  const size_t target = place == 0 ? 0 : follow(place);
  if (target == 0) return {};
  const size_t count = buffer_->at<uint32_t>(target), begin = target + sizeof(uint32_t);
  if (count > buffer_->bytes().size() / itemSize || !buffer_->holds(begin, count * itemSize)) {
    buffer_->markBroken();
    return {};
  }
  return {begin, count};
}

Table Table::tableAt(unsigned field, size_t index) const {
  const Extent items = vector(field, sizeof(uint32_t));
  if (index >= items.count) return {};
  const size_t target = follow(items.begin + index * sizeof(uint32_t));
  return target == 0 ? Table() : Table(*buffer_, target);
}

}  // namespace premap::geometry
