// Running a compiled formula over the values of one row.
#pragma once

#include "formula/program.h"

namespace premap::formula {

/// `stack`: memory of the caller's, kept from row to row.
FormulaResult evaluate(const Code& code, std::span<const FormulaValue> row, std::vector<FormulaValue>& stack);

/// One function over its arguments; null where it takes none and got one. Sets `reason` when the null has another one.
FormulaValue callFunction(Function function, std::span<FormulaValue> arguments, std::string_view& reason);

/// Zero and "" are false; everything else is true.
bool isTruthy(const FormulaValue& value);
/// As arithmetic takes it: true is 1.
double numberOf(const FormulaValue& value);
/// As `+` joins it to a text.
std::string textOf(const FormulaValue& value);
/// `==`: never across types; null equals null.
bool isEqual(const FormulaValue& a, const FormulaValue& b);

/// The number, or null with its reason when it is none JSON could carry.
FormulaValue finite(double value, std::string_view& reason);

}  // namespace premap::formula
