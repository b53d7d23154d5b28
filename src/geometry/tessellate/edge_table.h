// A number for each edge of a mesh of triangles, whichever way it runs: one array, as faces ask it millions of times.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace premap::geometry {

class EdgeTable {
 public:
  explicit EdgeTable(size_t edges = 0) : slots_(std::bit_ceil(edges * 2 + 2)) {}

  /// The number of the edge, which is `first` when it is new; valid until the next call.
  std::pair<uint32_t&, bool> add(uint32_t a, uint32_t b, uint32_t first) {
    if ((count_ + 1) * 2 > slots_.size()) grow();
    Slot& slot = find(keyOf(a, b));
    const bool isNew = slot.key == kEmpty;
    if (isNew) slot = {keyOf(a, b), first}, ++count_;
    return {slot.value, isNew};
  }

 private:
  static constexpr uint64_t kEmpty = ~uint64_t{0};
  struct Slot {
    uint64_t key = kEmpty;
    uint32_t value = 0;
  };

  static uint64_t keyOf(uint32_t a, uint32_t b) { return uint64_t{std::min(a, b)} << 32 | std::max(a, b); }

  Slot& find(uint64_t key) {
    const uint64_t hash = key * 0x9e3779b97f4a7c15;
    size_t at = (hash ^ hash >> 32) & (slots_.size() - 1);
    while (slots_[at].key != kEmpty && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
    return slots_[at];
  }

  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.key != kEmpty) find(slot.key) = slot;
  }

  std::vector<Slot> slots_;
  size_t count_ = 0;
};

}  // namespace premap::geometry
