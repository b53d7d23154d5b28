// Conditions of a view as callers write them.
#pragma once

#include <nlohmann/json.hpp>

#include "premap/preview/group_table.h"
#include "premap/preview/row_condition.h"

namespace premap::calls {

/// The number of a column; `column` is that number, or a name. `option` is what it is told of as.
Result<size_t> columnOf(const nlohmann::json& column, const std::string& option, const GroupTable& table);

/// Members that an option does not have.
Diagnostics unknownMembers(const nlohmann::json& value, const std::string& option,
                           const std::vector<std::string>& known);

/// `[{"column":"Length","from":2,"below":3},{"classes":["S.C"]}]`
Result<std::vector<RowCondition>> rowConditionsOf(const nlohmann::json& where, const GroupTable& table);

}  // namespace premap::calls
