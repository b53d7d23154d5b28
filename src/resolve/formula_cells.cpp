// A formula column by column: the cells it reads are all there before the first row.
#include "resolve/formula_cells.h"

#include <algorithm>
#include <cmath>

#include "resolve/row_kind.h"

namespace premap::resolve {

namespace {

Value valueOf(FormulaValue& result, std::string& text) {
  if (const bool* flag = std::get_if<bool>(&result)) return Value::boolean(*flag);
  if (const double* number = std::get_if<double>(&result)) return Value::ofDouble(*number);
  if (std::string* made = std::get_if<std::string>(&result)) return text = std::move(*made), Value::string(text);
  return Value();
}

FormulaValue formulaValue(const Value& value) {
  switch (value.type) {
    case ValueType::Boolean:
      return value.integer != 0;
    case ValueType::Integer:
      return static_cast<double>(value.integer);
    case ValueType::Double:
      return value.real;
    case ValueType::String:
      return std::string(value.text);
    default:
      return std::monostate();
  }
}

Reason formulaReason(std::string_view reason) {
  if (reason == "formula-non-finite") return Reason::FormulaNonFinite;
  if (reason == "formula-incomparable") return Reason::FormulaIncomparable;
  if (reason == "formula-too-long") return Reason::FormulaTooLong;
  if (reason == "formula-not-offline") return Reason::NotComputableOffline;
  return Reason::FormulaNull;
}

}  // namespace

FormulaEvaluator::FormulaEvaluator(const PlanData& plan, VerdictBook& book) : plan_(plan), book_(book) {
  std::vector<bool> isUsable(plan.formulas.formulas.size(), false);
  for (const size_t f : plan.formulas.order) isUsable[f] = true;
  for (size_t f = 0; f < isUsable.size(); ++f)
    if (plan.group.properties[f].formula.isPresent() && !isUsable[f]) faulty_.push_back(f);
  values_.resize(plan.formulas.formulas.size());
}

void FormulaEvaluator::evaluate(CellBlock& cells) {
  for (size_t f : faulty_)
    for (size_t row = 0; row < cells.rowCount(); ++row)
      setReason(cells.columns_[kDefaultColumnCount + f], row, Reason::FormulaInvalid);
  for (size_t f : plan_.formulas.order) evaluateFormula(f, cells);
}

void FormulaEvaluator::evaluateFormula(size_t f, CellBlock& cells) {
  const size_t c = kDefaultColumnCount + f;
  CellColumn& column = cells.columns_[c];
  for (size_t row = 0; row < cells.rowCount(); ++row)
    if (column.isNull(row) && !isUnknown(column, row))
      evaluateCell(*plan_.formulas.formulas[f], column, plan_.columns[c], row, cells);
}

[[gnu::noinline]] void FormulaEvaluator::evaluateCell(const Formula& formula, CellColumn& column,
                                                      const PlanColumn& planned, size_t row, CellBlock& cells) {
  for (size_t d : formula.dependencies()) {
    const CellColumn& read = cells.columns_[kDefaultColumnCount + d];
    // What cannot be known offline must not be computed with as if it were null.
    if (isUnknown(read, row)) return setReason(column, row, book_[read.verdict(row)].reason);
    values_[d] = formulaValue(read.value(row, scratch_));
  }
  FormulaResult result = formula.evaluate(values_, stack_);
  if (isNull(result.value)) return setReason(column, row, formulaReason(result.reason));
  if (!planned.type) return setReason(column, row, Reason::TypeUnknown);
  if (const double* number = std::get_if<double>(&result.value);
      number && *planned.type == Target::Double && std::isfinite(*number)) {
    column.setReal(row, *number);
    return setVerdict(column, row, Source::Formula, Reason::None, 0);
  }
  Value value = valueOf(result.value, scratch_);
  const Conversion conversion = convert(value, *planned.type, plan_.options, scratch_);
  if (!conversion.isValid) return setReason(column, row, Reason::ConvertFailed);
  column.set(row, value, cells.arena_);
  setVerdict(column, row, Source::Formula, Reason::None, conversion.decisions);
}

bool FormulaEvaluator::isUnknown(const CellColumn& column, size_t row) const {
  return column.isNull(row) && resolve::isUnknown(book_[column.verdict(row)].reason);
}

void FormulaEvaluator::setReason(CellColumn& column, size_t row, Reason reason) {
  if (column.isNull(row) && !isUnknown(column, row)) setVerdict(column, row, Source::None, reason, 0);
}

// The verdict of the entries, with what the formula made of it.
void FormulaEvaluator::setVerdict(CellColumn& column, size_t row, Source source, Reason reason, Decisions decisions) {
  const uint16_t before = column.verdict(row);
  const uint64_t key = uint64_t{before} | uint64_t{static_cast<uint8_t>(source)} << 16 |
                       uint64_t{static_cast<uint8_t>(reason)} << 24 | uint64_t{decisions} << 32;
  if (key == lastKey_) return column.setVerdict(row, lastVerdict_);
  auto [found, isNew] = verdicts_.try_emplace(key, uint16_t{0});
  if (isNew) {
    Verdict verdict = book_[before];
    verdict.entry = verdict.decidedBy = -1, verdict.source = source, verdict.reason = reason;
    verdict.className.clear();
    verdict.decisions |= decisions;
    found->second = book_.intern(verdict);
  }
  lastKey_ = key, lastVerdict_ = found->second;
  column.setVerdict(row, found->second);
}

}  // namespace premap::resolve
