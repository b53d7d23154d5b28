// Says of a name which character is not allowed, and makes the nearest name that is.
#include "check/contract/simple_identifier.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "premap/base/unicode.h"
#include "premap/check/contract.h"
#include "premap/mapping/words.h"

namespace premap {

namespace {

bool mayBegin(char32_t c) {
  NameCharacter kind = nameCharacterOf(c);
  return c == '_' || kind == NameCharacter::Letter || kind == NameCharacter::LetterNumber;
}
bool mayFollow(char32_t c) {
  return nameCharacterOf(c) != NameCharacter::None;
}

using Ranges = std::initializer_list<std::pair<char32_t, char32_t>>;
bool isIn(char32_t c, Ranges ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [c](auto& range) { return c >= range.first && c <= range.second; });
}

/// Allowed in a name, and nobody sees it: variation selectors, signs of direction, tags.
bool isNeverSeen(char32_t c) {
  return isIn(c, {{0x200B, 0x200B}, {0x200E, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F}}) ||
         isIn(c, {{0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xE0000, 0xE0FFF}});
}

/// Joiners and marks, which go with the character before them: of an emoji they stay behind, seen by nobody.
bool joinsTheOneBefore(char32_t c) {
  return isIn(c, {{0x300, 0x36F}, {0x200C, 0x200D}, {0x20D0, 0x20FF}});
}

std::string hexCode(char32_t c) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string digits;
  for (int shift = 20; shift >= 0; shift -= 4)
    if (shift < 16 || (c >> shift) != 0) digits += kDigits[c >> shift & 15];
  return "U+" + digits;
}

std::string cutToUnits(const std::string& name, size_t most) {
  size_t units = 0, at = 0;
  while (at < name.size()) {
    size_t next = at;
    units += nextCodePoint(name, next) > 0xFFFF ? 2 : 1;
    if (units > most) break;
    at = next;
  }
  return name.substr(0, at);
}

}  // namespace

std::string spellCharacter(char32_t c) {
  if (c == ' ') return "a space";
  if (c == '\t') return "a tab";
  if (c == '\n' || c == '\r') return "a line break";
  if (c == 0xA0) return "a no-break space (U+00A0)";
  if (c < 0x20 || c == 0x7F) return "a control character (" + hexCode(c) + ")";
  if (c < 0x7F) return "`" + std::string(1, static_cast<char>(c)) + "`";
  std::string text = "`";
  appendCodePoint(text, c);
  return text + "` (" + hexCode(c) + ")";
}

std::string nameCharacterFault(std::string_view name) {
  if (name.empty()) return "it is empty";
  size_t at = 0;
  const char32_t first = nextCodePoint(name, at);
  if (!mayBegin(first)) {
    if (!mayFollow(first)) return "it begins with " + spellCharacter(first);
    return "it begins with " + spellCharacter(first) + ", which may stand only after a letter or `_`";
  }
  for (size_t index = 2; at < name.size(); ++index) {
    const char32_t c = nextCodePoint(name, at);
    if (!mayFollow(c)) return "its character " + std::to_string(index) + " is " + spellCharacter(c);
  }
  return {};
}

std::string repairName(std::string_view name) {
  name = trim(name);
  std::string repaired;
  bool endsInStandIn = false;
  for (size_t at = 0; at < name.size();) {
    const char32_t c = nextCodePoint(name, at);
    if (isNeverSeen(c)) continue;
    const bool hasNothingBefore = endsInStandIn || repaired.empty();
    const bool isKept = mayFollow(c) && !(hasNothingBefore && joinsTheOneBefore(c));
    const bool needsStandIn = repaired.empty() ? isKept && !mayBegin(c) : !isKept && !endsInStandIn;
    if (needsStandIn) repaired += '_';
    if (isKept) appendCodePoint(repaired, c);
    endsInStandIn = !isKept;
  }
  if (endsInStandIn && !repaired.empty()) repaired.pop_back();
  return cutToUnits(repaired, kLongestName);
}

std::string simpleIdentifierFault(std::string_view name) {
  std::string fault = nameCharacterFault(name);
  const size_t length = utf16Length(name);
  if (fault.empty() && length > kLongestName) fault = "it has " + std::to_string(length) + " characters; 128 may stand";
  return fault;
}

}  // namespace premap
