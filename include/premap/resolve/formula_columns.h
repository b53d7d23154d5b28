// A group's columns as its formulas see them (R18): one rule for the plan that computes them and the check that needs
// no snapshot.
//
//   FormulaTable table = compileFormulas(formulaColumns(group, options));
#pragma once

#include <optional>
#include <vector>

#include "premap/formula/formula.h"
#include "premap/mapping/model.h"
#include "premap/resolve/coerce.h"
#include "premap/resolve/options.h"

namespace premap::resolve {

/// The type of a column's cells. nullopt: the data type is missing or misspelt, every cell is null; or the column is a
/// custom calculation, whose type is its formula's.
std::optional<Target> columnType(const GroupProperty& property, const ResolveOptions& options);

/// False for a v1 custom calculation, unless an answer of the service told its type.
bool hasOwnType(const GroupProperty& property);

/// One for each property, in their order.
std::vector<FormulaColumn> formulaColumns(const Group& group, const ResolveOptions& options);

/// Their faults, each placed in its formula.
Diagnostics placeFormulaFaults(const FormulaTable& table, const Group& group);

std::optional<Target> targetOf(DataType type, const ResolveOptions& options);

}  // namespace premap::resolve
