// What the rules about one group look at: its plan, and the classes of its rows once they were read.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "premap/mapping/model.h"
#include "premap/preview/id_set.h"
#include "premap/resolve/path_walk.h"
#include "premap/resolve/planner.h"

namespace premap {

struct CheckedGroup {
  const Group& group;
  const resolve::GroupPlan* plan = nullptr;  ///< null: the query does not compile
  std::vector<const Class*> rowClasses;      ///< empty: no rows, or they were not read
  IdSet elements;                            ///< of its rows
  resolve::Planner& planner;
  resolve::AnyClassWalks& walks;
  const std::unordered_set<std::string>& unused;  ///< paths in the mapping of entries that gave no row a value

  /// Does the query give a column that this path can be read from?
  bool hasColumn(std::string_view path) const;
};

// The rules. Each adds what it finds; rules.cpp says when each runs.
void checkAsSubselect(const CheckedGroup& facts, Diagnostics& faults);
void checkColumnNames(const CheckedGroup& facts, Diagnostics& faults);
void checkEntriesOnSnapshot(const CheckedGroup& facts, Diagnostics& faults);
/// Reads some rows for entries that gave none a value.
void checkJsonMembers(const CheckedGroup& facts, Diagnostics& faults);
/// Elements that two tables count.
void checkOverlaps(const std::vector<CheckedGroup>& groups, Diagnostics& faults);

}  // namespace premap
