// libFuzzer: whatever a formula is, it compiles or is explained, and a compiled one gives a value of its type or null.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "premap/formula/formula.h"

using namespace premap;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

bool fits(FormulaType type, const FormulaValue& value) {
  if (isNull(value)) return true;
  if (const double* number = std::get_if<double>(&value))
    return std::isfinite(*number) && (type == FormulaType::Double || type == FormulaType::Integer);
  return std::holds_alternative<bool>(value) ? type == FormulaType::Boolean : type == FormulaType::String;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const FormulaColumn columns[] = {{"a", FormulaType::Double, {}},
                                   {"i", FormulaType::Integer, {}},
                                   {"s", FormulaType::String, {}},
                                   {"t", FormulaType::Boolean, {}},
                                   {"f", {}, text}};
  auto formula = Formula::compile(text, columns, 4);
  if (!formula) {
    require(!formula.diagnostics().empty());
    for (const Diagnostic& fault : formula.diagnostics())
      require(fault.span && fault.span->begin <= fault.span->end && fault.span->end <= size);
    return 0;
  }
  const FormulaValue rows[][5] = {{2.5, -3.0, std::string("Tr\xC3\xA4ger 12"), true, {}},
                                  {{}, {}, {}, {}, {}},
                                  {0.0, 1e15, std::string(), false, {}}};
  for (const auto& row : rows) {
    const FormulaResult result = formula->evaluate(row);
    require(fits(formula->type(), result.value));
    if (formula->isWhole())
      if (const double* number = std::get_if<double>(&result.value)) require(*number == std::trunc(*number));
  }
  compileFormulas(columns);
  return 0;
}
