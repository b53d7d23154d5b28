// Doubles to text and back, the same digits on every host: a value previewed, extracted and compared must be one text.
#include "premap/base/text.h"

#ifdef __EMSCRIPTEN__
#include <emscripten/em_js.h>
#endif

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

// The digits are the shortest that read back as the same number; the layout is JavaScript's, so that every host prints
// one text.
#ifdef __EMSCRIPTEN__

// The host knows how: what std::to_chars needs for it would be an eighth of the download.
EM_JS(int, premapWriteDouble, (double value, char* text), {
  const written = String(value);
  for (let i = 0; i < written.length; i++) HEAPU8[text + i] = written.charCodeAt(i);
  return written.length;
});

namespace premap {

static size_t writeAny(double value, char* text) {
  return static_cast<size_t>(premapWriteDouble(value, text));
}

#else

namespace premap {

static std::string anyText(double value) {
  std::array<char, 32> buffer;
  auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific).ptr;
  std::string_view text(buffer.data(), static_cast<size_t>(end - buffer.data()));
  std::string sign = text[0] == '-' ? "-" : "";
  if (!sign.empty()) text.remove_prefix(1);
  size_t e = text.find('e');
  std::string digits(text.substr(0, e));
  digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
  std::string_view exponentText = text.substr(e + 1);
  if (exponentText[0] == '+') exponentText.remove_prefix(1);
  int exponent = 0;
  std::from_chars(exponentText.data(), exponentText.data() + exponentText.size(), exponent);
  int count = static_cast<int>(digits.size());
  if (exponent >= 21 || exponent < -6) {
    std::string out = sign + digits.substr(0, 1);
    if (count > 1) out += "." + digits.substr(1);
    return out + "e" + (exponent < 0 ? "-" : "+") + std::to_string(std::abs(exponent));
  }
  if (exponent < 0) return sign + "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
  if (count <= exponent + 1) return sign + digits + std::string(static_cast<size_t>(exponent + 1 - count), '0');
  return sign + digits.substr(0, static_cast<size_t>(exponent + 1)) + "." +
         digits.substr(static_cast<size_t>(exponent + 1));
}

static size_t writeAny(double value, char* text) {
  return anyText(value).copy(text, kDoubleTextSize);
}

#endif

namespace {

size_t skipDigits(std::string_view text, size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

bool isDecimal(std::string_view text) {
  const size_t whole = !text.empty() && text[0] == '-';
  size_t at = skipDigits(text, whole);
  size_t digits = at - whole;
  if (at < text.size() && text[at] == '.') {
    const size_t fraction = at + 1;
    at = skipDigits(text, fraction);
    digits += at - fraction;
  }
  if (digits == 0) return false;
  if (at == text.size()) return true;
  if (text[at] != 'e' && text[at] != 'E') return false;
  ++at;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  return at < text.size() && skipDigits(text, at) == text.size();
}

// Whole numbers and decimals of at most six places, up to fifteen digits, are common (coordinates, counts) and need no
// search: two such decimals never round to one double, so the one that does round to the number is also its shortest.
// Null for any other number.
char* writeCommon(double value, char* at) {
  constexpr int kScale = 1'000'000;
  const double magnitude = std::fabs(value);
  if (magnitude < 1e15 && magnitude == std::trunc(magnitude))
    return std::to_chars(at, at + kDoubleTextSize, static_cast<int64_t>(value)).ptr;
  const double scaled = std::round(magnitude * kScale);
  if (scaled >= 1e15 || scaled / kScale != magnitude) return nullptr;
  if (value < 0) *at++ = '-';
  const auto digits = static_cast<int64_t>(scaled);
  at = std::to_chars(at, at + kDoubleTextSize, digits / kScale).ptr;
  *at++ = '.';
  auto places = static_cast<int>(digits % kScale);
  for (int unit = kScale / 10; places > 0; places %= unit, unit /= 10) *at++ = static_cast<char>('0' + places / unit);
  return at;
}

}  // namespace

std::optional<double> readDouble(std::string_view text) {
  if (!isDecimal(text)) return std::nullopt;
  // Not std::from_chars, whose tables would be downloaded beside those of strtod, which the JSON library needs.
  return std::strtod(std::string(text).c_str(), nullptr);
}

size_t writeDouble(double value, char* text) {
  if (const char* end = writeCommon(value, text)) return static_cast<size_t>(end - text);
  return writeAny(value, text);
}

std::string shortestDouble(double value) {
  std::array<char, kDoubleTextSize> text;
  return std::string(text.data(), writeDouble(value, text.data()));
}

}  // namespace premap
