// A stack machine over a formula's instructions, with JavaScript's arithmetic and comparisons (docs/formulas.md).
#include "formula/evaluate.h"

#include <cmath>

#include "formula/text_functions.h"
#include "premap/base/text.h"

namespace premap::formula {

namespace {

FormulaValue arithmetic(Operation operation, double a, double b, std::string_view& reason) {
  switch (operation) {
    case Operation::Power:
      return finite(std::pow(a, b), reason);
    case Operation::Multiply:
      return finite(a * b, reason);
    case Operation::Divide:
      return finite(a / b, reason);
    case Operation::Remainder:
      return finite(std::fmod(a, b), reason);
    case Operation::Add:
      return finite(a + b, reason);
    default:
      return finite(a - b, reason);
  }
}

// Texts by their units, everything else as numbers; a text against a number only when the text is one.
FormulaValue compareOrder(Operation operation, const FormulaValue& a, const FormulaValue& b, std::string_view& reason) {
  int order = 0;
  const std::string* left = std::get_if<std::string>(&a);
  const std::string* right = std::get_if<std::string>(&b);
  if (left && right) {
    order = compare(*left, *right);
  } else {
    const std::optional<double> x = left ? toNumber(*left) : numberOf(a), y = right ? toNumber(*right) : numberOf(b);
    if (!x || !y) {
      reason = "formula-incomparable";
      return {};
    }
    order = *x < *y ? -1 : *x > *y ? 1 : 0;
  }
  switch (operation) {
    case Operation::Less:
      return order < 0;
    case Operation::LessOrEqual:
      return order <= 0;
    case Operation::Greater:
      return order > 0;
    default:
      return order >= 0;
  }
}

FormulaValue binary(Operation operation, FormulaValue& a, FormulaValue& b, std::string_view& reason) {
  if (operation == Operation::Equal) return isEqual(a, b);
  if (operation == Operation::NotEqual) return !isEqual(a, b);
  if (isNull(a) || isNull(b)) return {};
  switch (operation) {
    case Operation::And:
      return isTruthy(a) && isTruthy(b);
    case Operation::Or:
      return isTruthy(a) || isTruthy(b);
    case Operation::Less:
    case Operation::LessOrEqual:
    case Operation::Greater:
    case Operation::GreaterOrEqual:
      return compareOrder(operation, a, b, reason);
    case Operation::Add:
      if (std::holds_alternative<std::string>(a) || std::holds_alternative<std::string>(b))
        return textOf(a) + textOf(b);
      [[fallthrough]];
    default:
      return arithmetic(operation, numberOf(a), numberOf(b), reason);
  }
}

FormulaValue unary(Operation operation, const FormulaValue& value) {
  if (isNull(value)) return {};
  if (operation == Operation::Not) return !isTruthy(value);
  return -numberOf(value);
}

}  // namespace

FormulaValue finite(double value, std::string_view& reason) {
  if (std::isfinite(value)) return value;
  reason = "formula-non-finite";
  return {};
}

bool isTruthy(const FormulaValue& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag;
  if (const double* number = std::get_if<double>(&value)) return *number != 0;
  const std::string* text = std::get_if<std::string>(&value);
  return text && !text->empty();
}

double numberOf(const FormulaValue& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? 1 : 0;
  const double* number = std::get_if<double>(&value);
  return number ? *number : 0;
}

std::string textOf(const FormulaValue& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const double* number = std::get_if<double>(&value)) return shortestDouble(*number);
  const std::string* text = std::get_if<std::string>(&value);
  return text ? *text : std::string();
}

bool isEqual(const FormulaValue& a, const FormulaValue& b) {
  return a == b;
}

FormulaResult evaluate(const Code& code, std::span<const FormulaValue> row, std::vector<FormulaValue>& stack) {
  std::string_view reason;
  stack.clear();
  for (const Instruction& instruction : code.instructions) {
    if (instruction.operation == Operation::Constant) {
      // A literal may be beyond every number: 1e999.
      const FormulaValue& constant = code.constants[instruction.index];
      const double* number = std::get_if<double>(&constant);
      stack.push_back(number ? finite(*number, reason) : constant);
    } else if (instruction.operation == Operation::Column) {
      stack.push_back(instruction.index < row.size() ? row[instruction.index] : FormulaValue());
    } else if (instruction.operation == Operation::Call) {
      const std::span<FormulaValue> arguments = std::span(stack).last(instruction.argumentCount);
      FormulaValue result = callFunction(static_cast<Function>(instruction.index), arguments, reason);
      stack.resize(stack.size() - instruction.argumentCount);
      stack.push_back(std::move(result));
    } else if (instruction.operation == Operation::Negate || instruction.operation == Operation::Not) {
      stack.back() = unary(instruction.operation, stack.back());
    } else {
      FormulaValue right = std::move(stack.back());
      stack.pop_back();
      stack.back() = binary(instruction.operation, stack.back(), right, reason);
    }
  }
  FormulaResult result;
  if (!stack.empty()) result.value = std::move(stack.back());
  if (isNull(result.value)) result.reason = reason;
  return result;
}

}  // namespace premap::formula
