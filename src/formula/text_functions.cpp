// Texts go to UTF-16, are cut there, and come back: the functions are those of JavaScript's `String`, which counts so.
#include "formula/text_functions.h"

#include <algorithm>
#include <cmath>

#include "premap/base/text.h"
#include "premap/base/unicode.h"

namespace premap::formula {

namespace {

constexpr double kLongestText = 1'000'000;

std::u16string toUtf16(std::string_view text) {
  std::u16string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const char32_t c = nextCodePoint(text, at);
    if (c > 0xFFFF) {
      out += static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10));
      out += static_cast<char16_t>(0xDC00 + ((c - 0x10000) & 0x3FF));
    } else {
      out += static_cast<char16_t>(c);
    }
  }
  return out;
}

// Half a surrogate pair, as cutting may leave it, becomes U+FFFD.
std::string toUtf8(std::u16string_view units) {
  std::string out;
  out.reserve(units.size());
  for (size_t i = 0; i < units.size(); ++i) {
    const char32_t unit = units[i];
    const bool isHigh = unit >= 0xD800 && unit <= 0xDBFF, isLow = unit >= 0xDC00 && unit <= 0xDFFF;
    const bool isPair = isHigh && i + 1 < units.size() && units[i + 1] >= 0xDC00 && units[i + 1] <= 0xDFFF;
    if (isPair) appendCodePoint(out, 0x10000 + ((unit & 0x3FF) << 10) + (units[++i] & 0x3FFu));
    else appendCodePoint(out, isHigh || isLow ? 0xFFFD : unit);
  }
  return out;
}

// A position as JavaScript takes it: no number is 0, fractions are cut, the rest is moved into the text.
size_t clampPosition(double position, size_t length) {
  if (std::isnan(position) || position <= 0) return 0;
  return position >= static_cast<double>(length) ? length : static_cast<size_t>(position);
}

bool isSpace(char32_t c) {
  if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0xFEFF || c == 0x1680) return true;
  return (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

}  // namespace

std::string characterAt(std::string_view text, double position) {
  const std::u16string units = toUtf16(text);
  const double index = std::isnan(position) ? 0 : std::trunc(position);
  if (index < 0 || index >= static_cast<double>(units.size())) return {};
  return toUtf8(std::u16string_view(units).substr(static_cast<size_t>(index), 1));
}

std::string substring(std::string_view text, double from, double to) {
  const std::u16string units = toUtf16(text);
  size_t begin = clampPosition(from, units.size()), end = clampPosition(to, units.size());
  if (begin > end) std::swap(begin, end);
  return toUtf8(std::u16string_view(units).substr(begin, end - begin));
}

double indexOf(std::string_view text, std::string_view part, double from) {
  const std::u16string units = toUtf16(text);
  const size_t found = units.find(toUtf16(part), clampPosition(from, units.size()));
  return found == std::u16string::npos ? -1 : static_cast<double>(found);
}

std::optional<std::string> pad(std::string_view text, double length, std::string_view filler, bool atStart) {
  const std::u16string units = toUtf16(text), fill = toUtf16(filler);
  if (std::isnan(length) || length <= static_cast<double>(units.size()) || fill.empty()) return std::string(text);
  if (length > kLongestText) return std::nullopt;
  const size_t missing = static_cast<size_t>(length) - units.size();
  std::u16string padding;
  while (padding.size() < missing) padding += fill;
  padding.resize(missing);
  return toUtf8(atStart ? padding + units : units + padding);
}

std::string trim(std::string_view text, bool atStart, bool atEnd) {
  const std::u16string units = toUtf16(text);
  size_t begin = 0, end = units.size();
  while (atStart && begin < end && isSpace(units[begin])) ++begin;
  while (atEnd && end > begin && isSpace(units[end - 1])) --end;
  return toUtf8(std::u16string_view(units).substr(begin, end - begin));
}

std::string toUpperCase(std::string_view text) {
  std::string out;
  // The one letter in common use whose capital form is two letters.
  for (size_t at = 0; at < text.size();) {
    const size_t sharpS = std::min(text.find("\xC3\x9F", at), text.size());
    out += toUpperInvariant(text.substr(at, sharpS - at));
    if (sharpS < text.size()) out += "SS";
    at = sharpS + 2;
  }
  return out;
}

std::string toLowerCase(std::string_view text) {
  return toLowerInvariant(text);
}

int compare(std::string_view a, std::string_view b) {
  return toUtf16(a).compare(toUtf16(b));
}

std::optional<double> toNumber(std::string_view text) {
  const std::string trimmed = trim(text, true, true);
  std::string_view rest = trimmed;
  if (rest.starts_with('+') && rest.size() > 1 && rest[1] != '-') rest.remove_prefix(1);
  const auto value = readDouble(rest);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

}  // namespace premap::formula
