// ASCII only where names are compared, because the native engine compares them so; UTF-8 is repaired where JSON is
// written, because a snapshot may hold any bytes.
#include "premap/base/text.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

namespace premap {

namespace {

char lowerAscii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// Insertions, deletions, substitutions and swapped neighbours count one each; more than `limit` is not told apart.
size_t editDistance(std::string_view a, std::string_view b, size_t limit) {
  std::vector<size_t> beforeLast(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    beforeLast.swap(last);
    last.swap(row);
    row[0] = i;
    size_t best = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), last[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], beforeLast[j - 2] + 1);
      best = std::min(best, row[j]);
    }
    if (best > limit) return limit + 1;
  }
  return row[b.size()];
}

// Half of the letters may be others where the first two are the same and no other name is as near: `Beems` for `Beam`.
std::optional<std::string> nearestThatBeginsAlike(std::string_view wanted, const std::vector<std::string>& candidates) {
  if (wanted.size() < 4) return std::nullopt;
  size_t limit = wanted.size() / 2, nearestCount = 0;
  std::string best;
  for (const std::string& candidate : candidates) {
    const std::string lower = toLower(candidate);
    if (lower.substr(0, 2) != wanted.substr(0, 2)) continue;
    const size_t distance = editDistance(wanted, lower, limit);
    if (distance > limit || equalsIgnoreCase(candidate, best)) continue;
    nearestCount = distance < limit || nearestCount == 0 ? 1 : nearestCount + 1;
    best = candidate, limit = distance;
  }
  if (nearestCount != 1) return std::nullopt;
  return best;
}

// Length of the valid UTF-8 sequence at the start of `s`, 0 when the first byte does not begin one.
size_t utf8SequenceLength(std::string_view s) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(s[i]); };
  auto follows = [&](size_t i, unsigned lo = 0x80, unsigned hi = 0xBF) {
    return i < s.size() && byte(i) >= lo && byte(i) <= hi;
  };
  unsigned c = byte(0);
  if (c < 0x80) return 1;
  if (c >= 0xC2 && c <= 0xDF) return follows(1) ? 2 : 0;
  if (c >= 0xE0 && c <= 0xEF) {
    unsigned lo = c == 0xE0 ? 0xA0 : 0x80, hi = c == 0xED ? 0x9F : 0xBF;
    return follows(1, lo, hi) && follows(2) ? 3 : 0;
  }
  if (c >= 0xF0 && c <= 0xF4) {
    unsigned lo = c == 0xF0 ? 0x90 : 0x80, hi = c == 0xF4 ? 0x8F : 0xBF;
    return follows(1, lo, hi) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::string toLower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lowerAscii(c);
  return out;
}

bool equalsIgnoreCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lowerAscii(x) == lowerAscii(y); });
}

bool LessIgnoreCase::operator()(std::string_view a, std::string_view b) const {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return static_cast<unsigned char>(lowerAscii(x)) < static_cast<unsigned char>(lowerAscii(y));
  });
}

size_t writeId(int64_t id, char* text) {
  auto bits = static_cast<uint64_t>(id);
  const int digits = bits ? (static_cast<int>(std::bit_width(bits)) + 3) / 4 : 1;
  text[0] = '0', text[1] = 'x';
  for (int at = digits + 1; at > 1; --at, bits >>= 4) text[at] = "0123456789abcdef"[bits & 15];
  return static_cast<size_t>(digits) + 2;
}

void appendId(std::string& out, int64_t id) {
  char text[kIdTextSize];
  out.append(text, writeId(id, text));
}

std::string idToHex(int64_t id) {
  char text[kIdTextSize];
  return std::string(text, writeId(id, text));
}

size_t writeInteger(int64_t value, char* text) {
  return static_cast<size_t>(std::to_chars(text, text + kIntegerTextSize, value).ptr - text);
}

void appendInteger(std::string& out, int64_t value) {
  char text[kIntegerTextSize];
  out.append(text, writeInteger(value, text));
}

std::optional<int64_t> hexToId(std::string_view text) {
  if (text.size() < 3 || text[0] != '0' || lowerAscii(text[1]) != 'x') return std::nullopt;
  uint64_t value = 0;
  auto [end, failure] = std::from_chars(text.data() + 2, text.data() + text.size(), value, 16);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return static_cast<int64_t>(value);
}

static bool isPlainInJson(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

void appendJsonString(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && isPlainInJson(text[end])) ++end;
    out.append(text, i, end - i);
    i = end;
    if (i == text.size()) break;
    auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x80) {
      size_t length = utf8SequenceLength(text.substr(i));
      if (length == 0) out += "\xEF\xBF\xBD", ++i;
      else out.append(text, i, length), i += length;
      continue;
    }
    ++i;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        out += "\\u00";
        out += kHex[c >> 4];
        out += kHex[c & 15];
    }
  }
  out += '"';
}

void appendJsonDouble(std::string& out, double value) {
  if (std::isfinite(value)) appendDouble(out, value);
  else out += "null";
}

std::optional<std::string> nearestName(std::string_view name, const std::vector<std::string>& candidates) {
  // Nothing is like a name of which every letter would have to change.
  if (name.size() < 2) return std::nullopt;
  std::string wanted = toLower(name);
  size_t limit = std::max<size_t>(1, wanted.size() / 3);
  const std::string* best = nullptr;
  for (const std::string& candidate : candidates) {
    if (std::max(candidate.size(), wanted.size()) - std::min(candidate.size(), wanted.size()) > limit) continue;
    size_t distance = editDistance(wanted, toLower(candidate), limit);
    if (distance < limit || (distance == limit && !best)) best = &candidate, limit = distance;
    if (distance == 0) break;
  }
  if (!best) return nearestThatBeginsAlike(wanted, candidates);
  return *best;
}

size_t ecsqlSpaceLength(std::string_view text) {
  auto at = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; };
  if (at(0) == ' ' || at(0) == '\t' || at(0) == '\n' || at(0) == '\r') return 1;
  if (at(0) == 0xC2 && at(1) == 0xA0) return 2;
  if (at(0) == 0xEF && at(1) == 0xBB && at(2) == 0xBF) return 3;
  if (at(0) != 0xE2) return 0;
  if (at(1) == 0x81) return at(2) == 0xA0 ? 3 : 0;
  return at(1) == 0x80 && ((at(2) >= 0x82 && at(2) <= 0x8F) || at(2) == 0xAF) ? 3 : 0;
}

size_t ecsqlCommentLength(std::string_view text) {
  if (text.starts_with("--") || text.starts_with("//")) return std::min(text.find('\n'), text.size() - 1) + 1;
  if (!text.starts_with("/*")) return 0;
  const size_t end = text.find("*/", 2);
  return end == text.npos ? text.npos : end + 2;
}

}  // namespace premap
