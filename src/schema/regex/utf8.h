// One code point at a time from UTF-8; a byte that begins none counts alone, as a value no set contains.
#pragma once

#include <cstddef>
#include <string_view>

namespace premap {

constexpr char32_t kInvalidByte = 0x110000;

struct Decoded {
  char32_t value;
  size_t length;
};

inline Decoded decodeUtf8(std::string_view text) {
  auto at = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  auto follows = [&](size_t i) { return (at(i) & 0xC0) == 0x80; };
  const unsigned first = at(0);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first < 0xE0 && follows(1)) return {(first & 31) << 6 | (at(1) & 63), 2};
  if (first >= 0xE0 && first < 0xF0 && follows(1) && follows(2)) {
    char32_t value = (first & 15) << 12 | (at(1) & 63) << 6 | (at(2) & 63);
    if (value >= 0x800 && (value < 0xD800 || value > 0xDFFF)) return {value, 3};
  }
  if (first >= 0xF0 && first < 0xF5 && follows(1) && follows(2) && follows(3)) {
    char32_t value = (first & 7) << 18 | (at(1) & 63) << 12 | (at(2) & 63) << 6 | (at(3) & 63);
    if (value >= 0x10000 && value <= 0x10FFFF) return {value, 4};
  }
  return {kInvalidByte, 1};
}

}  // namespace premap
