// Numbers as SQLite's file format has them: big-endian, and varints of up to 9 bytes. None of these checks where the
// page ends: behind every page lie PageCache::kSlack bytes that may be read, and callers check where a number ended.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace premap {

inline uint32_t byteAt(const std::byte* at) {
  return static_cast<uint32_t>(*at);
}

template <class Word>
inline Word wordAt(const std::byte* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  if constexpr (std::endian::native == std::endian::big) return word;
  else if constexpr (sizeof(Word) == 2) return __builtin_bswap16(word);
  else if constexpr (sizeof(Word) == 4) return __builtin_bswap32(word);
  else return __builtin_bswap64(word);
}

inline uint32_t u16At(const std::byte* at) {
  return wordAt<uint16_t>(at);
}
inline uint32_t u32At(const std::byte* at) {
  return wordAt<uint32_t>(at);
}
inline uint64_t u64At(const std::byte* at) {
  return wordAt<uint64_t>(at);
}

/// A signed whole number of 1 to 8 bytes. 8 are read, whatever the size: no branch, for the size changes
/// from value to value.
inline int64_t signedAt(const std::byte* at, uint32_t size) {
  return static_cast<int64_t>(u64At(at)) >> (64 - 8 * size);
}

inline const std::byte* longVarint(const std::byte* at, uint64_t& value) {
  uint64_t bits = byteAt(at) & 0x7f;
  for (int i = 1; i < 8; ++i) {
    const uint32_t byte = byteAt(at + i);
    bits = bits << 7 | (byte & 0x7f);
    if (byte < 0x80) return value = bits, at + i + 1;
  }
  return value = bits << 8 | byteAt(at + 8), at + 9;
}

/// Answers where it ends.
inline const std::byte* varint(const std::byte* at, uint64_t& value) {
  const uint32_t first = byteAt(at);
  if (first < 0x80) return value = first, at + 1;
  const uint32_t second = byteAt(at + 1);
  if (second < 0x80) return value = (first & 0x7f) << 7 | second, at + 2;
  return longVarint(at, value);
}

inline const std::byte* skipVarint(const std::byte* at) {
  for (int i = 0; i < 8; ++i)
    if (byteAt(at + i) < 0x80) return at + i + 1;
  return at + 9;
}

}  // namespace premap
