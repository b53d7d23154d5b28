// What a row's class decides about its columns, worked out once for each class met: the attempts that are worth making
// and, for every entry without one, the reason.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "premap/resolve/verdict.h"
#include "resolve/plan_data.h"

namespace premap::resolve {

/// One attempt to get a value: an entry at one of its sources.
struct Attempt {
  size_t entry = 0;  ///< position in PlannedColumn::entries
  Source source = Source::None;
  const Access* access = nullptr;     ///< Queried, Element
  const PathTable* aspect = nullptr;  ///< Aspect
  int aspectNode = -1;
  Decisions decisions = 0;
};

/// What one attempt came to.
struct Outcome {
  Reason reason = Reason::None;
  Decisions decisions = 0;
  const Class* aspectClass = nullptr;
  bool operator==(const Outcome&) const = default;
};

/// Whether a value is there, but not for us.
inline bool isUnknown(Reason reason) {
  return reason == Reason::NotComputableOffline || reason == Reason::GeometryNotLoaded;
}

/// What cannot be known offline might be a value: no later entry may stand in for it.
inline bool isFinal(Reason reason) {
  return reason == Reason::None || isUnknown(reason);
}

/// Verdicts of a column for rows of one class, as a tree over the outcomes of its attempts: no verdict is built, hashed
/// or compared twice.
struct OutcomeNode {
  int32_t parent = -1;
  Outcome came;  ///< of the attempt that led here
  std::vector<int32_t> next;
  int32_t verdict = -1;
};

struct ColumnProgram {
  std::vector<Attempt> attempts;
  std::vector<Reason> baseReasons;  ///< for each entry: why it fails whatever the row holds
  std::vector<Decisions> baseDecisions;
  std::vector<OutcomeNode> outcomes{1};
};

struct RowKind {
  uint32_t number = 0;                   ///< among the kinds of one reader
  const Class* rowClass = nullptr;       ///< tested by the gate
  const Class* instanceClass = nullptr;  ///< the element's actual class; null for rows that are no elements
  std::vector<ColumnProgram> columns;
  std::array<const Access*, kDefaultColumnCount> defaults{};  ///< of the default columns the element gives
};

/// The columns of rows whose class is `rowClass` and whose element, if they are elements, is an `instanceClass`.
RowKind makeRowKind(const Class* rowClass, const Class* instanceClass, const PlanData& plan);

/// How the table's path is read from an instance of the class; null when it was not prepared for that class.
const Access* accessIn(const PathTable* table, const Class& cls);

}  // namespace premap::resolve
