// Look-ups in unicode_table.inc by binary search over ranges: a library for all of Unicode would outweigh the engine.
#include "premap/base/unicode.h"

#include <algorithm>
#include <compare>
#include <iterator>
#include <vector>

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

/// `asciiFirst` begins the 26 ASCII letters that change; names and the keys of JSON are made of little else.
template <size_t N>
std::string inOtherCase(const CaseRange (&ranges)[N], char asciiFirst, std::string_view text, bool toAscii = true) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      const char c = text[at++];
      out += c >= asciiFirst && c < asciiFirst + 26 ? static_cast<char>(c ^ 0x20) : c;
      continue;
    }
    const char32_t codePoint = nextCodePoint(text, at);
    const char32_t other = inOtherCase(ranges, codePoint);
    if (codePoint == 0xFFFD || (other < 0x80 && !toAscii)) out.append(text, begin, at - begin);
    else appendCodePoint(out, other);
  }
  return out;
}

/// What all letters that differ in case only have in common: the lower case of their upper case, which is simple case
/// folding but for the dotless i, whose upper case is the I that belongs to i.
char32_t caseKey(char32_t codePoint) {
  if (codePoint == 0x131) return codePoint;
  return inOtherCase(kLowerRanges, inOtherCase(kUpperRanges, codePoint));
}

struct CaseMember {
  char32_t key, codePoint;
  auto operator<=>(const CaseMember&) const = default;
};

/// Every letter with another case, by what they have in common. Only patterns ask for it, so it is made when one does.
const std::vector<CaseMember>& caseMembers() {
  static const std::vector<CaseMember> members = [] {
    std::vector<CaseMember> found;
    auto add = [&](char32_t codePoint) { found.push_back({caseKey(codePoint), codePoint}); };
    auto addAll = [&](const auto& ranges) {
      for (const CaseRange& range : ranges) {
        for (uint32_t i = 0; i < range.count; ++i) {
          const char32_t codePoint = range.first + i * range.step;
          add(codePoint), add(static_cast<char32_t>(static_cast<int32_t>(codePoint) + range.delta));
        }
      }
    };
    addAll(kUpperRanges), addAll(kLowerRanges);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }();
  return members;
}

}  // namespace

char32_t nextCase(char32_t codePoint) {
  const std::vector<CaseMember>& members = caseMembers();
  const char32_t key = caseKey(codePoint);
  auto next = std::upper_bound(members.begin(), members.end(), CaseMember{key, codePoint});
  if (next == members.end() || next->key != key)
    next = std::lower_bound(members.begin(), members.end(), CaseMember{key, 0});
  return next == members.end() || next->key != key ? codePoint : next->codePoint;
}

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
  return inOtherCase(kUpperRanges, 'a', text);
}
std::string foldInvariant(std::string_view text) {
  return inOtherCase(kUpperRanges, 'a', text, false);
}
std::string toLowerInvariant(std::string_view text) {
  return inOtherCase(kLowerRanges, 'A', text);
}

}  // namespace premap
