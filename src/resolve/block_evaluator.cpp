// The default columns, then each column for each kind of rows, then formulas. docs/group-plan.md walks through it.
#include "resolve/block_evaluator.h"

#include "premap/base/engine_parts.h"

namespace premap::resolve {

namespace {

// Of a plan that measures, where the part of the engine that does it is there.
std::optional<ElementMeasurer> measurerOf(const PlanData& plan, MeasureDetail detail) {
  if (plan.measures.wanted.isEmpty() || !isLoaded(EnginePart::Geometry)) return std::nullopt;
  return std::make_optional<ElementMeasurer>(plan, detail == MeasureDetail::Primitives);
}

}  // namespace

BlockEvaluator::BlockEvaluator(const GroupPlan& plan, VerdictBook& book, MeasureDetail detail)
    : plan_(plan.data()),
      book_(book),
      rows_(plan_),
      measurer_(measurerOf(plan_, detail)),
      column_(plan, book, measurer_ ? &*measurer_ : nullptr),
      formulas_(plan_, book) {
  cells_.columns_.resize(plan_.columns.size());
  queried_ = simple(Source::Queried, Reason::None);
  element_ = simple(Source::Element, Reason::None);
  null_ = simple(Source::None, Reason::ValueNull);
  notElement_ = simple(Source::None, Reason::ColumnNotSelected);
  absent_ = simple(Source::None, Reason::PropertyMissing);
}

uint16_t BlockEvaluator::simple(Source source, Reason reason) {
  Verdict verdict;
  verdict.source = source, verdict.reason = reason;
  return book_.intern(verdict);
}

void BlockEvaluator::evaluate(const RowBlock& block) {
  rows_.classify(block, cells_);
  for (CellColumn& column : cells_.columns_) column.begin(cells_.rowCount());
  if (measurer_) measurer_->begin(block.rowCount());
  column_.begin(block, cells_);
  evaluateIds(block);
  evaluateClasses();
  for (size_t c = 2; c < kDefaultColumnCount; ++c) evaluateDefaults(c);
  for (size_t c = kDefaultColumnCount; c < plan_.columns.size(); ++c)
    for (const RowClassifier::Run& run : rows_.runs()) column_.evaluate(c, *run.kind, run.rows);
  if (!plan_.formulas.formulas.empty()) formulas_.evaluate(cells_);
}

void BlockEvaluator::evaluateIds(const RowBlock& block) {
  CellColumn& column = cells_.columns_[0];
  for (size_t row = 0; row < cells_.rowCount(); ++row) {
    const bool hasId = plan_.idSlot >= 0 && block.type(plan_.idSlot, cells_.sources_[row]) != ColumnType::Null;
    if (hasId) column.setWhole(row, CellKind::Id, cells_.ids_[row]);
    column.setVerdict(row, hasId ? queried_ : notElement_);
  }
}

void BlockEvaluator::evaluateClasses() {
  CellColumn& column = cells_.columns_[1];
  for (const RowClassifier::Run& run : rows_.runs()) {
    const uint16_t verdict = !run.kind->rowClass ? notElement_ : plan_.classSlot >= 0 ? queried_ : element_;
    for (const uint32_t row : run.rows) column.setVerdict(row, verdict);
    if (run.kind->rowClass) nameClass(*run.kind->rowClass, column, run.rows);
  }
}

// A23
void BlockEvaluator::nameClass(const Class& cls, CellColumn& column, std::span<const uint32_t> rows) {
  if (plan_.options.classIdOutput != ClassIdOutput::Name) {
    for (const uint32_t row : rows) column.setWhole(row, CellKind::Id, cls.id);
    return;
  }
  const std::string_view name = cells_.arena_.keep(cls.fullName('.'));
  for (const uint32_t row : rows) column.setText(row, name.data(), name.size());
}

void BlockEvaluator::evaluateDefaults(size_t c) {
  CellColumn& column = cells_.columns_[c];
  for (const RowClassifier::Run& run : rows_.runs()) {
    const Access* access = run.kind->instanceClass ? run.kind->defaults[c] : nullptr;
    if (access && access->kind == Access::Kind::Leaf) {
      column_.evaluateDefault(c, *access, run.rows, element_, null_);
      continue;
    }
    const uint16_t verdict = run.kind->instanceClass ? absent_ : notElement_;
    for (const uint32_t row : run.rows) column.setVerdict(row, verdict);
  }
}

int64_t BlockEvaluator::aspectInstances(const RowBlock& block, size_t row, size_t column, size_t entry) const {
  const PlannedEntry& planned = plan_.planned[column].entries[entry];
  if (!planned.isAspect) return -1;
  if (planned.aspectNode < 0) return 0;
  const Node& node = plan_.nodes[static_cast<size_t>(planned.aspectNode)];
  const int64_t packed = block.int64(node.idSlot + block.baseOf(node), cells_.sources_[row]);
  return packed < 0 ? -packed : packed != 0;
}

const geometry::ElementMeasures* BlockEvaluator::measures(size_t row) const {
  return measurer_ ? measurer_->measures(cells_.sources_[row]) : nullptr;
}

}  // namespace premap::resolve
