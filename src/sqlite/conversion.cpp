// Rarely needed: in sound files every column holds what its property says. SQLite itself converts where that is simple.
#include "premap/sqlite/conversion.h"

#include <sqlite3.h>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace premap {

namespace {

bool isSpace(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

size_t digitsFrom(std::string_view text, size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

std::string_view withoutSpace(std::string_view text) {
  while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
  return text;
}

// Where the number ends that a text begins with; 0: with none.
size_t endOfNumber(std::string_view text) {
  const size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  size_t end = digitsFrom(text, sign);
  size_t digits = end - sign;
  if (end < text.size() && text[end] == '.') {
    const size_t behind = digitsFrom(text, end + 1);
    digits += behind - end - 1;
    end = behind;
  }
  if (digits == 0) return 0;
  if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
    size_t power = end + 1;
    if (power < text.size() && (text[power] == '-' || text[power] == '+')) ++power;
    if (const size_t behind = digitsFrom(text, power); behind > power) end = behind;
  }
  return end;
}

double realOf(std::string_view number) {
  return number.empty() ? 0 : std::strtod(std::string(number).c_str(), nullptr);
}

}  // namespace

int64_t integerOfReal(double value) {
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min(), kMost = std::numeric_limits<int64_t>::max();
  if (std::isnan(value)) return 0;
  if (value < -9223372036854774784.0) return kLeast;
  if (value > 9223372036854774784.0) return kMost;
  return static_cast<int64_t>(value);
}

int64_t integerOfText(std::string_view text) {
  text = withoutSpace(text);
  const bool isNegative = !text.empty() && text[0] == '-';
  size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  uint64_t magnitude = 0;
  const uint64_t most = isNegative ? uint64_t{1} << 63 : (uint64_t{1} << 63) - 1;
  for (const size_t end = digitsFrom(text, at); at < end; ++at) {
    const auto digit = static_cast<uint64_t>(text[at] - '0');
    if (magnitude > (most - digit) / 10) return static_cast<int64_t>(isNegative ? uint64_t{0} - most : most);
    magnitude = magnitude * 10 + digit;
  }
  return static_cast<int64_t>(isNegative ? uint64_t{0} - magnitude : magnitude);
}

double realOfText(std::string_view text) {
  text = withoutSpace(text);
  return realOf(text.substr(0, endOfNumber(text)));
}

std::optional<int64_t> wholeNumber(double value) {
  if (!(std::abs(value) < 9223372036854775808.0) || value != std::trunc(value)) return std::nullopt;
  return static_cast<int64_t>(value);
}

std::optional<int64_t> wholeNumber(std::string_view text) {
  text = withoutSpace(text.substr(0, text.find('\0')));
  while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
  if (text.empty() || endOfNumber(text) != text.size()) return std::nullopt;
  const std::string_view unsignedText = text[0] == '+' ? text.substr(1) : text;
  int64_t value = 0;
  const auto [end, failure] = std::from_chars(unsignedText.data(), unsignedText.data() + unsignedText.size(), value);
  const bool isWhole = failure == std::errc{} && end == unsignedText.data() + unsignedText.size();
  return isWhole ? std::optional(value) : wholeNumber(realOf(text));
}

std::string textOfReal(double value) {
  char text[64];
  return sqlite3_snprintf(sizeof text, text, "%!.17g", value);
}

}  // namespace premap
