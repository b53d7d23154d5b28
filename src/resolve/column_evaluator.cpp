// Attempt by attempt: where each row's value is (routes), reading it (leaf_columns.cpp), what it came to (outcomes).
#include "resolve/column_evaluator.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "premap/base/text.h"
#include "premap/resolve/calculated.h"

namespace premap::resolve {

namespace {

constexpr size_t kNoBatch = static_cast<size_t>(-1);

}  // namespace

ColumnEvaluator::ColumnEvaluator(const GroupPlan& plan, VerdictBook& book, ElementMeasurer* measurer)
    : of_(plan), plan_(plan.data()), book_(book), measurer_(measurer), reader_(plan_) {}

void ColumnEvaluator::begin(const RowBlock& block, CellBlock& cells) {
  block_ = &block, cells_ = &cells;
  for (const auto& json : json_)
    if (json) json->begin();
}

void ColumnEvaluator::evaluate(size_t column, RowKind& kind, std::span<const uint32_t> rows) {
  c_ = column, kind_ = &kind;
  column_ = &plan_.columns[column], planned_ = &plan_.planned[column];
  program_ = &kind.columns[column], out_ = &cells_->columns_[column];
  groupCount_ = waitingCount_ = 0;
  if (program_->attempts.empty()) {
    const uint16_t verdict = verdictAt(0);
    for (const uint32_t row : rows) out_->setVerdict(row, verdict);
    return;
  }
  attempt(program_->attempts[0], 0, rows);
  for (size_t a = 1; a < program_->attempts.size() && waitingCount_ > 0; ++a) {
    std::swap(groups_, waiting_);
    groupCount_ = std::exchange(waitingCount_, 0);
    for (size_t g = 0; g < groupCount_; ++g) attempt(program_->attempts[a], groups_[g].node, groups_[g].rows);
  }
  for (size_t g = 0; g < waitingCount_; ++g) {
    const uint16_t verdict = verdictAt(waiting_[g].node);
    for (const uint32_t row : waiting_[g].rows) out_->setVerdict(row, verdict);
  }
}

// ---------------------------------------------------------------- routes

void ColumnEvaluator::attempt(const Attempt& attempt, int32_t node, std::span<const uint32_t> rows) {
  if (attempt.source == Source::Calculated) return calculate(node, rows);
  const PlannedEntry& entry = planned_->entries[attempt.entry];
  batchCount_ = 0;
  if (attempt.source == Source::Aspect) {
    attemptAspect(attempt, entry, node, rows);
  } else if (attempt.access->kind == Access::Kind::Leaf) {
    const Outcome value{Reason::None, attempt.decisions | attempt.access->decisions, nullptr};
    return readBatch(node, entry, *attempt.access, value, 0, rows);
  } else {
    attemptHops(attempt, node, rows);
  }
  readBatches(node, entry);
}

void ColumnEvaluator::attemptHops(const Attempt& attempt, int32_t node, std::span<const uint32_t> rows) {
  for (const uint32_t row : rows) {
    Outcome outcome{Reason::None, attempt.decisions, nullptr};
    const Access* leaf = follow(attempt.access, sourceOf(row), outcome.reason);
    if (!leaf) {
      settle(node, outcome, row);
      continue;
    }
    outcome.decisions |= leaf->decisions;
    batches_[batchOf(leaf, outcome, 0)].rows.push_back(row);
  }
}

// R9
void ColumnEvaluator::attemptAspect(const Attempt& attempt, const PlannedEntry& entry, int32_t node,
                                    std::span<const uint32_t> rows) {
  const Node& aspects = plan_.nodes[static_cast<size_t>(attempt.aspectNode)];
  const int base = block_->baseOf(aspects);
  const SlotColumn& ids = block_->slot(static_cast<size_t>(aspects.idSlot + base));
  static const SlotColumn kUntold;
  const SlotColumn& classes =
      aspects.classSlot < 0 ? kUntold : block_->slot(static_cast<size_t>(aspects.classSlot + base));
  // Rows with aspects of one class mostly follow each other.
  int64_t lastClass = 0;
  size_t lastBatch = kNoBatch;
  for (const uint32_t row : rows) {
    const size_t source = sourceOf(row);
    const uint32_t place = ids.place(source), classPlace = classes.place(source);
    const ColumnType type = ids.typeAt(place), classType = classes.typeAt(classPlace);
    const int64_t instance = type == ColumnType::Integer ? static_cast<int64_t>(ids.bits[place])
                             : type == ColumnType::Null  ? 0
                                                         : block_->int64(aspects.idSlot + base, source);
    const bool isTold = classType == ColumnType::Integer;
    if (instance > 0 && isTold && lastBatch != kNoBatch &&
        static_cast<int64_t>(classes.bits[classPlace]) == lastClass) {
      batches_[lastBatch].rows.push_back(row);
      continue;
    }
    Outcome outcome{Reason::None, attempt.decisions, nullptr};
    const Access* leaf = nullptr;
    if (instance <= 0) {
      outcome.reason = instance == 0 ? Reason::AspectNone : Reason::AspectMultiple;
    } else if (classType != ColumnType::Null) {
      lastClass = block_->int64(aspects.classSlot + base, source);
      leaf = leafOfAspect(attempt, entry, lastClass, source, outcome);
    } else {
      outcome.reason = Reason::Internal;
    }
    if (!leaf) {
      settle(node, outcome, row);
      if (instance > 0) lastBatch = kNoBatch;
      continue;
    }
    const Access* direct = accessIn(attempt.aspect, *outcome.aspectClass);
    const size_t batch = batchOf(leaf, outcome, base);
    batches_[batch].rows.push_back(row);
    lastBatch = leaf == direct && isTold ? batch : kNoBatch;
  }
}

const Access* ColumnEvaluator::leafOfAspect(const Attempt& attempt, const PlannedEntry& entry, int64_t classId,
                                            size_t source, Outcome& outcome) {
  outcome.aspectClass = plan_.catalog->classById(classId);
  if (!outcome.aspectClass) return outcome.reason = Reason::Internal, nullptr;
  if (outcome.aspectClass != entry.named) outcome.decisions |= bit(Decision::A6);
  const Access* leaf = follow(accessIn(attempt.aspect, *outcome.aspectClass), source, outcome.reason);
  if (leaf) outcome.decisions |= leaf->decisions;
  return leaf;
}

// Over links to the leaf; null with the reason when there is none (R12a, R13).
const Access* ColumnEvaluator::follow(const Access* access, size_t source, Reason& reason) {
  while (access && access->kind == Access::Kind::Hop) {
    const PathTable* table = access->next;
    const Node& node = plan_.nodes[static_cast<size_t>(table->node)];
    if (block_->int64(node.idSlot, source) == 0) return reason = Reason::NavNull, nullptr;
    if (node.classSlot < 0 || block_->type(node.classSlot, source) == ColumnType::Null)
      return reason = Reason::NavDangling, nullptr;  // E16
    const int64_t classId = block_->int64(node.classSlot, source);
    if (classId != lastHop_.classId || table != lastHop_.table) {
      const Class* target = plan_.catalog->classById(classId);
      if (!target) return reason = Reason::NavDangling, nullptr;
      lastHop_.classId = classId, lastHop_.table = table, lastHop_.access = accessIn(table, *target);
    }
    access = lastHop_.access;
    // The link breaks its relationship's constraint; the plan has no slot of such a target.
    if (!access) return reason = Reason::NotComputableOffline, nullptr;
  }
  if (!access) return reason = Reason::Internal, nullptr;
  if (access->kind == Access::Kind::Fail) return reason = access->reason, nullptr;
  return access;
}

size_t ColumnEvaluator::batchOf(const Access* leaf, const Outcome& outcome, int base) {
  for (size_t b = batchCount_; b-- > 0;)
    if (batches_[b].leaf == leaf && batches_[b].outcome == outcome) return b;
  if (batchCount_ == batches_.size()) batches_.emplace_back();
  Batch& fresh = batches_[batchCount_];
  fresh.leaf = leaf, fresh.outcome = outcome, fresh.base = base;
  fresh.rows.clear();
  return batchCount_++;
}

void ColumnEvaluator::readBatches(int32_t node, const PlannedEntry& entry) {
  for (size_t b = 0; b < batchCount_; ++b)
    readBatch(node, entry, *batches_[b].leaf, batches_[b].outcome, batches_[b].base, batches_[b].rows);
}

void ColumnEvaluator::readBatch(int32_t node, const PlannedEntry& entry, const Access& leaf, const Outcome& outcome,
                                int base, std::span<const uint32_t> rows) {
  if (!leaf.jsonRest.empty()) return readMembers(node, entry, leaf, outcome, base, rows);
  readLeaf(&entry, leaf, base, rows);
  if (empty_.size() + odd_.size() < rows.size()) {
    const uint16_t verdict = verdictAt(childOf(node, outcome));
    for (const uint32_t row : rows)
      if (!out_->isNull(row)) out_->setVerdict(row, verdict);
  }
  if (!empty_.empty()) settle(node, {whyNull(leaf), outcome.decisions, outcome.aspectClass}, empty_);
  readOdd(entry, leaf, outcome, base, node);
}

// ---------------------------------------------------------------- measures

// R18, section 7: boxes are read from the element; length, area and volume are measured of its geometry.
void ColumnEvaluator::calculate(int32_t node, std::span<const uint32_t> rows) {
  for (const uint32_t row : rows) settle(node, calculated(row), row);
}

Outcome ColumnEvaluator::calculated(uint32_t row) {
  Outcome outcome;
  const Class& cls = *kind_->instanceClass;
  const Access* geometry = accessIn(plan_.geometry, cls);
  const bool hasGeometry = geometry && geometry->kind == Access::Kind::Leaf &&
                           block_->type(geometry->slot, sourceOf(row)) != ColumnType::Null;
  if (!hasGeometry) return outcome.reason = Reason::NotGeometric, outcome;
  const Measured measured = measuredOf(*planned_->calculated, row, cls);
  outcome.decisions = measured.decisions, outcome.reason = measured.reason;
  if (outcome.reason != Reason::None) return outcome;
  if (!column_->type) return outcome.reason = Reason::TypeUnknown, outcome;
  Value value = Value::ofDouble(measured.value);
  const Conversion conversion = convert(value, *column_->type, plan_.options, scratch_);
  outcome.decisions |= conversion.decisions;
  if (conversion.isValid) out_->set(row, value, cells_->arena_);
  else outcome.reason = Reason::ConvertFailed;
  return outcome;
}

Measured ColumnEvaluator::measuredOf(CalculatedPropertyType type, uint32_t row, const Class& cls) {
  const size_t source = sourceOf(row);
  const BlockRow stored(*block_, source, 0);
  if (const auto quantity = quantityOf(type))
    return measurer_ ? measurer_->measure(*quantity, stored, source, cls) : Measured{Reason::GeometryNotLoaded, 0, 0};
  std::array<double, 3> low{}, high{};
  const bool hasBox = readCorner(plan_.bboxLow, cls, stored, low) && readCorner(plan_.bboxHigh, cls, stored, high);
  const std::optional<double> measure = hasBox ? boxMeasure(type, low, high) : std::nullopt;
  return measure ? Measured{Reason::None, *measure, 0} : Measured{Reason::NotGeometric, 0, 0};
}

bool ColumnEvaluator::readCorner(const PathTable* table, const Class& cls, const StoredRow& row,
                                 std::array<double, 3>& corner) const {
  const Access* access = accessIn(table, cls);
  if (!access || access->kind != Access::Kind::Leaf || access->shape.kind != ValueKind::Point3d) return false;
  for (size_t i = 0; i < 3; ++i) {
    const int slot = access->slot + static_cast<int>(i);
    if (row.isNull(slot)) return false;
    corner[i] = row.real(slot);
  }
  return true;
}

// ---------------------------------------------------------------- outcomes

void ColumnEvaluator::settle(int32_t node, const Outcome& outcome, uint32_t row) {
  settle(node, outcome, std::span(&row, 1));
}

void ColumnEvaluator::settle(int32_t node, const Outcome& outcome, std::span<const uint32_t> rows) {
  const int32_t child = childOf(node, outcome);
  if (!isFinal(outcome.reason)) {
    Group& group = waitingAt(child);
    group.rows.insert(group.rows.end(), rows.begin(), rows.end());
    return;
  }
  const uint16_t verdict = verdictAt(child);
  for (const uint32_t row : rows) out_->setVerdict(row, verdict);
}

ColumnEvaluator::Group& ColumnEvaluator::waitingAt(int32_t node) {
  for (size_t g = waitingCount_; g-- > 0;)
    if (waiting_[g].node == node) return waiting_[g];
  if (waitingCount_ == waiting_.size()) waiting_.emplace_back();
  Group& fresh = waiting_[waitingCount_++];
  fresh.node = node;
  fresh.rows.clear();
  return fresh;
}

int32_t ColumnEvaluator::childOf(int32_t node, const Outcome& outcome) {
  std::vector<OutcomeNode>& nodes = program_->outcomes;
  for (const int32_t next : nodes[static_cast<size_t>(node)].next)
    if (nodes[static_cast<size_t>(next)].came == outcome) return next;
  const auto fresh = static_cast<int32_t>(nodes.size());
  nodes[static_cast<size_t>(node)].next.push_back(fresh);
  nodes.push_back({node, outcome, {}, -1});
  return fresh;
}

uint16_t ColumnEvaluator::verdictAt(int32_t node) {
  int32_t& known = program_->outcomes[static_cast<size_t>(node)].verdict;
  if (known < 0) known = book_.intern(verdictOf(node));
  return static_cast<uint16_t>(known);
}

Verdict ColumnEvaluator::verdictOf(int32_t node) const {
  std::vector<Outcome> outcomes;  // of the attempts that were made
  for (int32_t at = node; at > 0; at = program_->outcomes[static_cast<size_t>(at)].parent)
    outcomes.push_back(program_->outcomes[static_cast<size_t>(at)].came);
  std::reverse(outcomes.begin(), outcomes.end());
  Verdict verdict;
  std::vector<Reason> reasons = program_->baseReasons;
  const size_t calculated = planned_->entries.size();
  size_t last = calculated;  // the entry the search ended at
  bool isEnded = false;
  for (size_t a = 0; a < outcomes.size(); ++a) {
    const Attempt& attempt = program_->attempts[a];
    const Outcome& outcome = outcomes[a];
    verdict.decisions |= outcome.decisions;
    if (outcome.reason != Reason::None) {
      // An attempt's reason tells more than the gate's, which an aspect entry always fails.
      reasons[attempt.entry] = std::max(reasons[attempt.entry], outcome.reason);
      if (isFinal(outcome.reason)) last = attempt.entry, isEnded = true;
      continue;
    }
    last = attempt.entry, isEnded = true;
    if (last < calculated) verdict.entry = planned_->entries[last].index;
    verdict.source = attempt.source;
    const Class* from = attempt.source == Source::Aspect    ? outcome.aspectClass
                        : attempt.source == Source::Queried ? kind_->rowClass
                                                            : kind_->instanceClass;
    if (from) verdict.className = from->fullName('.');
  }
  const bool isWon = verdict.source != Source::None;
  const auto isTried = [&](size_t entry) {
    return std::any_of(program_->attempts.begin(),
                       program_->attempts.begin() + static_cast<std::ptrdiff_t>(outcomes.size()),
                       [&](const Attempt& attempt) { return attempt.entry == entry; });
  };
  for (size_t e = 0; e < planned_->entries.size(); ++e) {
    // Entries after the last were not looked at, unless another order of sources (A1) tried them before.
    if ((isWon && e == last) || (isEnded && e > last && !isTried(e))) continue;
    verdict.skipped.push_back({planned_->entries[e].index, reasons[e]});
    verdict.decisions |= program_->baseDecisions[e];
    if (!isWon && reasons[e] > verdict.reason)
      verdict.reason = reasons[e], verdict.decidedBy = planned_->entries[e].index;
  }
  if (!isWon) decideByColumn(verdict, reasons[calculated], *column_);
  return verdict;
}

// What the column itself has to say goes before what its entries came to.
void ColumnEvaluator::decideByColumn(Verdict& verdict, Reason calculated, const PlanColumn& column) {
  const Reason own = !column.type                     ? Reason::TypeUnknown
                     : calculated > verdict.reason    ? calculated
                     : verdict.reason == Reason::None ? Reason::NoSource
                                                      : Reason::None;
  if (own != Reason::None) verdict.reason = own, verdict.decidedBy = -1;
}

}  // namespace premap::resolve
