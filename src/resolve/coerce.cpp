// The table of R17, a function for each pair of types that convert; a value that does not is no value, never a guess.
#include "premap/resolve/coerce.h"

#include <charconv>
#include <cmath>
#include <optional>

#include "premap/base/text.h"

namespace premap::resolve {

namespace {

constexpr Conversion kValid{true, 0};
constexpr Conversion kLossy{true, bit(Decision::A10)};
constexpr Conversion kRefused{false, 0};

bool isSpace(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
  return text;
}

// A decimal number and nothing else, in the range of doubles; one sign, which may be a plus.
std::optional<double> parseDouble(std::string_view text) {
  text = trimmed(text);
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  std::optional<double> value = readDouble(text);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

// "12", "-3", "12.0"; not "1e3", "0x10" or "12.5".
std::optional<int64_t> parseInteger(std::string_view text) {
  text = trimmed(text);
  size_t point = text.find('.');
  if (point != std::string_view::npos) {
    std::string_view fraction = text.substr(point + 1);
    if (fraction.empty() || fraction.find_first_not_of('0') != std::string_view::npos) return std::nullopt;
    text = text.substr(0, point);
  }
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '-') return std::nullopt;
  }
  int64_t value = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || text.empty() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Conversion doubleToInteger(Value& value, const ResolveOptions& options) {
  double whole = std::trunc(value.real);
  bool isWhole = whole == value.real;
  if (!isWhole && options.fractionToInteger == FractionToInteger::Refuse) return kRefused;
  if (!isWhole && options.fractionToInteger == FractionToInteger::Round) whole = std::round(value.real);
  // 2^63 itself does not fit; the comparison also refuses NaN.
  if (!(whole >= -9223372036854775808.0 && whole < 9223372036854775808.0)) return kRefused;
  value = Value::ofInteger(static_cast<int64_t>(whole));
  return isWhole ? kValid : kLossy;
}

Conversion toBoolean(Value& value) {
  switch (value.type) {
    case ValueType::Boolean:
      return kValid;
    case ValueType::Integer:
      return value = Value::boolean(value.integer != 0), kValid;
    case ValueType::Double:
      if (std::isnan(value.real)) return kRefused;
      return value = Value::boolean(value.real != 0), kValid;
    case ValueType::String:
      if (value.text == "1" || equalsIgnoreCase(value.text, "true")) return value = Value::boolean(true), kValid;
      if (value.text == "0" || equalsIgnoreCase(value.text, "false")) return value = Value::boolean(false), kValid;
      return kRefused;
    default:
      return kRefused;
  }
}

Conversion toInteger(Value& value, const ResolveOptions& options) {
  switch (value.type) {
    case ValueType::Boolean:
    case ValueType::Integer:
      return value = Value::ofInteger(value.integer), kValid;
    case ValueType::Double:
      return doubleToInteger(value, options);
    case ValueType::String:
      if (auto parsed = parseInteger(value.text)) return value = Value::ofInteger(*parsed), kValid;
      return kRefused;
    case ValueType::Id:
      // A negative bit pattern stands for an id beyond int64.
      if (value.integer < 0) return kRefused;
      return value = Value::ofInteger(value.integer), kValid;
    default:
      return kRefused;
  }
}

Conversion toDouble(Value& value) {
  switch (value.type) {
    case ValueType::Boolean:
      return value = Value::ofDouble(value.integer ? 1 : 0), kValid;
    case ValueType::Integer: {
      bool isExact = value.integer <= kLargestExactDouble && value.integer >= -kLargestExactDouble;
      value = Value::ofDouble(static_cast<double>(value.integer));
      return isExact ? kValid : kLossy;
    }
    case ValueType::Double:
      return std::isfinite(value.real) ? kValid : kRefused;
    case ValueType::String:
      if (auto parsed = parseDouble(value.text)) return value = Value::ofDouble(*parsed), kValid;
      return kRefused;
    default:
      return kRefused;
  }
}

Conversion toText(Value& value, std::string& scratch) {
  switch (value.type) {
    case ValueType::Boolean:
      value = Value::string(value.integer ? "true" : "false");
      return kValid;
    case ValueType::Integer:
      scratch.clear();
      appendInteger(scratch, value.integer);
      break;
    case ValueType::Double:
      if (!std::isfinite(value.real)) return kRefused;
      scratch.clear();
      appendDouble(scratch, value.real);
      break;
    case ValueType::Id:
      scratch.clear();
      appendId(scratch, value.integer);
      break;
    case ValueType::String:
    case ValueType::DateTime:
    case ValueType::Guid:
    case ValueType::Composite:
      value.type = ValueType::String;
      return kValid;
    default:
      return kRefused;
  }
  value = Value::string(scratch);
  return kValid;
}

}  // namespace

Conversion convert(Value& value, Target target, const ResolveOptions& options, std::string& scratch) {
  switch (target) {
    case Target::Boolean:
      return toBoolean(value);
    case Target::Integer:
      return toInteger(value, options);
    case Target::Double:
      return toDouble(value);
    case Target::String:
      return toText(value, scratch);
  }
  return kRefused;
}

}  // namespace premap::resolve
