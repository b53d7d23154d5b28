// What the rules about one group look at: its plan, and the classes of its rows once they were read.
#pragma once

#include <string_view>
#include <vector>

#include "premap/mapping/model.h"
#include "premap/preview/id_set.h"
#include "premap/resolve/census.h"
#include "premap/resolve/plan.h"
#include "session/snapshot/path_walk.h"

namespace premap {

struct CheckedGroup {
  const Group& group;
  const resolve::GroupPlan* plan = nullptr;  ///< null: the query does not compile
  std::vector<const Class*> rowClasses;      ///< empty: no rows, or they were not read
  IdSet elements;                            ///< of its rows
  resolve::ClassCensus& census;

  /// Does the query give a column that this path can be read from?
  bool hasColumn(std::string_view path) const;
};

// The rules. Each adds what it finds.
void checkQueryOnSnapshot(const CheckedGroup& facts, Diagnostics& faults);
void checkEntriesOnSnapshot(const CheckedGroup& facts, AnyClassWalks& walks, Diagnostics& faults);
/// `groups-overlap`: elements that two tables count.
void checkOverlaps(const std::vector<CheckedGroup>& groups, Diagnostics& faults);
/// `json-member-unknown`, for entries that gave no row a value; `unused`: their paths in the mapping. Reads some rows.
void checkJsonMembers(const CheckedGroup& facts, const std::vector<std::string>& unused, Diagnostics& faults);

}  // namespace premap
