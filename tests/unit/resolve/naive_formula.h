// A few formulas that the naive resolver can compute, each over one column.
#pragma once

#include <string>

#include "resolve/naive_resolver.h"

namespace premap::test {

/// A formula over a column of that name and type; `pick` chooses among them.
std::string formulaOver(const std::string& column, const std::string& dataType, size_t pick);
/// The column that one of these formulas reads.
std::string columnOf(const std::string& formula);
/// What it makes of the column's value, null too.
NaiveOutcome formulaOutcome(const std::string& formula, const Json& value);

}  // namespace premap::test
