// The functions as one table: name, parameters, result; parser, type inference and evaluation all read it.
#include "formula/functions.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "premap/base/text.h"

namespace premap::formula {

namespace {

using F = Function;
using R = FunctionResult;

// In the order of the enumeration.
constexpr FunctionInfo kFunctions[] = {
    {"abs", F::Abs, "N", R::Number},
    {"acos", F::Acos, "N", R::Number},
    {"acosh", F::Acosh, "N", R::Number},
    {"asin", F::Asin, "N", R::Number},
    {"asinh", F::Asinh, "N", R::Number},
    {"atan", F::Atan, "N", R::Number},
    {"atanh", F::Atanh, "N", R::Number},
    {"cbrt", F::Cbrt, "N", R::Number},
    {"ceil", F::Ceil, "N", R::Whole},
    {"clz32", F::Clz32, "N", R::Whole},
    {"cos", F::Cos, "N", R::Number},
    {"cosh", F::Cosh, "N", R::Number},
    {"exp", F::Exp, "N", R::Number},
    {"expm1", F::Expm1, "N", R::Number},
    {"floor", F::Floor, "N", R::Whole},
    {"fround", F::Fround, "N", R::Number},
    {"log", F::Log, "N", R::Number},
    {"log1p", F::Log1p, "N", R::Number},
    {"log10", F::Log10, "N", R::Number},
    {"log2", F::Log2, "N", R::Number},
    {"round", F::Round, "N", R::Whole},
    {"sign", F::Sign, "N", R::Whole},
    {"sin", F::Sin, "N", R::Number},
    {"sinh", F::Sinh, "N", R::Number},
    {"sqrt", F::Sqrt, "N", R::Number},
    {"tan", F::Tan, "N", R::Number},
    {"tanh", F::Tanh, "N", R::Number},
    {"trunc", F::Trunc, "N", R::Whole},
    {"atan2", F::Atan2, "NN", R::Number},
    {"imul", F::Imul, "NN", R::Whole},
    {"pow", F::Pow, "NN", R::Number},
    {"hypot", F::Hypot, "NN+", R::Number},
    {"max", F::Max, "NN+", R::Number},
    {"min", F::Min, "NN+", R::Number},
    {"random", F::Random, "", R::Number},
    {"tonumber", F::ToNumber, "A", R::Number},
    {"tostring", F::ToText, "A", R::Text},
    {"toboolean", F::ToBoolean, "A", R::Boolean},
    {"charat", F::CharAt, "SN", R::Text},
    {"concat", F::Concat, "SS+", R::Text},
    {"padstart", F::PadStart, "SN[S", R::Text},
    {"padend", F::PadEnd, "SN[S", R::Text},
    {"substring", F::Substring, "SN[N", R::Text},
    {"indexof", F::IndexOf, "SS[N", R::Whole},
    {"tolowercase", F::ToLowerCase, "S", R::Text},
    {"touppercase", F::ToUpperCase, "S", R::Text},
    {"trim", F::Trim, "S", R::Text},
    {"trimstart", F::TrimStart, "S", R::Text},
    {"trimend", F::TrimEnd, "S", R::Text},
    {"if", F::If, "Btt", R::Same},
    {"ifnull", F::IfNull, "tT", R::Same},
    {"ifnotnull", F::IfNotNull, "tT", R::Same},
    {"ifempty", F::IfEmpty, "SS", R::Text},
    {"ifnotempty", F::IfNotEmpty, "SS", R::Text},
    {"ifnullorempty", F::IfNullOrEmpty, "sS", R::Text},
    {"ifnotnullorempty", F::IfNotNullOrEmpty, "sS", R::Text},
    {"ifnullorwhitespace", F::IfNullOrWhitespace, "sS", R::Text},
    {"ifnotnullorwhitespace", F::IfNotNullOrWhitespace, "sS", R::Text},
    {"isin", F::IsIn, "TT+", R::Boolean},
    {"getpersistenceunit", F::GetPersistenceUnit, "C", R::Text},
    {"getpresentationunits", F::GetPresentationUnits, "C", R::Text},
};

Parameter parameterOf(char letter) {
  switch (letter) {
    case 'N':
      return Parameter::Number;
    case 'S':
      return Parameter::Text;
    case 'B':
      return Parameter::Boolean;
    case 'T':
      return Parameter::Same;
    case 't':
      return Parameter::SameOrNull;
    case 's':
      return Parameter::TextOrNull;
    case 'C':
      return Parameter::NumericColumn;
    default:
      return Parameter::Any;
  }
}

struct Constant {
  std::string_view name;
  double value;
};
constexpr Constant kConstants[] = {
    {"e", std::numbers::e},          {"ln2", std::numbers::ln2},       {"ln10", std::numbers::ln10},
    {"log2e", std::numbers::log2e},  {"log10e", std::numbers::log10e}, {"pi", std::numbers::pi},
    {"sqrt1_2", 0.7071067811865476}, {"sqrt2", std::numbers::sqrt2},
};

}  // namespace

size_t FunctionInfo::least() const {
  const size_t optional = signature.find('[');
  if (optional != std::string_view::npos) return optional;
  return signature.ends_with('+') ? signature.size() - 1 : signature.size();
}

size_t FunctionInfo::most() const {
  if (signature.ends_with('+')) return SIZE_MAX;
  return signature.find('[') != std::string_view::npos ? signature.size() - 1 : signature.size();
}

Parameter FunctionInfo::parameter(size_t index) const {
  size_t at = 0;
  for (size_t count = 0; at < signature.size(); ++at) {
    if (signature[at] == '[' || signature[at] == '+') continue;
    if (count++ == index) return parameterOf(signature[at]);
  }
  return parameterOf(signature[signature.size() - 2]);
}

const FunctionInfo* findFunction(std::string_view name) {
  const std::string wanted = toLower(name);
  for (const FunctionInfo& info : kFunctions)
    if (info.name == wanted) return &info;
  return nullptr;
}

const FunctionInfo& infoOf(Function function) {
  return kFunctions[static_cast<size_t>(function)];
}

std::optional<FormulaValue> findConstant(std::string_view name) {
  const std::string wanted = toLower(name);
  if (wanted == "true") return FormulaValue(true);
  if (wanted == "false") return FormulaValue(false);
  if (wanted == "null") return FormulaValue();
  for (const Constant& constant : kConstants)
    if (constant.name == wanted) return FormulaValue(constant.value);
  return std::nullopt;
}

}  // namespace premap::formula
