// A compiled formula: instructions for a stack, operands before their operator. No recursion runs it or checks it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formula/functions.h"
#include "premap/formula/formula.h"

namespace premap::formula {

enum class Operation : uint8_t {
  Constant,
  Column,
  Call,
  Negate,
  Not,
  Power,
  Multiply,
  Divide,
  Remainder,
  Add,
  Subtract,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Equal,
  NotEqual,
  And,
  Or
};

struct Instruction {
  Operation operation = Operation::Constant;
  uint32_t index = 0;          ///< of the constant or column; of a call its Function
  uint32_t argumentCount = 0;  ///< of a call
  Span span;                   ///< of the operator, the literal or the function's name
};

/// An instruction list with its constants, as parsed; types are not known yet.
struct Code {
  std::vector<Instruction> instructions;
  std::vector<FormulaValue> constants;
};

/// The binary operator's or unary operator's symbol.
std::string_view symbolOf(Operation operation);

/// The columns of a group by name, for all of its formulas.
class ColumnNames {
 public:
  explicit ColumnNames(std::span<const FormulaColumn> columns);
  /// The first of that name, whatever its case.
  std::optional<size_t> find(std::string_view name) const;
  /// The name that is most like it, without that of `self`. None is looked for any more once many were: of a group with
  /// thousands of misspelt names the first tell enough.
  std::optional<std::string> nearest(std::string_view name, size_t self) const;

 private:
  static constexpr size_t kMostLooks = 100'000;
  mutable std::vector<std::string> names_;
  mutable size_t looks_ = 0;
  std::unordered_map<std::string, size_t> byUpperName_;
};

Result<Code> parse(std::string_view text, const ColumnNames& columns, size_t self);

struct Inferred {
  FormulaType type = FormulaType::Double;
  bool isWhole = false;
};
Result<Inferred> inferType(const Code& code, std::span<const FormulaColumn> columns);

}  // namespace premap::formula

namespace premap {

struct Formula::Program {
  formula::Code code;
  formula::Inferred inferred;
  std::vector<size_t> dependencies;
  bool needsService = false;
};

}  // namespace premap
