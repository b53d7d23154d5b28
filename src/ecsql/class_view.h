// The sub-select that stands for a class in FROM: which tables it reads, joins and filters.
#pragma once

#include <string>

#include "range.h"

namespace premap::ecsql {

/// SQL without the surrounding brackets. Exposes ECInstanceId, ECClassId (relationships: the four ends too, when used)
/// and the range's used access strings, each as a column of that name; an access string no table has is NULL.
std::string classViewSql(const Range& range, const Catalog& catalog);

}  // namespace premap::ecsql
