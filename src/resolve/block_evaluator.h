// BlockEvaluator: from what a block's slots hold to its cells.
#pragma once

#include <optional>

#include "resolve/column_evaluator.h"
#include "resolve/formula_cells.h"
#include "resolve/row_classifier.h"

namespace premap::resolve {

class BlockEvaluator {
 public:
  BlockEvaluator(const GroupPlan& plan, VerdictBook& book, MeasureDetail detail);

  void evaluate(const RowBlock& block);
  /// The rows alone.
  void skim(const RowBlock& block) { rows_.classify(block, cells_); }

  const CellBlock& cells() const { return cells_; }
  const RowCounts& counts() const { return rows_.counts(); }
  int64_t aspectInstances(const RowBlock& block, size_t row, size_t column, size_t entry) const;
  const geometry::ElementMeasures* measures(size_t row) const;

 private:
  void evaluateIds(const RowBlock& block);
  void evaluateClasses();
  void evaluateDefaults(size_t column);
  void nameClass(const Class& cls, CellColumn& column, std::span<const uint32_t> rows);
  uint16_t simple(Source source, Reason reason);

  const PlanData& plan_;
  VerdictBook& book_;
  RowClassifier rows_;
  std::optional<ElementMeasurer> measurer_;
  ColumnEvaluator column_;
  FormulaEvaluator formulas_;
  CellBlock cells_;
  uint16_t queried_ = 0, element_ = 0, null_ = 0, notElement_ = 0, absent_ = 0;  // verdicts of default columns
};

}  // namespace premap::resolve
