// HeaderWalk: where the wanted values of a row lie, for rows of the ordinary kind: those wholly in their page. It reads
// no value and tells no fault. Whatever is unusual, or wrong, it leaves to RecordReader.
#pragma once

#include <algorithm>
#include <array>

#include "premap/pages/record.h"

namespace premap {

/// Of a value: where it begins, and its kind as the file has it (https://sqlite.org/fileformat2.html, 2.1).
struct Spot {
  const std::byte* at = nullptr;
  uint32_t type = 0;

  static constexpr uint32_t kInt48 = 5, kReal = 7, kOne = 9, kLong = 12;
  /// The row is older than the column.
  static constexpr uint32_t kAbsent = 0xffffffff;

  bool isLong() const { return type >= kLong; }
  uint32_t size() const { return (type - kLong) >> 1; }
  bool isText() const { return type & 1; }
};

class HeaderWalk {
 public:
  /// `wanted`: by place, ascending, each once.
  explicit HeaderWalk(std::span<const WantedField> wanted) {
    for (const WantedField& field : wanted) {
      wanted_.push_back({field.place - places_, field.isSizeOnly});
      places_ = field.place + 1;
    }
  }

  /// Of how many bytes behind the first of a row read() may look, whatever they are.
  size_t reach() const { return 1 + 2 * size_t{places_}; }

  /// Fills a spot for each wanted value. False: not for the fast way.
  bool read(const Payload& row, Spot* spots) const {
    const uint32_t headerSize = byteAt(row.local);
    if (headerSize == 0 || headerSize > std::min(row.localSize, 127u)) return false;
    if (headerSize > places_) {
      const Walked walked = walk<false>(row, headerSize, spots);
      if (walked != Walked::TooFar) return walked == Walked::Whole;
    }
    return walk<true>(row, headerSize, spots) == Walked::Whole;
  }

 private:
  enum class Walked : uint8_t { Whole, TooFar, Unusual };
  struct Wanted {
    uint32_t gap;  // how many values lie between it and the one before
    bool isSizeOnly;
  };

  // `isShort`: the header may end before the last wanted value.
  template <bool isShort>
  Walked walk(const Payload& row, uint32_t headerSize, Spot* spots) const;

  std::vector<Wanted> wanted_;
  uint32_t places_ = 0;
};

namespace headerwalk {

// The sizes of values whose kind is said in one byte. 10 and 11 are in no file: a size that no page has.
constexpr std::array<uint32_t, 128> sizes() {
  constexpr uint32_t kSizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 1 << 17, 1 << 17};
  std::array<uint32_t, 128> sizes{};
  for (uint32_t type = 0; type < 128; ++type) sizes[type] = type < Spot::kLong ? kSizes[type] : (type - 12) / 2;
  return sizes;
}
inline constexpr std::array<uint32_t, 128> kSizes = sizes();

}  // namespace headerwalk

template <bool isShort>
HeaderWalk::Walked HeaderWalk::walk(const Payload& row, uint32_t headerSize, Spot* spots) const {
  const std::byte* const local = row.local;
  const std::byte* at = local + 1;
  const std::byte* const end = local + headerSize;
  uint32_t offset = headerSize, odd = 0;
  const auto next = [&](uint32_t& type) {
    type = byteAt(at++);
    if (type < 128) return headerwalk::kSizes[type];
    const uint32_t low = byteAt(at++);
    type = (type & 0x7f) << 7 | low;
    odd |= low | (type < 128 ? 0x80 : 0);  // longer numbers, and short ones spelled long
    return (type - Spot::kLong) >> 1;
  };
  const Wanted* wanted = wanted_.data();
  for (const Wanted* const last = wanted + wanted_.size(); wanted != last; ++wanted) {
    uint32_t type = 0;
    for (uint32_t gap = wanted->gap; gap > 0 && !(isShort && at >= end); --gap) offset += next(type);
    if (isShort && at >= end) {
      if (at != end || offset != row.size || (odd & 0x80)) return Walked::Unusual;
      for (; wanted != last; ++wanted) *spots++ = Spot{nullptr, Spot::kAbsent};
      return Walked::Whole;
    }
    const uint32_t begin = offset;
    offset += next(type);
    *spots++ = Spot{local + begin, type};
    if (offset > row.localSize) {
      if (!wanted->isSizeOnly || type < Spot::kLong) return at > end ? Walked::TooFar : Walked::Unusual;
      spots[-1].at = nullptr;
    }
  }
  if (at > end) return Walked::TooFar;
  if ((odd & 0x80) || offset > row.size || (at == end && offset != row.size)) return Walked::Unusual;
  return Walked::Whole;
}

}  // namespace premap
