// Chunks of 65536 ids, each a list or a bitmap by how full it is.
#include "premap/preview/id_set.h"

#include <algorithm>
#include <bit>

namespace premap {

namespace {

constexpr size_t kWords = 65536 / 64;
constexpr size_t kMostFew = 2048;  // beyond, the list is half as large as the bitmap and slow to insert into

}  // namespace

bool IdSet::Chunk::insert(uint16_t low) {
  if (bits.empty()) {
    auto at = std::lower_bound(few.begin(), few.end(), low);
    if (at != few.end() && *at == low) return false;
    if (few.size() < kMostFew) {
      few.insert(at, low);
      return true;
    }
    toBits();
  }
  uint64_t bit = uint64_t{1} << low % 64;
  bool isNew = !(bits[low / 64] & bit);
  bits[low / 64] |= bit;
  return isNew;
}

void IdSet::Chunk::toBits() {
  bits.resize(kWords);
  for (uint16_t each : few) bits[each / 64] |= uint64_t{1} << each % 64;
  few = {};
}

uint64_t IdSet::Chunk::insertAll(const Chunk& other) {
  uint64_t added = 0;
  for (const uint16_t low : other.few) added += insert(low);
  if (other.bits.empty()) return added;
  if (bits.empty()) toBits();
  for (size_t word = 0; word < kWords; ++word) {
    added += static_cast<uint64_t>(std::popcount(other.bits[word] & ~bits[word]));
    bits[word] |= other.bits[word];
  }
  return added;
}

bool IdSet::Chunk::contains(uint16_t low) const {
  if (bits.empty()) return std::binary_search(few.begin(), few.end(), low);
  return bits[low / 64] >> low % 64 & 1;
}

// In ascending order, until `use` answers false.
template <class Use>
void IdSet::Chunk::forEach(Use use) const {
  for (uint16_t low : few)
    if (!use(low)) return;
  for (size_t word = 0; word < bits.size(); ++word)
    for (uint64_t left = bits[word]; left; left &= left - 1)
      if (!use(static_cast<uint16_t>(word * 64 + static_cast<size_t>(std::countr_zero(left))))) return;
}

bool IdSet::insert(int64_t id) {
  bool isNew = chunks_[id >> 16].insert(static_cast<uint16_t>(id & 0xFFFF));
  size_ += isNew;
  return isNew;
}

bool IdSet::contains(int64_t id) const {
  auto chunk = chunks_.find(id >> 16);
  return chunk != chunks_.end() && chunk->second.contains(static_cast<uint16_t>(id & 0xFFFF));
}

void IdSet::insertAll(const IdSet& other) {
  for (const auto& [high, chunk] : other.chunks_) size_ += chunks_[high].insertAll(chunk);
}

size_t IdSet::byteSize() const {
  size_t bytes = 0;
  for (const auto& [high, chunk] : chunks_)
    bytes += sizeof chunk + 64 + chunk.few.capacity() * sizeof(uint16_t) + chunk.bits.capacity() * sizeof(uint64_t);
  return bytes;
}

uint64_t countShared(const IdSet& a, const IdSet& b) {
  uint64_t count = 0;
  for (const auto& [high, chunk] : a.chunks_) {
    auto found = b.chunks_.find(high);
    if (found == b.chunks_.end()) continue;
    const IdSet::Chunk& other = found->second;
    if (!chunk.bits.empty() && !other.bits.empty()) {
      for (size_t word = 0; word < kWords; ++word)
        count += static_cast<uint64_t>(std::popcount(chunk.bits[word] & other.bits[word]));
      continue;
    }
    const IdSet::Chunk& fewer = chunk.bits.empty() ? chunk : other;
    const IdSet::Chunk& larger = chunk.bits.empty() ? other : chunk;
    fewer.forEach([&](uint16_t low) { return count += larger.contains(low), true; });
  }
  return count;
}

std::vector<int64_t> firstShared(const IdSet& a, const IdSet& b, size_t most) {
  std::vector<int64_t> ids;
  for (const auto& [high, chunk] : a.chunks_) {
    const int64_t first = high * 65536;  // clang of some years captures no bindings
    auto found = b.chunks_.find(high);
    if (found == b.chunks_.end()) continue;
    chunk.forEach([&](uint16_t low) {
      if (ids.size() < most && found->second.contains(low)) ids.push_back(first + low);
      return ids.size() < most;
    });
  }
  return ids;
}

}  // namespace premap
