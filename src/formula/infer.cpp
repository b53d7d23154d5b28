// The type check: the instructions are run over types instead of values. Messages are those of the authoring widget.
#include <algorithm>

#include "formula/program.h"

namespace premap::formula {

namespace {

// What is known of a value: its type, or that it is always null, or nothing (after a fault).
struct Operand {
  enum class Kind : uint8_t { Typed, Null, Unknown } kind = Kind::Unknown;
  FormulaType type = FormulaType::Double;
  bool isWhole = false;   ///< only ever a whole number
  bool isColumn = false;  ///< a column itself, not something computed
  Span span;

  bool isNull() const { return kind == Kind::Null; }
  bool isUnknown() const { return kind == Kind::Unknown; }
  bool isText() const { return kind == Kind::Typed && type == FormulaType::String; }
  bool isNumber() const { return kind == Kind::Typed && isNumeric(type); }
  static bool isNumeric(FormulaType type) { return type == FormulaType::Integer || type == FormulaType::Double; }
};

Operand typed(FormulaType type, Span span, bool isWhole = false) {
  return {Operand::Kind::Typed, type, isWhole, false, span};
}

std::string ordinal(size_t index) {
  static constexpr std::string_view kEndings[] = {"st", "nd", "rd"};
  const size_t number = index + 1;
  const bool isTeen = number % 100 >= 11 && number % 100 <= 13;
  const size_t last = number % 10;
  return std::to_string(number) + std::string(!isTeen && last >= 1 && last <= 3 ? kEndings[last - 1] : "th");
}

Span cover(Span a, Span b) {
  return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

class TypeCheck {
 public:
  TypeCheck(const Code& code, std::span<const FormulaColumn> columns) : code_(code), columns_(columns) {}

  Result<Inferred> run() {
    for (const Instruction& instruction : code_.instructions) step(instruction);
    const Operand result = pop();
    if (faults_.empty() && result.isNull())
      faults_.push_back(error("formula-always-null", "Formula cannot always return null.")
                            .withSpan(result.span)
                            .withHint("leave the formula out"));
    if (!faults_.empty()) return std::move(faults_);
    return Inferred{result.type, result.isWhole};
  }

 private:
  Operand pop() {
    if (stack_.empty()) return {};
    Operand operand = stack_.back();
    stack_.pop_back();
    return operand;
  }

  void report(const char* code, Span span, std::string message, std::string hint = {}) {
    faults_.push_back(error(code, std::move(message)).withSpan(span).withHint(std::move(hint)));
  }

  void step(const Instruction& instruction) {
    switch (instruction.operation) {
      case Operation::Constant:
        return stack_.push_back(constant(code_.constants[instruction.index], instruction.span));
      case Operation::Column:
        return stack_.push_back(column(columns_[instruction.index], instruction.span));
      case Operation::Call:
        return call(instruction);
      case Operation::Negate:
      case Operation::Not:
        return unary(instruction);
      default:
        return binary(instruction);
    }
  }

  static Operand constant(const FormulaValue& value, Span span) {
    if (const double* number = std::get_if<double>(&value))
      return typed(FormulaType::Double, span,
                   *number == static_cast<double>(static_cast<int64_t>(std::clamp(*number, -9e15, 9e15))));
    if (std::holds_alternative<bool>(value)) return typed(FormulaType::Boolean, span);
    if (std::holds_alternative<std::string>(value)) return typed(FormulaType::String, span);
    return {Operand::Kind::Null, FormulaType::Double, false, false, span};
  }

  static Operand column(const FormulaColumn& column, Span span) {
    Operand operand;
    operand.span = span;
    operand.isColumn = true;
    if (!column.type) return operand;
    operand.kind = Operand::Kind::Typed;
    operand.type = *column.type;
    operand.isWhole = *column.type == FormulaType::Integer;
    return operand;
  }

  void unary(const Instruction& instruction) {
    const Operand operand = pop();
    const std::string symbol(symbolOf(instruction.operation));
    const Span span = cover(instruction.span, operand.span);
    const bool negates = instruction.operation == Operation::Negate;
    if (operand.isNull())
      report("formula-operator", span, "Unary operator \"" + symbol + "\" does not support null operands.");
    else if (negates && operand.isText())
      report("formula-operator", span, "Unary operator \"" + symbol + "\" does not support string operands.",
             "convert it: tonumber(…)");
    stack_.push_back(negates ? typed(FormulaType::Double, span, operand.isWhole) : typed(FormulaType::Boolean, span));
  }

  void binary(const Instruction& instruction) {
    const Operand right = pop(), left = pop();
    const Operation operation = instruction.operation;
    const bool isEquality = operation == Operation::Equal || operation == Operation::NotEqual;
    const std::string start = "Binary operator \"" + std::string(symbolOf(operation)) + "\" does not support ";
    const bool isArithmetic = operation <= Operation::Subtract;
    const bool joins = operation == Operation::Add && (left.isText() || right.isText());
    if (!isEquality && (left.isNull() || right.isNull()))
      report("formula-operator", instruction.span, start + "null operands.", "test for null with == null or ifnull(…)");
    else if (isArithmetic && operation != Operation::Add && (left.isText() || right.isText()))
      report("formula-operator", instruction.span, start + "string operands.", "convert it: tonumber(…)");
    const Span span = cover(left.span, right.span);
    if (joins) return stack_.push_back(typed(FormulaType::String, span));
    if (!isArithmetic) return stack_.push_back(typed(FormulaType::Boolean, span));
    const bool keepsWhole = operation != Operation::Divide && operation != Operation::Power;
    stack_.push_back(typed(FormulaType::Double, span, keepsWhole && isWholeOrBoolean(left) && isWholeOrBoolean(right)));
  }

  static bool isWholeOrBoolean(const Operand& operand) {
    return operand.isWhole || (operand.kind == Operand::Kind::Typed && operand.type == FormulaType::Boolean);
  }

  void call(const Instruction& instruction) {
    const FunctionInfo& function = infoOf(static_cast<Function>(instruction.index));
    std::vector<Operand> arguments(instruction.argumentCount);
    for (size_t i = arguments.size(); i > 0; --i) arguments[i - 1] = pop();
    Span span = instruction.span;
    if (!arguments.empty()) span.end = std::max(span.end, arguments.back().span.end);
    if (checkCount(function, arguments.size(), instruction.span)) checkArguments(function, arguments);
    stack_.push_back(resultOf(function, arguments, span));
  }

  bool checkCount(const FunctionInfo& function, size_t count, Span span) {
    const std::string name = "Function \"" + std::string(function.name) + "\" ";
    if (count > 0 && function.most() == 0) {
      report("formula-arguments", span, name + "does not accept any arguments.");
      return false;
    }
    if (count < function.least()) {
      const size_t least = function.least();
      report("formula-arguments", span,
             name + "requires at least " + std::to_string(least) + (least == 1 ? " argument" : " arguments") +
                 ", but only " + std::to_string(count) +
                 (count == 1 ? " argument was given." : " arguments were given."));
      return false;
    }
    if (count > function.most()) {
      report("formula-arguments", span,
             name + "is invalid. Too many arguments received. Expected a maximum of " +
                 std::to_string(function.most()) + " argument(s)");
      return false;
    }
    return true;
  }

  void checkArguments(const FunctionInfo& function, const std::vector<Operand>& arguments) {
    std::optional<FormulaType> same;
    for (size_t i = 0; i < arguments.size(); ++i) checkArgument(function, i, arguments[i], same);
  }

  void checkArgument(const FunctionInfo& function, size_t index, const Operand& argument,
                     std::optional<FormulaType>& same) {
    const std::string start =
        "Function \"" + std::string(function.name) + "\" is invalid. Expected " + ordinal(index) + " argument to ";
    const Parameter parameter = function.parameter(index);
    const bool takesNull =
        parameter == Parameter::SameOrNull || parameter == Parameter::TextOrNull || parameter == Parameter::Any;
    if (argument.isUnknown()) return;
    if (argument.isNull()) {
      if (!takesNull) report("formula-arguments", argument.span, start + "not be null.");
      return;
    }
    auto expect = [&](bool isMet, FormulaType type, std::string hint) {
      if (!isMet)
        report("formula-arguments", argument.span, start + "be of type " + std::string(toString(type)) + ".",
               std::move(hint));
    };
    switch (parameter) {
      case Parameter::Number:
        return expect(argument.isNumber(), FormulaType::Double, "convert it: tonumber(…)");
      case Parameter::Text:
      case Parameter::TextOrNull:
        return expect(argument.isText(), FormulaType::String, "convert it: tostring(…)");
      case Parameter::Boolean:
        return expect(argument.type == FormulaType::Boolean, FormulaType::Boolean, "compare it with something: a != 0");
      case Parameter::NumericColumn:
        return expect(argument.isNumber() && argument.isColumn, FormulaType::Double, "name a numeric column");
      case Parameter::Same:
      case Parameter::SameOrNull:
        if (!same) same = argument.type;
        return expect(*same == argument.type || (Operand::isNumeric(*same) && argument.isNumber()), *same,
                      "all values must be of one type");
      case Parameter::Any:
        return;
    }
  }

  static Operand resultOf(const FunctionInfo& function, const std::vector<Operand>& arguments, Span span) {
    switch (function.result) {
      case FunctionResult::Number: {
        const bool isChoice = function.function == Function::Max || function.function == Function::Min ||
                              function.function == Function::Abs;
        const bool isWhole = isChoice && std::all_of(arguments.begin(), arguments.end(), isWholeOrBoolean);
        return typed(FormulaType::Double, span, isWhole);
      }
      case FunctionResult::Whole:
        return typed(FormulaType::Double, span, true);
      case FunctionResult::Text:
        return typed(FormulaType::String, span);
      case FunctionResult::Boolean:
        return typed(FormulaType::Boolean, span);
      case FunctionResult::Same:
        return sameResult(function, arguments, span);
    }
    return {};
  }

  // The one type of the arguments that may be returned; an integer among reals makes a real.
  static Operand sameResult(const FunctionInfo& function, const std::vector<Operand>& arguments, Span span) {
    Operand result{Operand::Kind::Null, FormulaType::Double, true, false, span};
    for (size_t i = function.function == Function::If ? 1 : 0; i < arguments.size(); ++i) {
      const Operand& argument = arguments[i];
      if (argument.isUnknown()) return {Operand::Kind::Unknown, FormulaType::Double, false, false, span};
      if (argument.isNull()) continue;
      const bool isMixed = result.kind == Operand::Kind::Typed && result.type != argument.type;
      result.type = isMixed ? FormulaType::Double : argument.type;
      result.isWhole = result.isWhole && argument.isWhole;
      result.kind = Operand::Kind::Typed;
    }
    result.isWhole = result.isWhole && result.isNumber();
    return result;
  }

  const Code& code_;
  std::span<const FormulaColumn> columns_;
  std::vector<Operand> stack_;
  Diagnostics faults_;
};

}  // namespace

Result<Inferred> inferType(const Code& code, std::span<const FormulaColumn> columns) {
  return TypeCheck(code, columns).run();
}

}  // namespace premap::formula
