// The functions. The numeric ones are JavaScript's Math, its 32-bit ones included; the ones on
// texts its String methods.
#include <algorithm>
#include <bit>
#include <cmath>

#include "formula/evaluate.h"
#include "formula/text_functions.h"

namespace premap::formula {

namespace {

using F = Function;

// To 32 bits as JavaScript does it: cut the fraction, wrap around.
uint32_t toUint32(double value) {
  if (!std::isfinite(value)) return 0;
  const double wrapped = std::fmod(std::trunc(value), 4294967296.0);
  return static_cast<uint32_t>(static_cast<int64_t>(wrapped));
}

double roundHalfUp(double value) {
  const double down = std::floor(value);
  return value - down >= 0.5 ? down + 1 : down;
}

double sign(double value) {
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}

// One step of Newton's after the library's, which is not exact everywhere: the same digits on every host.
double cubeRoot(double value) {
  const double root = std::cbrt(value);
  return root == 0 || !std::isfinite(root) ? root : root - (root * root * root - value) / (3 * root * root);
}

double ofOneNumber(Function function, double x) {
  switch (function) {
    case F::Abs:
      return std::fabs(x);
    case F::Acos:
      return std::acos(x);
    case F::Acosh:
      return std::acosh(x);
    case F::Asin:
      return std::asin(x);
    case F::Asinh:
      return std::asinh(x);
    case F::Atan:
      return std::atan(x);
    case F::Atanh:
      return std::atanh(x);
    case F::Cbrt:
      return cubeRoot(x);
    case F::Ceil:
      return std::ceil(x);
    case F::Clz32:
      return std::countl_zero(toUint32(x));
    case F::Cos:
      return std::cos(x);
    case F::Cosh:
      return std::cosh(x);
    case F::Exp:
      return std::exp(x);
    case F::Expm1:
      return std::expm1(x);
    case F::Floor:
      return std::floor(x);
    case F::Fround:
      return static_cast<double>(static_cast<float>(x));
    case F::Log:
      return std::log(x);
    case F::Log1p:
      return std::log1p(x);
    case F::Log10:
      return std::log10(x);
    case F::Log2:
      return std::log2(x);
    case F::Round:
      return roundHalfUp(x);
    case F::Sign:
      return sign(x);
    case F::Sin:
      return std::sin(x);
    case F::Sinh:
      return std::sinh(x);
    case F::Sqrt:
      return std::sqrt(x);
    case F::Tan:
      return std::tan(x);
    case F::Tanh:
      return std::tanh(x);
    default:
      return std::trunc(x);
  }
}

double ofNumbers(Function function, std::span<const FormulaValue> arguments) {
  const double x = numberOf(arguments[0]), y = numberOf(arguments[1]);
  switch (function) {
    case F::Atan2:
      return std::atan2(x, y);
    case F::Imul:
      return static_cast<int32_t>(toUint32(x) * toUint32(y));
    case F::Pow:
      return std::pow(x, y);
    default:
      break;
  }
  double result = x;
  for (const FormulaValue& argument : arguments.subspan(1)) {
    const double next = numberOf(argument);
    result = function == F::Hypot ? std::hypot(result, next)
             : function == F::Max ? std::max(result, next)
                                  : std::min(result, next);
  }
  return result;
}

std::string text(const FormulaValue& value) {
  return textOf(value);
}

FormulaValue padded(std::span<const FormulaValue> arguments, bool atStart, std::string_view& reason) {
  const std::string filler = arguments.size() > 2 ? text(arguments[2]) : " ";
  std::optional<std::string> result = pad(text(arguments[0]), numberOf(arguments[1]), filler, atStart);
  if (result) return std::move(*result);
  reason = "formula-too-long";
  return {};
}

FormulaValue ofTexts(Function function, std::span<const FormulaValue> arguments, std::string_view& reason) {
  const std::string first = text(arguments[0]);
  switch (function) {
    case F::CharAt:
      return characterAt(first, numberOf(arguments[1]));
    case F::PadStart:
    case F::PadEnd:
      return padded(arguments, function == F::PadStart, reason);
    case F::Substring:
      return substring(first, numberOf(arguments[1]), arguments.size() > 2 ? numberOf(arguments[2]) : HUGE_VAL);
    case F::IndexOf:
      return indexOf(first, text(arguments[1]), arguments.size() > 2 ? numberOf(arguments[2]) : 0);
    case F::ToLowerCase:
      return toLowerCase(first);
    case F::ToUpperCase:
      return toUpperCase(first);
    case F::Trim:
      return trim(first, true, true);
    case F::TrimStart:
      return trim(first, true, false);
    case F::TrimEnd:
      return trim(first, false, true);
    default: {
      std::string joined = first;
      for (const FormulaValue& argument : arguments.subspan(1)) joined += text(argument);
      return joined;
    }
  }
}

// `ifX(a, b)`: b when X holds for a, else a.
bool holds(Function function, const FormulaValue& value) {
  const std::string* content = std::get_if<std::string>(&value);
  const bool isEmpty = content && content->empty();
  const bool isBlank = content && trim(*content, true, true).empty();
  switch (function) {
    case F::IfNull:
      return isNull(value);
    case F::IfNotNull:
      return !isNull(value);
    case F::IfEmpty:
      return isEmpty;
    case F::IfNotEmpty:
      return !isEmpty;
    case F::IfNullOrEmpty:
      return isNull(value) || isEmpty;
    case F::IfNotNullOrEmpty:
      return !isNull(value) && !isEmpty;
    case F::IfNullOrWhitespace:
      return isNull(value) || isBlank;
    default:
      return !isNull(value) && !isBlank;
  }
}

FormulaValue convert(Function function, const FormulaValue& value) {
  if (function == F::ToText) return textOf(value);
  if (function == F::ToBoolean) return isTruthy(value);
  const std::string* content = std::get_if<std::string>(&value);
  if (!content) return numberOf(value);
  const std::optional<double> number = toNumber(*content);
  return number ? FormulaValue(*number) : FormulaValue();
}

bool isConditional(Function function) {
  return function >= F::If && function <= F::IfNotNullOrWhitespace;
}

FormulaValue choose(Function function, std::span<FormulaValue> arguments) {
  if (function == F::If) {
    if (isNull(arguments[0])) return {};
    return std::move(arguments[isTruthy(arguments[0]) ? 1 : 2]);
  }
  return std::move(arguments[holds(function, arguments[0]) ? 1 : 0]);
}

}  // namespace

FormulaValue callFunction(Function function, std::span<FormulaValue> arguments, std::string_view& reason) {
  if (function == F::Random || function == F::GetPersistenceUnit || function == F::GetPresentationUnits) {
    reason = "formula-not-offline";
    return {};
  }
  const bool takesNull = function == F::If || function == F::IfNull || function == F::IfNotNull ||
                         (function >= F::IfNullOrEmpty && function <= F::IfNotNullOrWhitespace);
  if (!takesNull)
    for (const FormulaValue& argument : arguments)
      if (isNull(argument)) return {};
  if (isConditional(function)) return choose(function, arguments);
  if (function <= F::Trunc) return finite(ofOneNumber(function, numberOf(arguments[0])), reason);
  if (function <= F::Min) return finite(ofNumbers(function, arguments), reason);
  if (function <= F::ToBoolean) return convert(function, arguments[0]);
  if (function <= F::TrimEnd) return ofTexts(function, arguments, reason);
  const std::span<const FormulaValue> list = arguments.subspan(1);
  return std::any_of(list.begin(), list.end(), [&](const FormulaValue& item) { return isEqual(arguments[0], item); });
}

}  // namespace premap::formula
