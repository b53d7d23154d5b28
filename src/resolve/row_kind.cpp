// Everything about an entry that depends on the row's class alone is decided here, once a class: the gate, its
// sources, why it fails.
#include "resolve/row_kind.h"

#include <algorithm>

#include "premap/base/sort_stably.h"

namespace premap::resolve {

namespace {

void addAccess(std::vector<Attempt>& attempts, Attempt attempt, Reason& reason) {
  if (!attempt.access) reason = std::max(reason, Reason::Internal);
  else if (attempt.access->kind == Access::Kind::Fail) reason = std::max(reason, attempt.access->reason);
  else attempts.push_back(attempt);
}

// R5: queried column, property of the element, aspect. `reason` says why the entry fails when no attempt is made.
void addAttempts(std::vector<Attempt>& attempts, const PlannedEntry& entry, size_t e, const RowKind& kindOfRow,
                 const PlanData& plan, Reason& reason, Decisions& decisions) {
  Reason gate = classGate(entry, kindOfRow.rowClass, plan);
  bool isElementRow = kindOfRow.instanceClass != nullptr;
  if (entry.queried) {
    if (gate == Reason::None || !plan.options.gateQueriedColumns)
      addAccess(attempts, {e, Source::Queried, entry.queried, nullptr, -1, entry.queriedDecisions}, reason);
    else decisions |= bit(Decision::A3);
  }
  if (gate == Reason::None && isElementRow) {
    addAccess(attempts, {e, Source::Element, accessIn(entry.element, *kindOfRow.instanceClass), nullptr, -1, 0},
              reason);
  } else if (gate == Reason::None) {
    reason = std::max(reason, Reason::ColumnNotSelected);  // R11
  } else {
    reason = std::max(reason, gate);
  }
  if (!entry.isAspect || !isElementRow) return;
  if (entry.aspectNode < 0) reason = std::max(reason, Reason::AspectNone);
  else attempts.push_back({e, Source::Aspect, nullptr, entry.aspect, entry.aspectNode, 0});
}

ColumnProgram program(const PlannedColumn& column, const RowKind& kindOfRow, const PlanData& plan) {
  ColumnProgram made;
  for (size_t e = 0; e < column.entries.size(); ++e) {
    const PlannedEntry& entry = column.entries[e];
    Reason reason = entry.fault;
    Decisions decisions = 0;
    if (reason == Reason::None) addAttempts(made.attempts, entry, e, kindOfRow, plan, reason, decisions);
    made.baseReasons.push_back(reason);
    made.baseDecisions.push_back(decisions);
  }
  // R18: after the entries the calculated property, as one more attempt behind them.
  made.baseReasons.push_back(column.calculated && !kindOfRow.instanceClass ? Reason::NotGeometric : Reason::None);
  if (column.calculated && kindOfRow.instanceClass)
    made.attempts.push_back({column.entries.size(), Source::Calculated, nullptr, nullptr, -1, 0});
  if (plan.options.entryOrder == EntryOrder::SourceFirst)  // A1
    sortStably(made.attempts, [](const Attempt& a, const Attempt& b) { return a.source < b.source; });
  return made;
}

}  // namespace

RowKind makeRowKind(const Class* rowClass, const Class* instanceClass, const PlanData& plan) {
  RowKind kind;
  kind.rowClass = rowClass, kind.instanceClass = instanceClass;
  for (const PlannedColumn& column : plan.planned) kind.columns.push_back(program(column, kind, plan));
  const size_t defaults = std::min(kDefaultColumnCount, plan.planned.size());  // a plan of the rows alone has none
  for (size_t c = 0; instanceClass && c < defaults; ++c)
    kind.defaults[c] = accessIn(plan.planned[c].element, *instanceClass);
  return kind;
}

const Access* accessIn(const PathTable* table, const Class& cls) {
  if (!table) return nullptr;
  auto found = table->byClass.find(cls.id);
  return found == table->byClass.end() ? nullptr : &found->second;
}

}  // namespace premap::resolve
