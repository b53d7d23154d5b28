// The functions as one table: name, parameters, result; parser, type inference and evaluation all read it.
#include "formula/functions.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "premap/base/text.h"

namespace premap::formula {

namespace {

struct Constant {
  std::string_view name;
  double value;
};

#include "function_words.inc"

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
