// Doubles to text and back, the same digits on every host: a value previewed, extracted and compared must be one text.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "premap/base/text.h"

// WebAssembly multiplies 64 bits by 64 to 128 in a call; four products of 32 bits in place of it are a fifth faster.
#ifdef __EMSCRIPTEN__
#pragma push_macro("__SIZEOF_INT128__")
#undef __SIZEOF_INT128__
#include <dragonbox/dragonbox.h>
#pragma pop_macro("__SIZEOF_INT128__")
#else
#include <dragonbox/dragonbox.h>
#endif

namespace premap {

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

char* writeWhole(uint64_t value, char* at) {
  return std::to_chars(at, at + kIntegerTextSize, value).ptr;
}

// Whole numbers and decimals of at most six places, up to fifteen digits, are common (coordinates, counts) and need no
// search: two such decimals never round to one double, so the one that does round to the number is also its shortest.
// Null for any other number.
char* writeCommon(double value, char* at) {
  constexpr int kScale = 1'000'000;
  const double magnitude = std::fabs(value);
  if (magnitude < 1e15 && magnitude == std::trunc(magnitude)) return at + writeInteger(static_cast<int64_t>(value), at);
  const double scaled = std::round(magnitude * kScale);
  if (scaled >= 1e15 || scaled / kScale != magnitude) return nullptr;
  if (value < 0) *at++ = '-';
  const auto digits = static_cast<int64_t>(scaled);
  at = writeWhole(static_cast<uint64_t>(digits / kScale), at);
  *at++ = '.';
  auto places = static_cast<int>(digits % kScale);
  for (int unit = kScale / 10; places > 0; places %= unit, unit /= 10) *at++ = static_cast<char>('0' + places / unit);
  return at;
}

constexpr int kMostDigits = 17;

// As many digits as there can be are copied whatever their count: a copy of a known size is no call.
void copyDigits(const char* digits, char* at) {
  std::copy_n(digits, kMostDigits, at);
}

char* writeExponent(int exponent, char* at) {
  *at++ = 'e';
  *at++ = exponent < 0 ? '-' : '+';
  return writeWhole(static_cast<uint64_t>(std::abs(exponent)), at);
}

// `count` digits in JavaScript's layout, the decimal point after the first `point` of them; zeros stand in for those
// that there are not.
char* layOut(const char* digits, int count, int point, char* at) {
  if (point > 21 || point < -5) {
    *at = digits[0];
    if (count == 1) return writeExponent(point - 1, at + 1);
    at[1] = '.';
    copyDigits(digits + 1, at + 2);
    return writeExponent(point - 1, at + 1 + count);
  }
  if (point <= 0) {
    std::copy_n("0.00000", 7, at);
    copyDigits(digits, at + 2 - point);
    return at + 2 - point + count;
  }
  copyDigits(digits, at);
  if (point >= count) return std::fill_n(at + count, point - count, '0');
  copyDigits(digits + point, at + point + 1);
  at[point] = '.';
  return at + count + 1;
}

// Dragonbox finds the shortest digits: as fast as any where 128 bits are no one product, and 2 kB of the download with
// the small one of its two tables. The layout is JavaScript's, so that every host prints one text.
char* writeAny(double value, char* at) {
  namespace dragonbox = jkj::dragonbox;
  if (value < 0) *at++ = '-';
  const auto decimal = dragonbox::to_decimal(value, dragonbox::policy::sign::ignore, dragonbox::policy::cache::compact);
  std::array<char, 2 * kMostDigits> digits{};
  const auto count = static_cast<int>(writeWhole(decimal.significand, digits.data()) - digits.data());
  return layOut(digits.data(), count, count + decimal.exponent, at);
}

// Where the digits are one exact double and the power of ten another, one multiplication rounds once, as it should
// (Clinger, "How to read floating point numbers accurately"): nearly every number in a file. `text` is a decimal.
std::optional<double> readCommonDouble(std::string_view text) {
  static constexpr double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr int kLargestPower = 22;
  constexpr uint64_t kLargestExact = uint64_t{1} << 53;
  uint64_t digits = 0;
  int power = 0;
  bool isFraction = false;
  size_t at = text[0] == '-';
  for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
    if (text[at] == '.') {
      isFraction = true;
      continue;
    }
    if (digits > kLargestExact / 10) return std::nullopt;
    digits = digits * 10 + static_cast<uint64_t>(text[at] - '0');
    power -= isFraction;
  }
  if (at < text.size()) {
    const size_t exponent = at + 1 + (text[at + 1] == '+');
    int written = 0;
    if (std::from_chars(text.data() + exponent, text.data() + text.size(), written).ec != std::errc{})
      return std::nullopt;
    if (std::abs(written) > 1000) return std::nullopt;
    power += written;
  }
  if (digits > kLargestExact || std::abs(power) > kLargestPower) return std::nullopt;
  const auto exact = static_cast<double>(digits);
  const double value = power < 0 ? exact / kPowers[-power] : exact * kPowers[power];
  return text[0] == '-' ? -value : value;
}

}  // namespace

std::optional<double> readDouble(std::string_view text) {
  if (!isDecimal(text)) return std::nullopt;
  if (const auto value = readCommonDouble(text)) return value;
  // Not std::from_chars, whose tables would be downloaded beside those of strtod, which the JSON library needs.
  return std::strtod(std::string(text).c_str(), nullptr);
}

size_t writeDouble(double value, char* text) {
  const char* end = writeCommon(value, text);
  if (!end) end = writeAny(value, text);
  return static_cast<size_t>(end - text);
}

void appendDouble(std::string& out, double value) {
  std::array<char, kDoubleTextSize> text;
  out.append(text.data(), writeDouble(value, text.data()));
}

std::string shortestDouble(double value) {
  std::array<char, kDoubleTextSize> text;
  return std::string(text.data(), writeDouble(value, text.data()));
}

}  // namespace premap
