#include "premap/base/unicode.h"

#include <algorithm>
#include <iterator>

namespace premap {

namespace {

using K = NameCharacter;

struct NameRange {
  uint32_t first;
  uint16_t count;
  NameCharacter kind;
};

struct CaseRange {
  uint32_t first;
  uint16_t count;
  uint16_t step;
  int32_t delta;
};

#include "unicode_table.inc"

template <class Range, size_t N>
const Range* rangeBefore(const Range (&ranges)[N], char32_t codePoint) {
  const Range* after = std::upper_bound(std::begin(ranges), std::end(ranges), codePoint,
                                        [](char32_t wanted, const Range& range) { return wanted < range.first; });
  return after == std::begin(ranges) ? nullptr : after - 1;
}

template <size_t N>
char32_t inOtherCase(const CaseRange (&ranges)[N], char32_t codePoint) {
  const CaseRange* range = rangeBefore(ranges, codePoint);
  if (!range) return codePoint;
  const uint32_t distance = codePoint - range->first;
  if (distance % range->step != 0 || distance / range->step >= range->count) return codePoint;
  return static_cast<char32_t>(static_cast<int32_t>(codePoint) + range->delta);
}

template <size_t N>
std::string inOtherCase(const CaseRange (&ranges)[N], std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t codePoint = nextCodePoint(text, at);
    if (codePoint == 0xFFFD) out.append(text, begin, at - begin);
    else appendCodePoint(out, inOtherCase(ranges, codePoint));
  }
  return out;
}

}  // namespace

NameCharacter nameCharacterOf(char32_t codePoint) {
  const NameRange* range = rangeBefore(kNameRanges, codePoint);
  return range && codePoint - range->first < range->count ? range->kind : NameCharacter::None;
}

char32_t nextCodePoint(std::string_view text, size_t& at) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at++);
  if (first < 0x80) return first;
  const size_t more = first >= 0xF0 && first <= 0xF4  ? 3
                      : first >= 0xE0 && first < 0xF0 ? 2
                      : first >= 0xC2 && first < 0xE0 ? 1
                                                      : 0;
  if (more == 0 || at + more > text.size()) return 0xFFFD;
  char32_t codePoint = first & (0x3Fu >> more);
  for (size_t i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 0xFFFD;
    codePoint = codePoint << 6 | (byte(at + i) & 0x3Fu);
  }
  const bool isOverlong = codePoint < (more == 3 ? 0x10000u : more == 2 ? 0x800u : 0x80u);
  if (isOverlong || codePoint > 0x10FFFF || (codePoint >= 0xD800 && codePoint <= 0xDFFF)) return 0xFFFD;
  at += more;
  return codePoint;
}

void appendCodePoint(std::string& out, char32_t codePoint) {
  auto byte = [&](char32_t value) { out += static_cast<char>(value); };
  if (codePoint < 0x80) {
    byte(codePoint);
  } else if (codePoint < 0x800) {
    byte(0xC0 | codePoint >> 6), byte(0x80 | (codePoint & 0x3F));
  } else if (codePoint < 0x10000) {
    byte(0xE0 | codePoint >> 12), byte(0x80 | (codePoint >> 6 & 0x3F)), byte(0x80 | (codePoint & 0x3F));
  } else {
    byte(0xF0 | codePoint >> 18), byte(0x80 | (codePoint >> 12 & 0x3F));
    byte(0x80 | (codePoint >> 6 & 0x3F)), byte(0x80 | (codePoint & 0x3F));
  }
}

size_t utf16Length(std::string_view text) {
  size_t length = 0;
  for (size_t at = 0; at < text.size();) length += nextCodePoint(text, at) > 0xFFFF ? 2 : 1;
  return length;
}

std::string toUpperInvariant(std::string_view text) {
  return inOtherCase(kUpperRanges, text);
}
std::string toLowerInvariant(std::string_view text) {
  return inOtherCase(kLowerRanges, text);
}

}  // namespace premap
