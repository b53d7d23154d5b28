// The rules about a mapping: what each says, what it needs, what runs. A new rule is a row of the table in rules.cpp, a
// function, and a test.
#pragma once

#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "check/contract/checks.h"
#include "check/snapshot/checked_group.h"

namespace premap {

/// What must be there before a rule can be asked; each stage has all that those before it have.
enum class Need : uint8_t {
  Mapping,
  FormulaTypes,  ///< the columns as formulas see them
  Schema,        ///< a snapshot
  Plan,          ///< the group's plan on it: the query compiles
  Rows           ///< what the rows were like
};

/// What a rule looks at. In their order: a mapping before its groups, a group before its columns, and these before all
/// columns of the group, all groups of the mapping, all mappings of the text; then what needs a snapshot.
using OnMapping = void (*)(const Mapping&, const Contract&);
using OnGroup = void (*)(const Group&, const Contract&);
using OnColumn = void (*)(const GroupProperty&, const Contract&);
using OnColumns = void (*)(std::span<const GroupProperty>, const Contract&);
using OnGroups = void (*)(std::span<const Group>, const Contract&);
using OnMappings = void (*)(std::span<const Mapping* const>, const Contract&);
using OnFormulas = void (*)(const Group&, Diagnostics&);
using OnSnapshot = void (*)(const CheckedGroup&, Diagnostics&);
using OnSnapshotGroups = void (*)(const std::vector<CheckedGroup>&, Diagnostics&);

struct Rule {
  std::string_view codes;  ///< with a space between
  Need needs;
  std::variant<OnMapping, OnGroup, OnColumn, OnColumns, OnGroups, OnMappings, OnFormulas, OnSnapshot, OnSnapshotGroups>
      run;
};

std::span<const Rule> rules();

/// Runs the rules that look at this and need no more than there is, in the order of the table.
template <class Function, class... Facts>
void applyRules(Need there, Facts&&... facts) {
  for (const Rule& rule : rules())
    if (const auto* run = std::get_if<Function>(&rule.run); run && rule.needs <= there) (*run)(facts...);
}

}  // namespace premap
