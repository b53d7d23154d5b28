// The functions and constants of the formula language.
#pragma once

#include <optional>
#include <string_view>

#include "formula/function_words.h"
#include "premap/formula/formula.h"

namespace premap::formula {

/// What a parameter takes. Only the nullable ones take null.
enum class Parameter : uint8_t { Number, Text, Boolean, Any, Same, SameOrNull, TextOrNull, NumericColumn };

enum class FunctionResult : uint8_t { Number, Whole, Text, Boolean, Same };

struct FunctionInfo {
  std::string_view name;  ///< lower case
  Function function;
  /// One letter a parameter: N number, S text, B boolean, A any, T all of one type, t the same or null, s text or null,
  /// C numeric column. After [ they are optional; + repeats the last one.
  std::string_view signature;
  FunctionResult result;

  size_t least() const;  ///< fewest arguments
  size_t most() const;   ///< most arguments; SIZE_MAX when there is no limit
  Parameter parameter(size_t index) const;
};

/// Names in any case.
const FunctionInfo* findFunction(std::string_view name);
const FunctionInfo& infoOf(Function function);
std::optional<FormulaValue> findConstant(std::string_view name);

}  // namespace premap::formula
