// The query as the snapshot's schemas see it: does it also work as a sub-select, are its columns told apart by name.
#include <set>

#include "check/snapshot/checked_group.h"
#include "premap/base/text.h"

namespace premap {

namespace {

Diagnostic onQuery(Diagnostic fault, const Group& group, std::string hint) {
  return std::move(fault)
      .withPath(group.place.at(group.query))
      .withSpan(group.query.span)
      .withTarget("query")
      .withHint(std::move(hint));
}

// The name as it was written: of a repeated one the translator makes `Mark_1`.
std::string writtenName(const std::string& name, std::string_view query) {
  const size_t end = name.find_last_not_of("0123456789");
  const bool isNumbered = end != name.npos && end > 0 && end + 1 < name.size() && name[end] == '_';
  return isNumbered && query.find(name) == query.npos ? name.substr(0, end) : name;
}

}  // namespace

// A33: the widget, and whoever joins to elements, puts the query between parentheses.
void checkAsSubselect(const CheckedGroup& facts, Diagnostics& faults) {
  const Diagnostics& found = facts.planner.subselectFaults(facts.group);
  if (found.empty()) return;
  const std::string why = ": " + found[0].message;
  faults.push_back(onQuery(warning("query-not-subselectable", "the query cannot be used as a sub-select" + why),
                           facts.group, "write it so that SELECT … FROM (query) works; the widget reads it like that"));
}

// A5: of two columns of a name the first is taken.
void checkColumnNames(const CheckedGroup& facts, Diagnostics& faults) {
  std::set<std::string, LessIgnoreCase> seen;
  for (const ecsql::ResultColumn& column : facts.plan->queryColumns())
    if (const std::string name = writtenName(column.accessString, facts.group.query.value); !seen.insert(name).second)
      faults.push_back(onQuery(warning("query-duplicate-column",
                                       "the query gives several columns named `" + name + "`; the first one counts"),
                               facts.group, "give them different names: … AS Other"));
}

bool CheckedGroup::hasColumn(std::string_view path) const {
  if (!plan) return false;
  const std::vector<std::string> names = resolve::segmentsOf(path);
  for (const ecsql::ResultColumn& column : plan->queryColumns()) {
    if (equalsIgnoreCase(column.accessString, path)) return true;
    if (equalsIgnoreCase(column.accessString, names[0]) && resolve::walkColumn(column, names, planner.census()).isFound)
      return true;
  }
  return false;
}

}  // namespace premap
