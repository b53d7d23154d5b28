// R18: columns that are still empty, each after those its formula reads.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "premap/formula/formula.h"
#include "premap/resolve/cell_block.h"
#include "resolve/plan_data.h"

namespace premap::resolve {

class FormulaEvaluator {
 public:
  FormulaEvaluator(const PlanData& plan, VerdictBook& book);
  /// After every column's entries.
  void evaluate(CellBlock& cells);

 private:
  void evaluateFormula(size_t formula, CellBlock& cells);
  void evaluateCell(const Formula& formula, CellColumn& column, const PlanColumn& planned, size_t row,
                    CellBlock& cells);
  bool isUnknown(const CellColumn& column, size_t row) const;
  void setReason(CellColumn& column, size_t row, Reason reason);
  void setVerdict(CellColumn& column, size_t row, Source source, Reason reason, Decisions decisions);

  const PlanData& plan_;
  VerdictBook& book_;
  std::vector<size_t> faulty_;  // formulas that cannot be evaluated
  std::vector<FormulaValue> values_, stack_;
  std::unordered_map<uint64_t, uint16_t> verdicts_;
  uint64_t lastKey_ = 0;  // of the verdict looked up last; 0: of none
  uint16_t lastVerdict_ = 0;
  std::string scratch_;
};

}  // namespace premap::resolve
