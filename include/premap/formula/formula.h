// Formula columns: compiling an expression over the other columns of a group, checking it, computing it row by row.
//
//   const FormulaColumn columns[] = {{"Length", FormulaType::Double}, {"Twice", FormulaType::Double, "Length * 2"}};
//   FormulaTable table = compileFormulas(columns);
//   std::vector<FormulaValue> row{2.5, {}};
//   for (size_t column : table.order) row[column] = table.formulas[column]->evaluate(row).value;   // row[1]: 5
//
// The language and its types are those of contract section 6; messages are the authoring widget's own. Where the widget
// refuses what is documented (hexadecimal literals, integers as arguments, a parenthesis in a string) we do not follow.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "premap/base/result.h"

namespace premap {

enum class FormulaType : uint8_t { Boolean, Integer, Double, String };
std::string_view toString(FormulaType type);

/// Null, Boolean, Number, String. Integer columns enter as Number.
using FormulaValue = std::variant<std::monostate, bool, double, std::string>;
inline bool isNull(const FormulaValue& value) {
  return value.index() == 0;
}

/// A column of a group as formulas see it.
struct FormulaColumn {
  std::string name;
  std::optional<FormulaType> type;     ///< nullopt: unknown; a formula column then has its formula's type
  std::optional<std::string> formula;  ///< nullopt: the column has none
};

struct FormulaResult {
  FormulaValue value;
  /// Why the value is null though its operands were not; empty otherwise: "formula-non-finite" (division by zero, root
  /// of a negative, overflow), "formula-incomparable" (a text compared with a number), "formula-not-offline" (random,
  /// units), "formula-too-long" (a text of more than a million characters).
  std::string_view reason;
};

class Formula {
 public:
  /// Compiles without looking at other formulas. `self` is the column that the formula defines, its index in `columns`.
  /// Errors (spans are in `text`): `formula-empty`, `formula-invalid`, `formula-literal`, `formula-operator`,
  /// `formula-variable-unknown`, `formula-self-reference`, `formula-function-unknown`, `formula-arguments`,
  /// `formula-always-null`, `formula-too-deep`. The first fault of syntax ends it; faults of types are all told.
  static Result<Formula> compile(std::string_view text, std::span<const FormulaColumn> columns, size_t self);

  FormulaType type() const;
  /// True when every value is a whole number, though the type may be Double.
  bool isWhole() const;
  /// Indexes of the columns it reads, ascending.
  const std::vector<size_t>& dependencies() const;
  /// Uses what only the extraction knows: random(), units. Such parts are null.
  bool needsService() const;

  /// `row` has one value a column. Nulls: an operation that does not accept null gives null when given one.
  /// Cost: linear in the formula's length; no allocation unless texts are made, once `stack` (whatever
  /// it holds) has grown.
  FormulaResult evaluate(std::span<const FormulaValue> row, std::vector<FormulaValue>& stack) const;
  FormulaResult evaluate(std::span<const FormulaValue> row) const;

  struct Program;
  /// For those who compile many.
  explicit Formula(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

 private:
  std::shared_ptr<const Program> program_;
};

/// The formulas of one group together.
struct FormulaTable {
  std::vector<std::optional<Formula>> formulas;  ///< a column each; nullopt: none, or faulty
  std::vector<size_t> order;                     ///< the columns with a usable formula, each after those it reads
  /// Faults with the column they are in; spans are in that column's formula. Besides those of compile:
  /// `formula-cycle` (error), `formula-type-mismatch` and `formula-not-offline` (warnings).
  std::vector<std::pair<size_t, Diagnostic>> diagnostics;
};
FormulaTable compileFormulas(std::span<const FormulaColumn> columns);

/// A name in a formula that may be a column's: no function, no constant.
struct FormulaName {
  std::string name;  ///< as written; letter case does not count
  Span span;
};
/// In order of place; of a formula with a fault in its words those around it.
std::vector<FormulaName> namesInFormula(std::string_view formula);

}  // namespace premap
