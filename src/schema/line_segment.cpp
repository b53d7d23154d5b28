// A mark, then a FlatBuffers table of a kind and the table of that kind, whose first field is six numbers. Every
// offset is held against the bytes. The module `geometry` reads all kinds, but lies above this one.
#include "schema/line_segment.h"

#include <cstdint>
#include <cstring>
#include <string_view>

namespace premap {
namespace {

class FieldTable {
 public:
  FieldTable(std::span<const std::byte> bytes, size_t place) : bytes_(bytes), place_(place) {
    const auto back = number<int32_t>(place);
    const int64_t vtable = back ? static_cast<int64_t>(place) - *back : -1;
    if (vtable >= 0) vtable_ = static_cast<size_t>(vtable), size_ = number<uint16_t>(vtable_).value_or(0);
  }

  /// Where a field stands.
  std::optional<size_t> field(size_t index) const {
    const size_t entry = 4 + 2 * index;
    const auto offset = entry + 2 <= size_ ? number<uint16_t>(vtable_ + entry) : std::nullopt;
    return offset && *offset != 0 ? std::optional(place_ + *offset) : std::nullopt;
  }

  template <class T>
  std::optional<T> number(size_t place) const {
    T value{};
    if (place > bytes_.size() || bytes_.size() - place < sizeof value) return std::nullopt;
    std::memcpy(&value, bytes_.data() + place, sizeof value);
    return value;
  }

 private:
  std::span<const std::byte> bytes_;
  size_t place_, vtable_ = 0, size_ = 0;
};

}  // namespace

std::optional<std::array<double, 6>> lineSegmentIn(std::span<const std::byte> geometry) {
  constexpr std::string_view mark = "bg0001fb";
  constexpr uint8_t segment = 1;
  if (geometry.size() < mark.size() + 4 || std::memcmp(geometry.data(), mark.data(), mark.size()) != 0)
    return std::nullopt;
  const auto bytes = geometry.subspan(mark.size());
  uint32_t root = 0;
  std::memcpy(&root, bytes.data(), sizeof root);
  const FieldTable variant(bytes, root);
  const auto kind = variant.field(0), inner = variant.field(1);
  if (!kind || variant.number<uint8_t>(*kind) != segment || !inner) return std::nullopt;
  const auto offset = variant.number<uint32_t>(*inner);
  if (!offset) return std::nullopt;
  const FieldTable line(bytes, *inner + *offset);
  const auto ends = line.field(0);
  return ends ? line.number<std::array<double, 6>>(*ends) : std::nullopt;
}

}  // namespace premap
